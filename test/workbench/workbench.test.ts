import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stage } from '../../workbench/stage.js'
import { Bench, sheepKey } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
afterEach(() => bench.workbench.close())

describe('a workbench', () => {
  it('offers the scenarios beside a plugin, one of defaults for a type without, and those of shipped types', async () => {
    const { text } = await bench.request('/')
    const options = [...text.matchAll(/<option value="([^"]+)">([^<]*)/g)].map(([, id, title]) => [id, title])
    expect(options.slice(0, 4)).toEqual([
      ['counter-plugin/counter', 'Sheep'],
      ['counter-plugin/flock', 'A flock'],
      ['counter-plugin/pointing', 'Pointing (vertical)'],
      ['counter-plugin/plain', 'plain, all defaults'],
    ])
    expect(options.map(([id]) => id)).toContain('unit-compositor/blocks/problem')
  })

  it('says what is wrong with a scenario, and where', async () => {
    const { text } = await bench.request('/')
    expect(text).toMatch(/flock\.xml:10 olx-attribute: No plugin provides &#39;goose&#39;/)
  })

  it('shows every shipped scenario without a failure', async () => {
    const shipped = bench.workbench.bench.catalogue.scenarios.filter(
      ({ plugin }) => plugin === 'unit-compositor/blocks',
    )
    expect(shipped.length).toBeGreaterThanOrEqual(6)
    for (const { id } of shipped) {
      const { status, text } = await bench.request(`${bench.place('ada', 'now', id)}/views/student_view`)
      expect([id, status, text.includes('xblock-failed')]).toEqual([id, 200, false])
    }
  })

  it('shows what rests on an answer once it is given, and of an experiment one part', async () => {
    const scenario = 'unit-compositor/blocks/conditional'
    const place = bench.place('ada', 'now', scenario)
    const page = async () => (await bench.request(`${place}/views/student_view`)).text
    expect(await page()).not.toContain('deep end')
    const poll = encodeURIComponent('block-v1:Workbench+Scenarios+1+type@poll_question+block@can-swim')
    const { status } = await bench.request(`${place}/blocks/${poll}/handlers/vote`, {
      method: 'POST',
      body: JSON.stringify({ choice: 'yes' }),
    })
    expect(status).toBe(200)
    expect(await page()).toContain('deep end')
    const people = ['ada', 'bob']
    const parts = people.map(async (person) => {
      const experiment = bench.place(person, 'now', 'unit-compositor/blocks/split_test')
      return (await bench.request(`${experiment}/views/student_view`)).text.match(/The sea rises/g)?.length
    })
    expect(await Promise.all(parts)).toEqual([1, 1])
  })

  it('follows what a scenario points to, and serves its static files', async () => {
    const place = bench.place('ada', 'now', 'counter-plugin/pointing')
    const { text } = await bench.request(`${place}/views/student_view`)
    expect(text).toContain('Far away: 0 of 0, at most 2')
    expect(text).toContain('A note.')
    const [, picture = ''] = /src="([^"]+)"/.exec(text.slice(text.indexOf('A note.'))) ?? []
    const { status, headers, text: svg } = await bench.request(picture)
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml'])
    expect(headers['content-security-policy']).toContain('sandbox')
    expect(svg).toContain('<circle')
    expect(text).toContain('href="/static/gone.txt"')
    expect((await bench.request(`${place}/assets/..%2Fpointing.xml`)).status).toBe(404)
    expect((await bench.request(`${bench.place()}/assets/pictures/dot.svg`)).status).toBe(200)
  })

  it('keeps apart a text that is empty and one that is not set', async () => {
    const place = bench.place('ada', 'now', 'unit-compositor/blocks/problem')
    const key = encodeURIComponent(
      /data-usage-key="([^"]+)"/.exec((await bench.request(`${place}/views/student_view`)).text)?.[1] ?? '',
    )
    const box = async () =>
      /name="null\.markdown"( checked)?>/.exec(
        (await bench.panels(place)).fields.replace(/type="hidden"[^>]*>/g, ''),
      )?.[1]
    expect(await box()).toBe(' checked')
    const post = (form: string[][]) =>
      bench.request(`${place}/blocks/${key}/fields`, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams(form as [string, string][]).toString(),
      })
    await post([
      ['field.markdown', ''],
      ['null.markdown', 'off'],
    ])
    expect(await box()).toBeUndefined()
    await post([
      ['field.markdown', ''],
      ['null.markdown', 'off'],
      ['null.markdown', 'on'],
    ])
    expect(await box()).toBe(' checked')
  })

  it('says what time each block of a view took', async () => {
    const place = bench.place('ada', 'now', 'counter-plugin/flock')
    await bench.request(`${place}/views/student_view`)
    const { history } = await bench.panels(place)
    const rows = [...history.matchAll(/<tr><td>(\S+) <code>([^<]+)<\/code><\/td><td>([\d.]+) ms/g)]
    expect(rows.map(([, type, name]) => `${type} ${name}`)).toEqual([
      'vertical flock',
      'goose nobody',
      'counter cows',
      'counter goats',
    ])
  })

  it('answers data views of a block', async () => {
    const views = `${bench.place()}/blocks/${encodeURIComponent(sheepKey)}/views`
    expect((await bench.request(`${views}/student_view`)).status).toBe(404)
  })

  it('shows a scenario to each person', async () => {
    expect(await bench.view('ada')).toContain('<p>Ada</p>')
    expect(await bench.view('bob')).toContain('<p>Bob</p>')
    expect(await bench.view('staff')).toContain('<p>staff</p>')
    expect(await bench.view('anonymous')).toContain('<p>nobody</p>')
    expect((await bench.request(`${bench.place('eve')}/views/student_view`)).status).toBe(401)
  })

  it('shows each view, and says which there are where one is missing', async () => {
    expect(await bench.view('anonymous', 'public_view')).toContain('Sign in to count.')
    const { text } = await bench.request(
      `${bench.place('ada', 'now', 'counter-plugin/plain')}/views/public_view`,
    )
    expect(text).toMatch(/A <code>plain<\/code> has no <code>public_view<\/code>; it has:\s+student_view/)
  })

  it('keeps what each learner does, and what all learners share', async () => {
    expect((await bench.call('ada', { by: 2 })).text).toBe('{"count":2}')
    await bench.call('bob', { by: 3 })
    expect(await bench.view('ada')).toContain('Sheep: 2 of 5')
    expect(await bench.view('bob')).toContain('Sheep: 3 of 5')
  })

  it('keeps nothing of a call that is refused or fails, and shows why', async () => {
    expect((await bench.call('ada', { by: 9 })).status).toBe(409)
    expect((await bench.call('ada', { by: 'x' })).status).toBe(400)
    expect((await bench.call('ada', { by: -1 })).status).toBe(500)
    expect(await bench.view('ada')).toContain('Sheep: 0 of 0')
    const { history } = await bench.panels()
    expect(history).toContain('It broke.')
    expect(await bench.steps()).toEqual([
      'view student_view Ada',
      'call add → 500 Ada',
      'call add → 400 Ada',
      'call add → 409 Ada',
    ])
  })

  it('says of every field its value, its scope and where the value comes from', async () => {
    await bench.call('ada', { by: 2 })
    expect(await bench.fields()).toEqual([
      'sheep.heading: Sheep content own',
      'sheep.display_name: Counter settings class default',
      'sheep.max_attempts: 7 settings inherited',
      'sheep.mode: up settings class default',
      'sheep.loud: false settings class default',
      'sheep.due: settings class default',
      'sheep.words: {} settings class default',
      'sheep.count: 2 userState stored',
      'sheep.total: 2 userStateSummary stored',
    ])
    expect(await bench.fields(bench.place('bob'))).toContain('sheep.count: 0 userState class default')
  })

  it('says which values come from a library, and which a reference overrides', async () => {
    const fields = await bench.fields(bench.place('ada', 'now', 'counter-plugin/flock'))
    expect(fields).toContain('goats.heading: Goats content library')
    expect(fields).toContain('goats.display_name: Our goats settings override')
    expect(fields).toContain('goats.max_attempts: 7 settings inherited')
    expect(fields).toContain('cows.words: {&quot;a&quot;:1} settings own')
  })

  it('changes authored values and stored ones, and resets them', async () => {
    expect((await bench.change({ 'field.heading': 'Wolves' })).status).toBe(200)
    await bench.change({ 'field.count': '4' })
    expect(await bench.view('ada')).toContain('Wolves: 4 of 0')
    expect(await bench.view('bob')).toContain('Wolves: 0 of 0')
    await bench.change({ 'reset.heading': 'on' })
    await bench.change({ 'reset.count': 'on' })
    expect(await bench.fields()).toEqual(
      expect.arrayContaining([
        'sheep.heading: Count content class default',
        'sheep.count: 0 userState class default',
      ]),
    )
  })

  it('saves fields for a block that shows an editor of its own, as a host does', async () => {
    const save = (given: object) =>
      bench.request(`${bench.place()}/author/blocks/${encodeURIComponent(sheepKey)}/handlers/save_fields`, {
        method: 'POST',
        body: JSON.stringify(given),
      })
    expect((await save({ set: { heading: 'Wolves' } })).text).toBe('{"errors":{}}')
    expect(await bench.view('ada')).toContain('Wolves: 0 of 0')
    expect((await save({ set: { max_attempts: 'many' } })).status).toBe(400)
    await save({ reset: ['heading'] })
    expect(await bench.fields()).toContain('sheep.heading: Count content class default')
    expect((await bench.steps())[0]).toBe('change heading Ada')
  })

  it('refuses a value that does not fit, and changes nothing', async () => {
    const refused = await bench.change({ 'field.max_attempts': 'many', 'field.heading': 'Wolves' })
    expect(refused.status).toBe(400)
    expect(JSON.parse(refused.text)).toEqual({ errors: { max_attempts: expect.stringContaining('many') } })
    expect(JSON.parse((await bench.change({ 'field.mode': 'sideways' })).text)).toEqual({
      errors: { mode: expect.stringContaining('up, down') },
    })
    expect(await bench.view()).toContain('Sheep: 0 of 0, at most 7')
  })

  it('shows asides with their fields, calls and changes them too', async () => {
    const place = bench.place('ada', 'now', 'counter-plugin/plain')
    const show = async () => (await bench.request(`${place}/views/student_view`)).text
    const [, key = ''] = /data-block-type="stars" data-usage-key="([^"]+)"/.exec(await show()) ?? []
    const block = `${place}/blocks/${encodeURIComponent(key)}`
    expect((await bench.request(`${block}/handlers/add`, { method: 'POST', body: '{}' })).status).toBe(200)
    expect(await show()).toContain('<p>1 stars</p>')
    expect((await bench.panels(place)).fields).toMatch(/name="field.stars"[^>]* value="1"/)
    const body = new URLSearchParams({ 'field.stars': '5' }).toString()
    await bench.request(`${block}/fields`, { method: 'POST', headers: { accept: 'application/json' }, body })
    expect(await show()).toContain('<p>5 stars</p>')
  })

  it('forgets everything on request', async () => {
    await bench.call('ada', { by: 2 })
    await bench.change({ 'field.heading': 'Wolves' })
    await bench.request(`${bench.place()}/reset`, { method: 'POST' })
    expect(await bench.view()).toContain('Sheep: 0 of 0')
  })

  it('steps back to the state after any call or change, and looking there changes nothing', async () => {
    await bench.call('ada', { by: 1 })
    const first = await bench.lastStep()
    await bench.call('ada', { by: 2 })
    await bench.change({ 'field.heading': 'Wolves' })
    expect(await bench.view('ada', 'student_view', first)).toContain('Sheep: 1 of 1')
    expect(await bench.fields(bench.place('ada', first))).toContain('sheep.count: 1 userState stored')
    expect(await bench.view()).toContain('Wolves: 3 of 3')
  })

  it('goes on from a step when something is done there', async () => {
    await bench.call('ada', { by: 1 })
    const first = await bench.lastStep()
    await bench.call('ada', { by: 2 })
    await bench.call('ada', { by: 5 }, first)
    expect(await bench.view()).toContain('Sheep: 6 of 6')
    expect((await bench.request(`${bench.place('ada', '999')}/views/student_view`)).status).toBe(404)
  })

  it('tells pages at once of calls with their events and times', async () => {
    const { stream, headers } = await bench.request('/live')
    expect(headers['content-type']).toBe('text/event-stream')
    const reader = stream?.getReader()
    await reader?.read()
    await bench.call('ada', { by: 1 })
    const told = new TextDecoder().decode((await reader?.read())?.value)
    expect(JSON.parse(told.replace('data: ', ''))).toMatchObject({
      kind: 'moment',
      scenario: 'counter-plugin/counter',
      what: 'call',
    })
    const { history } = await bench.panels()
    expect(history).toMatch(/<strong>completion<\/strong>\s*<code>{&quot;value&quot;:1}<\/code>/)
    expect(history).toMatch(/class="wb-took">[\d.]+ ms/)
    await reader?.cancel()
  })

  it('answers routes of plugins, which reach their own blocks and keep what was kept when plugins are read again', async () => {
    await bench.request(`${bench.place()}/blocks/${encodeURIComponent(sheepKey)}/handlers/invite`, {
      method: 'POST',
      body: '{}',
    })
    const tell = (by: number) =>
      bench.request('/plugins/counter-plugin/guests/ada', { method: 'POST', body: JSON.stringify({ by }) })
    const told = await tell(3)
    expect([told.status, JSON.parse(told.text)]).toEqual([200, { status: 200, body: { count: 3 } }])
    await bench.workbench.bench.reload()
    expect((await tell(2)).status).toBe(200)
    expect(await bench.view()).toContain('Sheep: 5 of 5')
    expect((await bench.steps()).slice(0, 2)).toEqual(['view student_view Ada', 'call add → 200 Ada'])
    // A reset tells the type, which forgets what the route went by.
    await bench.call('bob', { by: 4 })
    await bench.request(`${bench.place()}/reset`, { method: 'POST' })
    expect((await tell(1)).status).not.toBe(200)
    expect(await bench.panels().then(({ history }) => history)).toContain('It kept counting.')
  })

  it('knows who asks a route by the page that asks', async () => {
    const who = async (page?: string) => {
      const headers = { 'x-kind': 'k', 'x-more': 'm', ...(page !== undefined && { referer: page }) }
      return bench.request('/plugins/counter-plugin/who', { headers })
    }
    expect((await who()).status).toBe(401)
    const { text } = await who(`http://localhost:8100${bench.place('bob')}/views/student_view`)
    expect(JSON.parse(text)).toEqual({ id: 'bob', kind: 'k', more: null })
    expect((await bench.request('/plugins/counter-plugin/nowhere')).status).toBe(404)
  })

  it('keeps all state when plugins are read again', async () => {
    await bench.call('ada', { by: 2 })
    await bench.change({ 'field.heading': 'Wolves' })
    const before = bench.workbench.bench.stage
    await bench.workbench.bench.reload()
    expect(bench.workbench.bench.stage).not.toBe(before)
    expect(await bench.view()).toContain('Wolves: 2 of 2')
  })

  it('stays with the plugin that worked when the new one does not load, and says why', async () => {
    let broken = false
    const other = await Bench.open((places, help) =>
      Stage.open(broken ? places.map((one) => ({ ...one, entry: `${one.folder}nothing.js` })) : places, help),
    )
    broken = true
    const { stream } = await other.request('/live')
    const reader = stream?.getReader()
    await reader?.read()
    await other.workbench.bench.reload()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('could not be loaded')
    expect(await other.view()).toContain('Sheep: 0 of 0')
    await other.workbench.close()
  })

  it('answers this machine only, and no page of another site', async () => {
    const { answer } = bench.workbench
    const ask = (host: string, site?: string) =>
      answer({
        method: site ? 'POST' : 'GET',
        path: site ? `${bench.place()}/reset` : '/',
        query: new URLSearchParams(),
        header: (name) => ({ host, 'sec-fetch-site': site })[name],
        bytes: async () => new Uint8Array(),
        text: async () => '',
      })
    expect((await ask('127.0.0.1:8100')).status).toBe(200)
    expect((await ask('workbench.example')).status).toBe(403)
    expect((await ask('localhost', 'cross-site')).status).toBe(403)
  })

  it('brings axe-core, and no file from outside the folders of plugins', async () => {
    expect((await bench.request('/axe.js')).text).toContain('axe')
    expect((await bench.request('/client/counter/..%2Fplugin.js')).status).toBe(404)
    expect((await bench.request('/client/counter/nothing.js')).status).toBe(404)
  })

  it('has no block but those of the scenario', async () => {
    const path = `${bench.place()}/blocks/${encodeURIComponent(sheepKey.replace('sheep', 'cows'))}/handlers/add`
    expect((await bench.request(path, { method: 'POST', body: '{}' })).status).toBe(404)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const library = 'lib:Org:Sums'
const address = `/author/libraries/${encodeURIComponent(library)}`
const key = (number: number) => `lb:Org:Sums:problem:p${number}`
const problem = (number: number, more = '') =>
  `<problem url_name="p${number}" display_name="Sum ${number}" ${more}><numericalresponse answer="${number}"><label>What is ${number}?</label><formulaequationinput/></numericalresponse></problem>`

/** Who is what at the site: `ann` may do everything; what the others are in the library is given to them there. */
let site: MadeSite

beforeAll(async () => {
  site = await MadeSite.open({
    author: (request) => request.header('x-learner') === 'ann',
    memberships: ({ id }) => ({
      groups: id === 'greta' ? ['teachers'] : [],
      organisations: [],
      isAuthor: id !== 'bob',
    }),
  })
  await site.host.siteLibraries.create({ key: library, title: 'Sums' }, 'ann')
  for (const number of [1, 2, 3, 4])
    await site.host.libraries.operate(
      library,
      [{ do: 'add', parent: library, olx: problem(number, 'max_attempts="2"') }],
      { author: 'ann' },
    )
}, 60_000)
afterAll(() => site.close())

const page = async (path: string, learner = 'ann') => {
  const answer = await site.get(path, learner, { accept: 'text/html' })
  return { status: answer.status, text: await answer.text() }
}
type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[]
const send = async (path: string, fields: Fields, learner = 'ann') => {
  const form = new URLSearchParams(fields as Record<string, string>)
  const answer = await site.form(path, form.toString(), learner)
  const location = answer.headers.get('location') ?? ''
  return { status: answer.status, location, text: location === '' ? await answer.text() : '' }
}
const draft = async () => (await site.host.content.head(library)).draft
const settingsOf = async (usage: string) =>
  (await (await site.host.content.view(library, 'draft')).block(usage))?.settings
/** The hidden parts and chosen values of the form on a page that is sent to an address. */
const formOn = (text: string, action: string): [string, string][] => {
  const form = text.split('<form ').find((one) => one.includes(`action="${action}"`)) ?? ''
  return [...(form.split('</form>')[0]?.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g) ?? [])].map(
    ([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')],
  )
}

const upload = async (
  path: string,
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name)
  const headers = { 'x-learner': 'ann', accept: 'text/html' }
  const request = new Request(`http://localhost${path}`, {
    method: 'POST',
    body: form,
    headers,
    redirect: 'manual',
  })
  const answer = await site.host.fetch(request)
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    text: await answer.text(),
  }
}

describe('roles on their page', () => {
  const access = `${address}/access`

  it('are given, changed and taken, and hold at once', async () => {
    expect((await page(address, 'ray')).status).toBe(404)
    const given = await send(`${access}/roles`, {
      'add-kind': 'users',
      'add-name': 'ray',
      'add-role': 'read',
    })
    expect(given.status).toBe(303)
    expect((await page(given.location)).text).toContain('The roles are saved')
    await send(`${access}/roles`, { 'add-kind': 'groups', 'add-name': 'teachers', 'add-role': 'author' })
    const read = await page(address, 'ray')
    expect(read.text).toContain('You may read this library. To change it, ask ann.')
    expect(read.text).not.toContain('name="usage"')
    expect((await page(address, 'greta')).text).toContain('name="usage"')
    const taken = { 'had:users:ray': 'read', 'role:users:ray': '' }
    expect((await send(`${access}/roles`, taken)).status).toBe(303)
    expect((await page(address, 'ray')).status).toBe(404)
  })

  it.each([
    ['less', 'read', 403],
    ['none', '', 404],
  ])('give back what somebody wrote who has %s of one once they save it', async (_, role, status) => {
    await send(`${access}/roles`, { 'add-kind': 'users', 'add-name': 'mid', 'add-role': 'author' })
    const block = `/author/blocks/${encodeURIComponent(key(4))}`
    const form = formOn((await page(block, 'mid')).text, block)
    expect(form.map(([name]) => name)).toContain('base')
    const before = await draft()
    await send(`${access}/roles`, { 'had:users:mid': 'author', 'role:users:mid': role })
    const written = 'Sum of <two> & more'
    const answer = await site.host.fetch(
      new Request(`http://localhost${block}`, {
        method: 'POST',
        body: new URLSearchParams([...form, ['field.display_name', written]]),
        headers: { 'x-learner': 'mid', accept: 'text/html' },
      }),
    )
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('Sum of &lt;two&gt; &amp; more')
    expect(await draft()).toBe(before)
    if (role !== '') await send(`${access}/roles`, { 'had:users:mid': role, 'role:users:mid': '' })
  })

  it('are for admins alone, who cannot shut themselves out', async () => {
    expect((await page(access, 'greta')).status).toBe(403)
    expect((await page(access, 'greta')).text).toContain('ask ann')
    expect((await page(access, 'bob')).status).toBe(404)
    const add = (name: string) => ({ 'add-kind': 'users', 'add-name': name, 'add-role': 'admin' })
    await send(`${access}/roles`, add('lena'))
    const own = { 'had:users:lena': 'admin', 'role:users:lena': 'read' }
    expect((await send(`${access}/roles`, own, 'lena')).text).toContain('You would be no admin')
    expect((await page(access, 'lena')).status).toBe(200)
    expect((await send(`${access}/roles`, own)).status).toBe(303)
  })

  it('that others changed meanwhile are told, and what was chosen stays on the page', async () => {
    await send(`${access}/roles`, { 'add-kind': 'users', 'add-name': 'ray', 'add-role': 'read' })
    const clash = await send(`${access}/roles`, { 'had:users:ray': 'author', 'role:users:ray': 'admin' })
    expect(clash.status).toBe(409)
    expect(clash.text).toContain('ray is Reader by now')
    expect(clash.text).toMatch(/name="role:users:ray"[^]*?value="admin" selected/)
    expect((await site.host.siteLibraries.standing(library)).roles.users['ray']).toBe('read')
  })

  it('stand beside who else may read, learn and refer', async () => {
    const had = formOn((await page(access)).text, `${access}/others`)
    const wanted = [
      ...had,
      ['reading', 'on'],
      ['refer', 'these'],
      ['names', 'Org\r\n\r\ncourse-v1:A+B+C\n'],
    ] as const
    expect((await send(`${access}/others`, wanted)).status).toBe(303)
    expect(await site.host.siteLibraries.standing(library)).toMatchObject({
      publicReading: true,
      publicLearning: false,
      mayRefer: ['Org', 'course-v1:A+B+C'],
    })
    // Somebody who saw what was before.
    const stale = await send(`${access}/others`, [...had, ['refer', 'all']])
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('all authors may read it')
    await send(`${access}/others`, [
      ...formOn((await page(access)).text, `${access}/others`),
      ['refer', 'all'],
    ])
    expect((await site.host.siteLibraries.standing(library)).mayRefer).toBeUndefined()
  })
})

describe('what is ticked in the list', () => {
  it('is put into collections, which are renamed and deleted', async () => {
    const made = await send(`${address}/ticked`, [
      ['do', 'collect'],
      ['new-collection', 'Week 1'],
      ['usage', key(1)],
      ['usage', key(2)],
      ['draft', await draft()],
    ])
    expect(made.location).toContain('news=collected')
    const [collection] = await site.host.catalogue.collections.list(library)
    expect(collection).toMatchObject({ key: 'week-1', title: 'Week 1', blocks: [key(1), key(2)] })
    await send(`${address}/ticked`, { do: 'uncollect', collection: 'week-1', usage: key(1) })
    await send(`${address}/collections`, { do: 'set', key: 'week-1', title: 'Première', description: 'x' })
    expect(await site.host.catalogue.collections.list(library)).toMatchObject([
      { title: 'Première', description: 'x', blocks: [key(2)] },
    ])
    expect((await send(`${address}/collections`, { do: 'make', title: ' ' })).text).toContain('needs a title')
    const gone = await send(`${address}/collections`, { do: 'delete', key: 'week-1' })
    const undo = formOn((await page(gone.location)).text, `${address}/undo`)
    expect((await send(`${address}/undo`, undo)).status).toBe(303)
    expect(await site.host.catalogue.collections.list(library)).toHaveLength(1)
  })

  it('is set alike after what would change was shown, in one step that is taken back', async () => {
    const usages = [1, 2, 3].map((number) => ['usage', key(number)] as [string, string])
    const chosen = await send(`${address}/ticked`, [['do', 'set'], ...usages])
    expect(chosen.text).toContain('For 3 blocks')
    const look = await send(`${address}/set`, [
      ...formOn(chosen.text, `${address}/set`),
      ['do', 'look'],
      ['set.max_attempts', '5'],
      ['other-name', 'nonsense'],
      ['other-value', '1'],
    ])
    expect(look.text).toContain('3 settings of 3 blocks')
    expect(look.text).toContain('have no setting “Nonsense”')
    expect((await settingsOf(key(1)))?.['max_attempts']).toBe(2)
    const plan = formOn(look.text, `${address}/set`)
    // Somebody else sets one of them meanwhile.
    await send(`/author/blocks/${encodeURIComponent(key(3))}`, { 'field.max_attempts': '5' })
    const clash = await send(`${address}/set`, [...plan, ['do', 'set']])
    expect([clash.status, (await settingsOf(key(1)))?.['max_attempts']]).toEqual([409, 2])
    const again = await send(`${address}/set`, [...formOn(clash.text, `${address}/set`), ['do', 'set']])
    const shown =
      again.text === ''
        ? again
        : await send(`${address}/set`, [...formOn(again.text, `${address}/set`), ['do', 'set']])
    expect(shown.location).toContain('news=set')
    expect((await settingsOf(key(1)))?.['max_attempts']).toBe(5)
    const undo = formOn((await page(shown.location)).text, `${address}/undo`)
    await send(`${address}/undo`, undo)
    expect([
      (await settingsOf(key(1)))?.['max_attempts'],
      (await settingsOf(key(3)))?.['max_attempts'],
    ]).toEqual([2, 5])
    expect((await send(`${address}/set`, [...usages, ['do', 'look']])).text).toContain('No setting is chosen')
    expect((await send(`${address}/ticked`, { do: 'set' })).text).toContain('No block is ticked')
  })

  it('is deleted, and comes back one by one from the history', async () => {
    const seen = await draft()
    await send(`${address}/ticked`, [
      ['do', 'delete'],
      ['usage', key(3)],
      ['usage', key(4)],
      ['draft', seen],
    ])
    expect(await settingsOf(key(4))).toBeUndefined()
    const { text } = await page(`${address}/history`)
    expect(text).toContain('aria-label="Restore “Sum 4”"')
    const back = await send(`${address}/restore`, { usage: key(4), draft: await draft() })
    expect(back.location).toContain('news=restored')
    expect(await settingsOf(key(4))).toMatchObject({ display_name: 'Sum 4' })
    expect(await settingsOf(key(3))).toBeUndefined()
    // Over what others changed, nothing is taken back before it is shown.
    const stale = await send(`${address}/undo`, { to: '2', draft: seen, back: 'history' })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Removed: 1')
    expect(formOn(stale.text, `${address}/undo`)).toContainEqual(['to', '2'])
  })
})

describe('a block', () => {
  it('is made what it was in an older version, which is taken back like any step', async () => {
    const own = `/author/blocks/${encodeURIComponent(key(2))}`
    const weight = async () => (await settingsOf(key(2)))?.['weight']
    await send(own, { 'field.weight': '3' })
    await send(own, { 'field.weight': '9' })
    const { text } = await page(`${own}/history`)
    const versions = [...text.matchAll(/name="version" value="(\d+)"/g)].map(([, number = '']) => number)
    const back = await send(`${own}/history`, { version: versions[0] ?? '', draft: await draft() })
    expect(await weight()).toBe(3)
    const undone = await send(`${address}/undo`, formOn((await page(back.location)).text, `${address}/undo`))
    expect(undone.location.startsWith(`${own}?news=undone`)).toBe(true)
    expect(await weight()).toBe(9)
    expect((await send(`${own}/history`, { version: '9999' })).status).toBe(400)
  })
})

describe('a unit of a library', () => {
  const unit = 'lb:Org:Sums:unit:'
  let usage = ''
  let own = ''
  const members = async () => (await (await site.host.content.view(library, 'draft')).block(usage))?.children
  const act = (fields: Fields) => send(`${own}/members`, fields)

  it('is filled from the list, and its order changed by buttons that the keyboard goes on from', async () => {
    const made = await send(`${address}/add`, { type: 'unit' })
    own = made.location.replace(/\?.*/, '')
    usage = decodeURIComponent(own.replace('/author/blocks/', ''))
    expect(usage.startsWith(unit)).toBe(true)
    expect((await page(own)).text).toContain(`href="${address}?into=${encodeURIComponent(usage)}"`)
    const ticks = [1, 2, 4].map((number) => ['usage', key(number)] as [string, string])
    await send(`${address}/ticked`, [['do', 'place'], ['container', usage], ...ticks])
    expect(await members()).toEqual([key(1), key(2), key(4)])
    const up = await act({ up: key(4) })
    expect(await members()).toEqual([key(1), key(4), key(2)])
    const moved = await page(up.location.replace(/#.*/, ''))
    expect(moved.text).toMatch(/name="up" value="lb:Org:Sums:problem:p4" [^>]*autofocus/)
    await act({ down: key(1) })
    await act({ move: key(2), index: '0' })
    expect(await members()).toEqual([key(2), key(4), key(1)])
    await act({ up: key(2) })
    await act({ out: key(4) })
    expect(await members()).toEqual([key(2), key(1)])
    expect((await act({ move: key(2), index: 'no' })).status).toBe(400)
  })

  it('keeps members at versions, together with what else is pressed', async () => {
    await act({ [`pin:${key(1)}`]: '1', [`pin:${key(2)}`]: '', up: key(1) })
    expect(await members()).toEqual([key(1), key(2)])
    expect((await page(own)).text).toMatch(
      /name="pin:lb:Org:Sums:problem:p1"[^]*?<option value="1" selected>/,
    )
    await act({ [`pin:${key(1)}`]: '', do: 'pins' })
    expect((await page(own)).text).not.toContain('<option value="1" selected>')
  })

  it('is not put in an order that its author did not see', async () => {
    const seen = await draft()
    await act({ down: key(1), draft: seen })
    const clash = await act({ out: key(1), draft: seen })
    expect(clash.status).toBe(409)
    expect(await members()).toEqual([key(2), key(1)])
    expect((await send(`${own}/members`, { up: key(1) }, 'ray')).status).toBe(403)
    expect((await page(own, 'ray')).text).not.toContain('name="up"')
  })
})

describe('files', () => {
  const own = `/author/blocks/${encodeURIComponent(key(1))}/files`
  const names = async (of: string) => (await site.host.libraries.files(library, of)).map(({ name }) => name)

  it('of a component are uploaded, replaced, renamed with the text that names them, and deleted', async () => {
    const named = await send(`/author/blocks/${encodeURIComponent(key(1))}`, {
      'field.data': '<problem><p><img src="/static/plan.png" alt="a plan"/></p></problem>',
    })
    expect(/role="alert">([^<]*)/.exec(named.text)?.[1]).toBeUndefined()
    expect(named.status).toBe(303)
    expect((await page(own)).text).toContain('names a file that is not here: plan.png')
    const sent = { do: 'add', draft: await draft() }
    expect((await upload(own, sent, { 'plan.png': 'one', 'notes.txt': 'n' })).location).toContain('news=add')
    expect(await names(key(1))).toEqual(['notes.txt', 'plan.png'])
    const listed = (await page(own)).text
    expect(listed).toMatch(/Used in 1 place of the text[^]*\/static\/plan\.png/)
    expect(listed).toContain('The text of the block does not name it.')
    expect((await upload(own, sent, { 'plan.png': 'two' })).text).toContain('There is a file of that name')
    expect((await upload(own, { do: 'replace', name: 'plan.png' }, { 'other.png': 'two' })).status).toBe(303)
    expect(await site.host.libraries.files(library, key(1))).toContainEqual(
      expect.objectContaining({ name: 'plan.png', size: 3 }),
    )
    await send(own, { do: 'rename', name: 'plan.png', to: 'map.png' })
    expect((await page(own)).text).toContain('/static/map.png')
    expect((await send(own, { do: 'rename', name: 'map.png', to: '../map.png' })).text).toContain(
      'is refused',
    )
    const gone = await send(own, { do: 'delete', name: 'notes.txt' })
    expect(await names(key(1))).toEqual(['map.png'])
    await send(`${address}/undo`, formOn((await page(gone.location)).text, `${address}/undo`))
    expect(await names(key(1))).toEqual(['map.png', 'notes.txt'])
  })

  it('of the library stand on its own page, and what browsers run is refused', async () => {
    expect((await upload(`${address}/files`, { do: 'add' }, { 'python_lib.zip': 'PK' })).status).toBe(303)
    expect((await page(`${address}/files`)).text).toContain('python_lib.zip')
    expect((await upload(`${address}/files`, { do: 'add' }, { 'run.html': '<p>' })).text).toContain(
      'a browser would run it',
    )
    expect((await upload(`${address}/files`, { do: 'add' }, {})).text).toContain('No file was chosen')
  })
})

describe('work that takes long', () => {
  it('has a page that tells how far it is and what it did, to those who may', async () => {
    const shown = formOn((await page(`${address}/publish`)).text, `${address}/publish`)
    const published = await send(`${address}/publish`, [...shown, ['what', 'all'], ['name', 'First']])
    expect(published.status).toBe(303)
    const { items } = await site.host.jobs.jobs.list({ kind: 'publish' })
    const job = await site.host.jobs.ended(items[0]?.id ?? '')
    const own = `/author/jobs/${encodeURIComponent(job.id)}`
    expect((await page(own)).text).toContain('Published: courses can refer to it now.')
    expect((await page(own)).text).not.toContain('http-equiv="refresh"')
    expect((await page(own, 'bob')).status).toBe(404)
    const told = await site.get(own, 'ann')
    expect(await told.json()).toMatchObject({ hasEnded: true })
    expect((await page(`${address}/publish`)).text).toContain('<strong>First</strong>')
  })

  it('takes an archive in that was uploaded, and tells what was found in it', async () => {
    const archive = await site.get(`/api/v1/contexts/${encodeURIComponent(library)}/export?format=zip`, 'ann')
    const zip = new Uint8Array(await archive.arrayBuffer())
    expect((await page('/author/imports', 'greta')).status).toBe(403)
    expect((await upload('/author/imports', {}, { 'sums.pdf': 'x' })).text).toContain('is no archive')
    expect((await upload('/author/imports', { as: 'nonsense' }, {})).text).toContain('No archive was chosen')
    const ended = async (location: string) => {
      await site.host.jobs.ended(decodeURIComponent(location.replace('/author/jobs/', '')))
      return page(location)
    }
    const started = await upload('/author/imports', { as: 'lib:Org:Copy' }, { 'sums.zip': zip })
    expect((await ended(started.location)).text).toContain('href="/author/libraries/lib%3AOrg%3ACopy"')
    expect((await page('/author/libraries/lib%3AOrg%3ACopy')).status).toBe(200)
    expect((await page('/author/libraries/lib%3AOrg%3ACopy')).text).toContain('not published yet')
    const broken = await upload('/author/imports', {}, { 'broken.zip': 'no zip' })
    const told = broken.status === 303 ? await ended(broken.location) : broken
    expect(told.text).toContain('role="alert"')
  })
})

describe('a library as a whole', () => {
  it('is archived and taken out of the archive, and takes no edits meanwhile', async () => {
    await send(`${address}/archive`, { do: 'archive' })
    expect((await page(address)).text).toContain('This library is archived')
    expect((await page('/author/libraries')).text).toContain('Archived: 1')
    const edit = await send(`${address}/ticked`, { do: 'delete', usage: key(1) })
    expect(edit.status).toBe(409)
    await send(`${address}/archive`, { do: 'restore' })
    expect((await page(address)).text).not.toContain('This library is archived')
  })

  it('says what it is over what others do elsewhere, not over what they say of it', async () => {
    const seen = await draft()
    await send(`/author/blocks/${encodeURIComponent(key(1))}`, { 'field.weight': '2' })
    const first = await send(`${address}/settings`, { title: 'First', draft: seen })
    expect(first.location).toContain('news=changed')
    const second = await send(`${address}/settings`, { title: 'Second', draft: seen })
    expect(second.status).toBe(409)
    expect(formOn(second.text, `${address}/settings`)).toContainEqual(['title', 'Second'])
    await send(`${address}/settings`, formOn(second.text, `${address}/settings`))
    expect((await site.host.libraries.settings(library)).title).toBe('Second')
  })

  it('is deleted by whoever says how many use it', async () => {
    expect((await send(`${address}/delete`, { uses: '3' })).text).toContain('is used by 0')
    expect((await send(`${address}/delete`, { uses: 'no' })).status).toBe(400)
    expect((await send(`${address}/delete`, { uses: '0' }, 'greta')).status).toBe(403)
    const gone = await send(`${address}/delete`, { uses: '0' })
    expect((await page(gone.location)).text).toContain('The library is deleted')
    expect((await page(address)).status).toBe(404)
  })
})

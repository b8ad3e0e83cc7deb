import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { staffCommands } from '../../cli/commands/staff-commands.js'
import { openHost, type Host } from '../../host/index.js'

const key = 'block-v1:O+C+R+type@problem+block@p'
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')}`
const folder = mkdtempSync(join(tmpdir(), 'staff-'))
const store = join(folder, 'store')
let host: Host

const open = () =>
  openHost({
    store,
    learner: (request) => {
      const id = request.header('x-learner') ?? 'ada'
      return { id, isStaff: id === 'stella' }
    },
    python: false,
    threads: 1,
  })

/** Publishes the course with this right choice. */
async function publish(right: 'A' | 'B'): Promise<void> {
  const course = join(folder, 'course')
  mkdirSync(course, { recursive: true })
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
<problem url_name="p"><multiplechoiceresponse><choicegroup type="MultipleChoice"><choice correct="${right === 'A'}">A</choice>
<choice correct="${right === 'B'}">B</choice></choicegroup></multiplechoiceresponse></problem><html url_name="h">Read.</html></vertical></sequential></chapter></course>`,
  )
  const { findings } = await host.authoring.import(course, { publish: true })
  expect(findings).toEqual([])
}

const send = (path: string, learner: string, body?: unknown, headers: Record<string, string> = {}) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'x-learner': learner, accept: 'application/json', ...headers },
    }),
  )
const staffPath = (action: string) => `/staff/blocks/${encodeURIComponent(key)}/${action}`
const page = async (learner: string) => (await send(unit, learner)).text()

async function submit(learner: string, choice: string): Promise<void> {
  const [, name = ''] = /name="(input_[^"]+)"/.exec(await page(learner)) ?? []
  const path = `/blocks/${encodeURIComponent(key)}/handlers/problem_check`
  expect((await send(path, learner, { [name]: choice })).status).toBe(200)
}

/** Waits until the event log has these reasons: it is written after what it tells of. */
const logTells = (reasons: readonly string[]) =>
  vi.waitFor(
    () => {
      const log = readFileSync(join(store, 'events.jsonl'), 'utf8')
      expect(reasons.filter((reason) => !log.includes(`"reason":${JSON.stringify(reason)}`))).toEqual([])
    },
    { timeout: 5000 },
  )

beforeAll(async () => {
  host = await open()
  await publish('B')
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the doors for staff', () => {
  it('rescore a learner by the key the author corrected', async () => {
    await submit('ada', 'choice_0')
    await publish('A')
    const answer = await send(staffPath('rescore'), 'stella', { learner: 'ada' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      learner: 'ada',
      before: { earned: 0, possible: 1 },
      after: { earned: 1, possible: 1 },
    })
    await publish('B')
    await send(staffPath('rescore'), 'stella', { learner: 'ada', only_if_higher: true })
    expect(await page('ada')).toContain('1 of 1 point')
    await publish('A')
  })

  it('show what a learner submitted', async () => {
    const answer = await send(`${staffPath('submissions')}?learner=ada`, 'stella')
    expect(await answer.json()).toMatchObject({ attempts: 1, submissions: [{ grade: 1, max_grade: 1 }] })
  })

  it('are closed to learners, with nothing told and nothing changed', async () => {
    const before = await page('ada')
    const refused = await Promise.all([
      send(staffPath('rescore'), 'ada', { learner: 'ada' }),
      send(staffPath('delete-state'), 'ada', { learner: 'ada' }),
      send(`${staffPath('submissions')}?learner=ada`, 'bob'),
      send('/staff/blocks/no-key/rescore', 'ada', { learner: 'ada' }),
    ])
    for (const answer of refused) {
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'staff-only' } })
    }
    expect(await page('ada')).toBe(before)
  })

  it('are closed to pages of other sites, and say what they take', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await send(staffPath('delete-state'), 'stella', { learner: 'ada' }, foreign)).status).toBe(403)
    expect((await send(staffPath('delete-state'), 'stella', {})).status).toBe(400)
    expect((await send(staffPath('rescore'), 'stella', { learner: 'nobody' })).status).toBe(409)
    expect((await send('/staff/blocks/no-key/rescore', 'stella', { learner: 'ada' })).status).toBe(400)
  })

  it('delete a learner’s state, so that the problem is unanswered again', async () => {
    // The page says in other letters whose it is.
    const nobodys = (text: string) => text.replace(/ data-learner="[^"]*"/, '').replaceAll('zoe', 'ada')
    const untouched = nobodys(await page('zoe'))
    expect(await page('ada')).toMatch(/ checked/)
    const answer = await send(staffPath('delete-state'), 'stella', { learner: 'ada' })
    expect(await answer.json()).toEqual({ deleted: true })
    expect(await page('ada')).not.toMatch(/ checked/)
    expect(nobodys(await page('ada'))).toBe(untouched)
    expect(await (await send(staffPath('delete-state'), 'stella', { learner: 'ada' })).json()).toEqual({
      deleted: false,
    })
  })
})

describe('the command line for staff', () => {
  const run = async (...words: string[]): Promise<unknown> => {
    const written: string[] = []
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text))
      return true
    })
    try {
      const program = new Command().exitOverride()
      staffCommands(program)
      await program.parseAsync([...words, '--store', store, '--json'], { from: 'user' })
    } finally {
      write.mockRestore()
    }
    return JSON.parse(written.join(''))
  }

  it('works on the store of a host that is serving', async () => {
    await publish('B')
    await submit('ada', 'choice_0')
    await submit('bob', 'choice_1')
    await publish('A')
    const before = await page('ada')
    expect(await run('rescore', key, '--only-if-higher')).toMatchObject({
      rescored: [
        { learner: 'ada', before: { earned: 0 }, after: { earned: 1 } },
        { learner: 'bob', before: { earned: 1 }, after: { earned: 1 } },
      ],
      failed: [],
    })
    expect(await page('ada')).not.toBe(before)
    expect(await run('rescore', key, '--learner', 'bob', '--reason', 'Wrong key')).toMatchObject({
      rescored: [{ learner: 'bob', after: { earned: 0 } }],
    })
    expect(await run('submissions', key, '--learner', 'ada')).toMatchObject({ attempts: 1 })
    expect(await run('delete-state', key, '--learner', 'ada', '--reason', 'Asked for')).toEqual({
      deleted: true,
    })
    await logTells(['Wrong key', 'Asked for'])
    expect(await page('ada')).not.toMatch(/ checked/)
  })
})

describe('the pages for staff', () => {
  const form = (action: string, fields: Record<string, string>, learner = 'stella') =>
    host.fetch(
      new Request(`http://localhost${staffPath(action)}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'x-learner': learner },
      }),
    )
  const get = async (path: string, learner = 'stella') => {
    const answer = await send(path, learner, undefined, { accept: 'text/html' })
    return { status: answer.status, text: await answer.text() }
  }
  const unitPage = unit.replace('/units/', '/staff/units/')
  const blockPage = `/staff/blocks/${encodeURIComponent(key)}`

  it('lead from the unit to its blocks, to their learners, to what each submitted', async () => {
    await submit('mia', 'choice_0')
    expect(await page('stella')).toContain(`href="${unitPage}"`)
    expect((await get(unitPage)).text).toContain(`href="${blockPage}"`)
    expect((await get(blockPage)).text).toContain('?learner=mia"')
    const { text } = await get(`${blockPage}?learner=mia`)
    expect(text).toMatch(
      /Attempt 1<\/h3>\s*<p[^>]*><time datetime="\d{4}-[^"]*">[^<]*<\/time> <strong>[01] of 1</,
    )
    expect(text).toMatch(/<dd><bdi>A<\/bdi>/)
    expect(text).not.toContain('choice_0')
  })

  it('rescore a learner, say what became of it, and delete their work', async () => {
    await publish('A')
    await submit('noa', 'choice_1')
    await publish('B')
    const rescored = await form('rescore', { learner: 'noa', only_if_higher: 'on' })
    expect(rescored.status).toBe(303)
    const next = rescored.headers.get('location') ?? ''
    expect((await get(next)).text).toContain('Score: <strong>1 of 1</strong>')
    const deleted = await form('delete-state', { learner: 'noa', confirmed: 'on' })
    const { text } = await get(deleted.headers.get('location') ?? '')
    expect(text).toContain('is deleted')
    expect(text).not.toContain('noa')
    const nothing = await form('rescore', { learner: 'noa' })
    expect((await get(nothing.headers.get('location') ?? '')).text).toContain('nothing has changed')
  })

  it('rescore everybody in the background, and tell how far it is and what it did', async () => {
    await publish('A')
    await submit('ole', 'choice_1')
    await publish('B')
    const started = await form('rescore-all', {})
    const location = started.headers.get('location') ?? ''
    const told = vi.waitFor(async () => {
      const state = (await (await send(location, 'stella')).json()) as Record<string, unknown>
      expect(state).toHaveProperty('result')
      return state
    })
    expect(await told).toMatchObject({ block: key })
    const { text } = await get(location)
    expect(text).toMatch(/learners rescored, \d+ with another grade/)
    expect(text).toMatch(/ole<\/bdi><\/a><\/th><td>0 of 1<\/td><td>1 of 1<\/td>/)
  })

  it('keep why something was done, for others of staff and in the log', async () => {
    await submit('eli', 'choice_0')
    const said = (deed: string) => `Because of ${deed} & <b>`
    const actions = ['attempts', 'rescore', 'rescore-all', 'delete-state']
    for (const action of actions) {
      if (action === 'delete-state') await submit('eli', 'choice_1')
      const fields = { ...(action !== 'rescore-all' && { learner: 'eli' }), reason: ` ${said(action)} ` }
      const answer = await form(action, fields)
      expect([action, answer.status]).toEqual([action, 303])
      const id = /rescorings\/(.+)$/.exec(answer.headers.get('location') ?? '')?.[1]
      if (id !== undefined) expect((await host.jobs.ended(id)).state).toBe('done')
    }
    const { text } = await get(`/staff/contexts/${encodeURIComponent('course-v1:O+C+R')}/learners/eli`)
    for (const action of actions)
      expect(text).toContain(`<q><bdi>Because of ${action} &amp; &lt;b&gt;</bdi></q>`)
    await logTells(actions.map(said))
    expect(await page('eli')).not.toContain('Because of')
  })

  it('answer programs that rescore everybody with where to look', async () => {
    const started = await send(staffPath('rescore-all'), 'stella', { only_if_higher: true })
    expect(started.status).toBe(202)
    const state = (await started.json()) as { id: string }
    const location = `/api/v1/jobs/${state.id}`
    expect(started.headers.get('location')).toBe(location)
    expect((await send(location, 'mia')).status).toBe(403)
    await vi.waitFor(async () =>
      expect(await (await send(location, 'stella')).json()).toHaveProperty('result'),
    )
    const told = await send(`/staff/rescorings/${state.id}`, 'stella')
    expect(await told.json()).toMatchObject({ id: state.id, block: key, result: { failed: [] } })
    const { items } = (await (await send('/api/v1/jobs?kind=rescore-all', 'stella')).json()) as {
      items: { id: string; state: string; progress: { done: number; total: number } }[]
    }
    expect(items[0]).toMatchObject({ id: state.id, kind: 'rescore-all', state: 'done' })
    expect(items[0]?.progress.done).toBe(items[0]?.progress.total)
    expect((await send(`${location}/cancel`, 'stella', {})).status).toBe(202)
    expect((await send('/staff/rescorings/none', 'stella')).status).toBe(404)
    expect((await send('/api/v1/jobs/none', 'stella')).status).toBe(404)
  })

  it('are closed to learners', async () => {
    for (const path of [unitPage, blockPage, `${blockPage}?learner=mia`, '/staff/rescorings/none']) {
      const { status, text } = await get(path, 'mia')
      expect([path, status]).toEqual([path, 403])
      expect(text).not.toContain('choice_')
    }
    expect((await form('rescore-all', {}, 'mia')).status).toBe(403)
    expect(await page('mia')).not.toContain('/staff/')
  })

  it('show what a learner entered as text', async () => {
    await submit('<b>pia</b>', 'choice_0')
    expect((await get(blockPage)).text).toContain('&lt;b&gt;pia&lt;/b&gt;')
  })
})

describe('a block that thousands of learners have met', () => {
  const many = 2500
  const blockPage = `/staff/blocks/${encodeURIComponent(key)}`
  const getPage = async (path: string) =>
    (await send(path, 'stella', undefined, { accept: 'text/html' })).text()
  const rows = (text: string) => text.match(/<tr><th scope="row">/g)?.length ?? 0

  beforeAll(async () => {
    const { learners } = host.courseware.options
    const meet = async (id: string) =>
      learners.commit(await learners.load(id, []), {
        updates: [{ scope: 'userState', id: key, field: 'has_saved_answers', value: true }],
        grades: [],
        completions: [],
      })
    await Promise.all(
      Array.from({ length: many }, (_, number) => meet(`pupil${String(number).padStart(4, '0')}`)),
    )
  })

  it('is shown a page at a time, with links to the others and a search', async () => {
    const first = await getPage(blockPage)
    expect(rows(first)).toBe(100)
    expect(first.length).toBeLessThan(50_000)
    expect(first).toMatch(
      /<label for="staff-search">.*\n<input type="search" id="staff-search" name="search"/,
    )
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await getPage(next)
    expect(rows(second)).toBe(100)
    const back = /rel="prev" href="([^"]+)"/.exec(second)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const again = await getPage(back)
    expect(again.match(/learner=pupil\d+/g)).toEqual(first.match(/learner=pupil\d+/g))
    const found = await getPage(`${blockPage}?search=pupil247`)
    expect(found.match(/>pupil\d+</g)).toEqual(Array.from({ length: 10 }, (_, one) => `>pupil247${one}<`))
  })

  it('is listed for programs by limit and after', async () => {
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const query = new URLSearchParams({
        limit: '1000',
        search: 'pupil',
        ...(after !== undefined && { after }),
      })
      const answer = await send(`${staffPath('learners')}?${query.toString()}`, 'stella')
      const { items, next } = (await answer.json()) as { items: { learner: string }[]; next: string | null }
      expect(items.length).toBeLessThanOrEqual(1000)
      seen.push(...items.map(({ learner }) => learner))
      after = next
    }
    expect(seen).toHaveLength(many)
    expect(new Set(seen).size).toBe(many)
    expect((await send(`${staffPath('learners')}?limit=0`, 'stella')).status).toBe(400)
    expect((await send(staffPath('learners'), 'mia')).status).toBe(403)
  })

  it('is rescored without a word of those who never submitted, while others are answered', async () => {
    const failures = () =>
      readFileSync(join(store, 'events.jsonl'), 'utf8').split('problem_rescore_fail').length
    const before = failures()
    const started = await send(staffPath('rescore-all'), 'stella', {})
    const location = started.headers.get('location') ?? ''
    const during = await send('/', 'mia', undefined, { accept: 'text/html' })
    expect(during.status).toBe(200)
    const told = await vi.waitFor(
      async () => {
        const state = (await (await send(location, 'stella')).json()) as {
          progress: { done: number }
          result: { counts: Record<string, number>; failed: unknown[] }
        }
        expect(state.result.counts['failed']).toBe(0)
        return state
      },
      { timeout: 20_000 },
    )
    expect(told.result.counts['skipped']).toBeGreaterThanOrEqual(many)
    expect(told.progress.done).toBe(
      (told.result.counts['skipped'] ?? 0) + (told.result.counts['rescored'] ?? 0),
    )
    expect(failures()).toBe(before)
    expect(await getPage(location.replace('/api/v1/jobs', '/staff/rescorings'))).toContain(
      'left out: nothing was submitted',
    )
  })
})

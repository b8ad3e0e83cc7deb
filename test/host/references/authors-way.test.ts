import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReferenceState } from '../../../content/index.js'
import { ContextualKey, parseUsageKey } from '../../../runtime/index.js'
import { types } from '../../content/migrate/made-store.js'
import { course, part } from '../api/api-site.js'
import { inLibrary, ReferenceSite, unit } from './reference-site.js'

const library = 'lib:O:L'
const [p1, p2, p3] = ['p1', 'p2', 'p3'].map((id) => inLibrary('problem', id)) as [string, string, string]
const setting = (usage: string, settings: Record<string, string>) =>
  ({ do: 'edit', edit: { usage, content: {}, settings, reset: [] } }) as const

describe('a reference, as its author makes it', () => {
  let site: ReferenceSite
  const host = () => site.api.host
  const state = (usage: string) => site.read<ReferenceState>(`/blocks/${part(usage)}/reference`)
  const told = async (usage: string) =>
    (await state(usage)).messages.map(({ step, level, code }) => `${step}: ${level} ${code}`)
  /** Answers a problem. @returns its attempts */
  const answer = async (usage: string, block: string, learner: string): Promise<void> => {
    const key = `cb::${usage}::${block}`
    const page = await site.page(learner)
    const from = page.slice(page.indexOf(`data-usage-key="${key}"`))
    const [, name = ''] = /name="(input_[^"]+)"/.exec(from) ?? []
    const request = new Request(`http://localhost/blocks/${part(key)}/handlers/problem_check`, {
      method: 'POST',
      headers: { 'x-learner': learner, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ [name]: '1' }),
    })
    expect((await host().fetch(request)).status).toBe(200)
  }
  const attempts = async (usage: string, block: string, learner: string): Promise<number> => {
    const address = `http://localhost/blocks/${part(`cb::${usage}::${block}`)}/views/student_view_user_state`
    const found = await host().fetch(new Request(address, { headers: { 'x-learner': learner } }))
    return ((await found.json()) as { attempts: number }).attempts
  }

  beforeAll(async () => {
    site = await ReferenceSite.open()
  }, 60_000)
  afterAll(() => site.close())

  it('is told at each step what is missing, until nothing is', async () => {
    const usage = await site.added({})
    expect(await told(usage)).toEqual(['library: warning reference-unset'])
    expect(await site.configured(usage, { library })).toBe(usage)
    expect(await told(usage)).toEqual(['pool: warning reference-unset'])
    expect(await site.refusal(usage, { pool: [inLibrary('problem', 'gone')] })).toBe('library-block-missing')
    await site.configured(usage, { pool: [p1, p2] })
    expect(await told(usage)).toEqual([])
    const found = await state(usage)
    expect(found).toMatchObject({ isRandom: false, size: 2, isWhole: false })
    expect(found.pool.map(({ title }) => title)).toEqual(['Apples', 'Pears'])
    expect(found.libraries).toMatchObject([
      { library, title: 'Library L', pinned: found.libraries[0]?.latest },
    ])
  })

  it.each([
    [
      'a version that is not here',
      { source_libraries: [`${library}:${'a'.repeat(64)}`] },
      'version: error library-version-missing',
    ],
    [
      'a library that is not here',
      { source_libraries: ['lib:O:Gone'] },
      'library: error library-version-missing',
    ],
    [
      'a subset that finds nothing',
      { source_libraries: [library], pool_query: { words: 'zebra' } },
      'pool: error reference-empty',
    ],
    ['more than there are', { source_libraries: [library], count: 99 }, 'draw: warning reference-few'],
    ['none', { source_libraries: [library], count: 0 }, 'draw: warning reference-few'],
    [
      'a block of another library',
      { source_libraries: [library], pool: [p1, 'lb:O:M:problem:m1'] },
      'pool: error library-block-missing',
    ],
  ])('that asks for %s says so', async (_what, settings, message) => {
    const add = { do: 'add', parent: unit, olx: '<randomized/>' } as const
    const [usage = ''] = (await host().content.operate(course, types, [add])).usages
    // As an import would bring it, past the checks of editors.
    await host().content.edit(course, types, async () => ({ usage, content: {}, settings, reset: [] }))
    expect(await told(usage)).toContain(message)
    await host().drafts.operate(course, [{ do: 'delete', usage }])
  })

  it('may not be made of a library that does not take it, and says so where it stands already', async () => {
    const usage = await site.added({ library: 'lib:O:M', pool: [inLibrary('problem', 'm1', 'M')] })
    await host().siteLibraries.archive('lib:O:M')
    expect(await told(usage)).toEqual(['library: error library-closed'])
    const other = await site.added({})
    expect(await site.refusal(other, { library: 'lib:O:M' })).toBe('library-closed')
    await host().siteLibraries.restore('lib:O:M')
    // What learners see of a library tells nothing of another one whose key begins so.
    await host().libraries.create({ key: 'lib:O:M2', title: 'Second' })
    await host().drafts.operate('lib:O:M2', [{ do: 'add', parent: 'lib:O:M2', olx: '<html>Of two</html>' }])
    await host().authoring.publish('lib:O:M2', undefined, undefined, { name: 'One' })
    const two = await site.referring({ libraries: [{ library: 'lib:O:M2' }], random: true })
    await site.configured(two, { libraries: [{ library: 'lib:O:M2' }, { library: 'lib:O:M' }] })
    await host().siteLibraries.archive('lib:O:M')
    expect(await told(two)).toEqual(['library: error library-closed'])
    await host().siteLibraries.restore('lib:O:M')
    await site.publish()
    await host().siteLibraries.archive('lib:O:M')
    expect(await told(two)).toEqual([])
    await host().siteLibraries.restore('lib:O:M')
    await host().drafts.operate(course, [{ do: 'delete', usage: two }])
    await site.publish()
    await host().drafts.operate(
      course,
      [usage, other].map((one) => ({ do: 'delete', usage: one })),
    )
  })

  it('keeps its id and what learners did where it is drawn instead of ordered, and back', async () => {
    const ordered = await site.referring({ library, pool: [p1, p3] })
    await answer(ordered, p1, 'lea')
    const random = await site.configured(ordered, { random: true, count: 2 })
    expect(parseUsageKey(random).blockId).toBe(parseUsageKey(ordered).blockId)
    await site.publish()
    expect((await site.shown(random, 'lea')).sort()).toEqual([p1, p3])
    expect(await attempts(random, p1, 'lea')).toBe(1)
    await answer(random, p1, 'lea')
    const back = await site.configured(random, { random: false })
    await site.publish()
    expect(await site.shown(back, 'lea')).toEqual([p1, p3])
    expect(await attempts(back, p1, 'lea')).toBe(2)
    expect(await attempts(ordered, p1, 'lea')).toBe(2)
  })

  it('draws for each learner what it drew before, where it was ordered in between and the same members stand in it', async () => {
    const learners = ['ida', 'jon', 'kim', 'leo', 'mia', 'ned', 'oda', 'pia']
    const drawn = (usage: string) =>
      Promise.all(learners.map(async (learner) => (await site.shown(usage, learner)).join()))
    const members = [p1, p2, p3]
    let usage = await site.referring({ library, pool: members, random: true, count: 1 })
    const first = await drawn(usage)
    expect(new Set(first).size).toBeGreaterThan(1)
    const [mine = ''] = first
    await answer(usage, mine, 'ida')
    usage = await site.configured(usage, { random: false })
    await site.publish()
    expect(await site.shown(usage, 'ida')).toEqual(members)
    expect(await attempts(usage, mine, 'ida')).toBe(1)
    await answer(usage, mine, 'ida')
    // Who never came while it was ordered has the same drawn for them as who did.
    usage = await site.configured(usage, { random: true, count: 1, order: members.toReversed() })
    await site.publish()
    expect(await drawn(usage)).toEqual(first)
    expect(await attempts(usage, mine, 'ida')).toBe(2)
    const others = members.filter((one) => one !== mine)
    await site.configured(usage, { pool: others })
    await site.publish()
    const after = await drawn(usage)
    for (const [place, before] of first.entries())
      if (before === mine) expect(others).toContain(after[place])
      else expect(after[place]).toBe(before)
    await site.configured(usage, { pool: members, count: 3 })
    await site.publish()
    expect(await attempts(usage, mine, 'ida')).toBe(2)
    await host().drafts.operate(course, [{ do: 'delete', usage }])
    await site.publish()
  })

  it('is one entry of the history with each change, and none where nothing changes', async () => {
    const usage = await site.added({ library, pool: [p1] })
    const count = async () =>
      (await site.read<{ items: object[] }>(`/contexts/${part(course)}/history?limit=200`)).items.length
    const before = await count()
    await site.configured(usage, { pool: [p1] })
    expect(await count()).toBe(before)
    await site.configured(usage, { pool: [p1, p2], order: [p2, p1], title: 'Two', version: 'latest' })
    expect(await count()).toBe(before + 1)
  })

  it('offers what a subset finds by now, and changes by nobody’s editing of the library', async () => {
    const usage = await site.referring({ library, query: { words: 'fruit apple' }, random: true, count: 9 })
    expect((await state(usage)).pool).toEqual([])
    await site.configured(usage, { query: { words: 'apples' } })
    await site.publish()
    await host().drafts.operate(library, [
      setting(p2, { display_name: 'Apples, too' }),
      setting(p1, { display_name: 'Peaches' }),
    ])
    await host().authoring.publish(library, undefined, undefined, { name: 'Apples' })
    const matching = () => host().references.matching(parseUsageKey(usage))
    expect((await matching()).added).toEqual([])
    await site.configured(usage, { version: 'Apples' })
    const { found, added, gone } = await matching()
    expect([found, added, gone].map((keys) => keys.map(String))).toEqual([[p2, p3], [p2], [p1]])
    await site.publish()
    expect((await site.shown(usage, 'lea')).sort()).toEqual([p1, p3])
  })

  it('follows a library when its author says so, and drafts stay as they are', async () => {
    const usage = await site.referring({ library, version: 'latest', pool: [p2] })
    const pinned = await site.referring({ library, pool: [p2] })
    const { draft } = await host().content.head(course)
    expect(await site.page('lea')).toContain('Apples, too')
    await host().drafts.operate(library, [setting(p2, { display_name: 'Newest pears' })])
    await host().authoring.publish(library, undefined, undefined, { name: 'Newest' })
    const page = await site.page('lea')
    const titled = (reference: string) => {
      const at = page.indexOf(
        `data-usage-key="${new ContextualKey({ usage: parseUsageKey(reference), definition: parseUsageKey(p2) as never }).toString()}"`,
      )
      return /class="problem-title"[^>]*>([^<]*)/.exec(page.slice(at))?.[1]
    }
    expect([titled(usage), titled(pinned)]).toEqual(['Newest pears', 'Apples, too'])
    const seen = async (address: string) =>
      (
        await host().fetch(new Request(`http://localhost${address}`, { headers: { 'x-learner': 'ann' } }))
      ).text()
    for (const [reference, title] of [
      [usage, 'Newest pears'],
      [pinned, 'Apples, too'],
    ] as const) {
      const picker = await seen(`/author/blocks/${part(reference)}/reference?show=${part(p2)}`)
      const [, frame = ''] = /<iframe src="([^"]+)" title="The block as/.exec(picker) ?? []
      expect(await seen(frame.replaceAll('&amp;', '&'))).toContain(`<title>${title} as a learner`)
    }
    expect((await host().content.head(course)).draft).toBe(draft)
  })

  it('that is not finished shows learners nothing, and staff why', async () => {
    const usage = await site.referring({})
    expect(await site.page('lea')).not.toMatch(/reference-unset|could not be shown/)
    expect(await site.page('sam')).toContain('reference-unset')
    await host().drafts.operate(course, [{ do: 'duplicate', usage }])
    const findings = await host().authoring.publish(course)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'reference-unset', level: 'warning', usage }),
    )
  })
})

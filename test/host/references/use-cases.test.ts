import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey } from '../../../runtime/index.js'
import { inLibrary, ReferenceSite } from './reference-site.js'

const library = 'lib:O:L'
const problems = ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => inLibrary('problem', id))
const [p1 = '', p2 = '', p3 = '', p4 = ''] = problems
const html = inLibrary('html', 'h1')
/** So many that it is as good as certain that not all draw the same. */
const learners = Array.from({ length: 24 }, (_, at) => `learner${at}`)

/** The numbers are those of the seed’s list of use cases. */
describe('a library is referred to', () => {
  let site: ReferenceSite

  beforeAll(async () => {
    site = await ReferenceSite.open()
    const { host } = site.api
    await host.catalogue.taxonomies.import(
      'level',
      'id,value,parent_id\nhard,Hard,\nhardest,Hardest,hard\n',
      {
        format: 'csv',
      },
    )
    await host.catalogue.tagged.change(library, [
      { usages: [p1], add: [{ taxonomy: 'level', tag: 'hard' }] },
      { usages: [p3, html], add: [{ taxonomy: 'level', tag: 'hardest' }] },
    ])
  }, 60_000)
  afterAll(() => site.close())

  it('case 1: one specific block', async () => {
    const usage = await site.referring({ library, pool: [p2] })
    expect(await site.shown(usage, 'lea')).toEqual([p2])
  })

  it('case 2: several blocks, in the order that their author chose', async () => {
    const usage = await site.referring({ library, pool: [p3, html, p1] })
    expect(await site.shown(usage, 'lea')).toEqual([p3, html, p1])
    await site.configured(usage, { order: [p1, p3, html] })
    await site.publish()
    expect(await site.shown(usage, 'lea')).toEqual([p1, p3, html])
  })

  const everything = [...problems, html]
  it.each([
    { what: 'case 3: one at random', change: { library, count: 1 }, of: everything, count: 1 },
    { what: 'case 4: a number at random', change: { library, count: 3 }, of: everything, count: 3 },
    {
      what: 'case 5: one of a type',
      change: { library, query: { types: ['html'] }, count: 1 },
      of: [html],
      count: 1,
    },
    {
      what: 'case 6: a number of a type',
      change: { library, query: { types: ['problem'] }, count: 2 },
      of: problems,
      count: 2,
    },
    {
      what: 'case 6: a number of a kind of problems',
      change: { library, query: { types: ['numericalresponse'] }, count: 2 },
      of: [p1, p3],
      count: 2,
    },
    {
      what: 'case 7: one of a subset by hand',
      change: { library, pool: [p4, p2], count: 1 },
      of: [p4, p2],
      count: 1,
    },
    {
      what: 'case 7: one of a collection',
      change: { library, query: { collection: 'week' }, count: 1 },
      of: [p4, p2],
      count: 1,
    },
    {
      what: 'case 8: a number with a tag, or one below it',
      change: { library, query: { tags: ['level:hard'] }, count: 2 },
      of: [p1, p3, html],
      count: 2,
    },
    {
      what: 'case 8: a number with words, of a type',
      change: { library, query: { words: 'APPL', types: ['problem'] }, count: 2 },
      of: [p1, p3],
      count: 2,
    },
  ])('$what', async ({ change, of, count }) => {
    const usage = await site.referring({ ...change, random: true })
    const seen = new Set<string>()
    for (const learner of learners) {
      const shown = await site.shown(usage, learner)
      expect(shown).toHaveLength(count)
      expect(of).toEqual(expect.arrayContaining(shown))
      expect(await site.shown(usage, learner)).toEqual(shown)
      seen.add([...shown].sort().join(' '))
    }
    if (of.length > count) expect(seen.size).toBeGreaterThan(1)
  })

  it('by whole units, subsections and sections, named by keys of either form', async () => {
    const { libraries } = site.api.host
    const made = async (type: string, members: readonly string[]) => {
      const { usages } = await libraries.operate(library, [{ do: 'add', type, parent: library }])
      const [parent = ''] = usages
      for (const usage of members) await libraries.operate(library, [{ do: 'place', usage, parent }])
      return parent
    }
    const unit = await made('unit', [p4, html])
    const section = await made('section', [await made('subsection', [unit])])
    await site.api.host.authoring.publish(library, undefined, undefined, { name: 'With units' })
    const byUnit = await site.referring({
      library,
      version: 'published',
      pool: [unit.replace('lb:', 'lct:')],
    })
    const bySection = await site.referring({ library, version: 'published', pool: [section] })
    for (const usage of [byUnit, bySection])
      expect(
        (await site.shown(usage, 'lea')).filter((key) => !/:(unit|subsection|section):/.test(key)),
      ).toEqual([p4, html])
    // Whoever draws from the whole library draws components: units hold what stands beside them.
    const all = await site.referring({ library, version: 'published', random: true, count: -1 })
    expect((await site.shown(all, 'lea')).sort()).toEqual([...everything].sort())
  })

  it('together with others in one reference', async () => {
    const m1 = inLibrary('problem', 'm1', 'M')
    const usage = await site.referring({ library, pool: [p1, m1, p2] })
    expect(await site.shown(usage, 'lea')).toEqual([p1, m1, p2])
  })

  it('though it is of the first generation', async () => {
    const old = (id: string) => `lib-block-v1:O+Old+type@problem+block@${id}`
    const usage = await site.referring({ library: 'library-v1:O+Old', pool: [old('b'), old('a')] })
    expect(await site.shown(usage, 'lea')).toEqual([old('b'), old('a')])
    const drawing = await site.referring({ library: 'library-v1:O+Old', random: true, count: -1 })
    expect((await site.shown(drawing, 'lea')).sort()).toEqual([old('a'), old('b')])
  })

  it('by what the incumbent’s old block of libraries names', async () => {
    const olx = `<library_sourced source_block_ids='["${p5()}", "${p1}"]' display_name="Old reference"/>`
    const parent = 'block-v1:O+C+R+type@vertical+block@v'
    const { usages } = await site.api.host.drafts.operate('course-v1:O+C+R', [{ do: 'add', parent, olx }])
    const [usage = ''] = usages
    await site.publish()
    expect(await site.shown(usage, 'lea')).toEqual([p5(), p1])
    const { libraries } = await site.api.host.references.state(parseUsageKey(usage))
    expect(libraries.map((one) => [String(one.library), one.pinned])).toEqual([[library, 'latest']])
  })

  const p5 = () => problems[4] ?? ''
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { DraftOperation, SearchRequest } from '../../../content/index.js'
import { memoryStore, MemoryPlace, openStore, type Store } from '../../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../../store/postgres-server.js'
import { courseWith, libraryWith, types } from '../migrate/made-store.js'
import { SearchedSite } from './searched-site.js'

const key = 'lib:O:L'
const lb = (id: string, type = 'problem') => `lb:O:L:${type}:${id}`

const problem = (title: string, text: string) =>
  `<problem display_name="${title}"><p>${text}</p><script>secretVariable = 1</script></problem>`

const components = {
  'problem/cafe': problem('Café Paris', 'Naïve readers order crème brûlée &amp; tea.'),
  'problem/gauss': problem('Gaußsche Kurve', 'Die Straße der Häuser'),
  'problem/greek': problem('Greek', 'Ὀδυσσεύς και ΟΔΟΣ'),
  'problem/thai': problem('Thai', 'ภาษาไทยเป็นภาษาที่ไม่มีช่องว่าง'),
  'problem/chinese': problem('Chinese', '机器学习是人工智能的一个分支'),
  'problem/arabic': problem('Arabic', 'كِتَابٌ جديد'),
  'problem/hindi': problem('Hindi', 'हिन्दी भाषा की किताब'),
  'problem/kana': problem('Kana', 'ガラスの靴と東京タワー'),
  'html/text':
    '<html display_name="Reading"><![CDATA[<h2>Photo<b>synthesis</b></h2><p>of pl&eacute;nty houses</p>]]></html>',
  'video/clip':
    '<video display_name="Clip" transcripts="{&quot;en&quot;: &quot;talk.srt&quot;}" sub=""><transcript language="en" src="talk.srt"/></video>',
}

const transcript = '1\n00:00:01,000 --> 00:00:02,000\nMitochondria are <i>powerhouses</i>\n'

const library = libraryWith(components, {
  'entities/xblock.v1/video/clip/component_versions/v1/static/talk.srt': transcript,
  'collections/week-1.toml':
    '[collection]\nkey = "week-1"\ntitle = "Week 1"\ndescription = ""\nentities = ["xblock.v1:problem:cafe", "xblock.v1:html:text"]\n',
})

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'search-'))
  folders.push(made)
  return made
}

const stores: readonly [name: string, isThere: boolean, open: () => Promise<Store>][] = [
  ['minisearch', true, () => Promise.resolve(memoryStore())],
  [onPostgres, hasPostgres, async () => openStore(await newPostgresStore())],
]

describe.each(stores.filter(([, isThere]) => isThere))('a search by %s', (_name, _isThere, open) => {
  it('finds words in any script, as they are written, without accents or case, and by their beginning', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    await site.import(library)
    await site.follow()
    for (const [words, ids] of [
      ['cafe', ['cafe']],
      ['CRÈME brulee', ['cafe']],
      ['naive', ['cafe']],
      ['strasse', ['gauss']],
      ['GAUSSSCHE', ['gauss']],
      ['hauser', ['gauss']],
      ['οδυσσευς', ['greek']],
      ['οδος', ['greek']],
      ['ภาษาไทย', ['thai']],
      ['机器学习', ['chinese']],
      ['人工智能', ['chinese']],
      ['كتاب', ['arabic']],
      ['किताब', ['hindi']],
      ['東京', ['kana']],
      ['photosynth', ['text']],
      ['plenty', ['text']],
      ['mitochondria powerhouses', ['clip']],
      ['secretVariable', []],
      ['00', []],
      ['tea nothing', []],
      ['!?', []],
      ["o'clock' & | :* <->", []],
    ] as const)
      expect([words, await site.ids({ words })]).toEqual([words, ids])
  })

  it('narrows down by filters and counts beside each what it would find with another value of that filter', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    await site.import(library, 'ann')
    await site.import(
      courseWith(
        `<library_content_v2 source_libraries="[&quot;${key}:${'a'.repeat(64)}&quot;]" library_blocks="[&quot;${lb('cafe')}&quot;]"/>`,
      ),
    )
    await site.taxonomies.import('s', 'id,value,parent_id\nsci,Science,\nbio,Biology,sci\n', {
      format: 'csv',
    })
    await site.tagged.change(key, [
      { usages: [lb('text', 'html'), lb('clip', 'video')], add: [{ taxonomy: 's', tag: 'bio' }] },
      { usages: [lb('cafe')], add: [{ taxonomy: 's', tag: 'sci' }] },
    ])
    const path = 'entities/xblock.v1/problem/cafe/component_versions/v1/block.xml'
    await site.change(key, { [path]: problem('Café Paris', 'changed') }, 'ben')
    await site.follow()
    const all = await site.search({})
    expect(all.total).toBe(10)
    expect(all.behind).toBeUndefined()
    expect(all.counts).toMatchObject({
      contexts: [{ value: key, count: 10 }],
      types: [
        { value: 'problem', count: 8 },
        { value: 'html', count: 1 },
        { value: 'video', count: 1 },
      ],
      tags: [
        { value: 's:sci', count: 3 },
        { value: 's:bio', count: 2 },
      ],
      collections: [{ value: 'week-1', count: 2 }],
      status: [
        { value: 'published', count: 9 },
        { value: 'changed', count: 1 },
      ],
      authors: [
        { value: 'ann', count: 9 },
        { value: 'ben', count: 1 },
      ],
      usedIn: [{ value: 'course-v1:O+C+R', count: 1 }],
    })
    for (const [request, ids] of [
      [{ tags: ['s:sci'] }, ['cafe', 'clip', 'text']],
      [{ tags: ['s:bio'], types: ['html'] }, ['text']],
      [{ collections: ['week-1'] }, ['cafe', 'text']],
      [{ status: ['changed'] }, ['cafe']],
      [{ authors: ['ben', 'zoe'] }, ['cafe']],
      [{ usedIn: ['course-v1:O+C+R'] }, ['cafe']],
      [{ types: ['nothing'] }, []],
      [{ words: 'changed', collections: ['week-1'] }, ['cafe']],
    ] as const)
      expect([request, await site.ids(request)]).toEqual([request, ids])
    // Of the filter itself each value counts as if it alone were chosen; of all others what is found.
    const narrowed = await site.search({ types: ['html'], tags: ['s:sci'] })
    expect(narrowed.counts.types).toEqual([
      { value: 'html', count: 1 },
      { value: 'problem', count: 1 },
      { value: 'video', count: 1 },
    ])
    expect(narrowed.counts.tags).toEqual([
      { value: 's:bio', count: 1 },
      { value: 's:sci', count: 1 },
    ])
    const [found] = (await site.search({ status: ['changed'] })).items
    expect(found).toMatchObject({
      usage: lb('cafe'),
      context: key,
      type: 'problem',
      title: 'Café Paris',
      status: 'changed',
      tags: ['s:sci'],
      collections: ['week-1'],
      author: 'ben',
      usedIn: ['course-v1:O+C+R'],
    })
    await expect(site.search({ contexts: ['lib:O:other'] })).rejects.toMatchObject({
      code: 'context-unknown',
    })
    await expect(site.search({ after: 'rubbish' })).rejects.toMatchObject({ code: 'search-input' })
  })

  it('counts what a bank over a whole library may draw as used there, beside what others refer to', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    await site.import(library)
    await site.import(libraryWith({ 'problem/other': problem('Other', 'x') }, {}, 'K'))
    const bank = (blocks: readonly string[]) =>
      `<itembank source_libraries="[&quot;${key}:${'a'.repeat(64)}&quot;]" pool="[${blocks.map((one) => `&quot;${one}&quot;`).join(',')}]"/>`
    const [whole, some] = ['course-v1:O+C+R', 'course-v1:O+D+R']
    await site.import(courseWith(bank([]) + bank([lb('cafe')])))
    await site.import(courseWith(bank([lb('gauss')]), {}, 'D'))
    await site.follow()
    const counts = async (request: SearchRequest) => (await site.search(request)).counts.usedIn
    const of = (value: string, count: number) => ({ value, count })
    expect(await counts({})).toEqual([of(whole, 10), of(some, 1)])
    expect(await counts({ types: ['problem'], usedIn: [some] })).toEqual([of(whole, 8), of(some, 1)])
    expect(await counts({ words: 'paris kurve' })).toEqual([])
    expect(await counts({ words: 'kurve' })).toEqual([of(whole, 1), of(some, 1)])
    const used = await site.search({ usedIn: [whole], sort: 'title', limit: 4 })
    expect([used.total, used.counts.contexts]).toEqual([10, [of(key, 10)]])
    const rest = await site.search({ usedIn: [whole], sort: 'title', limit: 10, after: used.next ?? '' })
    expect(new Set([...used.items, ...rest.items].map(({ usage }) => usage)).size).toBe(10)
    expect((await site.search({ usedIn: [whole, some], words: 'kurve' })).items[0]?.usedIn).toEqual([
      whole,
      some,
    ])
    expect((await site.search({ words: 'other' })).items[0]?.usedIn).toEqual([])
    await site.import(courseWith(bank([lb('cafe')])))
    await site.follow()
    expect(await site.ids({ usedIn: [whole] })).toEqual(['cafe'])
  })

  it('keeps the tags of a block that is renamed, deleted and restored, renamed back, and tagged anew under its name', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    await site.import(library)
    await site.taxonomies.import('s', 'id,value\nsci,Science\nbio,Biology\n', { format: 'csv' })
    const tags = (names: string) => names.split(' ').map((tag) => ({ taxonomy: 's', tag }))
    const [old, now] = [lb('cafe'), lb('bistro')]
    const run = (...steps: DraftOperation[]) => site.authoring.operate(key, types, steps)
    const found = async (id: string) => {
      await site.follow()
      const all: [string, unknown][] = []
      for await (const [usage, own] of site.tagged.all(key)) all.push([usage, own['s']])
      const hits = await Promise.all(['s:sci', 's:bio'].map(async (tag) => site.ids({ tags: [tag] })))
      return [all, hits, (await site.tagged.of(key, [lb(id)])).get(lb(id))?.['s']]
    }
    await site.tagged.change(key, [{ usages: [old], add: tags('sci') }])
    await run({ do: 'rename', usage: old, urlName: 'bistro' })
    expect(await found('bistro')).toEqual([[[now, ['sci']]], [['bistro'], []], ['sci']])
    await run({ do: 'delete', usage: now })
    expect(await found('bistro')).toEqual([[], [[], []], ['sci']])
    await run({ do: 'restore', usage: now })
    await site.tagged.change(key, [{ usages: [now], add: tags('bio'), remove: tags('sci') }])
    expect(await found('bistro')).toEqual([[[now, ['bio']]], [[], ['bistro']], ['bio']])
    await run({ do: 'rename', usage: now, urlName: 'cafe' })
    expect(await found('cafe')).toEqual([[[old, ['bio']]], [[], ['cafe']], ['bio']])
    await run({ do: 'rename', usage: old, urlName: 'bar' })
    await site.tagged.change(key, [{ usages: [lb('bar')], remove: tags('bio') }])
    expect(await found('bar')).toEqual([[], [[], []], undefined])
    const newest = (await site.authoring.entry(key, 'draft')).entry.number
    await site.authoring.revert(key, String(newest - 1))
    expect((await site.tagged.of(key, [old])).size).toBe(0)
  })

  it('goes through pages without missing or repeating any, in the order asked', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    const many = Object.fromEntries(
      Array.from({ length: 23 }, (_, at) => [
        `problem/p${String(at).padStart(2, '0')}`,
        problem(`Title ${at % 5}`, 'word '.repeat(1 + (at % 3))),
      ]),
    )
    await site.import(libraryWith(many))
    await site.follow()
    for (const request of [
      {},
      { words: 'word' },
      { words: 'word', sort: 'title' },
      { sort: 'changed' },
    ] as const) {
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await site.search({ ...request, limit: 5, after })
        expect(page.total).toBe(23)
        ids.push(...page.items.map(({ usage }) => usage))
        after = page.next ?? undefined
      } while (after !== undefined)
      expect(ids).toHaveLength(23)
      expect(new Set(ids).size).toBe(23)
      expect(ids).toEqual(
        await site.search({ ...request, limit: 200 }).then(({ items }) => items.map(({ usage }) => usage)),
      )
    }
    const titles = (await site.search({})).items.map(({ title }) => title)
    expect(titles).toEqual(titles.toSorted())
  })

  it('puts a word of the title before one of the text, and what changed last first where that is asked', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    const path = (id: string) => `entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`
    await site.import(
      libraryWith({
        'problem/a': problem('Other', 'integral of things'),
        'problem/b': problem('Integral', 'things of other kinds'),
        'problem/c': problem('None', 'things'),
      }),
    )
    await site.change(key, { [path('c')]: problem('None', 'thing') }, 'ben')
    await site.change(key, { [path('a')]: problem('Other', 'integral of stuff') }, 'ann')
    await site.follow()
    expect(await site.ids({ words: 'integral' })).toEqual(['b', 'a'])
    expect(await site.ids({ sort: 'changed' })).toEqual(['a', 'c', 'b'])
  })

  it('follows only what changed, says what it is behind of, and has what was deleted no more', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    await site.import(library)
    // What somebody put who was cut off before the mark said so.
    const ghost = { id: lb('ghost'), context: key, title: 'Ghost', changedAt: 0, facets: {}, shown: {} }
    const put = [{ ...ghost, titleWords: [{ folded: 'ghost', written: 'Ghost' }], words: [] }]
    await store.search.change({ context: key, before: undefined, after: undefined, put, remove: [] })
    expect(await site.search({})).toMatchObject({ total: 1, behind: [key] })
    await site.follow()
    expect(await site.search({ words: 'ghost' })).toMatchObject({ total: 0 })
    const before = await site.search({ words: 'tea' })
    expect(before).toMatchObject({ total: 1 })
    const folder = 'entities/xblock.v1/problem/cafe'
    await site.change(
      key,
      { [`${folder}.toml`]: undefined, [`${folder}/component_versions/v1/block.xml`]: undefined },
      'ben',
    )
    await site.change(key, { 'collections/week-1.toml': undefined }, 'ben')
    expect(await site.search({ words: 'tea' })).toMatchObject({ total: 1, behind: [key] })
    const changed: string[] = []
    const { change } = store.search
    store.search.change = (one) => {
      changed.push(...one.put.map(({ id }) => id))
      return change.call(store.search, one)
    }
    await site.follow()
    expect(changed).toEqual([lb('text', 'html')])
    expect(await site.search({ words: 'tea' })).toMatchObject({ total: 0 })
    expect((await site.search({})).counts.collections).toEqual([])
    await site.index.rebuild(key)
    expect((await site.search({})).total).toBe(9)
  })

  it('knows forms of words where it knows the language of a library', async () => {
    await using store = await open()
    const site = new SearchedSite(store)
    const files = libraryWith({ 'problem/p': problem('Running', 'The houses were built') })
    await site.import({ ...files, 'package.toml': `${files['package.toml']}[library]\nlanguage = "en-GB"\n` })
    await site.follow()
    const knows = hasPostgres && _name === onPostgres
    expect(await site.ids({ words: 'building house' })).toEqual([])
    expect(await site.ids({ words: 'builds' })).toEqual([])
    expect(await site.ids({ words: 'housing' })).toEqual(knows ? ['p'] : [])
    expect(await site.ids({ words: 'house' })).toEqual(['p'])
  })
})

describe('an index in a folder', () => {
  it('is taken over by the next process, and made anew where its file is lost, cut off or of something else', async () => {
    const place = folder()
    const filed = () => join(place, 'search', readdirSync(join(place, 'search'))[0] ?? '')
    {
      await using store = await openStore(place)
      const site = new SearchedSite(store)
      await site.import(library)
      await site.follow()
    }
    for (const [damage, isKept] of [
      [() => undefined, true],
      [() => writeFileSync(filed(), readFileSync(filed(), 'utf8').slice(0, -40)), false],
      [
        () => writeFileSync(filed(), readFileSync(filed(), 'utf8').replace('"format":1', '"format":0')),
        false,
      ],
      [() => writeFileSync(filed(), 'x'), false],
      [() => rmSync(filed()), false],
    ] as const) {
      damage()
      await using store = await openStore(place)
      const site = new SearchedSite(store)
      const found = await site.search({ words: 'tea' })
      expect([found.total, found.behind]).toEqual(isKept ? [1, undefined] : [0, [key]])
      await site.follow()
      expect((await site.search({ words: 'tea' })).total).toBe(1)
    }
  })

  it('is of each process: what another changed is followed', async () => {
    const place = new MemoryPlace()
    await using one = memoryStore(place)
    await using other = memoryStore(place)
    const [here, there] = [new SearchedSite(one), new SearchedSite(other)]
    await here.import(library)
    await here.follow()
    expect((await there.search({})).behind).toEqual([key])
    await there.follow()
    expect((await there.search({})).total).toBe((await here.search({})).total)
  })
})

import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { BlockSheets } from '../../content/index.js'
import { csvRows, csvText, tagNameOf } from '../../content/taxonomy/index.js'
import { cellList, guarded, listCell, unguarded } from '../../content/sheet/cell-text.js'
import { memoryStore } from '../../store/index.js'
import { archive } from './library/made-library.js'
import { courseWith, inCourse, libraryWith, types } from './migrate/made-store.js'
import { SearchedSite } from './search/searched-site.js'

const library = 'lib:O:L'
const lb = (id: string) => `lb:O:L:problem:${id}`

async function site() {
  const made = new SearchedSite(memoryStore())
  const { authoring, taxonomies, tagged } = made
  await made.import(
    libraryWith({
      'problem/one': '<problem display_name="=1+1"><p>x</p></problem>',
      'problem/two': '<problem display_name="Two; &quot;b&quot;, c"><p>y</p></problem>',
      'problem/three': '<problem><p>z</p></problem>',
    }),
  )
  await taxonomies.import('s', 'id,value,parent_id\nsci,Science,\nbio,Life; all,sci\n', { format: 'csv' })
  await taxonomies.set({ id: 'level', allowsSeveral: false })
  await taxonomies.import('level', 'id,value\n1,Easy\n2,Hard\n', { format: 'csv' })
  await tagged.change(library, [{ usages: [lb('one')], add: ['s:sci', 's:bio', 'level:1'].map(tagNameOf) }])
  const sheets = new BlockSheets(authoring, types, taxonomies, tagged)
  const title = async (id: string) =>
    (await (await authoring.view(library, 'draft')).block(lb(id)))?.settings['display_name']
  const log = async () => {
    const entries: unknown[] = []
    for await (const entry of authoring.entries(library)) entries.push(entry)
    return entries.length
  }
  /** The sheet as a spreadsheet gives it back after cells were edited. */
  const edited = async (change: (rows: string[][]) => void, separator = ',') => {
    const rows = csvRows(await sheets.export(library)).map(({ cells }) => [...cells])
    change(rows)
    if (separator === ',') return csvText(rows)
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    return `\uFEFF${rows.map((row) => row.map(cell).join(separator)).join('\r\n')}`
  }
  const put = (rows: string[][], id: string, column: string, text: string) => {
    const at = rows[0]?.indexOf(column) ?? -1
    const row = rows.find(([key]) => key === lb(id))
    if (row && at >= 0) row[at] = text
  }
  return { authoring, tagged, sheets, title, log, edited, put }
}

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error

describe('a sheet of titles and tags', () => {
  it('says titles and tags as people read them, and nothing that a spreadsheet would run', async () => {
    const { sheets } = await site()
    const text = await sheets.export(library)
    expect(text.startsWith('\uFEFF')).toBe(true)
    const [head, ...rows] = csvRows(text).map(({ cells }) => cells)
    expect(head).toEqual(['key', 'type', 'title', 'tags:level', 'tags:s', 'exported'])
    expect(new Map(rows.map(([key, ...cells]) => [key, cells.slice(0, 4)]))).toEqual(
      new Map([
        [lb('one'), ['problem', "'=1+1", 'Easy', String.raw`Science; Life\; all`]],
        [lb('three'), ['problem', '', '', '']],
        [lb('two'), ['problem', 'Two; "b", c', '', '']],
      ]),
    )
  })

  it.each([',', ';', '\t'])(
    'comes in again with %j between its cells, and as it went out changes nothing',
    async (separator) => {
      const { sheets, edited, put, title, tagged, authoring, log } = await site()
      const { draft } = await authoring.head(library)
      const same = await sheets.import(library, await edited(() => undefined, separator))
      expect(same).toMatchObject({
        version: draft,
        titles: [],
        tags: [],
        tagged: 0,
        refused: [],
        ignored: [],
      })
      const text = await edited((rows) => {
        put(rows, 'one', 'title', 'One')
        put(rows, 'two', 'title', '')
        put(rows, 'three', 'title', "'+3")
        put(rows, 'one', 'tags:s', 'sCIENCE')
        put(rows, 'two', 'tags:s', 'bio')
        put(rows, 'two', 'tags:level', ' Hard ;')
        rows.splice(2, 0, [''])
      }, separator)
      const plan = await sheets.plan(library, text)
      expect(plan.titles.map(({ usage, before, after }) => [usage, before, after])).toEqual([
        [lb('one'), '=1+1', 'One'],
        [lb('three'), '', '+3'],
        [lb('two'), 'Two; "b", c', ''],
      ])
      expect((await authoring.head(library)).draft).toBe(draft)
      const entries = await log()
      expect(await sheets.import(library, text, { author: 'ann' })).toMatchObject({ tagged: 2 })
      const { entry } = await authoring.entry(library, 'draft')
      expect([await log(), entry.author]).toEqual([entries + 1, 'ann'])
      expect([await title('one'), await title('two'), await title('three')]).toEqual(['One', undefined, '+3'])
      expect([...(await tagged.of(library, ['one', 'two', 'three'].map(lb)))]).toEqual([
        [lb('one'), { level: ['1'], s: ['sci'] }],
        [lb('two'), { level: ['2'], s: ['bio'] }],
      ])
      expect(await sheets.import(library, text)).toMatchObject({ titles: [], tags: [], tagged: 0 })
    },
  )

  it('names every line that cannot be taken, and takes none then', async () => {
    const { sheets, authoring, tagged } = await site()
    const before = [(await authoring.head(library)).draft, await tagged.root(library)]
    const text = [
      'key,type,title,tags:s,tags:level,notes',
      `${lb('one')},problem,New,Sience,,`,
      `${lb('two')},html,New,,,`,
      `${lb('one')},,Again,,,`,
      'lb:O:L:problem:none,,New,,,',
      ',,New,,,',
      `${lb('three')},,New,Science,Easy; Hard,`,
    ].join('\n')
    const plan = await sheets.plan(library, text)
    expect(plan.refused).toEqual([
      { line: 2, why: "the taxonomy 's' has no tag 'Sience'" },
      { line: 3, why: `'${lb('two')}' is of type problem, not html` },
      { line: 4, why: `it names the block of line 2, '${lb('one')}'` },
      { line: 5, why: "there is no block 'lb:O:L:problem:none'" },
      { line: 6, why: 'it names no block' },
      { line: 7, why: "of the taxonomy 'level' a block has one tag, and not 2" },
    ])
    expect(plan.ignored).toEqual(['notes'])
    for (const [sheet, message] of [
      [text, /^6 rows cannot be taken: line 2: .*; line 7: /],
      ['title\nx', /names no column 'key', but title/],
      ['key,title,title\n', /names the column 'title' twice/],
      ['key,tags:none\n', /no taxonomy 'none'/],
      ['key,title\n"a', /double quotes of line 2/],
    ] as const)
      await expect(sheets.import(library, sheet)).rejects.toEqual(refused('sheet-invalid', message))
    expect([(await authoring.head(library)).draft, await tagged.root(library)]).toEqual(before)
  })

  it('tells of what others changed since, and overwrites it only when asked', async () => {
    const { sheets, edited, put, title, tagged, authoring } = await site()
    const text = await edited((rows) => {
      put(rows, 'one', 'title', 'Mine')
      put(rows, 'three', 'title', 'Third')
      put(rows, 'one', 'tags:s', 'Science')
    })
    for (const [id, name] of [
      ['one', 'Theirs'],
      ['two', 'Their two'],
    ] as const)
      await authoring.operate(library, types, [
        { do: 'edit', edit: { usage: lb(id), content: {}, settings: { display_name: name }, reset: [] } },
      ])
    await tagged.change(library, [{ usages: [lb('one')], remove: [tagNameOf('s:sci')] }])
    await expect(sheets.import(library, text)).rejects.toEqual(
      refused(
        'sheet-conflict',
        /^2 cells were changed by others since: line \d: title of '.*one' is 'Theirs' by now/,
      ),
    )
    expect(await title('three')).toBeUndefined()
    const kept = await sheets.import(library, text, { onConflict: 'keep' })
    expect(kept.conflicts.map(({ column, now, wanted }) => [column, now, wanted])).toEqual([
      ['title', 'Theirs', 'Mine'],
      ['tags:s', String.raw`Life\; all`, 'Science'],
    ])
    expect([await title('one'), await title('two'), await title('three')]).toEqual([
      'Theirs',
      'Their two',
      'Third',
    ])
    await sheets.import(library, text, { onConflict: 'overwrite' })
    expect([await title('one'), await title('two')]).toEqual(['Mine', 'Their two'])
    expect((await tagged.of(library, [lb('one')])).get(lb('one'))).toEqual({ level: ['1'], s: ['sci'] })
  })

  it.each([
    ['a container of a library', 'lib:O:L', archive, 'lb:O:L:unit:u', 'U'],
    [
      'a course',
      'course-v1:O+C+R',
      courseWith('<html url_name="h" display_name="H"/>'),
      inCourse('course', 'course'),
      'Made',
    ],
    [
      'a block of a course',
      'course-v1:O+C+R',
      courseWith('<html url_name="h" display_name="H"/>'),
      inCourse('html', 'h'),
      'H',
    ],
  ])('titles %s, too', async (_, context, files, usage, before) => {
    const made = new SearchedSite(memoryStore())
    await made.import(files)
    const sheets = new BlockSheets(made.authoring, types, made.taxonomies, made.tagged)
    const rows = csvRows(await sheets.export(context)).map(({ cells }) => [...cells])
    const row = rows.find(([key]) => key === usage) ?? []
    expect(row[2]).toBe(before)
    row[2] = 'Another'
    expect((await sheets.import(context, csvText(rows))).titles).toHaveLength(1)
    const view = await made.authoring.view(context, 'draft')
    expect((await view.block(usage))?.settings['display_name']).toBe('Another')
  })

  it('keeps any text through a cell, and any values through a list', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("'", '=', '+', '-', '@', ' ', '\t', '\r', 'a', ';', '\\'), { maxLength: 8 })
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (one) => {
        expect(unguarded(guarded(one))).toBe(one)
        expect(/^\s*[=+\-@]|^[\t\r]/.test(guarded(one))).toBe(false)
      }),
    )
    fc.assert(
      fc.property(fc.uniqueArray(text.map((one) => one.trim()).filter((one) => one !== '')), (values) => {
        expect(cellList(listCell(values))).toEqual(values)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { csvRows, readTags, TaggedBlocks, tagNameOf, Taxonomies } from '../../content/taxonomy/index.js'
import { memoryStore } from '../../store/index.js'

const site = (blocks: readonly string[] = []) => {
  const store = memoryStore()
  const taxonomies = new Taxonomies(store)
  const known = new Set(blocks)
  const tagged = new TaggedBlocks(store, taxonomies, {
    there: (_, usages) => Promise.resolve(new Set(usages.filter((usage) => known.has(usage)))),
    former: () => Promise.resolve(new Map()),
  })
  return { store, taxonomies, tagged }
}

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error

describe('a taxonomy', () => {
  const csv = [
    'id,value,parent_id,comments',
    'phy,Physics,,top',
    'mech,"Mechanics, classical",phy,',
    'stat,Statics,mech,"two',
    'lines"',
    'math,"Say ""maths""",,',
  ].join('\r\n')

  it('comes in from CSV and JSON of the incumbent’s form and goes out as what comes in again', async () => {
    const { taxonomies } = site()
    await taxonomies.import('subjects', csv, { format: 'csv' })
    const placed = await taxonomies.placed('subjects')
    expect(placed.map(({ id, depth, path, children }) => [id, depth, path.join(' > '), children])).toEqual([
      ['phy', 0, 'Physics', 1],
      ['mech', 1, 'Physics > Mechanics, classical', 1],
      ['stat', 2, 'Physics > Mechanics, classical > Statics', 0],
      ['math', 0, 'Say "maths"', 0],
    ])
    for (const format of ['csv', 'json'] as const) {
      const text = await taxonomies.export('subjects', format)
      const other = `again-${format}`
      await taxonomies.import(other, text, { format })
      expect((await taxonomies.get(other)).tags).toEqual((await taxonomies.get('subjects')).tags)
    }
    expect(await taxonomies.export('subjects', 'csv')).toBe(
      'id,value,parent_id\r\nphy,Physics,\r\nmech,"Mechanics, classical",phy\r\nstat,Statics,mech\r\nmath,"Say ""maths""",\r\n',
    )
  })

  it.each([
    ['parent_value', 'value,parent_value\nTop,\nIn,Top\n'],
    ['depth', 'value,depth\nTop,0\nIn,1\n'],
    ['a parent behind its child', 'id,value,parent_id\nin,In,top\ntop,Top,\n'],
  ])('reads levels that are said by %s', (_, text) => {
    expect(
      readTags(text, 'csv')
        .tags.map(({ id, value, parent }) => [id, value, parent].join('/'))
        .sort(),
    ).toEqual(['in/In/top', 'top/Top/'])
  })

  it.each([
    ['id,value,parent_id\na,A,\na,B,\n', /'a' \(line 3\) has an id that another tag has/],
    ['id,value,parent_id\na,A,\nb,a,\n', /'b' \(line 3\) has the value 'a', as tag 'a' has/],
    ['id,value,parent_id\na,A,x\n', /'a' \(line 2\) stands below 'x', which is not there/],
    ['id,value,parent_id\na,A,b\nb,B,a\n', /'a' \(line 2\) stands below itself/],
    ['id,name\na,A\n', /names no column 'value', but id, name/],
    ['id,value\na,\n', /'a' \(line 2\) has no value/],
    ['id,value\na,"A\n', /double quotes of line 2/],
    [
      `id,value,parent_id\n${Array.from({ length: 11 }, (_, at) => `t${at},T${at},${at === 0 ? '' : `t${at - 1}`}`).join('\n')}`,
      /more than 10 levels/,
    ],
  ])('refuses a file that contradicts itself, says where, and changes nothing: %j', async (text, message) => {
    const { taxonomies } = site()
    await expect(taxonomies.import('one', text, { format: 'csv' })).rejects.toEqual(
      refused('taxonomy-invalid', message),
    )
    expect(await taxonomies.list()).toEqual([])
  })

  it('tells first what an import would do; tags keep their id under another name, and go only where that is said', async () => {
    const { taxonomies } = site()
    await taxonomies.import('one', 'id,value,parent_id\na,A,\nb,B,a\nc,C,\n', { format: 'csv' })
    const file = 'id,value,parent_id\na,Alpha,\nb,B,\nd,D,a\n'
    const ids = (tags: readonly { id: string }[]) => tags.map(({ id }) => id)
    for (const [replaces, removed, left] of [
      [false, [], ['a', 'd', 'b', 'c']],
      [true, ['c'], ['a', 'd', 'b']],
    ] as const) {
      const plan = await taxonomies.import('one', file, { format: 'csv', replaces, isDryRun: true })
      expect(plan.renamed).toEqual([{ id: 'a', value: 'Alpha', before: 'A' }])
      expect(plan.moved).toEqual([{ id: 'b', value: 'B', from: 'a' }])
      expect([ids(plan.added), ids(plan.removed)]).toEqual([['d'], removed])
      expect(ids((await taxonomies.get('one')).tags)).toEqual(['a', 'b', 'c'])
      const other = `copy-${replaces}`
      await taxonomies.import(other, await taxonomies.export('one', 'csv'), { format: 'csv' })
      await taxonomies.import(other, file, { format: 'csv', replaces })
      expect(ids((await taxonomies.get(other)).tags)).toEqual(left)
    }
  })

  it('reads cells as RFC 4180 says, with the line that each row begins in', () => {
    expect(csvRows('\uFEFFa,b\n\n"1\n2",""\n,x\n"q""q",')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1\n2', ''] },
      { line: 5, cells: ['', 'x'] },
      { line: 6, cells: ['q"q', ''] },
    ])
  })
})

describe('tags of blocks', () => {
  const [one, two] = ['lb:O:L:problem:one', 'lb:O:L:problem:two']
  const tagged = async () => {
    const found = site([one, two])
    await found.taxonomies.import('s', 'id,value,parent_id\na,A,\nb:1,B,a\n', { format: 'csv' })
    await found.taxonomies.set({ id: 'single', allowsSeveral: false })
    await found.taxonomies.import('single', 'id,value\nx,X\ny,Y\n', { format: 'csv' })
    return found
  }

  it('are changed for many blocks in one step, or for none', async () => {
    const { tagged: tags } = await tagged()
    const changes = [
      { usages: [one, two], add: [tagNameOf('s:b:1'), tagNameOf('single:x')] },
      { usages: [two], add: [tagNameOf('single:y')], remove: [tagNameOf('single:x')] },
    ]
    expect(await tags.change('lib:O:L', changes)).toBe(2)
    expect(await tags.change('lib:O:L', changes.slice(1))).toBe(0)
    expect([...(await tags.of('lib:O:L', [one, two]))]).toEqual([
      [one, { s: ['b:1'], single: ['x'] }],
      [two, { s: ['b:1'], single: ['y'] }],
    ])
    const root = await tags.root('lib:O:L')
    for (const [change, code, message] of [
      [{ usages: [one], add: [tagNameOf('single:y')] }, 'tags-refused', /x and y/],
      [{ usages: [one, 'lb:O:L:problem:three'], add: [tagNameOf('s:a')] }, 'block-not-found', /three/],
      [{ usages: [one], add: [tagNameOf('s:zzz')] }, 'taxonomy-unknown', /no tag 'zzz'; it has a, b:1/],
      [
        { usages: [one], add: [tagNameOf('t:a')] },
        'taxonomy-unknown',
        /no taxonomy 't'; there are: s, single/,
      ],
    ] as const) {
      const all = [{ usages: [two], add: [tagNameOf('s:a')] }, change]
      await expect(tags.change('lib:O:L', all)).rejects.toEqual(refused(code, message))
      expect(await tags.root('lib:O:L')).toBe(root)
    }
  })

  it('of many who change them at once are all kept', async () => {
    const { tagged: tags } = await tagged()
    await Promise.all([
      tags.change('lib:O:L', [{ usages: [one], add: [tagNameOf('s:a')] }]),
      tags.change('lib:O:L', [{ usages: [two], add: [tagNameOf('s:a')] }]),
      tags.change('lib:O:L', [{ usages: [one], add: [tagNameOf('single:x')] }]),
    ])
    expect([...(await tags.of('lib:O:L', [one, two]))]).toEqual([
      [one, { s: ['a'], single: ['x'] }],
      [two, { s: ['a'] }],
    ])
  })
})

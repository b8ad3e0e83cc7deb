import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { AuthoringStore, DraftOperation } from '../../../content/index.js'
import { Findings } from '../../../content/olx/findings.js'
import { readOlx } from '../../../content/olx/read-olx.js'
import { findRoot } from '../../../content/source/index.js'
import { treeName, treeOf } from '../../../content/version/index.js'
import { archive, filesIn, lb, openedLibrary, root, sourceOf, types } from './made-library.js'

const at = new Date('2026-05-06T07:08:09Z')
const [a, p, q, u, s] = [
  lb('html', 'a'),
  lb('problem', 'p'),
  lb('problem', 'q'),
  lb('unit', 'u'),
  lb('subsection', 's'),
]
const unit = 'entities/u.toml'
const members = (text: string | undefined) =>
  (parse(text ?? '')['version'] as { container: { children: string[] } }[])[0]?.container.children

/** What is stored of the draft beside its files is what reading these files anew gives, their tree's name included. */
async function expectReadAnew(store: AuthoringStore): Promise<void> {
  const view = await store.view(root, 'draft')
  const source = sourceOf(await filesIn(store))
  expect(await treeName(await treeOf(source))).toBe(view.name)
  const read = await readOlx(findRoot(source), { types, findings: new Findings(), draft: true })
  const blocks: Record<string, unknown> = {}
  const anew: Record<string, unknown> = {}
  const order = new Map<string, readonly string[]>()
  for await (const [usage, { type, settings, children, definition }] of view.allBlocks()) {
    const { content } = (await view.definitions([definition])).get(definition) ?? {}
    blocks[usage] = { type, settings, children, content }
    order.set(usage, children)
  }
  for (const { key, type, settings, children, content } of read.blocks.values())
    anew[key] = { type, settings, children, content }
  expect(blocks).toEqual(anew)
  const assets: string[] = []
  for await (const [name] of view.assets()) assets.push(name)
  expect(assets.sort()).toEqual([...read.assets.keys()].sort())
  const aliases: Record<string, string> = {}
  for await (const [alias, name] of view.aliases()) aliases[alias] = name
  expect(aliases).toEqual(read.assetAliases)
  for (const fact of ['description', 'collections'] as const)
    expect(await view.fact(fact)).toEqual(read.metadata[fact])
  expect(view.title).toBe(read.title)
}

describe('the draft of a v2 library', () => {
  it.each<[string, DraftOperation, Record<string, string | undefined>]>([
    [
      'has its containers renamed, in one value of one file',
      { do: 'edit', edit: { usage: u, content: {}, settings: { display_name: 'Ünit' }, reset: [] } },
      { [unit]: archive[unit]?.replace('"U anew"', '"Ünit"') },
    ],
    [
      'is renamed itself, remarks staying',
      { do: 'edit', edit: { usage: root, content: {}, settings: { display_name: 'New' }, reset: [] } },
      { 'package.toml': archive['package.toml']?.replace('"Made"', '"New"') },
    ],
    [
      'has components put into containers by reference, where they stand in others, too',
      { do: 'place', usage: q, parent: u, index: 1 },
      {
        [unit]: archive[unit]?.replace(
          'html:a", "xblock.v1:problem:p',
          'html:a", "xblock.v1:problem:q", "xblock.v1:problem:p',
        ),
      },
    ],
    [
      'has their order changed by hand',
      { do: 'move', usage: p, parent: u, index: 0 },
      {
        [unit]: archive[unit]?.replace(
          '"xblock.v1:html:a", "xblock.v1:problem:p"',
          '"xblock.v1:problem:p", "xblock.v1:html:a"',
        ),
      },
    ],
    [
      'has them taken out of a container, in which they stay',
      { do: 'take', usage: a, parent: u },
      { [unit]: archive[unit]?.replace('"xblock.v1:html:a", "xblock', '"xblock') },
    ],
    [
      'has components deleted with their files, out of all that name them',
      { do: 'delete', usage: p },
      {
        'collections/c.toml': archive['collections/c.toml']?.replace('    "xblock.v1:problem:p",\n', ''),
        'entities/xblock.v1/problem/p.toml': undefined,
        'entities/xblock.v1/problem/p/component_versions/v1/block.xml': undefined,
        [unit]: archive[unit]?.replace(', "xblock.v1:problem:p"', ''),
      },
    ],
  ])('%s', async (_, operation, expected) => {
    const { store, files, run, changed } = await openedLibrary()
    const before = await files()
    await run(operation)
    expect(await changed(before)).toEqual(expected)
    await expectReadAnew(store)
  })

  it('takes many steps as one edit, of what they made, too', async () => {
    const { store, run, block, children, files } = await openedLibrary(archive, () => at)
    const { usages } = await run(
      {
        do: 'add',
        parent: root,
        olx: '<vertical display_name="Added unit"><html url_name="x">X</html><problem><p/></problem></vertical>',
      },
      { do: 'add', parent: u, index: 0, olx: '<html url_name="y" display_name="Y">Y</html>' },
      { do: 'add', parent: s, type: 'unit' },
      { do: 'duplicate', usage: u },
      { do: 'duplicate', usage: a },
    )
    const [added = '', y, empty = '', copy = '', second = ''] = usages
    expect(added).toMatch(/^lb:O:L:unit:added-unit-[0-9a-f]{6}$/)
    expect((await children(added))?.[0]).toBe(lb('html', 'x'))
    expect(await children(added)).toHaveLength(2)
    expect(await children(u)).toEqual([y, a, p])
    expect(await children(s)).toEqual([u, empty])
    expect(await children(copy)).toEqual([y, a, p])
    expect((await block(copy))?.settings).toEqual({ display_name: 'U anew' })
    expect(await block(second)).toMatchObject({ settings: { display_name: 'A anew' } })
    const path = `entities/xblock.v1/html/${second.split(':').at(-1)}`
    expect((await files()).get(`${path}/component_versions/v1/static/a.png`)?.toString()).toBe('picture')
    expect(parse((await files()).get(`${path}.toml`)?.toString() ?? '')).toMatchObject({
      entity: { draft: { version_num: 1 } },
    })
    expect((await store.head(root)).entries).toBe(2)
    await expectReadAnew(store)
  })

  it('brings back what was deleted, where it stood', async () => {
    const { store, run, files, changed } = await openedLibrary()
    const before = await files()
    await run({ do: 'delete', usage: a })
    await run({ do: 'restore', usage: a })
    const { 'collections/c.toml': _named, ...others } = await changed(before)
    expect(others).toEqual({})
    await run({ do: 'delete', usage: u })
    await run({ do: 'restore', usage: u })
    expect((await changed(before))['entities/s.toml']).toBeUndefined()
    await expectReadAnew(store)
  })

  it('gives components another id, under which containers and collections name them', async () => {
    const { store, run, files, children } = await openedLibrary()
    expect((await run({ do: 'rename', usage: a, urlName: 'intro' })).usages).toEqual([lb('html', 'intro')])
    expect(await children(u)).toEqual([lb('html', 'intro'), p])
    expect((await files()).get('collections/c.toml')?.toString()).toContain('"xblock.v1:html:intro", # first')
    expect(await (await store.view(root, 'draft')).fact('renamed_blocks')).toEqual({
      [a]: lb('html', 'intro'),
    })
    await expectReadAnew(store)
  })

  it.each<[string, DraftOperation, string]>([
    [
      'fields that archives have no place for',
      { do: 'edit', edit: { usage: u, content: {}, settings: { start: '2030' }, reset: [] } },
      'draft-fixed',
    ],
    ['a section inside a unit', { do: 'place', usage: s, parent: u }, 'draft-fixed'],
    ['a container inside itself', { do: 'place', usage: u, parent: u }, 'draft-fixed'],
    ['blocks inside a component', { do: 'place', usage: q, parent: a }, 'draft-fixed'],
    ['a version that is not kept', { do: 'place', usage: a, parent: u, version: 7 }, 'version-unknown'],
    ['what is not there', { do: 'place', usage: lb('html', 'none'), parent: u }, 'block-not-found'],
    ['to take out what does not stand there', { do: 'take', usage: q, parent: u }, 'draft-fixed'],
    ['an id that is taken', { do: 'rename', usage: p, urlName: 'q' }, 'draft-fixed'],
    ['OLX that is none', { do: 'add', parent: u, olx: '<html><p></html>' }, 'olx-malformed'],
    ['to be deleted itself', { do: 'delete', usage: root }, 'draft-fixed'],
  ])('refuses %s, and stays as it is', async (_, operation, code) => {
    const { files, run, changed } = await openedLibrary()
    const before = await files()
    await expect(run({ do: 'duplicate', usage: a }, operation)).rejects.toMatchObject({ code })
    expect(await changed(before)).toEqual({})
  })

  it('of a kind takes blocks of that type alone', async () => {
    const { libraries } = await openedLibrary()
    await libraries.change(root, { kind: 'problem' })
    const refused = { code: 'library-type-refused' }
    const add = (operation: DraftOperation) => libraries.operate(root, [operation])
    await expect(add({ do: 'add', parent: root, olx: '<html>x</html>' })).rejects.toMatchObject(refused)
    await expect(add({ do: 'add', parent: root, type: 'unit' })).rejects.toMatchObject(refused)
    await expect(add({ do: 'paste', usage: a, parent: root })).rejects.toMatchObject(refused)
    await add({ do: 'add', parent: root, olx: '<problem url_name="n"><p/></problem>' })
  })

  const place = fc.nat({ max: 3 })
  const any = fc.constantFrom(a, p, q, u, s)
  const operation: fc.Arbitrary<DraftOperation> = fc.oneof(
    fc.record({
      do: fc.constant('edit' as const),
      edit: fc.record({
        usage: fc.constantFrom(a, p, q, u, s, root),
        content: fc.constant({}),
        settings: fc.record({ display_name: fc.string({ unit: 'grapheme', maxLength: 8 }) }),
        reset: fc.constant([]),
      }),
    }),
    fc.record({
      do: fc.constant('add' as const),
      parent: fc.constantFrom(root, u),
      index: place,
      olx: fc.constantFrom(
        '<html display_name="N">n</html>',
        '<problem url_name="q"><p/></problem>',
        '<vertical><html/></vertical>',
      ),
    }),
    fc.record({ do: fc.constant('duplicate' as const), usage: any }),
    fc.record({ do: fc.constant('place' as const), usage: any, parent: fc.constantFrom(u, s), index: place }),
    fc.record({ do: fc.constant('take' as const), usage: any, parent: fc.constantFrom(u, s) }),
    fc.record({
      do: fc.constant('move' as const),
      usage: any,
      parent: fc.constantFrom(u, s, root),
      index: place,
    }),
    fc.record({ do: fc.constant('delete' as const), usage: any }),
    fc.record({ do: fc.constant('restore' as const), usage: any }),
    fc.record({ do: fc.constant('rename' as const), usage: any, urlName: fc.constantFrom('r', 't') }),
  )

  it('is always what its files say, and no step touches files of others', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 6 }), async (operations) => {
        const { store, files, run, changed, block } = await openedLibrary()
        for (const one of operations) {
          const before = await files()
          const usage = 'usage' in one ? one.usage : one.do === 'edit' ? one.edit.usage : ''
          const was = (await block(usage))?.at?.[0].split('/component_versions/')[0]?.replace(/\.toml$/, '')
          const result = await run(one).catch((thrown: unknown) => {
            expect(thrown).toMatchObject({ code: expect.stringMatching(/^(draft-fixed|block-not-found)$/) })
          })
          if (!result) continue
          const touched = Object.keys(await changed(before))
          const own = touched.filter(
            (path) => !/^(?:entities\/[^/]+|collections\/c|package)\.toml$|^policies\//.test(path),
          )
          for (const path of own.filter((one) => before.has(one)))
            expect(path.startsWith(`${was}.toml`) || path.startsWith(`${was}/`)).toBe(true)
        }
        await expectReadAnew(store)
      }),
      { numRuns: 25 },
    )
  })

  it('lists members of what is exported as TOML that others read', async () => {
    const { run, files } = await openedLibrary()
    await run({ do: 'place', usage: q, parent: u }, { do: 'take', usage: a, parent: u })
    expect(members((await files()).get(unit)?.toString())).toEqual([
      'xblock.v1:problem:p',
      'xblock.v1:problem:q',
    ])
  })
})

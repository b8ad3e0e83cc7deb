import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { AuthoringStore, difference, history } from '../../../content/index.js'
import { Findings } from '../../../content/olx/findings.js'
import { readOlx } from '../../../content/olx/read-olx.js'
import { LibraryFiles } from '../../../content/publish/library-files.js'
import { PublishedBlocks } from '../../../content/publish/published-blocks.js'
import { findRoot } from '../../../content/source/index.js'
import type { PublishedBlock } from '../../../runtime/index.js'
import { archive, filesIn, lb, openedLibrary, root, sourceOf, types } from './made-library.js'

const [a, p, q, u, s] = [
  lb('html', 'a'),
  lb('problem', 'p'),
  lb('problem', 'q'),
  lb('unit', 'u'),
  lb('subsection', 's'),
]
const rename = (usage: string, name: string) =>
  ({ do: 'edit', edit: { usage, content: {}, settings: { display_name: name }, reset: [] } }) as const

/** What a platform that knows nothing of this one's log reads as published out of an export. */
async function publishedIn(store: AuthoringStore, version: string) {
  const source = sourceOf(await filesIn(store, root, version))
  const read = await readOlx(findRoot(source), { types, findings: new Findings(), draft: false })
  return new Map(
    [...read.blocks.values()].map(({ key, settings, children }) => [
      key,
      { title: settings['display_name'], children },
    ]),
  )
}

async function published(opened: Awaited<ReturnType<typeof openedLibrary>>, name = 'First') {
  const version = await opened.store.settle(root)
  await opened.store.markPublished(root, version, { name })
  return version
}

describe('versions of a v2 library', () => {
  it('keep what is published in a folder of its own when the draft of it changes', async () => {
    const opened = await openedLibrary()
    const before = await opened.files()
    await opened.run(rename(p, 'P anew'))
    const after = await opened.changed(before)
    const folder = 'entities/xblock.v1/problem/p'
    expect(Object.keys(after)).toEqual([`${folder}.toml`, `${folder}/component_versions/v2/block.xml`])
    expect(parse(after[`${folder}.toml`] ?? '')).toMatchObject({
      entity: { draft: { version_num: 2 }, published: { version_num: 1 } },
      version: [
        { title: 'P anew', version_num: 2 },
        { title: 'P', version_num: 1 },
      ],
    })
    // From then on the draft is one of its own.
    const again = await opened.files()
    await opened.run(rename(p, 'P once more'))
    expect(Object.keys(await opened.changed(again))).toEqual([
      `${folder}.toml`,
      `${folder}/component_versions/v2/block.xml`,
    ])
    expect((await publishedIn(opened.store, 'draft')).get(p)?.title).toBe('P')
  })

  it('say in their files what is published, with everything, and read so elsewhere', async () => {
    const opened = await openedLibrary()
    const version = await published(opened)
    const there = await publishedIn(opened.store, version)
    const draft = await opened.store.view(root, 'draft')
    for (const usage of [a, p, q, u, s]) {
      const { settings, children } = (await draft.block(usage)) ?? {}
      expect(there.get(usage)).toEqual({ title: settings?.['display_name'], children })
    }
    expect(await opened.store.settle(root)).toBe(version)
  })

  it('publish one block with all that it needs, and nothing else', async () => {
    const opened = await openedLibrary()
    await published(opened)
    await opened.run(
      rename(q, 'Q anew'),
      rename(p, 'P anew'),
      { do: 'add', parent: u, olx: '<html url_name="n" display_name="N"/>' },
      rename(a, 'A again'),
    )
    await opened.run({ do: 'take', usage: a, parent: u })
    const part = await opened.store.select(root, types, [s], { name: 'Part' })
    const there = await publishedIn(opened.store, part)
    expect(there.get(s)?.children).toEqual([u])
    expect(there.get(u)?.children).toEqual([p, lb('html', 'n')])
    expect([p, lb('html', 'n'), q, a].map((one) => there.get(one)?.title)).toEqual([
      'P anew',
      'N',
      'Q',
      'A anew',
    ])
    await opened.store.markPublished(root, part)
    // What is left is still to be published, and what is gone goes with its key.
    await opened.run({ do: 'delete', usage: q })
    const next = await opened.store.select(root, types, [q, a])
    expect([q, a].map(async (one) => (await opened.store.view(root, next)).block(one))).toHaveLength(2)
    expect(await (await opened.store.view(root, next)).block(q)).toBeUndefined()
    expect((await publishedIn(opened.store, next)).get(a)?.title).toBe('A again')
    await expect(opened.store.select(root, types, [lb('html', 'none')])).rejects.toMatchObject({
      code: 'block-not-found',
    })
  })

  it('may publish one block first, of a library of which nothing is published', async () => {
    const opened = await openedLibrary()
    const part = await opened.store.select(root, types, [u], { name: 'Unit' })
    const there = await publishedIn(opened.store, part)
    expect([...there.keys()].sort()).toEqual([root, a, p, u].sort())
    await opened.store.markPublished(root, part)
    expect((await opened.store.view(root, 'draft')).name).not.toBe(part)
  })

  it('discard a draft by component, added and deleted ones too, or whole', async () => {
    const opened = await openedLibrary()
    await published(opened)
    const { store, run, block } = opened
    await run(
      rename(p, 'P anew'),
      rename(a, 'A again'),
      { do: 'delete', usage: q },
      { do: 'add', parent: root, olx: '<html url_name="n"/>' },
    )
    const now = await store.discard(root, types, [p, q, lb('html', 'n')], { author: 'ann' })
    expect(now.changed).toBe(true)
    expect((await block(p))?.settings).toMatchObject({ display_name: 'P' })
    expect((await block(q))?.settings).toEqual({ display_name: 'Q' })
    expect(await block(lb('html', 'n'))).toBeUndefined()
    expect((await block(a))?.settings).toEqual({ display_name: 'A again' })
    await store.discard(root, types)
    expect((await store.head(root)).draft).toBe((await store.head(root)).published)
  })

  it('show a pinned member with the static files of that version, whatever the latest has by their names', async () => {
    const opened = await openedLibrary()
    const { store, run } = opened
    await run({ do: 'place', usage: a, parent: u, version: 3 })
    await run({ do: 'put-file', usage: a, name: 'a.png', bytes: Buffer.from('another picture') })
    await run({
      do: 'edit',
      edit: { usage: a, content: {}, settings: { display_name: 'A last' }, reset: [] },
    })
    const view = await store.view(root, 'draft')
    const blocks = new PublishedBlocks(view, types)
    await blocks.load([u, a])
    const text = (block: PublishedBlock | undefined) => JSON.stringify(block?.content ?? {})
    const pinned = blocks.block(u)?.children.find(({ key }) => key === a)
    expect(text(pinned)).toContain('/static/v3/a.png')
    expect(text(blocks.block(a))).toContain('/static/a.png')
    const files = await new LibraryFiles(view, { library: root, version: view.name }).of(a)
    const bytes = async (name: string) => Buffer.from(await store.file(files[name]?.hash ?? '')).toString()
    expect(await bytes(`${a}/v3/a.png`)).toBe('picture')
    expect(await bytes(`${a}/a.png`)).toBe('another picture')
  })

  it('show a member in the version that a container is pinned to, and the latest elsewhere', async () => {
    const opened = await openedLibrary()
    const { store, run, files } = opened
    await published(opened)
    await run({ do: 'duplicate', usage: u })
    await run({ do: 'place', usage: p, parent: u, version: 1 })
    await run({
      do: 'edit',
      edit: { usage: p, content: {}, settings: { display_name: 'P anew', max_attempts: 9 }, reset: [] },
    })
    await published(opened, 'Second')
    await run({ do: 'edit', edit: { usage: p, content: {}, settings: { max_attempts: 10 }, reset: [] } })
    const view = await store.view(root, 'draft')
    const blocks = new PublishedBlocks(view, types)
    const copy =
      ((await view.block(root))?.children ?? []).find((one) => one.includes(':unit:') && one !== u) ?? ''
    await blocks.load([u, copy])
    const shown = (unit: string) => blocks.block(unit)?.children.find(({ key }) => key === p)?.settings
    expect(shown(u)).toEqual({ display_name: 'P', max_attempts: 3 })
    expect(shown(copy)).toEqual({ display_name: 'P anew', max_attempts: 10 })
    const paths = [...(await files()).keys()].filter((path) => path.includes('problem/p/')).sort()
    expect(paths.map((path) => path.split('/').at(-2))).toEqual(['v1', 'v2', 'v3'])
    await run({ do: 'place', usage: p, parent: u, version: null })
    const after = new PublishedBlocks(await store.view(root, 'draft'), types)
    await after.load([u])
    expect(after.block(u)?.children.find(({ key }) => key === p)?.settings).toMatchObject({
      max_attempts: 10,
    })
  })

  it('are told of each component: who, when, what, directly or by what it holds; each can be compared field by field', async () => {
    const opened = await openedLibrary()
    await published(opened)
    await opened.libraries.operate(root, [rename(p, 'P anew')], { author: 'ann', comment: 'clearer' })
    const { items } = await history(opened.store, root, { usage: p })
    expect(items[0]).toMatchObject({ author: 'ann', comment: 'clearer', what: 'edit' })
    const { changed } = await difference(opened.store, root, 'published', 'draft')
    expect(changed).toContainEqual(
      expect.objectContaining({ usage: p, fields: [{ name: 'display_name', before: 'P', after: 'P anew' }] }),
    )
    const below = await history(opened.store, root, { usage: s, below: true })
    expect(below.items[0]).toMatchObject({ author: 'ann', by: [p] })
    expect((await history(opened.store, root, { usage: s })).items[0]?.author).toBeUndefined()
  })

  it('come out of an import byte for byte, whatever happened to others', async () => {
    const opened = await openedLibrary()
    await opened.run(rename(q, 'Q anew'))
    const after = await opened.files()
    const others = Object.keys(archive).filter((path) => !path.includes('problem/q'))
    expect(others.map((path) => after.get(path)?.toString())).toEqual(others.map((path) => archive[path]))
  })
})

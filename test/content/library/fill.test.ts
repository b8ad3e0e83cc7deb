import { describe, expect, it } from 'vitest'
import { mimeType } from '../../../content/olx/mime-types.js'
import { PublishedBlocks } from '../../../content/publish/published-blocks.js'
import { archive, lb, openedLibrary, root, types } from './made-library.js'

const [a, p, q] = [lb('html', 'a'), lb('problem', 'p'), lb('problem', 'q')]
const bytes = Buffer.from('another picture')
const folder = 'entities/xblock.v1/html/a/component_versions/v3'

describe('a component of a library', () => {
  it('begins with any template of its type, and is a block that can be shown', async () => {
    const { libraries, run, store } = await openedLibrary()
    for (const type of ['problem', 'html'])
      for (const { name: template, title } of libraries.templates(type)) {
        const { usages } = await run({ do: 'add', parent: root, type, template })
        const [usage = ''] = usages
        const blocks = new PublishedBlocks(await store.view(root, 'draft'), types)
        await blocks.load([usage])
        const block = blocks.block(usage)
        expect(block).toMatchObject({ type, settings: { display_name: title } })
        expect(block?.failure).toBeUndefined()
      }
    expect(libraries.templates('problem').length).toBeGreaterThan(2)
    await expect(run({ do: 'add', parent: root, type: 'problem', template: 'none' })).rejects.toMatchObject({
      code: 'draft-fixed',
    })
  })

  it('has static files added, replaced, renamed with the references in its text, and taken away', async () => {
    const { libraries, run, files, changed } = await openedLibrary()
    const before = await files()
    await run({ do: 'put-file', usage: a, name: 'b.png', bytes })
    expect(await changed(before)).toEqual({ [`${folder}/static/b.png`]: 'another picture' })
    await run({ do: 'put-file', usage: a, name: 'b.png', bytes: Buffer.from('third') })
    expect(
      (await libraries.files(root, a)).map(({ name, size, mimeType: kind }) => [name, size, kind]),
    ).toEqual([
      ['a.png', 7, mimeType('a.png')],
      ['b.png', 5, 'image/png'],
    ])
    await run({ do: 'rename-file', usage: a, name: 'a.png', to: 'front page.png' })
    const after = await changed(before)
    expect(after[`${folder}/block.xml`]).toBe(
      archive[`${folder}/block.xml`]?.replace('/static/a.png', '/static/front page.png'),
    )
    expect([after[`${folder}/static/a.png`], after[`${folder}/static/front page.png`]]).toEqual([
      undefined,
      'picture',
    ])
    await run({ do: 'remove-file', usage: a, name: 'b.png' })
    expect((await libraries.files(root, a)).map(({ name }) => name)).toEqual(['front page.png'])
    await expect(run({ do: 'remove-file', usage: a, name: 'b.png' })).rejects.toMatchObject({
      code: 'asset-unknown',
    })
  })

  it('takes its files along where its draft becomes a version of its own', async () => {
    const { libraries, store, run, files } = await openedLibrary()
    await store.markPublished(root, await store.settle(root))
    await run({ do: 'put-file', usage: a, name: 'b.png', bytes })
    const paths = [...(await files()).keys()].filter((path) => path.includes('/static/')).sort()
    expect(paths.map((path) => path.replace(/.*versions\//, ''))).toEqual([
      'v3/static/a.png',
      'v4/static/a.png',
      'v4/static/b.png',
    ])
    expect(await libraries.files(root, a)).toHaveLength(2)
    expect(await libraries.files(root, a, 'published')).toHaveLength(1)
  })

  it('keeps one file once, however many components have it', async () => {
    const { libraries, run } = await openedLibrary()
    await run({ do: 'put-file', usage: p, name: 'a.png', bytes: Buffer.from('picture') })
    const [[one], [other]] = [await libraries.files(root, a), await libraries.files(root, p)]
    expect(one?.hash).toBe(other?.hash)
  })

  it.each([
    '../x.png',
    'a/b.png',
    '',
    '.htaccess',
    'x.html',
    'x.js',
    'x.exe',
    'x',
    'a\u0000.png',
    `${'x'.repeat(300)}.png`,
    'a..png',
  ])('refuses a static file called %j', async (name) => {
    const { run } = await openedLibrary()
    await expect(run({ do: 'put-file', usage: a, name, bytes })).rejects.toMatchObject({
      code: 'asset-refused',
    })
  })

  it('shares files of the library itself, such as what scripts of its problems import', async () => {
    const { libraries, run, store, files } = await openedLibrary()
    await run({ do: 'put-file', usage: root, name: 'python_lib.zip', bytes })
    expect((await files()).get('static/python_lib.zip')).toEqual(bytes)
    expect(await libraries.files(root, root)).toMatchObject([{ name: 'python_lib.zip' }])
    expect(await (await store.view(root, 'draft')).asset('python_lib.zip')).toMatchObject({
      size: bytes.length,
    })
  })
})

describe('settings of many components at once', () => {
  it('are told before, changed in one edit, and undone by one step', async () => {
    const { libraries, store, block } = await openedLibrary()
    const wanted = {
      settings: { max_attempts: 5, showanswer: 'never', weight: null },
      usages: [p, q, a],
      type: 'problem',
    }
    const plan = await libraries.plan(root, wanted)
    expect(plan.changes).toEqual([
      { usage: p, title: 'P', field: 'max_attempts', before: 3, after: 5 },
      { usage: p, title: 'P', field: 'showanswer', after: 'never' },
      { usage: q, title: 'Q', field: 'max_attempts', after: 5 },
      { usage: q, title: 'Q', field: 'showanswer', after: 'never' },
    ])
    expect(plan.skipped).toEqual([])
    expect((await store.head(root)).entries).toBe(1)
    const done = await libraries.setAll(root, wanted, { author: 'ann' })
    expect(done.changes).toEqual(plan.changes)
    expect((await store.head(root)).entries).toBe(2)
    expect((await block(q))?.settings).toMatchObject({ max_attempts: 5, showanswer: 'never' })
    await store.revert(root, String(done.before))
    expect((await block(q))?.settings).toEqual({ display_name: 'Q' })
  })

  it('leave alone what does not take them, and can be asked of all of a type', async () => {
    const { libraries } = await openedLibrary()
    const { changes, skipped } = await libraries.plan(root, {
      type: 'problem',
      settings: { max_attempts: 'many' },
    })
    expect(
      (await libraries.plan(root, { type: 'problem', settings: { showanswer: 'whenever' } })).skipped,
    ).toMatchObject([p, q].map((usage) => ({ usage, why: expect.stringContaining('takes one of') })))
    const { skipped: others } = await libraries.plan(root, { usages: [a], settings: { weight: 2 } })
    expect(others).toMatchObject([{ usage: a }])
    expect([changes.length, skipped.map(({ usage }) => usage).sort()]).toEqual([0, [p, q]])
    await expect(libraries.plan(root, { usages: [lb('html', 'none')], settings: {} })).rejects.toMatchObject({
      code: 'block-not-found',
    })
  })

  it('are refused where somebody else changed the draft meanwhile', async () => {
    const { libraries, store } = await openedLibrary()
    const { draft } = await store.head(root)
    const set = (attempts: number) =>
      libraries.setAll(root, { usages: [p], settings: { max_attempts: attempts } }, { expected: draft })
    await set(7)
    await expect(set(8)).rejects.toMatchObject({ code: 'draft-changed' })
  })
})

import { describe, expect, it } from 'vitest'
import type { BlockTypes } from '../../runtime/block/index.js'
import { AuthoringStore, type VersionView } from '../../content/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { memoryStore as openMemory, MemoryPlace, type Store } from '../../store/index.js'
import { courseOf, kept, makeFrom, memoryStore, readTexts, saveTexts, testTypes } from './made-olx.js'

const context = 'course-v1:O+C+R'
const q = `block-v1:O+C+R+type@quiz+block@q`

const course = (inside: string, more: Readonly<Record<string, string>> = {}) => courseOf(inside, more)

async function nameOf(texts: Readonly<Record<string, string>>): Promise<string> {
  return (await makeFrom(memoryStore().store, texts)).view.name
}

async function blocksOf(view: VersionView) {
  const blocks = new Map<string, unknown>()
  for await (const [usage, block] of view.allBlocks()) blocks.set(usage, block)
  return blocks
}

describe('a version', () => {
  it('is named by its files alone: their paths and bytes, in whatever order they come', async () => {
    const texts = course('<quiz url_name="q">x</quiz>', { 'static/a': '1', 'about/overview.html': '' })
    const name = await nameOf(texts)
    expect(name).toMatch(/^[0-9a-f]{64}$/)
    expect(await nameOf(Object.fromEntries(Object.entries(texts).reverse()))).toBe(name)
    const others = await Promise.all([
      nameOf(course('<quiz url_name="q">y</quiz>')),
      nameOf({ ...texts, 'static/a': '2' }),
      nameOf({ ...texts, 'static/b': '1' }),
      nameOf({ ...texts, 'about/overview.html': '\uFEFF' }),
      nameOf({ ...texts, 'course.xml': `${texts['course.xml']}\r\n` }),
    ])
    expect(new Set([name, ...others]).size).toBe(6)
  })

  it('keeps its name when block types learn to read more of it, and is read as they do', async () => {
    const texts = course('<quiz url_name="q" display_name="Q">x</quiz>')
    const { store } = memoryStore()
    const save = async (types: BlockTypes) =>
      store.save(await makeFrom(store, texts, await readTexts(texts, false, types)))
    const poor = await save(new Map())
    expect(poor.changed).toBe(true)
    const rich = await save(testTypes)
    expect(rich).toMatchObject({ changed: true, draft: poor.draft })
    expect(await save(testTypes)).toMatchObject({ changed: false })
    const quiz = await (await store.view(context, rich.draft)).block(q)
    expect(quiz?.settings).toEqual({ display_name: 'Q' })
    expect((await store.head(context)).entries).toBe(1)
  })

  it('shares one definition between blocks of the same type and content', async () => {
    const texts = course('<note url_name="a" display_name="A"/><note url_name="b"/>')
    const { view } = await makeFrom(memoryStore().store, texts)
    const [a, b] = ['a', 'b'].map((id) => `block-v1:O+C+R+type@note+block@${id}`)
    const blocks = await view.blocks([a ?? '', b ?? ''])
    const hash = blocks.get(a ?? '')?.definition ?? ''
    expect(blocks.get(b ?? '')?.definition).toBe(hash)
    expect((await view.definitions([hash])).get(hash)).toEqual({ type: 'note', content: {} })
  })
})

describe('the store', () => {
  it('gives back what was saved, every file as it came, and keeps nothing more the second time', async () => {
    const { store, place } = memoryStore()
    const texts = course('<quiz url_name="q">x</quiz>', {
      'static/x.png': 'x',
      'policies/odd.txt': '\uFEFFa\r\n',
    })
    const name = await saveTexts(store, texts)
    const view = await store.view(context, name)
    const files: Record<string, string> = {}
    for await (const [path, { hash }] of view.files())
      files[path] = Buffer.from(await store.file(hash)).toString()
    expect(files).toEqual(texts)
    expect(await view.asset('x.png')).toMatchObject({ size: 1, mimeType: 'image/png' })
    expect((await blocksOf(view)).size).toBe(5)
    expect(await view.block(q)).toMatchObject({
      type: 'quiz',
      parent: 'block-v1:O+C+R+type@vertical+block@v',
    })
    const before = kept(place)
    expect(await saveTexts(store, texts)).toBe(name)
    expect(kept(place)).toBe(before)
  })

  it('keeps every version, and goes back to one when it is imported again', async () => {
    const { store } = memoryStore()
    const [one, two] = [course('<note url_name="a"/>'), course('<note url_name="b"/>')]
    const names = []
    for (const texts of [one, two, one]) names.push(await saveTexts(store, texts))
    const head = await store.head(context)
    expect(head).toMatchObject({
      draft: names[0],
      published: null,
      kind: 'course',
      title: 'Made',
      entries: 3,
    })
    expect(names[2]).toBe(names[0])
    const listed = []
    for await (const name of store.names(context)) listed.push(name)
    expect(listed).toEqual([names[0], names[1]])
    expect((await store.findView(context, names[1] ?? ''))?.name).toBe(names[1])
    expect(await store.contexts()).toEqual([context])
  })

  it('notes what was published and refuses what is no version', async () => {
    const { store } = memoryStore()
    const name = await saveTexts(store, course('<note/>'))
    await store.markPublished(context, name)
    expect((await store.head(context)).published).toBe(name)
    await expect(store.markPublished(context, 'x')).rejects.toMatchObject({ code: 'version-unknown' })
    await expect(store.head('course-v1:a+b+c')).rejects.toMatchObject({ code: 'context-unknown' })
    expect(await store.findView('course-v1:a+b+c', name)).toBeUndefined()
  })

  it('shows nothing of a save that is cut off at any write', async () => {
    const one = course('<quiz url_name="q">x</quiz>', { 'static/x.png': 'x' })
    const two = course('<quiz url_name="q">y</quiz>', { 'static/y.png': 'y' })
    const names = await Promise.all([nameOf(one), nameOf(two)])
    let succeeded = false
    for (let allowed = 0; !succeeded && allowed < 100; allowed++) {
      const place = new MemoryPlace()
      const { store } = memoryStore(place)
      await saveTexts(store, one)
      const failing = new AuthoringStore(failingAfter(openMemory(place), allowed))
      const outcome = await saveTexts(failing, two).then(
        () => true,
        (error: unknown) => (error instanceof CompositorError ? error.code : error),
      )
      const { draft } = await store.head(context)
      expect([outcome, draft]).toEqual(outcome === true ? [true, names[1]] : ['store-unavailable', names[0]])
      succeeded ||= outcome === true
      expect(await saveTexts(store, two)).toBe(names[1])
      expect((await blocksOf(await store.view(context, 'draft'))).size).toBe(5)
    }
    expect(succeeded).toBe(true)
  })

  it('refuses a file that changed between reading and keeping', async () => {
    const { store } = memoryStore()
    const texts = course('<note/>', { 'static/x.png': 'x' })
    const read = await readTexts(texts)
    const source = {
      paths: () => ['static/x.png'],
      size: () => 5,
      bytes: () => Buffer.from('other'),
    }
    const tree = new Map([['static/x.png', { hash: 'f'.repeat(64), size: 5 }]])
    await expect(store.make(read, source, tree, { variant: 'published' })).rejects.toMatchObject({
      code: 'source-changed',
    })
    await expect(store.head(context)).rejects.toMatchObject({ code: 'context-unknown' })
  })

  it('knows who waits for a library version', async () => {
    const { store } = memoryStore()
    await saveTexts(store, course('<note/>'))
    await store.setWaiting(context, [{ library: 'lib:O:L', version: 'v1' }])
    expect(await store.contextsWaitingFor('lib:O:L', 'v1')).toEqual([context])
    expect(await store.contextsWaitingFor('lib:O:L', 'v2')).toEqual([])
    await store.setWaiting(context, [])
    expect(await store.contextsWaitingFor('lib:O:L', 'v1')).toEqual([])
  })
})

/** A store whose writes fail after the first few. */
function failingAfter(store: Store, allowed: number): Pick<Store, 'blobs' | 'heads' | 'files'> {
  let left = allowed
  const failing = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name !== 'put' && name !== 'change') return value.bind(target)
        return (...given: readonly unknown[]) => {
          if (left-- <= 0) throw new CompositorError('store-unavailable', 'disk full')
          return Reflect.apply(value, target, given)
        }
      },
    })
  return { blobs: failing(store.blobs), heads: failing(store.heads), files: failing(store.files) }
}

import { describe, expect, it } from 'vitest'
import { Keyv } from 'keyv'
import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import { AuthoringStore } from '../../content/index.js'
import { makeVersion, type MadeVersion } from '../../content/version/index.js'
import { courseOf, memoryStore, readTexts, testTypes } from './made-olx.js'

async function made(inside: string, more: Readonly<Record<string, string>> = {}): Promise<MadeVersion> {
  const texts = courseOf(inside, more)
  return makeVersion(await readTexts(texts), (path) => Buffer.from(texts[path] ?? ''))
}

const bytes = (path: string) => Buffer.from(`bytes of ${path}`)
const context = 'course-v1:O+C+R'

async function nameOf(texts: Readonly<Record<string, string>>): Promise<string> {
  return (await makeVersion(await readTexts(texts), (path) => Buffer.from(texts[path] ?? ''))).hash
}

/** A v2 library of one component, published in the version `number`. */
function library(time: string, number: number, text: string): Record<string, string> {
  return {
    'package.toml': `[learning_package]\nkey = "lib:O:L"\nupdated = ${time}\n`,
    'entities/xblock.v1/quiz/a.toml': `[entity]\nkey = "xblock.v1:quiz:a"\ncreated = ${time}\n[entity.published]\nversion_num = ${number}\n`,
    [`entities/xblock.v1/quiz/a/component_versions/v${number}/block.xml`]: text,
    'entities/xblock.v1/quiz/a/component_versions/v9/block.xml': `<quiz>draft ${time}</quiz>`,
  }
}

describe('a version', () => {
  it('is named by its content alone', async () => {
    const one = await made('<quiz url_name="q">x</quiz>')
    const again = await made('<quiz url_name="q">x</quiz>')
    const other = await made('<quiz url_name="q">y</quiz>')
    expect(again.hash).toBe(one.hash)
    expect(other.hash).not.toBe(one.hash)
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('differs for the order of blocks, for settings, files and what is kept', async () => {
    const versions = await Promise.all([
      made('<note url_name="a"/><note url_name="b"/>'),
      made('<note url_name="b"/><note url_name="a"/>'),
      made('<note url_name="a" display_name="x"/><note url_name="b"/>'),
      made('<note url_name="a" unknown="x"/><note url_name="b"/>'),
      made('<note url_name="a"/><note url_name="b"/>', { 'static/x': '' }),
      made('<note url_name="a"/><note url_name="b"/>', { 'tabs/x': '' }),
    ])
    expect(new Set(versions.map(({ hash }) => hash)).size).toBe(versions.length)
  })

  it('keeps its name when block types learn to read more of it', async () => {
    const texts = courseOf('<quiz url_name="q" display_name="Q">x</quiz>')
    const read = async (types: BlockTypes) =>
      makeVersion(await readTexts(texts, false, types), (path) => Buffer.from(texts[path] ?? ''))
    const [poor, rich] = [await read(new Map()), await read(testTypes)]
    expect(poor.hash).toBe(rich.hash)
    const { store } = memoryStore()
    expect(await store.save(poor, bytes)).toMatchObject({ changed: true })
    expect(await store.save(rich, bytes)).toMatchObject({ changed: true })
    expect(await store.save(rich, bytes)).toMatchObject({ changed: false })
    expect(await store.version(context, rich.hash)).toEqual(rich.version)
    expect((await store.head(context)).history).toHaveLength(1)
  })

  it('of a v2 library knows no times and version numbers', async () => {
    const first = await nameOf(library('2026-01-01T00:00:00Z', 1, '<quiz>x</quiz>'))
    expect(await nameOf(library('2026-02-02T00:00:00Z', 2, '<quiz>x</quiz>'))).toBe(first)
    expect(await nameOf(library('2026-01-01T00:00:00Z', 1, '<quiz>y</quiz>'))).not.toBe(first)
  })

  it('shares one definition between blocks of the same type and content', async () => {
    const { definitions, version } = await made('<note url_name="a" display_name="A"/><note url_name="b"/>')
    const [a, b] = ['a', 'b'].map((id) => version.blocks[`block-v1:O+C+R+type@note+block@${id}`]?.definition)
    expect(a).toBe(b)
    expect(definitions.get(a ?? '')).toEqual({ type: 'note', content: {} })
  })
})

describe('the store', () => {
  it('gives back what was saved, and writes nothing the second time', async () => {
    const { store, values } = memoryStore()
    const one = await made('<quiz url_name="q">x</quiz>', { 'static/x.png': 'bytes of static/x.png' })
    expect(await store.save(one, bytes)).toMatchObject({ changed: true })
    expect(await store.version(context, one.hash)).toEqual(one.version)
    expect(await store.definitions(one.definitions.keys())).toEqual(one.definitions)
    const file = one.version.assets['x.png']
    expect(file).toMatchObject({ size: 21, mimeType: 'image/png' })
    expect(Buffer.from(await store.file(file?.hash ?? '')).toString()).toBe('bytes of static/x.png')
    const before = new Map(values)
    expect(await store.save(one, bytes)).toMatchObject({ changed: false })
    expect(values).toEqual(before)
  })

  it('keeps every version, and goes back to one when it is imported again', async () => {
    const { store } = memoryStore()
    const [one, two] = [await made('<note url_name="a"/>'), await made('<note url_name="b"/>')]
    for (const version of [one, two, one]) await store.save(version, bytes)
    const head = await store.head(context)
    const at = '2026-01-02T03:04:05.000Z'
    expect(head).toMatchObject({ draft: one.hash, published: null, kind: 'course', title: 'Made' })
    expect(head.history).toEqual([one, two, one].map(({ hash }) => ({ version: hash, at })))
    expect(await store.find(context, two.hash)).toEqual(two.version)
    expect(await store.contexts()).toEqual([context])
  })

  it('notes what was published and refuses what is no version', async () => {
    const { store } = memoryStore()
    const one = await made('<note/>')
    await store.save(one, bytes)
    await store.markPublished(context, one.hash)
    expect((await store.head(context)).published).toBe(one.hash)
    await expect(store.markPublished(context, 'x')).rejects.toMatchObject({ code: 'version-unknown' })
    await expect(store.head('course-v1:a+b+c')).rejects.toMatchObject({ code: 'context-unknown' })
    expect(await store.find('course-v1:a+b+c', one.hash)).toBeUndefined()
  })

  it('shows nothing of a save that is cut off at any write', async () => {
    const one = await made('<quiz url_name="q">x</quiz>', { 'static/x.png': 'bytes of static/x.png' })
    const two = await made('<quiz url_name="q">y</quiz>', { 'static/y.png': 'bytes of static/y.png' })
    let succeeded = false
    for (let allowed = 0; !succeeded && allowed < 20; allowed++) {
      const { store, values } = memoryStore()
      await store.save(one, bytes)
      const keyv = new Keyv({ store: failingAfter(values, allowed), useKeyPrefix: false })
      keyv.serialize = undefined
      keyv.deserialize = undefined
      const failing = new AuthoringStore(keyv)
      const outcome = await failing.save(two, bytes).then(
        ({ changed }) => changed,
        (error: unknown) => error,
      )
      const { draft } = await store.head(context)
      const said = outcome instanceof CompositorError ? outcome.code : outcome
      expect([said, draft]).toEqual(said === true ? [true, two.hash] : ['store-unavailable', one.hash])
      succeeded ||= outcome === true
      await store.save(two, bytes)
      expect(await store.version(context, two.hash)).toEqual(two.version)
    }
    expect(succeeded).toBe(true)
  })

  it('refuses a file that changed between hashing and storing', async () => {
    const { store } = memoryStore()
    const one = await made('<note/>', { 'static/x.png': 'bytes of static/x.png' })
    await expect(store.save(one, () => Buffer.from('other'))).rejects.toMatchObject({
      code: 'source-changed',
    })
    await expect(store.head(context)).rejects.toMatchObject({ code: 'context-unknown' })
  })

  it('reports an outage as one, not as something missing', async () => {
    const store = new AuthoringStore(new Keyv({ store: failingAfter(new Map(), 0, true) }))
    await expect(store.head(context)).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  it('knows who waits for a library version', async () => {
    const { store } = memoryStore()
    await store.save(await made('<note/>'), bytes)
    await store.setWaiting(context, [{ library: 'lib:O:L', version: 'v1' }])
    expect(await store.contextsWaitingFor('lib:O:L', 'v1')).toEqual([context])
    expect(await store.contextsWaitingFor('lib:O:L', 'v2')).toEqual([])
    await store.setWaiting(context, [])
    expect(await store.contextsWaitingFor('lib:O:L', 'v1')).toEqual([])
  })
})

/** A map whose writes fail after the first few, and with `reads` its reads too. */
function failingAfter(values: Map<string, unknown>, allowed: number, reads = false): Map<string, unknown> {
  let left = allowed
  const failing = new Map<string, unknown>()
  failing.get = (key) => {
    if (reads) throw new Error('out of order')
    return values.get(key)
  }
  failing.set = (key, value) => {
    if (left-- <= 0) throw new Error('disk full')
    values.set(key, value)
    return failing
  }
  return failing
}

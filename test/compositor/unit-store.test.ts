import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { UnitStore } from '../../compositor/index.js'
import { contentHash, type Publication } from '../../runtime/index.js'
import { course, inCourse, memory, publicationOf, recordHash, unit, versionOf } from './published.js'

const one = unit(
  inCourse('vertical', '1', { children: [inCourse('html', 'h', { content: { data: 'One' } })] }),
)
const two = unit(inCourse('vertical', '2', { settings: { display_name: 'Two' } }))
const picture = Buffer.from([0, 1, 2, 255])
const hash = contentHash('picture')

function withAsset(publication: Publication): Publication {
  return { ...publication, assets: { 'picture.png': { hash, mimeType: 'image/png', size: 4 } } }
}

/** A Map that tells what is read and written, and fails where told to. */
class Recorder extends Map<string, unknown> {
  readonly reads: string[] = []
  readonly writes: string[] = []
  failOn: string | undefined

  override get(key: string): unknown {
    this.#check('get', key)
    this.reads.push(key)
    return super.get(key)
  }

  override set(key: string, value: unknown): this {
    this.#check('set', key)
    this.writes.push(key.replace(/^keyv:/, ''))
    return super.set(key, value)
  }

  #check(action: string, key: string): void {
    if (this.failOn !== undefined && `${action} ${key}`.startsWith(this.failOn)) throw new Error('disk gone')
  }
}

function recorded() {
  const map = new Recorder()
  return { map, store: new UnitStore(memory(map)) }
}

describe('a unit store', () => {
  it('gives back what was published: the publication, its records as text, its files as bytes', async () => {
    const { store } = recorded()
    const publication = withAsset(publicationOf([one, two]))
    const { changed, written } = await store.publish(publication, [one, two], [{ hash, bytes: picture }])
    expect([changed, written]).toEqual([true, 5])
    const published = await store.publication(course)
    expect(published.publication).toEqual(publication)
    const version = published.versionOf(two.unit.key) ?? ''
    expect(JSON.parse(await store.gathered(version))).toEqual(two)
    expect(Buffer.from((await store.asset(hash)) ?? [])).toEqual(picture)
    expect(await store.asset('other')).toBeUndefined()
    expect(await store.contexts()).toEqual([course])
  })

  it('works with Keyv’s own codec too', async () => {
    const { Keyv } = await import('keyv')
    const store = new UnitStore(new Keyv())
    await store.publish(withAsset(publicationOf([one])), [one], [{ hash, bytes: new Uint8Array(picture) }])
    expect(Buffer.from((await store.asset(hash)) ?? [])).toEqual(picture)
    expect((await store.publication(course)).versionOf(one.unit.key)).toBe(versionOf(one))
  })

  it('writes the pointer last', async () => {
    const { store, map } = recorded()
    await store.publish(withAsset(publicationOf([one])), [one], [{ hash, bytes: picture }])
    expect(map.writes.map((key) => key.split(':')[0])).toEqual([
      'inherited',
      'unit',
      'asset',
      'publication',
      'contexts',
      'published',
    ])
  })

  it('writes nothing when the same is published again, nor asks for bytes it has', async () => {
    const { store, map } = recorded()
    const publication = withAsset(publicationOf([one]))
    await store.publish(publication, [one], [{ hash, bytes: picture }])
    map.writes.length = 0
    const unread = () => {
      throw new Error('should not be read')
    }
    const outcome = await store.publish(publication, [one], [{ hash, bytes: unread }])
    expect([outcome.changed, outcome.written, map.writes]).toEqual([false, 0, []])
  })

  it('writes only what changed, and needs only that', async () => {
    const { store } = recorded()
    await store.publish(publicationOf([one]), [one])
    const progress: string[] = []
    const outcome = await store.publish(publicationOf([one, two]), [two], [], ({ done, total }) =>
      progress.push(`${done}/${total}`),
    )
    expect(outcome.written).toBe(2)
    expect(progress).toEqual(['1/3', '2/3'])
    expect((await store.publication(course)).publication.units).toHaveLength(2)
  })

  it.each([
    ['a record', publicationOf([one, two]), /unit:/],
    ['a file', withAsset(publicationOf([one])), /asset:/],
  ])('refuses a publication that lacks %s, and keeps the old one', async (_what, incomplete, message) => {
    const { store } = recorded()
    await store.publish(publicationOf([one], 'Old'), [one])
    await expect(store.publish(incomplete, [one])).rejects.toMatchObject({
      code: 'publication-incomplete',
      message: expect.stringMatching(message) as string,
    })
    expect((await store.publication(course)).publication.title).toBe('Old')
  })

  it('refuses a record that is not the one its hash names', async () => {
    const { store } = recorded()
    const other = { ...one, unit: { ...one.unit, context: 'course-v1:a+b+c' } }
    await expect(store.publish(publicationOf([one]), [other])).rejects.toMatchObject({
      code: 'publication-incomplete',
    })
  })

  it.each(['set keyv:unit', 'set keyv:publication:', 'set keyv:contexts', 'set keyv:published'])(
    'leaves the old publication when the store fails at %s, and can publish again after',
    async (failing) => {
      const { store, map } = recorded()
      await store.publish(publicationOf([one], 'Old'), [one])
      map.delete('keyv:contexts')
      map.failOn = failing
      await expect(store.publish(publicationOf([two], 'New'), [two])).rejects.toMatchObject({
        code: 'store-unavailable',
      })
      map.failOn = undefined
      expect((await store.publication(course)).publication.title).toBe('Old')
      await store.publish(publicationOf([two], 'New'), [two])
      expect((await store.publication(course)).publication.title).toBe('New')
    },
  )

  it('reports an outage as an outage, never as something that is not there', async () => {
    const { store, map } = recorded()
    await store.publish(publicationOf([one]), [one])
    map.failOn = 'get'
    const outage = { code: 'store-unavailable', status: 503 }
    await expect(store.publication(course)).rejects.toMatchObject(outage)
    await expect(store.gathered(versionOf(one))).rejects.toMatchObject(outage)
    await expect(store.asset(hash)).rejects.toMatchObject(outage)
    await expect(store.contexts()).rejects.toMatchObject(outage)
  })

  it('says that a context is not published, and when something published is gone', async () => {
    const { store, map } = recorded()
    await expect(store.publication(course)).rejects.toMatchObject({
      code: 'context-not-published',
      status: 404,
    })
    await store.publish(publicationOf([one]), [one])
    map.delete(`keyv:unit:${recordHash(one)}`)
    await expect(store.gathered(versionOf(one))).rejects.toMatchObject({ code: 'store-damaged' })
  })

  it('reads the pointer once for all requests of one turn of the event loop', async () => {
    const map = new Recorder()
    const store = new UnitStore(memory(map))
    await store.publish(publicationOf([one]), [one])
    await nextTurn()
    map.reads.length = 0
    await Promise.all([store.publication(course), store.publication(course)])
    expect(map.reads.filter((name) => name.includes('published:'))).toHaveLength(1)
    await nextTurn()
    await store.publication(course)
    expect(map.reads.filter((name) => name.includes('published:'))).toHaveLength(2)
  })

  it('sees at once what it has published itself', async () => {
    const store = new UnitStore(memory(new Recorder()))
    await store.publish(publicationOf([one], 'First'), [one])
    await store.publication(course)
    await store.publish(publicationOf([one], 'Second'), [one])
    expect((await store.publication(course)).publication.title).toBe('Second')
  })

  it('sees what another process has published since', async () => {
    const map = new Recorder()
    const [here, there] = [new UnitStore(memory(map)), new UnitStore(memory(map))]
    await here.publish(publicationOf([one], 'First'), [one])
    expect((await here.publication(course)).publication.title).toBe('First')
    await there.publish(publicationOf([one], 'Second'), [one])
    await nextTurn()
    expect((await here.publication(course)).publication.title).toBe('Second')
  })

  it('lists every context of publishes that ran at once', async () => {
    const { store } = recorded()
    const contexts = ['course-v1:a+b+1', 'course-v1:a+b+2', 'course-v1:a+b+3']
    await Promise.all(contexts.map((context) => store.publish({ ...publicationOf([one]), context }, [one])))
    expect(await store.contexts()).toEqual(contexts)
  })
})

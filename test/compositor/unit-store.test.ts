import { describe, expect, it } from 'vitest'
import { UnitStore } from '../../compositor/index.js'
import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import { MemoryPlace, memoryStore, type Heads } from '../../store/index.js'
import { course, inCourse, inLibrary, publishUnits, recordHash, unit, use, versionOf } from './published.js'

const one = unit(
  inCourse('vertical', '1', { children: [inCourse('html', 'h', { content: { data: 'One' } })] }),
  [],
  { due: '2030-01-01T00:00:00Z' },
)
const lent = inLibrary('problem', 'p', { content: { data: 'to be' } })
const two = unit(
  inCourse('vertical', '2', {
    children: [inCourse('uses', 'u', { settings: { uses: [use(lent.key)] } })],
  }),
  [lent],
)

describe('a unit store', () => {
  it('gives units with what stands above them, and what they refer to, as one text', async () => {
    const store = await publishUnits(memoryStore(), [one, two])
    const published = await store.publication(course)
    for (const wanted of [one, two]) {
      const placed = await published.unit(wanted.unit.key)
      expect(placed?.version).toBe(versionOf(wanted))
      expect(placed?.place.path.map(({ key }) => key)).toEqual([
        course,
        `below ${wanted.unit.key}`,
        wanted.unit.key,
      ])
      const text = await store.gathered(placed?.entry.record ?? '', placed?.inherited ?? {})
      const { pools: _, poolParts: _parts, ...whole } = wanted
      expect(JSON.parse(text)).toEqual(whole)
    }
    expect(await published.unitOf(parseUsageKey(one.unit.root.children[0]?.key ?? ''))).toBe(one.unit.key)
    expect(await published.unit('block-v1:a+b+c+type@vertical+block@none')).toBeUndefined()
    expect(await store.contexts()).toEqual([course])
  })

  it('knows at once what it has read, and nothing of what it has not', async () => {
    const place = new MemoryPlace()
    await publishUnits(memoryStore(place), [one])
    const store = new UnitStore(memoryStore(place))
    expect(store.known(course)).toBeUndefined()
    const published = await store.publication(course)
    expect(store.known(course)).toBe(published)
    expect(published.known(one.unit.key)).toBeUndefined()
    const placed = await published.unit(one.unit.key)
    expect(published.known(one.unit.key)).toBe(placed)
  })

  it('lists what it last knew while its heads cannot be asked, and is not healthy then', async () => {
    const store = memoryStore()
    await publishUnits(store, [one])
    const { blobs, files } = store
    const heads: Heads = {
      texts: (names) => store.heads.texts(names),
      known: (name) => store.heads.known(name),
      change: (changes) => store.heads.change(changes),
      names: (prefix) => store.heads.names(prefix),
      watch: (listener) => store.heads.watch(listener),
    }
    const units = new UnitStore({ blobs, files, heads })
    const away = () => Promise.reject(new CompositorError('store-unavailable', 'Away.'))
    const isRefused = { code: 'store-unavailable' }
    heads.names = away
    await expect(units.contexts()).rejects.toMatchObject(isRefused)
    heads.names = (prefix) => store.heads.names(prefix)
    expect(await units.contexts()).toEqual([course])
    await units.setPublicLearning('lib:O:Open', true)

    Object.assign(heads, { names: away, texts: away })
    expect(await units.contexts()).toEqual([course])
    expect(await units.publicLearning('lib:O:Open')).toBe(true)
    expect(await units.publicLearning('lib:O:Shut')).toBe(false)
    await expect(units.check()).rejects.toMatchObject(isRefused)
    heads.known = () => ({ text: undefined })
    expect(await units.contexts()).toEqual([])
    heads.known = () => undefined
    await expect(units.publicLearning('lib:O:Open')).rejects.toMatchObject(isRefused)
    heads.names = () => Promise.reject(new CompositorError('store-damaged', 'Torn.'))
    await expect(units.contexts()).rejects.toMatchObject({ code: 'store-damaged' })
  })

  it('sees at once what another host on the store has published', async () => {
    const place = new MemoryPlace()
    const here = await publishUnits(memoryStore(place), [one], { title: 'First' })
    expect((await here.publication(course)).publication.title).toBe('First')
    await publishUnits(memoryStore(place), [one], { title: 'Second' })
    expect((await here.publication(course)).publication.title).toBe('Second')
  })

  it('refuses to switch to what is not stored, and keeps what was', async () => {
    const store = await publishUnits(memoryStore(), [one], { title: 'Old' })
    await expect(store.switchTo(course, 'f'.repeat(64))).rejects.toMatchObject({
      code: 'publication-incomplete',
    })
    expect((await store.publication(course)).publication.title).toBe('Old')
  })

  it('says that a context is not published, and when something published is gone or of another form', async () => {
    const place = new MemoryPlace()
    const store = new UnitStore(memoryStore(place))
    await expect(store.publication(course)).rejects.toMatchObject({
      code: 'context-not-published',
      status: 404,
    })
    await publishUnits(memoryStore(place), [one])
    place.blobs.delete(`unit:${recordHash(one)}`)
    await expect(store.gathered(recordHash(one), {})).rejects.toMatchObject({ code: 'store-damaged' })
    const name = `publication:${place.heads.get(`published:${course}`) ?? ''}`
    place.blobs.set(name, { text: '{"context":"c","units":[]}', putAt: 0 })
    await expect(new UnitStore(memoryStore(place)).publication(course)).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining('publish it again') as string,
    })
  })

  it('switches every context of publishes that run at once, and of one context to the later', async () => {
    const store = memoryStore()
    const contexts = ['course-v1:a+b+1', 'course-v1:a+b+2', 'course-v1:a+b+3']
    await Promise.all(contexts.map((context) => publishUnits(store, [one], { context })))
    await Promise.all(['A', 'B', 'C'].map((title) => publishUnits(store, [one], { title })))
    const units = new UnitStore(store)
    expect(await units.contexts()).toEqual([...contexts, course].sort())
    expect(['A', 'B', 'C']).toContain((await units.publication(course)).publication.title)
  })

  it('remembers whether learners may learn from a library, which is not so before it is said', async () => {
    const units = new UnitStore(memoryStore())
    expect(await units.publicLearning('lib:a:b')).toBe(false)
    await units.setPublicLearning('lib:a:b', true)
    expect(await units.publicLearning('lib:a:b')).toBe(true)
    await units.setPublicLearning('lib:a:b', false)
    expect(await units.publicLearning('lib:a:b')).toBe(false)
  })
})

describe('the check of a unit store', () => {
  it('is content with nothing published, and with one context that can be read', async () => {
    const place = new MemoryPlace()
    const store = new UnitStore(memoryStore(place))
    await store.check()
    await publishUnits(memoryStore(place), [one], { context: 'course-v1:a+b+1' })
    await publishUnits(memoryStore(place), [one], { context: 'course-v1:a+b+2' })
    place.blobs.delete(`publication:${place.heads.get('published:course-v1:a+b+1') ?? ''}`)
    await new UnitStore(memoryStore(place)).check()
    place.blobs.delete(`publication:${place.heads.get('published:course-v1:a+b+2') ?? ''}`)
    await expect(new UnitStore(memoryStore(place)).check()).rejects.toMatchObject({ code: 'store-damaged' })
  })
})

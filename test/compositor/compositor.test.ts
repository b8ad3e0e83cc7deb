import { beforeAll, describe, expect, it } from 'vitest'
import { Compositor } from '../../compositor/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import type { GatheredUnit } from '../../runtime/unit/index.js'
import { course, inCourse, practiceTypes, publishUnits, recordHash, unit, versionOf } from './published.js'
import { MemoryPlace, memoryStore } from '../../store/index.js'

let types: BlockTypes
beforeAll(async () => {
  types = await practiceTypes()
})

const unitOf = (id: string, data = id) =>
  unit(inCourse('vertical', id, { children: [inCourse('problem', `p${id}`, { content: { data } })] }))

async function published(units: readonly GatheredUnit[], options: { cacheSize?: number } = {}) {
  const place = new MemoryPlace()
  const memory = memoryStore(place)
  const store = await publishUnits(memory, units)
  return { place, memory, store, compositor: new Compositor({ store, types, ...options }) }
}

describe('a compositor', () => {
  it('composes a unit once, and gives the very same one again', async () => {
    const { compositor } = await published([unitOf('1')])
    const first = await compositor.unit(unitOf('1').unit.key)
    expect(first).toMatchObject({
      key: unitOf('1').unit.key,
      context: course,
      version: versionOf(unitOf('1')),
    })
    expect(first.root.children[0]?.prepared).toMatchObject({ words: ['1'] })
    expect(await compositor.unit(unitOf('1').unit.key)).toBe(first)
    expect(compositor.stats()).toMatchObject({ hits: 1, misses: 1, inline: 1, pooled: 0, units: 1 })
  })

  it('composes once for many who ask at the same time', async () => {
    const { compositor } = await published([unitOf('1')])
    const units = await compositor.units(Array.from({ length: 50 }, () => unitOf('1').unit.key))
    expect(new Set(units).size).toBe(1)
    expect(compositor.stats()).toMatchObject({ misses: 1, joined: 49, inline: 1 })
  })

  it('composes in place what its threads have no plugin for, and says so once', async () => {
    const all = [unitOf('1'), unitOf('2')]
    const { store } = await published(all)
    const failures: string[] = []
    await using compositor = new Compositor({
      store,
      types,
      plugins: { specifiers: [] },
      threads: 1,
      inlineLimit: 0,
      onFailure: ({ code }) => failures.push(code),
    })
    const units = await compositor.units(all.map(({ unit }) => unit.key))
    expect(units.map(({ root }) => root.children[0]?.prepared)).toMatchObject([
      { words: ['1'] },
      { words: ['2'] },
    ])
    expect(compositor.stats()).toMatchObject({ pooled: 0, inline: 2 })
    expect(failures).toEqual(['plugin-load'])
  })

  it('gives many units in the order asked for', async () => {
    const all = ['3', '1', '2'].map((id) => unitOf(id))
    const { compositor } = await published(all)
    expect((await compositor.units(all.map(({ unit }) => unit.key))).map(({ key }) => key)).toEqual(
      all.map(({ unit }) => unit.key),
    )
  })

  it('shows a new publication at once, and an old unit that did not change from memory', async () => {
    const { compositor, memory } = await published([unitOf('1'), unitOf('2')])
    const [before] = await compositor.units([unitOf('1').unit.key, unitOf('2').unit.key])
    await publishUnits(memory, [unitOf('1'), unitOf('2', 'new words')])
    const [same, changed] = await compositor.units([unitOf('1').unit.key, unitOf('2').unit.key])
    expect(same).toBe(before)
    expect(changed?.root.children[0]?.prepared).toMatchObject({ words: ['new', 'words'] })
  })

  it('keeps no more than it may', async () => {
    const all = Array.from({ length: 20 }, (_, index) => unitOf(`${index}`, 'word '.repeat(200)))
    const { compositor } = await published(all, { cacheSize: 20_000 })
    await compositor.units(all.map(({ unit }) => unit.key))
    const { bytes, units } = compositor.stats()
    expect(bytes).toBeLessThanOrEqual(20_000)
    expect(bytes).toBeGreaterThan(10_000)
    expect(units).toBeLessThan(20)
  })

  it.each([
    [unitOf('9').unit.key, 'unit-not-found', 404, course],
    ['block-v1:edX+Other+1+type@vertical+block@1', 'context-not-published', 404, 'course-v1:edX+Other+1'],
    ['i4x://edX/UseLib/vertical/1', 'key-kind', 400, 'i4x'],
    ['nonsense', 'key-malformed', 400, 'nonsense'],
  ])('refuses %s with %s', async (key, code, status, named) => {
    const { compositor } = await published([unitOf('1')])
    await expect(compositor.unit(key)).rejects.toMatchObject({
      code,
      status,
      message: expect.stringContaining(named) as string,
    })
  })

  it('takes a key with a branch for the published unit', async () => {
    const { compositor } = await published([unitOf('1')])
    const branched = 'block-v1:edX+UseLib+1+branch@published-branch+type@vertical+block@1'
    expect((await compositor.unit(branched)).key).toBe(unitOf('1').unit.key)
  })

  it('says that a record is damaged, and gives it once it is whole again', async () => {
    const { compositor, place } = await published([unitOf('1')])
    const name = `unit:${recordHash(unitOf('1'))}`
    const whole = place.blobs.get(name) ?? { text: '', putAt: 0 }
    for (const value of ['{"key":', '[]', '{}']) {
      place.blobs.set(name, { text: value, putAt: 0 })
      await expect(compositor.unit(unitOf('1').unit.key)).rejects.toMatchObject({ code: 'store-damaged' })
    }
    place.blobs.set(name, whole)
    expect((await compositor.unit(unitOf('1').unit.key)).key).toBe(unitOf('1').unit.key)
  })
})

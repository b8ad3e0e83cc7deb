import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Trees, type Blob, type Blobs, type TreeMap } from '../../store/index.js'
import type { Json } from '../../runtime/index.js'

/** Blobs in memory that count what is asked of them. */
class CountedBlobs implements Blobs {
  readonly kept = new Map<string, string>()
  roundTrips = 0
  read = 0
  written = 0
  bytesWritten = 0

  async texts(names: readonly string[]): Promise<(string | undefined)[]> {
    this.roundTrips++
    this.read += names.length
    return names.map((name) => this.kept.get(name))
  }

  async having(names: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(names.filter((name) => this.kept.has(name)))
  }

  async put(blobs: readonly Blob[]): Promise<number> {
    let count = 0
    for (const { name, text } of blobs) {
      if (this.kept.has(name)) continue
      count++
      this.written++
      this.bytesWritten += Buffer.byteLength(text)
      this.kept.set(name, text)
    }
    return count
  }

  async *list(): AsyncIterable<never> {}

  async remove(): Promise<number> {
    return 0
  }

  count() {
    Object.assign(this, { roundTrips: 0, read: 0, written: 0, bytesWritten: 0 })
  }
}

const anyKey = fc.oneof(
  fc.nat(60).map((number) => `block-${number}`),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '__proto__', 'constructor', '\uD800', '\uDC00', 'é', 'e\u0301', 'k'.repeat(5000)),
)
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.nat(3),
  fc.string({ maxLength: 5 }),
  fc.constant('long '.repeat(500)),
  fc.record({ hash: fc.string({ maxLength: 3 }), size: fc.nat(2) }),
  fc.constant(null),
)
const anyEntries = fc.array(fc.tuple(anyKey, anyValue), { maxLength: 80 })
const seed = 20_261_129

async function contents<V>(map: TreeMap<V>): Promise<Map<string, V>> {
  const found = new Map<string, V>()
  for await (const [key, value] of map.entries()) {
    expect(found.has(key)).toBe(false)
    found.set(key, value)
  }
  return found
}

const numbered = (count: number): [string, Json][] =>
  Array.from({ length: count }, (_, index) => [
    `problem/${index}.xml`,
    { hash: createHash('sha256').update(String(index)).digest('hex'), size: index },
  ])

describe('a tree', () => {
  it('holds what a map holds after any changes, and has the root of a tree that was built at once', async () => {
    const step = fc.array(fc.tuple(anyKey, fc.option(anyValue, { nil: undefined })), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.array(step, { maxLength: 6 }), async (first, steps) => {
        const trees = new Trees(new CountedBlobs(), { keptCharacters: 2000 })
        const expected = new Map(first)
        let map = await trees.build(first)
        for (const changes of steps) {
          const made = new Map(changes)
          map = await map.with(made)
          for (const [key, value] of made) {
            if (value === undefined) expected.delete(key)
            else expected.set(key, value)
          }
        }
        expect(await contents(map)).toEqual(expected)
        expect(await map.count()).toBe(expected.size)
        expect(map.root === '').toBe(expected.size === 0)
        const shuffled = [...expected].reverse()
        const elsewhere = new Trees(new CountedBlobs())
        expect((await elsewhere.build(shuffled)).root).toBe(map.root)
        const asked = [...expected.keys(), 'not there', '\uDBFF']
        expect(await map.getMany(asked)).toEqual(expected)
      }),
      { seed, numRuns: 150 },
    )
  })

  it('tells of two maps what a plain comparison does', async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, anyEntries, anyEntries, async (both, only, other) => {
        const trees = new Trees(new CountedBlobs())
        const before = new Map([...both, ...only])
        const after = new Map([...both, ...other])
        const expected = new Map<string, unknown>()
        for (const key of new Set([...before.keys(), ...after.keys()])) {
          const [was, is] = [before.get(key), after.get(key)]
          if (JSON.stringify(was) !== JSON.stringify(is)) expected.set(key, { key, before: was, after: is })
        }
        const found = new Map<string, unknown>()
        for await (const change of (await trees.build(before)).changes(await trees.build(after))) {
          expect(found.has(change.key)).toBe(false)
          found.set(change.key, { key: change.key, before: change.before, after: change.after })
        }
        expect(found).toEqual(expected)
      }),
      { seed, numRuns: 150 },
    )
  })

  it('makes and reads for one change a path of nodes, however large it is', async () => {
    const costs = []
    for (const size of [500, 50_000]) {
      const blobs = new CountedBlobs()
      const trees = new Trees(blobs, { keptCharacters: 1 })
      const map = await trees.build(numbered(size))
      blobs.count()
      const changed = await map.with(new Map([['problem/77.xml', { hash: 'another', size: 1 }]]))
      const edit = { written: blobs.written, read: blobs.read, bytes: blobs.bytesWritten }
      blobs.count()
      const changes = []
      for await (const change of map.changes(changed)) changes.push(change)
      expect(changes).toMatchObject([{ key: 'problem/77.xml', after: { hash: 'another' } }])
      costs.push({ ...edit, compared: blobs.read, trips: blobs.roundTrips })
    }
    const [small, large] = costs
    // Sixteen parts a level: two levels more for a hundred times as much.
    expect(large?.written).toBeLessThanOrEqual((small?.written ?? 0) + 2)
    expect(large?.read).toBeLessThanOrEqual((small?.read ?? 0) + 2)
    expect(large?.compared).toBeLessThanOrEqual(2 * ((small?.read ?? 0) + 2))
    expect(large?.trips).toBeLessThanOrEqual(6)
    expect(large?.bytes).toBeLessThan(8000)
    expect((large?.bytes ?? 0) / (small?.bytes ?? 1)).toBeLessThan(2)
  })

  it('keeps the neighbours of a long value cheap to change', async () => {
    const blobs = new CountedBlobs()
    const trees = new Trees(blobs)
    const map = await trees.build<Json>([['root', 'child '.repeat(200_000)], ...numbered(10)])
    blobs.count()
    const changed = await map.with(new Map([['problem/3.xml', 'other']]))
    expect(blobs.bytesWritten).toBeLessThan(3000)
    expect(await changed.get('root')).toBe('child '.repeat(200_000))
  })

  it('looks many keys up in one round trip a level, and names all blobs that it is made of', async () => {
    const blobs = new CountedBlobs()
    const entries: [string, Json][] = [...numbered(3000), ['long', 'x'.repeat(5000)]]
    const map = await new Trees(blobs).build(entries)
    blobs.count()
    const found = await new Trees(blobs).open<Json>(map.root).getMany(entries.map(([key]) => key))
    expect(found.size).toBe(3001)
    expect(blobs.roundTrips).toBeLessThanOrEqual(5)
    const names = new Set<string>()
    for await (const name of map.blobNames()) names.add(name)
    expect([...names].sort()).toEqual([...blobs.kept.keys()].sort())
  })

  it('says which node a store has lost', async () => {
    const blobs = new CountedBlobs()
    const map = await new Trees(blobs).build(numbered(100))
    blobs.kept.delete(`node:${map.root}`)
    const again = new Trees(blobs).open(map.root)
    await expect(again.get('problem/1.xml')).rejects.toMatchObject({ code: 'store-damaged' })
    blobs.kept.set(`node:${map.root}`, '{"entries":')
    await expect(again.count()).rejects.toMatchObject({ code: 'store-damaged' })
  })
})

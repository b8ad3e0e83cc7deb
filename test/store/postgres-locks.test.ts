import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres, postgresForTests } from './postgres-server.js'

/** Numbers that look random and are the same every time. */
function* seeded(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state
  }
}

describe.runIf(hasPostgres)(`simultaneous writes on ${onPostgres}`, () => {
  it('wait for each other in no circle, whatever they name in whatever order', async () => {
    const address = await newPostgresStore()
    const admin = new pg.Client({ connectionString: await postgresForTests() })
    await admin.connect()
    const deadlocks = async () => {
      // What a connection counted shows once it ends.
      const { rows } = await admin.query<{ sum: string }>('select sum(deadlocks) from pg_stat_database')
      return Number(rows[0]?.sum)
    }
    const before = await deadlocks()
    const stores = await Promise.all([openStore(address), openStore(address)])
    const writer = async (store: Store, seed: number) => {
      const numbers = seeded(seed)
      const some = () => Array.from({ length: 12 }, () => `k ${(numbers.next().value ?? 0) % 30}`)
      const textsOf = (keys: readonly string[], text: string | undefined) =>
        new Map(keys.map((key) => [key, text]))
      for (let turn = 0; turn < 12; turn++) {
        const blobs = some().map((name) => ({ name, text: name }))
        const read = await store.records.read(some())
        const expected = new Map(some().map((key) => [key, read.get(key)]))
        await Promise.all([
          store.records.commit({ expected, writes: textsOf(some(), String(turn)) }),
          store.records.commit({ expected: new Map(), writes: textsOf(some(), undefined) }),
          store.blobs.put(blobs),
          store.blobs.remove(some(), Infinity),
          store.heads.change(
            [...new Set(some())].map((name) => ({ name, before: undefined, after: undefined })),
          ),
        ])
      }
    }
    await Promise.all(
      stores.flatMap((store, one) => [1, 2, 3, 4].map((two) => writer(store, 10 * one + two))),
    )
    await Promise.all(stores.map((store) => store.close()))
    expect(await deadlocks()).toBe(before)
    await admin.end()
  }, 60_000)

  it('let those be committed together that only compare the same record', async () => {
    const address = await newPostgresStore()
    const stores = await Promise.all([openStore(address), openStore(address)])
    await stores[0].records.commit({ expected: new Map(), writes: new Map([['shared', '1']]) })
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, one) =>
        stores[one % 2]?.records.commit({
          expected: new Map([['shared', '1']]),
          writes: new Map([[`own ${one}`, 'x']]),
        }),
      ),
    )
    expect(outcomes.every((outcome) => outcome?.committed)).toBe(true)
    await Promise.all(stores.map((store) => store.close()))
  })
})

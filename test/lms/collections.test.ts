import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { rebuildState, verifyState, workAt } from '../../lms/index.js'
import type { BlockAddresses } from '../../lms/block-addresses.js'
import { BlockStaff } from '../../lms/staff/block-staff.js'
import { eraseLearner, LearnerStore, type LearnerChange } from '../../lms/learner-state/index.js'
import { copyRenamedRecords } from '../../lms/learner-state/renamed-records.js'
import { MemoryRecords, type Records } from '../../store/index.js'
import { closeLearners, lmdbLearners, memoryLearners, RemoteRecords } from './learner-stores.js'
import type { ComposedBlock, ComposedUnit, EntriesAddress, FieldUpdate } from '../../runtime/index.js'

const usage = 'block-v1:O+C+R+type@hints+block@h'
const shared: EntriesAddress = { scope: 'userStateSummary', id: usage, collection: 'hints' }
const own: EntriesAddress = { scope: 'userState', id: usage, collection: 'tries' }
const log = { at: 1000, userId: 'u', context: 'course-v1:O+C+R', lines: [] }

const update = (
  { collection, ...address }: EntriesAddress,
  key: string,
  value: string | undefined,
  entry: Partial<NonNullable<FieldUpdate['entry']>> = {},
): FieldUpdate => ({ ...address, field: collection, value, entry: { key, at: 1000, ...entry } })
const change = (...updates: readonly FieldUpdate[]): LearnerChange => {
  return { updates, grades: [], completions: [], log }
}
const appended = { isAppended: true } as const

const folders: string[] = []
afterEach(async () => {
  await closeLearners()
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

/** Two openings of one store, as two processes have it. */
const twice = (make: () => () => LearnerStore): [LearnerStore, LearnerStore] => {
  const open = make()
  return [open(), open()]
}

describe.each([
  [
    'in memory',
    () => {
      const { records } = memoryLearners()
      return () => new LearnerStore(records)
    },
  ],
  [
    'in lmdb',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'collections-'))
      folders.push(folder)
      return () => lmdbLearners(folder)
    },
  ],
  [
    'behind a network',
    () => {
      const records = new RemoteRecords()
      return () => new LearnerStore(records)
    },
  ],
])('collections in a learner store %s', (_, make) => {
  const stored = async (store: LearnerStore, learner: string, ...updates: readonly FieldUpdate[]) =>
    (await store.commit(await store.load(learner), change(...updates))).committed
  const keys = async (store: LearnerStore, address: EntriesAddress, learner = 'ada') => {
    const batch = await store.load(learner)
    const found = await batch.forBlocks.entries?.range(address, { limit: 1000 })
    return found?.map(({ key, value }) => `${key}=${JSON.stringify(value).slice(1, -1)}`).join(' ')
  }

  it('keep all that learners append at once on two hosts', async () => {
    const [one, other] = twice(make)
    const appends = Array.from({ length: 40 }, (_unused, number) =>
      stored(
        number % 2 ? one : other,
        `learner${number}`,
        update(shared, `${number + 10}`, 'x', appended),
        update(own, 'k', `${number}`),
      ),
    )
    expect(await Promise.all(appends)).toEqual(appends.map(() => true))
    expect((await keys(one, shared))?.split(' ')).toHaveLength(40)
    expect(await keys(other, own, 'learner7')).toBe('k=7')
    expect(await one.blockLearners.count(usage)).toBe(40)
  })

  it('refuse to set what another host has set since it was looked at, so that the work is done again', async () => {
    const [one, other] = twice(make)
    await stored(one, 'ada', update(shared, 'k', 'a'))
    const batch = await one.load('ada')
    expect(await batch.forBlocks.entries?.entry(shared, 'k')).toEqual({ key: 'k', at: 1000, value: 'a' })
    expect(await stored(other, 'bob', update(shared, 'k', 'b'))).toBe(true)
    expect(await one.commit(batch, change(update(shared, 'k', 'c')))).toMatchObject({ committed: false })
    expect(await keys(other, shared)).toBe('k=b')
  })

  it('delete what one learner has with their state, and with all that is theirs', async () => {
    const [store] = twice(make)
    for (const learner of ['ada', 'bob']) {
      await stored(store, learner, update(own, 'a', learner), update(own, 'b', learner))
      await stored(store, learner, update(shared, learner, 'x', appended))
    }
    expect(await store.deleteState({ learner: 'ada', usage, log })).toBe(true)
    expect(await keys(store, own, 'ada')).toBe('')
    expect(await store.blockLearners.count(usage)).toBe(1)
    expect(await store.deleteState({ learner: 'ada', usage, log })).toBe(false)
    await eraseLearner(store.records, { learner: 'bob', userId: 'u', at: 1 })
    expect(await keys(store, own, 'bob')).toBe('')
    expect(await store.blockLearners.count(usage)).toBe(0)
    expect(await keys(store, shared)).toBe('ada=x bob=x')
  })

  it('go along where their block is renamed', async () => {
    const [store] = twice(make)
    const now = usage.replace('@h', '@renamed')
    await stored(store, 'ada', update(own, 'a', '1'), update(own, 'b', '2'), update(shared, 'k', 'x'))
    await stored(store, 'ada', update({ ...own, id: now }, 'b', 'newer'))
    await copyRenamedRecords(store.records, { [usage]: now })
    expect(await keys(store, { ...own, id: now })).toBe('a=1 b=newer')
    expect(await keys(store, { ...shared, id: now })).toBe('k=x')
  })

  it('are full at about as many entries as they may have', async () => {
    const [store] = twice(make)
    const most = { ...appended, most: 20 }
    const add = (count: number) =>
      stored(
        store,
        'ada',
        ...Array.from({ length: count }, (_unused, at) => update(own, `${count}.${at}`, 'x', most)),
      )
    await add(19)
    await add(1)
    await expect(add(2)).rejects.toMatchObject({ code: 'collection-full', usage })
    expect((await keys(store, own))?.split(' ')).toHaveLength(20)
  })
})

it('appending reads nothing of what stands, and counts it once in a twentieth of what may be there', async () => {
  const asked: string[] = []
  class Watched extends RemoteRecords {
    override read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
      asked.push(...keys.filter((key) => key.startsWith('entry/')))
      return super.read(keys)
    }
    override range(...given: Parameters<MemoryRecords['range']>): ReturnType<MemoryRecords['range']> {
      asked.push(given[0].from)
      return super.range(...given)
    }
    override count(...given: Parameters<MemoryRecords['count']>): ReturnType<MemoryRecords['count']> {
      asked.push('count')
      return super.count(...given)
    }
  }
  const store = new LearnerStore(new Watched())
  const add = async (number: number) => {
    const one = update(shared, String(number), 'x', { ...appended, most: 1000 })
    await store.commit(await store.load(`learner${number}`), change(one))
  }
  for (let number = 0; number < 49; number++) await add(number)
  expect(asked).toEqual([])
  await add(49)
  expect(asked).toEqual(['count'])
})

it('the event log is enough to have all collections again, whoever set what last', async () => {
  const store = new LearnerStore(new MemoryRecords(), { sendsStates: true })
  const put = async (learner: string, ...updates: readonly FieldUpdate[]) => {
    const said = change(...updates)
    const { committed } = await store.commit(await store.load(learner), {
      ...said,
      log: { ...log, userId: `u-${learner}` },
    })
    expect(committed).toBe(true)
  }
  await put('ada', update(shared, 'k', 'a', { at: 1 }), update(own, 'x', '1'), update(own, 'y', '2'))
  await put('bob', update(shared, 'k', 'b', { at: 1 }), update(shared, '1', 'added', { at: 5, ...appended }))
  await put('ada', update(shared, 'gone', 'c', { at: 2 }))
  await put('bob', update(shared, 'gone', undefined, { at: 3 }), update(own, 'z', 'bob'))
  await put('ada', update(shared, 'again', 'd', { at: 4 }), update(own, 'x', undefined))
  await put('bob', update(shared, 'again', undefined, { at: 4 }))
  await put('ada', update(shared, 'again', 'e', { at: 9 }))
  await put('cleo', update(own, 'q', 'r'))
  await store.deleteState({ learner: 'cleo', usage, log: { ...log, userId: 'u-cleo' } })
  const lines = await outbox(store.records)
  // Lines of one learner come in their order; whose comes first nobody knows.
  const sorted = lines.toSorted(
    (one, other) => (one.includes('u-bob') ? -1 : 0) - (other.includes('u-bob') ? -1 : 0),
  )
  for (const order of [lines, sorted]) {
    const again = new MemoryRecords()
    await rebuildState(again, async function* () {
      yield* order
    })
    const of = async (records: Records) =>
      (await records.range({ from: 'entry/', to: 'entry0' })).map(({ key, text }) => [key, JSON.parse(text)])
    expect(await of(again)).toEqual(await of(store.records))
    expect((await of(again)).map(([key]) => String(key).split(' ').at(-1))).toEqual([
      'y',
      'z',
      '1',
      'again',
      'k',
    ])
    const verified = await verifyState(store.records, async function* () {
      yield* order
    })
    expect(verified.differences).toEqual([])
  }
})

async function outbox(records: Records): Promise<string[]> {
  return (await records.range({ from: 'outbox ', to: 'outbox!' })).map(({ text }) => text)
}

it('a page of 100 learners’ states costs one read of the store, besides one of who they are', async () => {
  const asked = { reads: 0, ranges: 0 }
  class Counting extends MemoryRecords {
    override read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
      asked.reads++
      return super.read(keys)
    }
    override range(...given: Parameters<MemoryRecords['range']>): ReturnType<MemoryRecords['range']> {
      asked.ranges++
      return super.range(...given)
    }
  }
  const store = new LearnerStore(new Counting())
  const learners = Array.from({ length: 101 }, (_unused, number) => `l${String(number).padStart(3, '0')}`)
  for (const learner of learners) {
    const said = { scope: 'userState' as const, id: usage, field: 'text', value: learner }
    const preferred = { scope: 'preferences' as const, id: 'hints', field: 'colour', value: 'red' }
    const grades = [{ usage, earned: 1, possible: 2, at: 5, onlyIfHigher: false }]
    await store.commit(await store.load(learner), { ...change(said, preferred), grades })
  }
  const addresses = [
    { scope: 'userState', id: usage },
    { scope: 'preferences', id: 'hints' },
  ] as const
  const staff = new BlockStaff(
    store,
    { of: () => addresses, types: new Map() } as unknown as BlockAddresses,
    {} as ComposedUnit,
    { id: 'staff', anonymousId: 's', isStaff: true, name: '' },
    {
      anonymousId: (id) => `a-${id}`,
      learner: async () => Promise.reject(new Error()),
      start: async () => '',
    },
  )
  Object.assign(asked, { reads: 0, ranges: 0 })
  const page = await staff.page({ key: usage } as ComposedBlock, { limit: 100 })
  expect(asked).toEqual({ reads: 1, ranges: 1 })
  expect(page).toHaveLength(100)
  expect(page[99]?.data.record(addresses[0])).toEqual({ text: 'l099' })
  expect(page[0]?.data.record(addresses[1])).toEqual({ colour: 'red' })
  expect(page[7]).toMatchObject({ id: 'l007', anonymousId: 'a-l007', grade: { earned: 1, possible: 2 } })
})

it('what a learner has in collections leaves with their records', async () => {
  const store = memoryLearners()
  await store.commit(await store.load('ada'), change(update(own, 'a', '1'), update(own, 'b', '2')))
  await store.commit(await store.load('bob'), change({ scope: 'userState', id: usage, field: 'x', value: 1 }))
  const work = []
  for await (const one of workAt(store, usage)) work.push(one)
  expect(work).toMatchObject([
    {
      learner: 'ada',
      entries: {
        tries: [
          { key: 'a', at: 1000, value: '1' },
          { key: 'b', at: 1000, value: '2' },
        ],
      },
    },
    { learner: 'bob', state: { x: 1 } },
  ])
  expect(work[1]).not.toHaveProperty('entries')
})

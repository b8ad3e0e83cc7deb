import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { open } from 'lmdb'
import { afterEach, describe, expect, it } from 'vitest'
import {
  eraseLearner,
  LearnerStore,
  nothingChanged,
  type CourseListing,
  type LearnerChange,
} from '../../lms/learner-state/index.js'
import { MemoryPlace, memoryStore } from '../../store/index.js'
import { closeLearners, lmdbLearners, memoryLearners, RemoteRecords } from './learner-stores.js'
import { recordLimit } from '../../lms/learner-state/learner-change.js'
import type { RecordAddress } from '../../runtime/index.js'

const own: RecordAddress = { scope: 'userState', id: 'block-v1:O+C+R+type@poll+block@p' }
const tally: RecordAddress = { scope: 'userStateSummary', id: own.id }
const nothing: LearnerChange = { updates: [], grades: [], completions: [] }
const change = (part: Partial<LearnerChange>): LearnerChange => ({ ...nothing, ...part })
const set = (address: RecordAddress, field: string, value: number | string) =>
  change({ updates: [{ ...address, field, value }] })

const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'learners-'))
  folders.push(made)
  return made
}

afterEach(async () => {
  await closeLearners()
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

describe.each([
  ['in memory', memoryLearners],
  ['in lmdb', () => lmdbLearners(folder())],
  ['behind a network', () => new LearnerStore(new RemoteRecords())],
])('a learner store %s', (_, make: () => LearnerStore) => {
  const save = async (store: LearnerStore, learner: string, what: LearnerChange) => {
    const outcome = await store.commit(await store.load(learner, [own, tally]), what)
    expect(outcome.committed).toBe(true)
  }

  it('gives back what was stored, to that learner only', async () => {
    const store = make()
    await save(store, 'alice', set(own, 'choice', 'a'))
    expect((await store.load('alice', [own])).record(own)).toEqual({ choice: 'a' })
    expect((await store.load('bob', [own])).record(own)).toBeUndefined()
  })

  it.each([own, tally])(
    'refuses a record that is too large, naming its block, and keeps the one before: $scope',
    async (address) => {
      const store = make()
      await save(store, 'alice', set(address, 'note', 'short'))
      const long = store.commit(
        await store.load('alice', [address]),
        set(address, 'note', 'x'.repeat(recordLimit)),
      )
      await expect(long).rejects.toMatchObject({ code: 'learner-state-too-large', usage: own.id })
      expect((await store.load('alice', [address])).record(address)).toEqual({ note: 'short' })
    },
  )

  it('merges changed fields into a record, and takes deleted ones out', async () => {
    const store = make()
    await save(store, 'alice', set(own, 'choice', 'a'))
    await save(store, 'alice', set(own, 'attempts', 2))
    await save(store, 'alice', change({ updates: [{ ...own, field: 'choice', value: undefined }] }))
    expect((await store.load('alice', [own])).record(own)).toEqual({ attempts: 2 })
  })

  it('shares the records of all learners', async () => {
    const store = make()
    await save(store, 'alice', set(tally, 'a', 1))
    expect((await store.load('bob', [tally])).record(tally)).toEqual({ a: 1 })
  })

  it('keeps one record for a block, whatever branch or version its key names', async () => {
    const store = make()
    await save(store, 'alice', set(own, 'choice', 'a'))
    const pinned = { ...own, id: 'block-v1:O+C+R+branch@published-branch+type@poll+block@p' }
    expect((await store.load('alice', [pinned])).record(pinned)).toEqual({ choice: 'a' })
  })

  it('changes the version of the learner, and of the shared record, when something of them is stored', async () => {
    const store = make()
    const versions = async () => {
      const { stateVersion, sharedVersion } = await store.versions('alice', [tally])
      return [stateVersion, (await store.versions('bob')).stateVersion, sharedVersion]
    }
    const [alice, bob, shared] = await versions()
    await save(store, 'alice', set(own, 'choice', 'a'))
    expect(await versions()).toEqual([expect.not.toSatisfy((now) => now === alice), bob, shared])
    await save(store, 'bob', set(tally, 'a', 1))
    expect((await store.versions('x', [tally])).sharedVersion).not.toBe(shared)
  })

  it('refuses a commit when the learner has stored something since the batch was loaded', async () => {
    const store = make()
    const early = await store.load('alice', [own])
    await save(store, 'alice', set(own, 'attempts', 1))
    expect(await store.commit(early, set(own, 'attempts', 1))).toMatchObject({ committed: false })
    expect(await store.commit(early, nothing)).toMatchObject({ committed: true })
  })

  it('refuses a commit when a shared record that was looked at has changed, and only then', async () => {
    const store = make()
    const reader = await store.load('alice', [own, tally])
    const other = await store.load('bob', [own, tally])
    reader.record(tally)
    await save(store, 'carol', set(tally, 'a', 1))
    expect(await store.commit(reader, set(own, 'choice', 'a'))).toMatchObject({ committed: false })
    expect((await store.load('alice', [own])).record(own)).toBeUndefined()
    expect(await store.commit(other, set(own, 'choice', 'b'))).toMatchObject({ committed: true })
  })

  it('keeps grades and completion with the state', async () => {
    const store = make()
    const grade = { usage: own.id, earned: 1, possible: 3, at: 5, onlyIfHigher: false }
    await save(store, 'alice', change({ grades: [grade], completions: [{ usage: own.id, value: 1 }] }))
    expect(await store.results('alice', [own.id, 'other'])).toEqual(
      new Map([[own.id, { grade: { earned: 1, possible: 3, at: 5 }, completion: 1 }]]),
    )
    expect((await store.results('bob', [own.id])).size).toBe(0)
  })

  it('leaves a better grade alone when asked to store only a higher one', async () => {
    const store = make()
    const grade = (earned: number, possible: number, onlyIfHigher: boolean) =>
      change({ grades: [{ usage: own.id, earned, possible, at: 5, onlyIfHigher }] })
    const kept = async () => (await store.results('alice', [own.id])).get(own.id)?.grade?.earned
    await save(store, 'alice', grade(3, 4, true))
    await save(store, 'alice', grade(4, 8, true))
    expect(await kept()).toBe(3)
    await save(store, 'alice', grade(4, 4, true))
    expect(await kept()).toBe(4)
    await save(store, 'alice', grade(0, 4, false))
    expect(await kept()).toBe(0)
  })

  it('keeps any two learners and any two ids apart, whatever their text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('', ' ', '#', 'a b', 'a\u0000b', '\ud800', '\ud801', 'é', 'e\u0301', 'x'.repeat(5000)),
      fc.stringMatching(/^#[A-Za-z0-9_-]{43}$/),
    )
    const store = make()
    const written = new Map<string, { learner: string; id: string; value: number }>()
    await fc.assert(
      fc.asyncProperty(text, text, async (learner, id) => {
        const value = written.size + 1
        const address: RecordAddress = { scope: 'preferences', id }
        const batch = await store.load(learner, [address])
        const key = JSON.stringify([learner, id])
        expect(batch.record(address)).toEqual(
          written.has(key) ? { value: written.get(key)?.value } : undefined,
        )
        await store.commit(batch, set(address, 'value', value))
        written.set(key, { learner, id, value })
      }),
      { seed: 11, numRuns: 150 },
    )
  })
})

describe('the learners of a course', () => {
  const begun = (usage: string, field = 'seen') => ({
    ...nothingChanged,
    updates: [{ scope: 'userState' as const, id: usage, field, value: true }],
  })
  const usages = [
    'block-v1:O+C+R+type@problem+block@one',
    'block-v1:O+C+R+type@problem+block@two',
    'block-v1:O+C+Other+type@problem+block@one',
  ]
  const names = Array.from({ length: 7 }, (_, at) => `learner ${at}`)
  const listed = async (store: LearnerStore, context: string) => {
    const all: string[] = []
    for await (const page of store.courseLearners.all(context)) all.push(...page)
    return all
  }

  it('are all who began with anything there, once each, in pages, also those from before they were noted', async () => {
    const store = memoryLearners()
    const { records } = store
    for (const [at, name] of names.entries())
      for (const usage of usages.slice(at % 2)) await store.commit(await store.load(name), begun(usage))
    const notes = await records.range({ from: 'learnerIn ', to: 'learnerIn!' })
    expect(notes).toHaveLength(14)
    // As a store is in which nothing was noted.
    await records.commit({ expected: new Map(), writes: new Map(notes.map(({ key }) => [key, undefined])) })
    expect(await store.courseLearners.listPiece('course-v1:O+C+R')).toEqual({ isWhole: true, learners: 7 })
    const inOrder = (await listed(store, 'course-v1:O+C+R')).toSorted()
    expect(inOrder).toEqual(names)
    expect(await store.courseLearners.count('course-v1:O+C+R')).toBe(7)
    const first = await store.courseLearners.page('course-v1:O+C+R', { limit: 4 })
    const second = await store.courseLearners.page('course-v1:O+C+R', { after: first.at(-1), limit: 4 })
    expect([...first, ...second].toSorted()).toEqual(names)
    expect(await listed(store, 'course-v1:O+C+Nobody')).toEqual([])
    await store.commit(await store.load('late'), begun(usages[0] ?? ''))
    expect(await store.courseLearners.has('course-v1:O+C+R', 'late')).toBe(true)
  })

  it('are listed in bounded pieces where they were many before, from where another process left off', async () => {
    const place = new MemoryPlace()
    const { records } = memoryStore(place)
    const [first = ''] = usages
    const notes = Array.from({ length: 60_000 }, (_, at) => [`learnerOf ${first} ${at}`, String(at)] as const)
    await records.commit({ expected: new Map(), writes: new Map(notes) })
    const pieces: CourseListing[] = []
    while (pieces.at(-1)?.isWhole !== true && pieces.length < 10)
      pieces.push(
        await new LearnerStore(memoryStore(place).records).courseLearners.listPiece('course-v1:O+C+R'),
      )
    expect(pieces).toEqual([
      { isWhole: false, learners: 50_000 },
      { isWhole: true, learners: 60_000 },
    ])
  })

  it('are forgotten where they are erased', async () => {
    const store = memoryLearners()
    for (const name of names.slice(0, 2))
      for (const usage of usages) await store.commit(await store.load(name), begun(usage))
    await eraseLearner(store.records, { learner: 'learner 0', userId: 'a0', at: 1 })
    for (const context of ['course-v1:O+C+R', 'course-v1:O+C+Other'])
      expect(await listed(store, context)).toEqual(['learner 1'])
  })
})

describe('a learner store in lmdb', () => {
  it('names the record that something else has damaged', async () => {
    const path = folder()
    const store = lmdbLearners(path)
    const outside = open<string, string>({ path, noSubdir: false, encoding: 'string' })
    await outside.put(`userState alice ${own.id}`, '{"version":')
    await expect((async () => (await store.load('alice', [own])).record(own))()).rejects.toEqual(
      expect.objectContaining({ code: 'store-damaged', message: expect.stringContaining(own.id) }),
    )
    await outside.close()
  })

  it('still has everything when it is opened again', async () => {
    const path = folder()
    const first = lmdbLearners(path)
    await first.commit(await first.load('alice', [own]), set(own, 'choice', 'a'))
    await closeLearners()
    const second = lmdbLearners(path)
    expect((await second.load('alice', [own])).record(own)).toEqual({ choice: 'a' })
    expect(second.knownVersion('alice')).toBe(1)
  })
})

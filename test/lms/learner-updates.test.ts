import { describe, expect, it } from 'vitest'
import { LearnerStore, LearnerUpdates, type LearnerBatch } from '../../lms/learner-state/index.js'
import { Turns } from '../../lms/learner-state/turns.js'
import type { RecordAddress } from '../../runtime/index.js'
import { MemoryPlace, memoryStore } from '../../store/index.js'
import { memoryLearners } from './learner-stores.js'

const own: RecordAddress = { scope: 'userState', id: 'p' }
const tally: RecordAddress = { scope: 'userStateSummary', id: 'p' }

const number = (batch: LearnerBatch, address: RecordAddress) => Number(batch.record(address)?.n ?? 0)

function plusOne(address: RecordAddress) {
  return async (batch: LearnerBatch) => {
    const n = number(batch, address) + 1
    await Promise.resolve()
    return {
      change: { updates: [{ ...address, field: 'n', value: n }], grades: [], completions: [] },
      result: n,
    }
  }
}

describe('updates of learners', () => {
  it('lose no vote when three hundred learners vote at once', async () => {
    const store = memoryLearners()
    const updates = new LearnerUpdates(store)
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        updates.update(`learner${index}`, { addresses: [tally] }, plusOne(tally)),
      ),
    )
    expect(number(await store.load('x', [tally]), tally)).toBe(300)
  })

  it('do the work again on fresh values when the learner did something else meanwhile', async () => {
    const store = memoryLearners()
    const updates = new LearnerUpdates(store)
    const results = await Promise.all([
      updates.update('alice', { addresses: [own] }, plusOne(own)),
      updates.update('alice', { addresses: [own] }, plusOne(own)),
    ])
    expect(results.map(({ result }) => result)).toEqual([1, 2])
    expect(results.map(({ stateVersion }) => stateVersion)).toEqual([1, 2])
  })

  it('give up with a clear error when the values never hold still', async () => {
    const store = memoryLearners()
    const outside = new LearnerUpdates(store)
    let worked = 0
    const restless = new LearnerUpdates(store, 3).update('alice', { addresses: [own] }, async (batch) => {
      worked++
      await outside.update('alice', { addresses: [own] }, plusOne(own))
      return plusOne(own)(batch)
    })
    await expect(restless).rejects.toMatchObject({ code: 'learner-write-conflict', status: 503 })
    expect(worked).toBe(3)
  })

  it('of one learner are hardly ever done in vain, however many come at once and however slow the store is', async () => {
    const records = memoryStore(new MemoryPlace()).records
    let commits = 0
    const store = new LearnerStore({
      known: () => undefined,
      read: async (keys) => records.read(keys),
      range: async (range) => records.range(range),
      count: async (range) => records.count(range),
      commit: async (commit) => {
        commits++
        await new Promise((resolve) => setTimeout(resolve, 5))
        return records.commit(commit)
      },
    })
    const updates = new LearnerUpdates(store)
    await Promise.all(
      Array.from({ length: 300 }, () => updates.update('alice', { addresses: [own] }, plusOne(own))),
    )
    expect(number(await store.load('alice', [own]), own)).toBe(300)
    expect(commits).toBeLessThan(320)
  })

  it('store nothing when the work fails', async () => {
    const store = memoryLearners()
    const failing = new LearnerUpdates(store).update('alice', { addresses: [own] }, () =>
      Promise.reject(new Error('no')),
    )
    await expect(failing).rejects.toThrow('no')
    expect((await store.versions('alice')).stateVersion).toBe(0)
  })
})

describe('turns', () => {
  it('come in the order they were asked for, also after one that failed', async () => {
    const turns = new Turns()
    const order: number[] = []
    const all = [1, 2, 3].map((n) =>
      turns.take('x', 10_000, async () => {
        await Promise.resolve()
        order.push(n)
        if (n === 1) throw new Error('first')
      }),
    )
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(order).toEqual([1, 2, 3])
  })

  it('are not held up for ever by one that never ends', async () => {
    const turns = new Turns()
    void turns.take('x', 10_000, () => new Promise(() => {}))
    expect(await turns.take('x', 1, async () => 'went ahead')).toBe('went ahead')
  })

  it('are held by each for so long alone as the one before has them, whenever who waits had asked', async () => {
    const turns = new Turns()
    let atOnce = 0
    let most = 0
    const all = Array.from({ length: 20 }, () =>
      turns.take('x', 200, async () => {
        most = Math.max(most, ++atOnce)
        await new Promise((resolve) => setTimeout(resolve, 20))
        atOnce--
      }),
    )
    await Promise.all(all)
    expect(most).toBe(1)
  })
})

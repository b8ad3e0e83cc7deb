import { describe, expect, it } from 'vitest'
import { CompositorError } from '../../runtime/index.js'
import {
  JobLeft,
  JobRunner,
  Jobs,
  Lease,
  MemoryPlace,
  memoryStore,
  type JobWorker,
  type RunningJob,
} from '../../store/index.js'

/** Two hosts of one store, by a clock that the test sets. */
function hosts() {
  const place = new MemoryPlace()
  const clock = { time: 1_000_000 }
  const now = () => clock.time
  const records = [memoryStore(place).records, memoryStore(place).records] as const
  const runner = (host: 0 | 1, worker: JobWorker) =>
    new JobRunner(new Jobs(records[host], now), { workers: { count: worker }, poll: 0 })
  return { clock, records, jobs: new Jobs(records[0], now), runner }
}

/** Counts to ten, one record a number, in the commit that notes the step. */
function counting(records: ReturnType<typeof hosts>['records'][0], before?: (n: number) => Promise<void>) {
  return async (job: RunningJob) => {
    for (let n = Number(job.checkpoint ?? 0); n < 10; n++) {
      await before?.(n)
      const step = {
        progress: { done: n + 1, total: 10 },
        checkpoint: n + 1,
        listed: [{ list: 'numbers', place: n, value: n }],
      }
      const { expected, writes } = job.part(step)
      const counted = Number((await records.read(['counted'])).get('counted') ?? 0)
      const part = { expected, writes: new Map([...writes, ['counted', String(counted + 1)]]) }
      const { committed } = await records.commit(part)
      if (!committed) await job.look()
      else job.committed(part)
    }
    return 'counted'
  }
}

const counted = async ({ records }: ReturnType<typeof hosts>) =>
  (await records[0].read(['counted'])).get('counted')

describe('a job', () => {
  it('is done once, however many hosts look for it, and says how far it is and what it lists', async () => {
    const made = hosts()
    const { jobs, runner, records } = made
    const { id } = await jobs.start('count', { by: 'ada' })
    expect(await jobs.find(id)).toMatchObject({ state: 'waiting', input: { by: 'ada' } })
    const runners = [runner(0, counting(records[0])), runner(1, counting(records[1]))]
    await Promise.all(runners.flatMap((one) => [one.look(), one.look()]))
    expect(await counted(made)).toBe('10')
    expect(await jobs.find(id)).toMatchObject({
      state: 'done',
      result: 'counted',
      progress: { done: 10, total: 10 },
      endedAt: 1_000_000,
    })
    expect(await jobs.listed(id, 'numbers')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await Promise.all(runners.map((one) => one.look()))
    expect(await counted(made)).toBe('10')
  })

  it('goes on from its last step on another host when the lease of the first has ended, which then changes nothing more', async () => {
    const made = hosts()
    const { jobs, runner, records, clock } = made
    const { id } = await jobs.start('count', {})
    let wake = () => {}
    const asleep = new Promise<void>((resolve) => (wake = resolve))
    const fallsAsleep = (n: number) => (n === 4 ? asleep : Promise.resolve())
    let left: unknown
    const first = runner(0, async (job) => {
      try {
        return await counting(records[0], fallsAsleep)(job)
      } catch (thrown) {
        left = thrown
        throw thrown
      }
    })
    const run = first.run(id)
    await expect.poll(() => counted(made)).toBe('4')
    const second = runner(1, counting(records[1]))
    await second.look()
    expect(await counted(made)).toBe('4')
    clock.time += 30_001
    await second.look()
    expect(await counted(made)).toBe('10')
    wake()
    await run
    expect(left).toBeInstanceOf(JobLeft)
    expect(await counted(made)).toBe('10')
    expect(await jobs.find(id)).toMatchObject({ state: 'done', progress: { done: 10 } })
  })

  it('ends after its step when it is cancelled, and keeps what it has done', async () => {
    const made = hosts()
    const { jobs, runner, records } = made
    const { id } = await jobs.start('count', {})
    const cancels = async (n: number) => {
      if (n === 3) await jobs.cancel(id)
    }
    await runner(0, counting(records[0], cancels)).run(id)
    expect(await jobs.find(id)).toMatchObject({ state: 'cancelled', progress: { done: 3 } })
    expect(await counted(made)).toBe('3')
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled' })
    expect(await jobs.cancel('count.none.x')).toBeUndefined()
  })

  it('keeps why it failed; one that failed for want of the store is tried again', async () => {
    const { jobs, runner } = hosts()
    const errors = [
      new CompositorError('store-full', 'no room'),
      new CompositorError('block-not-found', 'no block'),
    ]
    const { id } = await jobs.start('count', {})
    const failing = runner(0, () => Promise.reject(errors.shift() ?? new Error('none left')))
    await failing.look()
    expect(await jobs.find(id)).toMatchObject({ state: 'waiting' })
    await failing.look()
    const error = { code: 'block-not-found', message: 'no block' }
    expect(await jobs.find(id)).toMatchObject({ state: 'failed', error })
    await failing.look()
    expect(await jobs.find(id)).toMatchObject({ error })
  })

  it('is the only one on its matter until it has ended', async () => {
    const { jobs, runner, records } = hosts()
    const [one, two] = await Promise.all([jobs.start('count', {}, 'block'), jobs.start('count', {}, 'block')])
    expect(two.id).toBe(one.id)
    expect((await jobs.start('count', {}, 'other')).id).not.toBe(one.id)
    await runner(0, counting(records[0])).look()
    expect((await jobs.start('count', {}, 'block')).id).not.toBe(one.id)
  })

  it('is listed by kind, the newest first, a page at a time', async () => {
    const { jobs, clock } = hosts()
    const started: string[] = []
    for (let n = 0; n < 7; n++) {
      clock.time += 1
      started.push((await jobs.start('count', { n })).id)
      await jobs.start('counting', { n })
    }
    const listed: string[] = []
    for (let after: string | undefined | null; after !== null;) {
      const { items, next } = await jobs.list({ kind: 'count', limit: 3, after })
      listed.push(...items.map(({ id }) => id))
      after = next
    }
    expect(listed).toEqual(started.toReversed())
    expect((await jobs.list()).items).toHaveLength(14)
  })

  it('is forgotten long after it has ended, with what it lists', async () => {
    const { jobs, runner, records, clock } = hosts()
    const { id } = await jobs.start('count', {})
    await runner(0, counting(records[0])).run(id)
    for (let n = 0; n < 205; n++) {
      clock.time += 1
      await jobs.start('count', {})
    }
    expect(await jobs.find(id)).toBeUndefined()
    expect(await jobs.listed(id, 'numbers')).toEqual([])
    expect((await jobs.list({ limit: 200 })).items.every(({ state }) => state === 'waiting')).toBe(true)
  })
})

describe('a lease', () => {
  it('is one holder’s until it ends, is renewed by commits, and given up', async () => {
    const { records, clock } = hosts()
    const options = { now: () => clock.time, duration: 100 }
    const [one, two] = [new Lease(records[0], 'lease x', options), new Lease(records[1], 'lease x', options)]
    expect([await one.take(), await two.take()]).toEqual([true, false])
    clock.time += 60
    expect(await one.commit(new Map([['a', '1']]))).toBe(true)
    clock.time += 60
    expect([one.isHeld, await two.take()]).toEqual([true, false])
    clock.time += 60
    expect([one.isHeld, await two.take()]).toEqual([false, true])
    expect(await one.commit(new Map([['a', '2']]))).toBe(false)
    expect((await records[0].read(['a'])).get('a')).toBe('1')
    expect(await two.release(new Map([['a', '3']]))).toBe(true)
    expect([await one.take(), (await records[0].read(['a'])).get('a')]).toEqual([true, '3'])
  })

  it('of a process of this machine that is there no more is free at once', async () => {
    const { records } = hosts()
    const { hostname } = await import('node:os')
    const dead = JSON.stringify({ number: 7, holder: `${hostname()} 999999999 x`, until: 9e15 })
    await records[0].commit({ expected: new Map(), writes: new Map([['lease x', dead]]) })
    expect(await new Lease(records[0], 'lease x').take()).toBe(true)
  })
})

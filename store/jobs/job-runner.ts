import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import { Lease, type LeaseOptions } from '../lease.js'
import { hasEnded, type Job } from './job.js'
import { jobKey, lastCharacter, leaseKey, openKey, soleKey } from './job-key.js'
import type { Jobs } from './jobs.js'
import { JobLeft, RunningJob } from './running-job.js'

/** What does the jobs of one kind, from their checkpoint on. @returns the job's result */
export type JobWorker = (job: RunningJob) => Promise<Json>

/** How jobs are run. */
export interface JobRunnerOptions {
  /** By kind. */
  readonly workers: Readonly<Record<string, JobWorker>>
  readonly lease?: LeaseOptions | undefined
  /** Milliseconds between looks for jobs of other processes; 2,000 if not said, never for 0. */
  readonly poll?: number | undefined
  /** Jobs that are run at once; 2 if not said. */
  readonly atOnce?: number | undefined
  /** Told of jobs that have ended here, for what was kept for them. A process that dies before loses it to a collector. */
  readonly onEnd?: ((job: Job) => Promise<void>) | undefined
  /** Told of what the store failed. */
  readonly onFailure?: ((error: CompositorError) => void) | undefined
}

/** Failures of the store, after which a job is tried again. */
const ofStore: ReadonlySet<ErrorCode> = new Set(['store-unavailable', 'store-full', 'store-read-only'])
const mostTries = 20
/** Jobs that are looked at, at once. */
const most = 100

/** Runs jobs in this process: those that were started here, and those whose process has died. */
export class JobRunner {
  readonly #running = new Map<
    string,
    { readonly ended: Promise<void>; readonly controller: AbortController }
  >()
  readonly #ending = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(
    readonly jobs: Jobs,
    private readonly options: JobRunnerOptions,
  ) {
    this.#wait(options.poll ?? 2000)
  }

  /** How many are under way here. */
  get underWay(): number {
    return this.#running.size
  }

  /** Looks for jobs now. @returns when those that it began have ended, or were left */
  async look(): Promise<void> {
    if (this.#ending.signal.aborted) return
    try {
      const open = await this.jobs.records.range({
        from: openKey(''),
        to: openKey(lastCharacter),
        limit: most,
      })
      const ids = open.map(({ key }) => key.slice(openKey('').length))
      await Promise.all(ids.map((id) => this.run(id)))
    } catch (thrown) {
      this.options.onFailure?.(CompositorError.from(thrown, 'store-unavailable'))
    }
  }

  /** Runs one job, unless another process is at it, or too many are under way here. */
  async run(id: string): Promise<void> {
    const { workers, atOnce = 2 } = this.options
    const under = this.#running.get(id)
    if (under) return under.ended
    const [kind = ''] = id.split('.')
    if (this.#running.size >= atOnce || !Object.hasOwn(workers, kind) || this.#ending.signal.aborted) return
    const controller = new AbortController()
    const ended = this.#run(id, workers[kind] as JobWorker, controller).catch((thrown: unknown) => {
      this.options.onFailure?.(CompositorError.from(thrown, 'store-unavailable'))
    })
    this.#running.set(id, { ended, controller })
    await ended.finally(() => this.#running.delete(id))
  }

  /** Leaves what is under way to others, after the step it is at. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#ending.abort()
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  #wait(poll: number): void {
    if (poll === 0 || this.#ending.signal.aborted) return
    this.#timer = setTimeout(() => {
      void this.look()
      this.#wait(poll)
    }, poll)
    this.#timer.unref()
  }

  async #run(id: string, worker: JobWorker, controller: AbortController): Promise<void> {
    const lease = new Lease(this.jobs.records, leaseKey(id), { now: this.jobs.now, ...this.options.lease })
    if (!(await lease.take())) return
    const { signal } = controller
    const job = await this.jobs.find(id)
    if (!job || hasEnded(job)) {
      await lease.release(new Map([[openKey(id), undefined]]))
      return
    }
    const renewal = setInterval(() => void this.#renew(lease, id, controller), lease.duration / 3)
    renewal.unref()
    const running = new RunningJob(this.jobs, lease, job, AbortSignal.any([signal, this.#ending.signal]))
    try {
      await this.#ended(running, lease, await this.#outcome(running, worker))
    } finally {
      clearInterval(renewal)
      await lease.release()
    }
  }

  async #outcome(running: RunningJob, worker: JobWorker): Promise<Partial<Job> | undefined> {
    if (running.job.isCancelled) return { state: 'cancelled' }
    try {
      return { state: 'done', result: await worker(running) }
    } catch (thrown) {
      if (thrown instanceof JobLeft)
        return (await this.jobs.find(running.id))?.isCancelled ? { state: 'cancelled' } : undefined
      const { code, message, location } = CompositorError.from(thrown, 'host-failed')
      const tries = (running.job.tries ?? 0) + 1
      if (ofStore.has(code) && tries < mostTries) return { state: 'waiting', tries }
      return { state: 'failed', error: { code, message, ...(location && { location }) } }
    }
  }

  /** @param outcome how it ended; undefined where it was left */
  async #ended(running: RunningJob, lease: Lease, outcome: Partial<Job> | undefined): Promise<void> {
    if (!outcome || !lease.isHeld) return
    const { id, kind, sole } = running.job
    if (outcome.state === 'waiting') {
      await running.end(outcome, new Map())
      return
    }
    const gone: [string, undefined][] = [[openKey(id), undefined]]
    if (sole !== undefined) gone.push([soleKey(kind, sole), undefined])
    const ended = await running.end({ ...outcome, endedAt: this.jobs.now() }, new Map(gone))
    if (ended) await this.options.onEnd?.(running.job)
  }

  /** Holds on to a job whose step takes long, and sees whether it is to end. */
  async #renew(lease: Lease, id: string, controller: AbortController): Promise<void> {
    try {
      const key = jobKey(id)
      const text = (await this.jobs.records.read([key])).get(key)
      const isCancelled = text === undefined || (JSON.parse(text) as Job).isCancelled
      if (isCancelled || !(await lease.take())) controller.abort()
    } catch {
      // The next renewal may succeed; else the lease ends by itself.
    }
  }
}

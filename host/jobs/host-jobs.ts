import { setTimeout as wait } from 'node:timers/promises'
import type { CompositorError, JsonObject } from '../../runtime/index.js'
import {
  hasEnded,
  JobRunner,
  Jobs,
  type Job,
  type JobProgress,
  type JobWorker,
  type Records,
} from '../../store/index.js'

/** What the jobs of a host rest on. */
export interface HostJobsOptions {
  readonly records: Records
  readonly workers: Readonly<Record<string, JobWorker>>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Whether jobs of other processes are run here, too, where theirs has died. */
  readonly runsOthers: boolean
  /** See `JobRunnerOptions.onEnd`. */
  readonly onEnd?: ((job: Job) => Promise<void>) | undefined
  readonly onFailure: (error: CompositorError) => void
}

/** Milliseconds between looks how far a job is. */
const pause = 200

/** Long work of a host: kept in the store, run here or by whichever process of the store is free. */
export class HostJobs {
  readonly jobs: Jobs
  readonly runner: JobRunner

  constructor({ records, workers, now, runsOthers, onEnd, onFailure }: HostJobsOptions) {
    this.jobs = new Jobs(records, now)
    this.runner = new JobRunner(this.jobs, { workers, onEnd, onFailure, ...(!runsOthers && { poll: 0 }) })
  }

  /** Starts a job, or finds the one that is under way on the same; see `Jobs.start`. It is run in the background. */
  async start(kind: string, input: JsonObject, sole?: string): Promise<Job> {
    const job = await this.jobs.start(kind, input, sole)
    void this.runner.run(job.id)
    return job
  }

  /** Runs a job here, or waits for the process that is at it. @returns it, once it has ended */
  async ended(id: string, onProgress?: (progress: JobProgress) => void): Promise<Job> {
    const watching = setInterval(() => void this.#tell(id, onProgress), pause)
    try {
      for (;;) {
        await this.runner.run(id)
        const job = await this.jobs.find(id)
        if (!job) throw new TypeError(`There is no job '${id}'.`)
        onProgress?.(job.progress)
        if (hasEnded(job)) return job
        await wait(pause)
      }
    } finally {
      clearInterval(watching)
    }
  }

  /** Leaves what is under way to others. */
  close(): Promise<void> {
    return this.runner.close()
  }

  async #tell(id: string, onProgress: ((progress: JobProgress) => void) | undefined): Promise<void> {
    const job = onProgress && (await this.jobs.find(id).catch(() => undefined))
    if (job) onProgress(job.progress)
  }
}

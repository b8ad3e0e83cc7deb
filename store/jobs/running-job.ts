import type { Json, JsonObject } from '../../runtime/values/index.js'
import type { Lease } from '../lease.js'
import type { RecordsCommit } from '../records.js'
import type { Job, JobProgress } from './job.js'
import { itemKey, jobKey } from './job-key.js'
import type { Jobs } from './jobs.js'

/** What one step of a job has done. */
export interface JobStep {
  readonly progress: JobProgress
  /** Where the job goes on from here. */
  readonly checkpoint: Json
  /** What it lists by now, by the name of the list and its place in it. */
  readonly listed?: readonly { readonly list: string; readonly place: number; readonly value: Json }[]
}

/** Why a process leaves a job: another has taken it over, or it is to end. */
export class JobLeft extends Error {
  override readonly name = 'JobLeft'
}

/** A job that this process is at. */
export class RunningJob {
  #job: Job
  #text: string

  /** @internal */
  constructor(
    private readonly jobs: Jobs,
    private readonly lease: Lease,
    job: Job,
    /** Aborted when the process ends, the job is cancelled or another process has it. */
    readonly signal: AbortSignal,
  ) {
    this.#job = job
    this.#text = JSON.stringify(job)
  }

  get id(): string {
    return this.#job.id
  }

  get input(): JsonObject {
    return this.#job.input
  }

  /** Where an earlier process left off; undefined at the beginning. */
  get checkpoint(): Json | undefined {
    return this.#job.checkpoint
  }

  /** @internal */
  get job(): Job {
    return this.#job
  }

  /**
   * The part of a commit that notes a step as done, to be made together with what the step changes: then the step is
   * done once, whichever process dies when.
   * @throws JobLeft where this process has to leave it
   */
  part(step: JobStep): RecordsCommit {
    const { proof } = this.lease
    if (this.signal.aborted || !proof) throw new JobLeft('Another process is at it, or it is to end.')
    const { progress, checkpoint, listed = [] } = step
    const text = JSON.stringify({ ...this.#job, state: 'running', progress, checkpoint } satisfies Job)
    const writes = new Map([[jobKey(this.id), text]])
    for (const { list, place, value } of listed)
      writes.set(itemKey(this.id, list, place), JSON.stringify(value))
    return { expected: new Map([proof, [jobKey(this.id), this.#text]]), writes }
  }

  /** Told that a part was committed. */
  committed({ writes }: RecordsCommit): void {
    const text = writes.get(jobKey(this.id))
    if (text !== undefined) this.#now(text)
  }

  /** Notes a step as done that changed nothing else. @throws JobLeft; CompositorError `store-full`, `store-unavailable` */
  async save(step: JobStep): Promise<void> {
    for (;;) {
      const part = this.part(step)
      if ((await this.jobs.records.commit(part)).committed) return this.committed(part)
      await this.look()
    }
  }

  /** Looks what others did to the job. @throws JobLeft */
  async look(): Promise<void> {
    const key = jobKey(this.id)
    const text = (await this.jobs.records.read([key])).get(key)
    if (text === undefined || this.signal.aborted || !(await this.lease.take()))
      throw new JobLeft('Another process is at it, or it is to end.')
    this.#now(text)
    if (this.#job.isCancelled) throw new JobLeft('It is to end.')
  }

  /** @internal Ends it, or leaves it to others. */
  async end(after: Partial<Job>, further: ReadonlyMap<string, string | undefined>): Promise<boolean> {
    const key = jobKey(this.id)
    for (let tried = 0; tried < 5; tried++) {
      const text = (await this.jobs.records.read([key])).get(key)
      if (text === undefined) return false
      const job: Job = { ...(JSON.parse(text) as Job), ...after }
      const writes = new Map([...further, [key, JSON.stringify(job)]])
      if (await this.lease.commit(writes, new Map([[key, text]]))) return true
      if (!this.lease.isHeld) return false
    }
    return false
  }

  #now(text: string): void {
    this.#text = text
    this.#job = JSON.parse(text) as Job
  }
}

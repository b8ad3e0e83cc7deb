import type { Json } from '../../runtime/values/index.js'
import type { RecordsCommit } from '../records.js'
import type { JobStep, RunningJob } from './running-job.js'

/** What is needed of a job to do it step by step. */
export type JobWork = Pick<RunningJob, 'checkpoint' | 'part' | 'committed' | 'save' | 'look'>

/** One of several pieces of work that a job consists of, as a job of its own: where it is stands in the checkpoint of the whole. */
export class PartOfJob implements JobWork {
  /**
   * @param checkpoint where an earlier process left off in it
   * @param stepOf the step of the whole that a step of it is
   */
  constructor(
    private readonly job: JobWork,
    readonly checkpoint: Json | undefined,
    private readonly stepOf: (step: JobStep) => JobStep,
  ) {}

  part(step: JobStep): RecordsCommit {
    return this.job.part(this.stepOf(step))
  }

  committed(commit: RecordsCommit): void {
    this.job.committed(commit)
  }

  save(step: JobStep): Promise<void> {
    return this.job.save(this.stepOf(step))
  }

  look(): Promise<void> {
    return this.job.look()
  }
}

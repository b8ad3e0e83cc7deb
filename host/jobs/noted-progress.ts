import type { Json } from '../../runtime/index.js'
import { JobLeft, type JobProgress, type RunningJob } from '../../store/index.js'
import type { WorkProgress } from '../authoring-work.js'

/** Milliseconds between two notes of a job's progress in the store. */
const pause = 500

/** How far a job of several steps is, noted in the store now and then, with its rate. */
export class NotedProgress {
  #step: { readonly name: string; readonly began: number } | undefined
  #noted = 0
  #saving: Promise<void> | undefined
  #failure: unknown
  /** Of the last step, as far as it was known. */
  total = 0

  /**
   * @param checkpoint where the job goes on
   * @param now milliseconds
   */
  constructor(
    private readonly job: RunningJob,
    private readonly checkpoint: Json = null,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws JobLeft where this process has to leave the job */
  note({ step, done, total }: WorkProgress): void {
    if (this.job.signal.aborted || this.#failure instanceof JobLeft)
      throw new JobLeft('Another process is at it, or it is to end.')
    this.total = total ?? done
    const at = this.now()
    const isNext = this.#step?.name !== step
    if (isNext) this.#step = { name: step, began: at }
    if (this.#saving || (!isNext && at - this.#noted < pause)) return
    this.#noted = at
    const seconds = (at - (this.#step?.began ?? at)) / 1000
    const rate = seconds > 0.5 ? { rate: Math.round((done / seconds) * 10) / 10 } : {}
    this.#saving = this.#save({ done, ...(total !== undefined && { total }), step, ...rate })
  }

  /** Lets what is being noted end, and looks whether the job is still this process's. @throws JobLeft */
  async settle(): Promise<void> {
    await this.#saving
    await this.job.look()
  }

  /** Notes that all is done. @throws JobLeft */
  async finish(done: number): Promise<void> {
    await this.#saving
    await this.job.save({ progress: { step: 'done', done, total: done }, checkpoint: this.checkpoint })
  }

  /** A note that could not be made is made up by the next; a job that is to be left ends the work. */
  async #save(progress: JobProgress): Promise<void> {
    await this.job.save({ progress, checkpoint: this.checkpoint }).catch((thrown: unknown) => {
      this.#failure = thrown
    })
    this.#saving = undefined
  }
}

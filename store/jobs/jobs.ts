import { CompositorError } from '../../runtime/errors/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import type { Records } from '../records.js'
import { hasEnded, type Job } from './job.js'
import {
  itemKey,
  itemPrefix,
  jobKey,
  kindForm,
  lastCharacter,
  newJobId,
  openKey,
  soleKey,
} from './job-key.js'

/** Which jobs are listed, the newest first. */
export interface JobsPage {
  /** Of this kind alone. */
  readonly kind?: string | undefined
  /** The job after which the page begins. */
  readonly after?: string | undefined
  /** 50 if not said, at most 200. */
  readonly limit?: number | undefined
}

/** A page of a list, and where the next begins; null at its end. */
export interface JobsFound {
  readonly items: readonly Job[]
  readonly next: string | null
}

/** How often something is tried that others change meanwhile. */
const tries = 40
/** Jobs of a kind that are kept after they have ended, and how many are removed at once. */
const [mostKept, mostRemoved] = [200, 20]

/** The jobs of a store: started here, done by whichever process has a worker for their kind. */
export class Jobs {
  /** @param now epoch milliseconds */
  constructor(
    readonly records: Records,
    readonly now: () => number = Date.now,
  ) {}

  /**
   * Starts a job; it outlives this process when it resolves.
   * @param sole of jobs of the kind that have not ended, only one may have this: where there is one, it is given back
   * @throws CompositorError `store-full`, `store-unavailable`; TypeError for a kind that is none
   */
  async start(kind: string, input: JsonObject, sole?: string): Promise<Job> {
    if (!kindForm.test(kind)) throw new TypeError(`'${kind.slice(0, 80)}' is no kind of job.`)
    const at = this.now()
    const id = newJobId(kind, at)
    const own = { ...(sole !== undefined && { sole }) }
    const job: Job = { id, kind, input, state: 'waiting', at, progress: { done: 0 }, ...own }
    const writes = new Map([
      [jobKey(id), JSON.stringify(job)],
      [openKey(id), ''],
    ])
    const expected = new Map<string, string | undefined>([[jobKey(id), undefined]])
    if (sole !== undefined) {
      const key = soleKey(kind, sole)
      writes.set(key, id)
      expected.set(key, undefined)
    }
    for (let tried = 0; tried < tries; tried++) {
      if ((await this.records.commit({ expected, writes })).committed) {
        await this.#forget(kind)
        return job
      }
      const key = soleKey(kind, sole ?? '')
      const other = (await this.records.read([key])).get(key)
      const found = other === undefined ? undefined : await this.find(other)
      if (found) return found
    }
    throw new CompositorError(
      'store-unavailable',
      `A job of kind '${kind}' could not be started: others kept coming first.`,
    )
  }

  /** A job; undefined where there is none, or it was too long ago. @throws CompositorError `store-unavailable` */
  async find(id: string): Promise<Job | undefined> {
    const key = jobKey(id)
    const text = /^[!-~]{1,120}$/.test(id) ? (await this.records.read([key])).get(key) : undefined
    return text === undefined ? undefined : (JSON.parse(text) as Job)
  }

  /** @throws CompositorError `store-unavailable` */
  async list({ kind, after, limit = 50 }: JobsPage = {}): Promise<JobsFound> {
    const most = Math.max(1, Math.min(limit, 200))
    const prefix = jobKey(kind === undefined ? '' : `${kind}.`)
    const from = prefix
    const to = after === undefined ? `${prefix}${lastCharacter}` : jobKey(after)
    const found = await this.records.range({ from, to, limit: most + 1, isBackward: true })
    const items = found.slice(0, most).map(({ text }) => JSON.parse(text) as Job)
    return { items, next: found.length > most ? (items.at(-1)?.id ?? null) : null }
  }

  /** What a job lists under a name, in order. @throws CompositorError `store-unavailable` */
  async listed(id: string, list: string, limit = 1000): Promise<readonly Json[]> {
    const from = itemKey(id, list, 0)
    const to = `${itemPrefix(id)}${list} ${lastCharacter}`
    return (await this.records.range({ from, to, limit })).map(({ text }) => JSON.parse(text) as Json)
  }

  /**
   * Ends a job before it is done, after the step under way.
   * @returns the job as it is then; undefined where there is none
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  async cancel(id: string): Promise<Job | undefined> {
    for (let tried = 0; tried < tries; tried++) {
      const job = await this.find(id)
      if (!job || hasEnded(job) || job.isCancelled) return job
      const cancelled: Job = { ...job, isCancelled: true }
      const expected = new Map([[jobKey(id), JSON.stringify(job)]])
      const writes = new Map([[jobKey(id), JSON.stringify(cancelled)]])
      if ((await this.records.commit({ expected, writes })).committed) return cancelled
    }
    throw new CompositorError(
      'store-unavailable',
      `Job '${id}' could not be ended: it changed ${tries} times meanwhile.`,
    )
  }

  /** Removes what is oldest of the jobs of a kind that have ended. */
  async #forget(kind: string): Promise<void> {
    const range = { from: jobKey(`${kind}.`), to: jobKey(`${kind}.${lastCharacter}`) }
    const tooMany = (await this.records.count(range)) - mostKept
    if (tooMany <= 0) return
    const oldest = await this.records.range({ ...range, limit: Math.min(tooMany, mostRemoved) })
    const expected = new Map<string, string>()
    const writes = new Map<string, undefined>()
    for (const { key, text } of oldest) {
      const job = JSON.parse(text) as Job
      if (!hasEnded(job)) continue
      expected.set(key, text)
      writes.set(key, undefined)
      const prefix = itemPrefix(job.id)
      for (const item of await this.records.range({ from: prefix, to: `${prefix}${lastCharacter}` }))
        writes.set(item.key, undefined)
    }
    await this.records.commit({ expected, writes })
  }
}

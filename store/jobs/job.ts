import type { Json, JsonObject } from '../../runtime/values/index.js'

/** How a job stands: it waits for a process, or one is at it; or it has ended. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** How far a job is. */
export interface JobProgress {
  readonly done: number
  /** Undefined while it is not known. */
  readonly total?: number
  /** Which part of the work it is, where there are several. */
  readonly step?: string
  /** How many are done in a second. */
  readonly rate?: number
}

/** Why a job failed. */
export interface JobError {
  readonly code: string
  readonly message: string
  /** Where in an author's files. */
  readonly location?: { readonly file: string; readonly line?: number; readonly column?: number }
}

/** Work that outlives the process it was started in. */
export interface Job {
  /** Begins with its kind; those of one kind sort by the time they were started. */
  readonly id: string
  readonly kind: string
  readonly input: JsonObject
  readonly state: JobState
  /** Epoch milliseconds of its start, and of its end. */
  readonly at: number
  readonly endedAt?: number
  readonly progress: JobProgress
  /** Where it goes on after its process has died. */
  readonly checkpoint?: Json
  /** What it gave. */
  readonly result?: Json
  /** Why it failed. */
  readonly error?: JobError
  /** How often a process failed at it for want of the store. */
  readonly tries?: number
  /** Whether it is to end before it is done. */
  readonly isCancelled?: true
  /** What no two jobs of a kind that have not ended may have in common. */
  readonly sole?: string
}

/** Whether nothing more will happen. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

import type { CompositorStats } from '../../compositor/index.js'
import type { SinkState } from '../../lms/index.js'
import type { StoreCounts } from '../../store/index.js'
import type { ScriptStats } from '../../python/index.js'
import type { RequestCounts } from './request-counts.js'

/** What a host counts in plain numbers, read when somebody asks for its metrics. */
export interface HostState {
  readonly requests: RequestCounts
  /** Requests whose answers are not finished. */
  readonly underWay: number
  readonly compositor: CompositorStats
  /** By the name of the store. */
  readonly stores: Readonly<Record<string, StoreCounts>>
  /** The places that events go to. */
  readonly events: readonly SinkState[]
  /** Undefined where Python is not run. */
  readonly scripts: ScriptStats | undefined
  /** Jobs that this process is at. */
  readonly jobs: number
  /** Blocks that failed in a view or handler, by error code. */
  readonly blockFailures: ReadonlyMap<string, number>
}

import type { Container } from 'inversify'
import type { UnitStore } from '../compositor/index.js'
import type { EventLog, Learner, LearnerStore, StaffSide } from '../lms/index.js'
import type { LoadedPlugins, PluginList } from '../plugins/index.js'
import type { ComposedBlock, CompositorError, FailedBlock, FileKeeper, JsonObject } from '../runtime/index.js'
import type { HostUrls } from './host-urls.js'
import type { HandlerSignatures } from './identity/handler-signatures.js'

/** What handlers for staff need of the host. */
export interface CoursewareStaff extends Pick<StaffSide, 'start'> {
  /** A learner by the host's own id. */
  readonly learner: (id: string) => Learner
}

/** What the learners' side of a host is made of. */
export interface CoursewareOptions {
  readonly units: UnitStore
  readonly learners: LearnerStore
  readonly events: EventLog
  readonly plugins: PluginList
  readonly loaded: LoadedPlugins
  readonly urls: HostUrls
  readonly now: () => number
  readonly threads?: number | undefined
  /** See {@link HostOptions.composeDeadline}. */
  readonly composeDeadline?: number | undefined
  readonly signatures: HandlerSignatures
  /** Keeps the bytes of blocks' files. */
  readonly files: FileKeeper
  /** Names all that pages depend on besides units; undefined where that is not known, and nothing of them is kept. */
  readonly site?: string | undefined
  /** What blocks of a type find in their `Settings`, by block type. */
  readonly settings?: { readonly [blockType: string]: JsonObject } | undefined
  /** Binds services of the process besides, or instead of, the host's own. */
  readonly bind?: ((services: Container) => void) | undefined
  /** What handlers for staff need: learners by id, and jobs. */
  readonly staff?: CoursewareStaff | undefined
  /** Milliseconds a view or handler may take; see `BlockRuntimeOptions`. */
  readonly deadline?: number | undefined
  /** Told of blocks that failed, and of what could not be stored. */
  readonly onFailure: (error: CompositorError, block?: ComposedBlock, failed?: Partial<FailedBlock>) => void
}

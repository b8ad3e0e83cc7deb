import type { Container } from 'inversify'
import type { Compositor } from '../compositor/index.js'
import { LearnersSide, type CourseReading, type Learner, type StaffSide } from '../lms/index.js'
import { containPlugins } from '../plugins/index.js'
import { BlockRuntime, parseUsageKey, type Clock } from '../runtime/index.js'
import type { CoursewareOptions } from './courseware-options.js'
import { placedSummaries, placedUnit } from './placed-unit.js'

/** What a host's learners' side is opened on. */
export interface LearnersSideParts {
  readonly options: CoursewareOptions
  readonly compositor: Compositor
  /** The services of the process. */
  readonly services: Container
  readonly clock: Clock
  /** Names what shared parts of pages are kept for; undefined where they are not. */
  readonly site: string | undefined
  /** A learner with what the host knows of them in a context. */
  readonly known: (learner: Learner, context: string) => Promise<Learner>
}

/** The learners' side of a host, on its stores and its compositor. */
export function openLearnersSide(parts: LearnersSideParts): LearnersSide {
  const { options, compositor, services, clock, site } = parts
  const { units, loaded, learners, events, deadline, onFailure } = options
  const runtime = new BlockRuntime({
    types: loaded.types,
    services,
    onFailure,
    contain: containPlugins,
    ...(deadline !== undefined && { deadline }),
  })
  return new LearnersSide({
    runtime,
    store: learners,
    events,
    clock,
    members: compositor.members,
    onFailure,
    parts: site === undefined ? undefined : { store: units, site },
    reading: courseReading(parts),
    staff: staffSide(parts),
  })
}

/** What blocks read of the course around them. */
function courseReading({ options: { units }, compositor }: LearnersSideParts): CourseReading {
  return {
    published: (context) => units.publication(context),
    unit: async (published, key) => {
      const unit = await compositor.unit(parseUsageKey(key), published)
      return placedUnit(published, unit, compositor)
    },
    summaries: async (published, keys) => (await placedSummaries(published, keys, compositor)).units,
    counted: compositor.countedMembers,
    newestKey: (context, usage) => units.known(context)?.newestKey(usage) ?? usage,
  }
}

function staffSide({ options: { staff }, known }: LearnersSideParts): StaffSide | undefined {
  return (
    staff && {
      anonymousId: (id) => staff.learner(id).anonymousId,
      learner: (id, context) => known(staff.learner(id), context),
      start: staff.start,
    }
  )
}

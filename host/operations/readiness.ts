import type { UnitStore } from '../../compositor/index.js'
import type { EventLog, LearnerStore } from '../../lms/index.js'
import type { StoreCounts } from '../../store/index.js'

/** Whether a host is to be sent requests, and what it lacks. */
export interface Readiness {
  /**
   * `ready`; `degraded` where units are shown, but what learners do may not be stored or logged; `closing` while it
   * stops; `unavailable` where nothing that is published can be read.
   */
  readonly status: 'ready' | 'degraded' | 'closing' | 'unavailable'
  /** The stores that fail. */
  readonly failing: readonly ('units' | 'learners' | 'events')[]
}

/** What readiness is judged by. */
export interface ReadinessParts {
  readonly units: UnitStore
  readonly learners: LearnerStore
  readonly events: EventLog
  readonly learnerCounts: StoreCounts
}

/** Milliseconds for which a store may keep its answer back. */
const patience = 2000

/** Asks the stores a little each. Authoring may be down without learners noticing, so it is not asked. */
export async function readinessOf(parts: ReadinessParts): Promise<Readiness> {
  const [unitsFail, learnersFail] = await Promise.all([
    fails(() => parts.units.check()),
    fails(() => parts.learners.versions('health')),
  ])
  if (unitsFail) return { status: 'unavailable', failing: ['units'] }
  const failing: ('learners' | 'events')[] = []
  if (learnersFail || parts.learnerCounts.isFull) failing.push('learners')
  if (parts.events.sinks?.some(({ isFailing }) => isFailing)) failing.push('events')
  return { status: failing.length === 0 ? 'ready' : 'degraded', failing }
}

async function fails(ask: () => unknown): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), patience)))
  const asked = (async () => ask())().then(
    () => false,
    () => true,
  )
  const answer = await Promise.race([asked, late])
  clearTimeout(timer)
  return answer
}

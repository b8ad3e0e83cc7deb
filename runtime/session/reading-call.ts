import { isDeepStrictEqual } from 'node:util'
import { CompositorError } from '../errors/index.js'
import type { PlaceSession } from './place-session.js'

/** Events that are stored as more than a line of the log. */
const storedEvents: ReadonlySet<string> = new Set(['grade', 'completion', 'progress'])

/**
 * Watches what a handler does that says it only reads.
 * @returns throws `block-failed` where anything in the session was changed since, or a grade or completion published
 */
export function checkOfReading(session: PlaceSession): () => void {
  const before = session.updates()
  const eventsBefore = session.events.length
  const deedsBefore = session.deeds.length
  return () => {
    const changed = session.updates()
    const published = session.events.slice(eventsBefore).find(({ type }) => storedEvents.has(type))
    const hasGraded = session.deeds.length > deedsBefore
    if (!published && !hasGraded && isDeepStrictEqual(changed, before)) return
    const what = hasGraded
      ? 'graded somebody'
      : published
        ? `published '${published.type}'`
        : `changed ${changed.map(({ field }) => `'${field}'`).join(', ')}`
    throw new CompositorError(
      'block-failed',
      `It says that it only reads, and ${what}. Let it be called by POST: leave out { reads: true }.`,
    )
  }
}

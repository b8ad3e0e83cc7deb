import { CompositorError } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { mostPlacesRescored } from '../jobs/rescoring-everywhere.js'
import type { ComponentPlace } from '../search/component-places.js'

/** Where somebody may rescore a component, and the courses that they are no staff of. */
export interface RescoringPlaces {
  readonly places: readonly ComponentPlace[]
  readonly left: readonly string[]
}

/**
 * The places of a component in courses that somebody is staff of.
 * @param isStaff of the course that a place is in @throws CompositorError `staff-only` where they are of none
 */
export async function rescoringPlaces(
  { catalogue }: Pick<HostParts, 'catalogue'>,
  component: string,
  isStaff: (place: ComponentPlace) => Promise<boolean>,
): Promise<RescoringPlaces> {
  const all = await catalogue.published(component, mostPlacesRescored)
  const firsts = new Map(all.toReversed().map((place) => [place.context, place]))
  const allowed = new Set<string>()
  for (const place of firsts.values()) if (await isStaff(place)) allowed.add(place.context)
  if (firsts.size > 0 && allowed.size === 0)
    throw new CompositorError('staff-only', 'Only staff of a course may have its learners rescored.')
  return {
    places: all.filter(({ context }) => allowed.has(context)),
    left: [...firsts.keys()].filter((context) => !allowed.has(context)).sort(),
  }
}

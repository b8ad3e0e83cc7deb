import { z } from 'zod'
import type { RescoreCounts, ScoreChange } from '../../lms/index.js'
import type { JsonObject } from '../../runtime/index.js'
import type { Job } from '../../store/index.js'
import type { ComponentPlace } from '../search/component-places.js'

/** The kind of job that rescores everybody at a component of a library, in all courses. */
export const rescoreEverywhereKind = 'rescore-everywhere'

/** Places of one such job. */
export const mostPlacesRescored = 10_000

/** What such a job is started with. */
export const rescoringEverywhereForm = z.object({
  component: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  onlyIfHigher: z.boolean(),
  reason: z.string().optional(),
  places: z.array(z.object({ context: z.string(), usage: z.string(), version: z.string().optional() })),
  /** Courses that are left out, as who asks is no staff there. */
  left: z.array(z.string()),
})

/** What a rescoring did in one place: numbers, and nobody's name. */
export interface RescoredPlace {
  /** Key of the course, as text. */
  readonly context: string
  /** Usage key that the component has there, as text. */
  readonly usage: string
  readonly version?: string | undefined
  readonly counts: RescoreCounts
  /** Grades before and after, each with how many learners. */
  readonly scores: readonly ScoreChange[]
  /** Why nobody was rescored there. */
  readonly error?: { readonly code: string; readonly message: string }
}

/** What a job did. */
export interface RescoredEverywhere {
  /** Usage key of the component, as text. */
  readonly component: string
  readonly places: readonly RescoredPlace[]
  readonly left: readonly string[]
}

/** What a job is started with that rescores everybody at a component. @param left courses that are left out */
export function rescoringEverywhereInput(
  component: string,
  places: readonly ComponentPlace[],
  left: readonly string[],
  {
    by,
    onlyIfHigher,
    reason,
  }: {
    readonly by: { readonly id: string; readonly name: string }
    readonly onlyIfHigher: boolean
    readonly reason?: string | undefined
  },
): JsonObject {
  const where = places.map(({ context, usage, version }) => {
    return { context, usage, ...(version !== undefined && { version }) }
  })
  const said = reason !== undefined && { reason }
  return {
    component,
    by: { id: by.id, name: by.name },
    onlyIfHigher,
    ...said,
    places: where,
    left: [...left],
  }
}

/** One usage key in each course that a job is about; undefined for a job of another kind. */
export function coursesOfRescoring({ kind, input }: Job): readonly string[] | undefined {
  if (kind !== rescoreEverywhereKind) return undefined
  const { places } = rescoringEverywhereForm.parse(input)
  return [...new Map(places.map(({ context, usage }) => [context, usage])).values()]
}

import type { BlockUsage } from '../../content/index.js'
import type { LearnerStore } from '../../lms/index.js'
import { componentPlaces, type ComponentPlace } from './component-places.js'

/** Grades at a component where one version of it is in use. */
export interface VersionScores {
  /** As references name it, or the number of a linked copy; null where the newest is followed. */
  readonly version: string | null
  /** Keys of the courses, as text, sorted. */
  readonly courses: readonly string[]
  /** Learners with a grade. */
  readonly learners: number
  /** Mean share of the points, from 0 to 1; null of fewer learners than figures are told of. */
  readonly mean: number | null
  /** How many have all points; null of fewer learners. */
  readonly full: number | null
}

/** Scores at a component over all courses, by the version that is in use where they were earned. */
export interface ComponentScores {
  /** Usage key, as text. */
  readonly usage: string
  readonly versions: readonly VersionScores[]
  /** Whether there were more learners than are looked at. */
  readonly isSample: boolean
}

/** Places and learners that are looked at, learners that are read at a time, and the fewest of whom anything is told. */
const [mostPlaces, mostLearners, batch, fewest] = [500, 2000, 100, 5]

/** @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable` */
export async function componentScores(
  usage: string,
  uses: BlockUsage,
  learners: LearnerStore,
): Promise<ComponentScores> {
  const byVersion = new Map<string | null, ComponentPlace[]>()
  for (const place of await componentPlaces(uses, usage, mostPlaces)) {
    if (!place.isPublished) continue
    const version = place.version ?? null
    byVersion.set(version, [...(byVersion.get(version) ?? []), place])
  }
  let left = mostLearners
  let isSample = false
  const versions: VersionScores[] = []
  for (const [version, places] of byVersion) {
    let [count, sum, full] = [0, 0, 0]
    for (const place of places)
      for (let after: string | undefined; ;) {
        const ids = await learners.blockLearners.page(place.usage, { after, limit: batch })
        if (ids.length > left) isSample = true
        for (const id of ids.slice(0, left)) {
          const grade = (await learners.results(id, [place.usage])).get(place.usage)?.grade
          if (!grade || grade.possible <= 0) continue
          count++
          sum += grade.earned / grade.possible
          if (grade.earned >= grade.possible) full++
        }
        left -= Math.min(left, ids.length)
        after = ids.at(-1)
        if (ids.length < batch || left <= 0) break
      }
    const isTold = count >= fewest
    const courses = [...new Set(places.map(({ context }) => context))].sort()
    versions.push({
      version,
      courses,
      learners: count,
      mean: isTold ? sum / count : null,
      full: isTold ? full : null,
    })
  }
  versions.sort((one, other) => other.learners - one.learners)
  return { usage, versions, isSample }
}

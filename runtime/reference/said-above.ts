import { isOfCourse, type BlockType } from '../block/index.js'
import type { InnerOverrides, SaidAbove } from '../unit/index.js'
import type { Json, JsonObject } from '../values/json.js'

/** What holds inside what a reference refers to. @param isOfCourse whether the reference stands in the course itself */
export function saidInside(
  above: SaidAbove | undefined,
  inner: InnerOverrides | undefined,
  isOfCourse: boolean,
): SaidAbove | undefined {
  if (!inner) return above
  if (isOfCourse) return { course: inner }
  return { ...above, library: [...(above?.library ?? []), inner] }
}

/** What the course's reference above says of a library block inside what it refers to; undefined for nothing. */
export function courseSays(
  { course }: SaidAbove,
  block: string,
  type: BlockType | undefined,
): JsonObject | undefined {
  return course && saidOf(course, block, type, undefined)
}

/**
 * What references inside the library say of a block.
 * @param direct what the one says that brought it, where one did
 */
export function librarySays(
  said: SaidAbove | undefined,
  block: string,
  type: BlockType | undefined,
  direct?: JsonObject,
): JsonObject | undefined {
  // The outer reference comes before the inner one.
  return (said?.library ?? []).reduceRight<JsonObject | undefined>(
    (weaker, inner) => saidOf(inner, block, type, weaker),
    direct,
  )
}

function saidOf(
  { all, single }: InnerOverrides,
  block: string,
  type: BlockType | undefined,
  weaker: JsonObject | undefined,
): JsonObject | undefined {
  const reaching = all && type ? reachingInside(type, all) : undefined
  const own = single && Object.hasOwn(single, block) ? single[block] : undefined
  if (!reaching && !own) return weaker
  return { ...weaker, ...reaching, ...own }
}

const reaching = new WeakMap<JsonObject, Map<BlockType, JsonObject | undefined>>()

/** Of what is said of all blocks, what holds of those inside them: settings that are the course's. */
function reachingInside(type: BlockType, all: JsonObject): JsonObject | undefined {
  let byType = reaching.get(all)
  if (!byType) reaching.set(all, (byType = new Map()))
  if (byType.has(type)) return byType.get(type)
  const entries = Object.entries(all).filter(
    (one): one is [string, Json] => one[1] !== undefined && isOfCourse(type, one[0]),
  )
  const found = entries.length > 0 ? Object.fromEntries(entries) : undefined
  byType.set(type, found)
  return found
}

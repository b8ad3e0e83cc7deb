import type { BlockType, BlockTypes } from '../../runtime/block/index.js'
import type { PublishedBlock, SummaryBlock, UnitCounts } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'

/** Words that people read in a second. */
const wordsInSecond = 3.5
/** Seconds that it takes to answer something, besides reading it. */
const toAnswer = 90
/** Seconds for what has nothing to read and no score, such as a film, as nothing says how long it is. */
const toWatch = 180
/** Words from which on a block is something to read. */
const fewWords = 20

/**
 * What a unit holds for a learner, about: of banks as many blocks as they draw, of other choices the largest.
 * @param root the unit as it is published @param summary the same, as it counts
 */
export function unitCounts(root: PublishedBlock, summary: SummaryBlock, types: BlockTypes): UnitCounts {
  const published = new Map<string, PublishedBlock>()
  const walk = (block: PublishedBlock): void => {
    published.set(block.key, block)
    block.children.forEach(walk)
  }
  walk(root)
  const counts = countsIn(summary, published, types)
  return { ...counts, seconds: Math.round(counts.seconds) }
}

const nothing: UnitCounts = { activities: 0, seconds: 0 }
const ofLibrary: UnitCounts = { activities: 1, seconds: toAnswer }

function countsIn(
  block: SummaryBlock,
  published: ReadonlyMap<string, PublishedBlock>,
  types: BlockTypes,
): UnitCounts {
  const own = published.get(block.key)
  if (!own || block.failure || block.completion === 'excluded' || !isForEverybody(own)) return nothing
  if (block.completion === 'completable') return { activities: 1, seconds: secondsOf(own, block) }
  const type = types.get(block.type)
  const below = [
    ...block.children.map((child) => countsIn(child, published, types)),
    ...(block.referred ?? []).map((one) => ('record' in one ? ofLibrary : nothing)),
  ]
  const choice = type?.capabilities.choice
  if (!type || !choice) return below.reduce(sum, nothing)
  const drawn = drawnCount(type, own)
  if (drawn === undefined)
    return below.reduce((most, one) => (one.activities > most.activities ? one : most), nothing)
  const ofPool = block.pool === undefined ? [] : Array.from({ length: Math.max(drawn, 0) }, () => ofLibrary)
  const members = [...below, ...ofPool]
  const share = drawn < 0 || members.length === 0 ? 1 : Math.min(1, drawn / members.length)
  const { activities, seconds } = members.reduce(sum, nothing)
  return { activities: Math.round(activities * share), seconds: seconds * share }
}

function sum(one: UnitCounts, other: UnitCounts): UnitCounts {
  return { activities: one.activities + other.activities, seconds: one.seconds + other.seconds }
}

/** What some learners alone see is not counted: nobody would ever have done it all. */
function isForEverybody({ settings }: PublishedBlock): boolean {
  const { visible_to_staff_only: staffOnly, group_access: groups } = settings
  return staffOnly !== true && Object.keys((groups ?? {}) as object).length === 0
}

/** How many members a bank draws; negative for all of them, undefined where its type does not say. */
function drawnCount(
  type: BlockType,
  { key: usage, definition, content, settings }: PublishedBlock,
): number | undefined {
  try {
    const fields = type.sharedFields({
      usage,
      type: type.name,
      definition,
      fields: { ...content, ...settings },
    })
    return type.capabilities.choice?.maxCount?.(fields)
  } catch {
    return undefined
  }
}

function secondsOf({ content }: PublishedBlock, { maxScore }: SummaryBlock): number {
  const words = Object.values(content).reduce((count: number, value) => count + wordsIn(value), 0)
  if (maxScore !== undefined) return toAnswer + words / wordsInSecond
  return words < fewWords ? toWatch : words / wordsInSecond
}

/** Words of a text, without its tags and scripts. */
function wordsIn(value: Json | undefined): number {
  if (typeof value !== 'string') return 0
  const text = value.replace(/<(script|style)\b[^]*?<\/\1\s*>|<[^>]*>/gi, ' ')
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
}

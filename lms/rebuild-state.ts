import { CompositorError } from '../runtime/errors/index.js'
import type { Records } from '../store/index.js'
import {
  RebuiltState,
  renamingIn,
  saysTheSame,
  stateRanges,
  type MissingLines,
  type Renaming,
} from './learner-state/index.js'

/** The lines of an event log, in its order; read twice. */
export type EventLines = () => AsyncIterable<string>

/** What was rebuilt. */
export interface RebuiltRecords {
  /** Lines that told of states, and records that follow from them. */
  readonly lines: number
  readonly records: number
  /** How often learners' numbers go on past some that no line tells of, and the first of these: what was done then is not in it. */
  readonly gaps: number
  readonly missing: readonly MissingLines[]
}

/** How a store differs from what its event log comes to. */
export interface StateDifference {
  /** As in the store. */
  readonly key: string
  readonly what: 'missing' | 'other' | 'unknown-to-the-log'
}

/** What comparing a store with its event log found. */
export interface VerifiedState extends RebuiltRecords {
  /** How many records differ, and the first of them. */
  readonly differing: number
  readonly differences: readonly StateDifference[]
}

/** Records read or written at a time. */
const page = 500
/** Differences, and gaps, that are named. */
const mostNamed = 100

/**
 * Makes what is kept of learners anew of an event log, into a store that has nothing of learners.
 * @throws CompositorError `state-lines-missing` for a log without states, `store-occupied`, `store-full`, `store-unavailable`
 */
export async function rebuildState(records: Records, lines: EventLines): Promise<RebuiltRecords> {
  for (const range of stateRanges) {
    const [found] = await records.range({ ...range, limit: 1 })
    if (!found) continue
    throw new CompositorError(
      'store-occupied',
      `The store keeps something of learners already: '${found.key.slice(0, 200)}'.`,
    )
  }
  const rebuilt = await replayed(lines)
  const texts = [...rebuilt.texts]
  for (let start = 0; start < texts.length; start += page)
    await records.commit({ expected: new Map(), writes: new Map(texts.slice(start, start + page)) })
  return figuresOf(rebuilt)
}

/**
 * Compares what a store keeps of learners with what its event log comes to. Lines that wait in the store to be sent count, too.
 * @throws CompositorError `state-lines-missing`, `store-unavailable`
 */
export async function verifyState(records: Records, lines: EventLines): Promise<VerifiedState> {
  const rebuilt = await replayed(lines, records)
  const left = new Map(rebuilt.texts)
  const differences: StateDifference[] = []
  let differing = 0
  const differs = (key: string, what: StateDifference['what']) => {
    differing++
    if (differences.length < mostNamed) differences.push({ key, what })
  }
  for (const range of stateRanges) {
    for await (const { key, text } of allIn(records, range)) {
      const expected = left.get(key)
      left.delete(key)
      if (expected === undefined) differs(key, 'unknown-to-the-log')
      else if (!saysTheSame(expected, text)) differs(key, 'other')
    }
  }
  for (const key of left.keys()) differs(key, 'missing')
  return { ...figuresOf(rebuilt), differing, differences }
}

function figuresOf({ states, texts, missing }: RebuiltState): RebuiltRecords {
  return { lines: states, records: texts.size, gaps: missing.length, missing: missing.slice(0, mostNamed) }
}

async function replayed(lines: EventLines, waiting?: Records): Promise<RebuiltState> {
  const all = async function* () {
    yield* lines()
    if (!waiting) return
    // A place that failed has its lines kept apart, before those that wait for all.
    for (const kind of ['aside', 'outbox'])
      for await (const { text } of allIn(waiting, { from: `${kind} `, to: `${kind}!` })) yield text
  }
  const renamings: Renaming[] = []
  for await (const text of all()) renamings.push(...(whole(() => renamingIn(text)) ?? []))
  const rebuilt = new RebuiltState(renamings.sort((one, other) => one.at - other.at))
  let count = 0
  for await (const text of all()) {
    if (text.trim() === '') continue
    count++
    whole(() => rebuilt.take(text))
  }
  if (rebuilt.states > 0 || count === 0) return rebuilt.finish()
  throw new CompositorError(
    'state-lines-missing',
    `None of the ${count} lines tells of learners' states: where they go was not asked for them.`,
  )
}

/** What is done with a line; nothing with one that was cut off, as the disk was full: it follows whole. */
function whole<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}

async function* allIn(records: Records, { from, to }: { readonly from: string; readonly to: string }) {
  for (let next = from; ;) {
    const found = await records.range({ from: next, to, limit: page })
    yield* found
    const last = found.at(-1)
    if (!last || found.length < page) return
    next = `${last.key} `
  }
}

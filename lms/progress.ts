import { setImmediate as nextTurn } from 'node:timers/promises'
import { maxScoreOf, type Members } from '../compositor/index.js'
import type { BlockType } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { BlockRuntimeOptions } from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit, CountedBlock } from '../runtime/unit/index.js'
import { typeOf } from './block-addresses.js'
import { scoreKnowledge } from './known-score.js'
import type { Learner } from './learner.js'
import type { BlockResult } from './learner-state/index.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'
import { PointSum, weighted, type Points } from './points.js'

/** How far a learner is with one block that can be scored or completed. */
export interface BlockProgress {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  /** Weighted; absent where the block has no score, and where the learner may not know it. */
  readonly score?: Points
  /** There where the learner may not know the score. */
  readonly scoreWithheld?: true
  /** Whether the score counts towards the course's grade. */
  readonly graded: boolean
  /** From 0 to 1; absent where the block is not completed by itself. */
  readonly completion?: number
}

/** How far a learner is. */
export interface Progress {
  /** All scores together, those that count without being known one by one included. */
  readonly score: Points
  /** The scores that count towards the course's grade. */
  readonly graded: Points
  /** How many blocks are to be completed, and the sum of how far each is. */
  readonly completion: { readonly done: number; readonly blocks: number }
  readonly blocks: readonly BlockProgress[]
  /** Epoch milliseconds until which the learner may know no other score of it; infinite where no date changes that. */
  readonly validUntil: number
}

/** How far the learner is with the blocks they see of a unit. A selection that is new is not stored for it. */
export async function unitProgress(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  members?: Members,
): Promise<Progress> {
  const one = await openedForProgress(units, unit, learner, members)
  return progressOf(units, one, one.root, one.blocks)
}

/** A unit with all that the progress in it rests on. @throws as `LearnerUnits.read` does */
export async function openedForProgress(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  members?: Members,
): Promise<LearnerUnit> {
  const opening = { looking: { at: 'all' }, members } as const
  const one = await units.read(unit, learner, opening, async (opened) => opened)
  await one.batch.foresee({ results: [...one.blocks].map(({ key }) => key) })
  return one
}

/** How far the learner is with one block of a unit and what they see in it. @param one as {@link openedForProgress} gives it */
export function progressBelow(units: LearnerUnits, one: LearnerUnit, top: ComposedBlock): Progress {
  return progressOf(units, one, top, blocksBelow(one, top))
}

function* blocksBelow(one: LearnerUnit, top: ComposedBlock): Iterable<ComposedBlock> {
  yield top
  for (const child of one.childrenOf(top)) yield* blocksBelow(one, child)
}

function progressOf(
  units: LearnerUnits,
  one: LearnerUnit,
  top: ComposedBlock,
  seen: Iterable<ComposedBlock>,
): Progress {
  const { runtime, clock } = units.options
  const { batch, learner } = one
  const completed = new Set(toComplete(one, top, (block) => typeOf(runtime.options.types, block)))
  const blocks: BlockProgress[] = []
  const [score, graded] = [new PointSum(), new PointSum()]
  let validUntil = Infinity
  for (const block of seen) {
    const type = typeOf(runtime.options.types, block)
    const hasScore = type?.capabilities.hasScore === true && !block.failure
    if (!hasScore && !completed.has(block)) continue
    const result: BlockResult = batch.result(block.key) ?? {}
    const isGraded = block.fields.graded === true
    const progress = {
      key: block.key,
      type: block.type,
      graded: isGraded,
      ...(completed.has(block) && { completion: result.completion ?? 0 }),
    }
    if (!hasScore) {
      blocks.push(progress)
      continue
    }
    const { isKnown, isCounted, validUntil: until } = scoreKnowledge(block, learner, clock.now())
    validUntil = Math.min(validUntil, until)
    const points = weighted(
      result.grade ?? ungraded(type, block, learner, runtime.options.onFailure),
      block.fields.weight,
    )
    if (isCounted) {
      score.add(points)
      if (isGraded) graded.add(points)
    }
    blocks.push({ ...progress, ...(isKnown ? { score: points } : { scoreWithheld: true }) })
  }
  return { score: score.points, graded: graded.points, completion: completionOf(blocks), blocks, validUntil }
}

/** How many units are counted together. */
export interface CountingOptions {
  /** Gives what banks drew as it counts; composed as for a page where left out. */
  readonly members?: Members | undefined
  /** Told of a unit that could not be counted. */
  readonly onFailure: (unit: string, error: CompositorError) => void
}

/** Milliseconds of work on many units after which others are let in. */
const slice = 4
/** Units whose records are asked for at once. */
const together = 8

/**
 * How far the learner is with each of many units, worked out in several turns of the event loop. Units that are not
 * for this learner are left out.
 */
export async function progressByUnit(
  units: LearnerUnits,
  composed: readonly ComposedUnit[],
  learner: Learner,
  { members, onFailure }: CountingOptions,
): Promise<ReadonlyMap<string, Progress>> {
  const all = new Map<string, Progress>()
  const one = async (unit: ComposedUnit): Promise<void> => {
    try {
      all.set(unit.key, await unitProgress(units, unit, learner, members))
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage: unit.key })
      if (error.status >= 500) onFailure(unit.key, error)
    }
  }
  let began = performance.now()
  for (let start = 0; start < composed.length; start += together) {
    await Promise.all(composed.slice(start, start + together).map(one))
    if (performance.now() - began < slice) continue
    await nextTurn()
    began = performance.now()
  }
  return new Map(
    composed.flatMap(({ key }) => {
      const progress = all.get(key)
      return progress ? [[key, progress]] : []
    }),
  )
}

/** Several units together: a subsection, a course. */
export function progressTogether(units: Iterable<Progress>): Progress {
  const [score, graded] = [new PointSum(), new PointSum()]
  const blocks: BlockProgress[] = []
  let validUntil = Infinity
  for (const unit of units) {
    validUntil = Math.min(validUntil, unit.validUntil)
    score.add(unit.score)
    graded.add(unit.graded)
    blocks.push(...unit.blocks)
  }
  return { score: score.points, graded: graded.points, completion: completionOf(blocks), blocks, validUntil }
}

/** How far the learner is with several units together: a subsection, a course. */
export async function courseProgress(
  units: LearnerUnits,
  composed: Iterable<ComposedUnit>,
  learner: Learner,
): Promise<Progress> {
  const all: Progress[] = []
  for (const unit of composed) all.push(await unitProgress(units, unit, learner))
  return progressTogether(all)
}

/** What a block has before it is graded; 1 possible point where its type does not say, or fails to. */
function ungraded(
  type: BlockType,
  block: ComposedBlock,
  { requestId }: Learner,
  onFailure: BlockRuntimeOptions['onFailure'],
): Points {
  try {
    return { earned: 0, possible: maxScoreOf(type, block) }
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'block-failed', { usage: block.key })
    onFailure?.(error, block, { plugin: type.plugin, requestId })
    return { earned: 0, possible: 1 }
  }
}

/** The blocks that count for completion: below aggregators, neither excluded nor broken. */
function* toComplete(
  one: LearnerUnit,
  block: ComposedBlock,
  typeFor: (block: ComposedBlock) => BlockType | undefined,
): Iterable<ComposedBlock> {
  const mode = completionModeOf(block, typeFor(block))
  if (mode === 'completable') yield block
  if (mode === 'aggregator') for (const child of one.childrenOf(block)) yield* toComplete(one, child, typeFor)
}

/** Whether a block is completed by itself. */
export function completable(block: ComposedBlock, type: BlockType | undefined): boolean {
  return completionModeOf(block, type) === 'completable'
}

/** How a block counts for completion; undefined where it does not. */
export function completionModeOf(
  block: ComposedBlock,
  type: BlockType | undefined,
): CountedBlock['completion'] {
  if (!type || block.failure) return undefined
  return (block as CountedBlock).completion ?? type.capabilities.completion ?? 'completable'
}

function completionOf(blocks: readonly BlockProgress[]): Progress['completion'] {
  const completions = blocks.flatMap(({ completion }) => completion ?? [])
  return { done: completions.reduce((done, one) => done + one, 0), blocks: completions.length }
}

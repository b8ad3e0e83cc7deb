import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError, type ErrorData } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { mostTogether } from './form-texts.js'
import { packed, unpacked, type PackedBlock } from './packed-block.js'

/** What a worker answers. */
export interface ComposeAnswer {
  /** Milliseconds spent reading the record and composing. */
  readonly ms: number
  readonly unit?: ComposedUnit
  readonly error?: ErrorData
}

interface PackedAnswer extends Omit<ComposeAnswer, 'unit'> {
  readonly unit?: Omit<ComposedUnit, 'root'> & { readonly root: PackedBlock }
  /** Texts after this one that hold the root's children; those after them stand apart. */
  readonly slices?: number
}

/** Milliseconds the main thread reads without a pause. */
const pause = 2

/**
 * An answer as texts, which cross threads faster than any object: as JSON the answer without the root's children, and
 * those, a few in each text, then what stands apart of each block.
 */
export function answerTexts({ unit, ...rest }: ComposeAnswer): readonly string[] {
  if (!unit) return [JSON.stringify(rest)]
  const { root } = unit
  const apart: string[] = []
  const top = packed({ ...root, children: [] }, apart)
  const slices: string[] = []
  let slice = ''
  for (const child of root.children) {
    const text = JSON.stringify(packed(child, apart))
    if (slice.length + text.length > mostTogether && slice !== '') {
      slices.push(`[${slice}]`)
      slice = ''
    }
    slice += slice === '' ? text : `,${text}`
  }
  if (slice !== '') slices.push(`[${slice}]`)
  const head: PackedAnswer = { ...rest, unit: { ...unit, root: top }, slices: slices.length }
  return [JSON.stringify(head), ...slices, ...apart]
}

/** An answer read back, and what reading it cost. */
export interface ReadAnswer extends ComposeAnswer {
  /** Characters of all texts. */
  readonly size: number
  /** Milliseconds. */
  readonly reading: number
}

/** Reads an answer; a long one in several turns of the event loop, so that others do not wait for all of it. @throws CompositorError `block-failed` for one of another build */
export async function readAnswer(texts: readonly string[]): Promise<ReadAnswer> {
  const [head = '{}', ...others] = texts
  let began = performance.now()
  let reading = 0
  const { unit: read, slices, ...rest } = JSON.parse(head) as PackedAnswer
  if (read && slices === undefined)
    throw new CompositorError(
      'block-failed',
      'A thread answers as another build of this product does; build it again, and start anew.',
    )
  const apart = others.slice(slices)
  const unit: ComposedUnit | undefined = read && { ...read, root: unpacked(read.root, apart) }
  const children: ComposedBlock[] = []
  for (const slice of others.slice(0, slices)) {
    const spent = performance.now() - began
    if (spent > pause) {
      reading += spent
      await nextTurn()
      began = performance.now()
    }
    for (const child of JSON.parse(slice) as PackedBlock[]) children.push(unpacked(child, apart))
  }
  reading += performance.now() - began
  const size = texts.reduce((sum, { length }) => sum + length, 0)
  return {
    ...rest,
    ...(unit && { unit: { ...unit, root: Object.assign(unit.root, { children }) } }),
    size,
    reading,
  }
}

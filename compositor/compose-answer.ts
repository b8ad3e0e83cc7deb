import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ErrorData } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
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
}

/** Characters of one text, about: a millisecond of reading. */
const sliceLength = 150_000
/** Milliseconds the main thread reads without a pause. */
const pause = 2

/**
 * An answer as JSON texts, which cross threads faster than any object: first the answer without the root's children,
 * then those, a few in each text.
 */
export function answerTexts({ unit, ...rest }: ComposeAnswer): readonly string[] {
  if (!unit) return [JSON.stringify(rest)]
  const { root } = unit
  const texts = [JSON.stringify({ ...rest, unit: { ...unit, root: packed({ ...root, children: [] }) } })]
  let slice = ''
  for (const child of root.children) {
    const text = JSON.stringify(packed(child))
    if (slice.length + text.length > sliceLength && slice !== '') {
      texts.push(`[${slice}]`)
      slice = ''
    }
    slice += slice === '' ? text : `,${text}`
  }
  if (slice !== '') texts.push(`[${slice}]`)
  return texts
}

/** An answer read back, and what reading it cost. */
export interface ReadAnswer extends ComposeAnswer {
  /** Characters of all texts. */
  readonly size: number
  /** Milliseconds. */
  readonly reading: number
}

/** Reads an answer; a long one in several turns of the event loop, so that others do not wait for all of it. */
export async function readAnswer(texts: readonly string[]): Promise<ReadAnswer> {
  const [head = '{}', ...slices] = texts
  let began = performance.now()
  let reading = 0
  const { unit: read, ...rest } = JSON.parse(head) as PackedAnswer
  const unit: ComposedUnit | undefined = read && { ...read, root: unpacked(read.root) }
  const children: ComposedBlock[] = []
  for (const slice of slices) {
    const spent = performance.now() - began
    if (spent > pause) {
      reading += spent
      await nextTurn()
      began = performance.now()
    }
    for (const child of JSON.parse(slice) as PackedBlock[]) children.push(unpacked(child))
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

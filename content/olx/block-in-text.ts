import { parseXml } from '../../runtime/olx/index.js'
import { blockTypeOf } from './block-types.js'
import type { TextPlace } from './line-starts.js'

/** A step from a block down to one in it: to which of those of its type that stand there, from 0. */
export interface StepDown {
  readonly type: string
  readonly nth: number
}

/** Where in a text of OLX a block begins, by the way from the block that the text is of; as far down as the text itself has them. */
export function blockInText(olx: string, way: readonly StepDown[]): TextPlace {
  let at = parseXml(olx)
  for (const { type, nth } of way) {
    const next = at.elements().filter(({ name }) => blockTypeOf(name) === type)[nth]
    if (!next) break
    at = next
  }
  return { line: at.line, column: at.column }
}

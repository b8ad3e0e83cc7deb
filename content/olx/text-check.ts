import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/index.js'
import type { AuthoredContext } from './authored-block.js'
import type { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { SourcePlaces } from './source-places.js'

/** Something in a text that is not as it should be. */
export interface TextFault extends Pick<Finding, 'level' | 'code' | 'message' | 'remedy'> {
  /** The part of the text concerned, as it stands there, by which its line is found. */
  readonly part: string
}

/**
 * Looks at a text that authors write and learners read: HTML or the XML of a problem, as it stands in the content of a
 * block whose type is provided. It is called for every such text of an import, so it has to be quick, and never throws.
 */
export type TextCheck = (text: string) => readonly TextFault[]

/** Reports what checks find in the texts of blocks. */
export function checkTexts(
  authored: AuthoredContext,
  files: OlxFiles,
  types: BlockTypes,
  checks: readonly TextCheck[],
  findings: Findings,
): void {
  const places = new SourcePlaces(files, authored.sources)
  for (const { key, type, content } of authored.blocks.values()) {
    if (types.get(type) === undefined) continue
    for (const text of textsOf(content)) {
      for (const check of checks) {
        for (const { part, ...fault } of check(text))
          findings.add({ ...fault, ...places.of(key, part), usage: key })
      }
    }
  }
}

function* textsOf(value: Json): Generator<string> {
  if (typeof value === 'string') yield value
  else if (isJsonArray(value)) for (const one of value) yield* textsOf(one)
  else if (isJsonObject(value)) for (const one of Object.values(value)) yield* textsOf(one)
}

import type { JsonObject } from '../values/json.js'
import { keyGrammars, type ShippedKeyKind } from './key-grammar.js'
import { malformedKey } from './malformed-key.js'

/** What pins a course or v1 library to one branch or version of its content. */
export interface BranchVersion {
  readonly branch?: string | undefined
  /** Object id, 24 hexadecimal digits. */
  readonly version?: string | undefined
}

/** A key text of the `+` family taken apart, parts not yet checked. */
export interface SplitLocator {
  /** The nameless parts in front: organisation, course, run. */
  readonly head: readonly string[]
  readonly pins: BranchVersion
  /** What follows `type@` and `block@`; empty for keys without a block. */
  readonly blockType: string
  readonly blockId: string
}

/**
 * Takes the part after the namespace of a `+` key apart.
 * @param text the whole key, for messages
 * @param head names of the nameless parts, as the grammar calls them
 * @param block whether `+type@TYPE+block@ID` ends the key
 */
export function splitLocator(
  kind: ShippedKeyKind,
  text: string,
  rest: string,
  head: readonly string[],
  block: boolean,
): SplitLocator {
  const pieces = rest.split('+')
  if (pieces.length < head.length)
    throw malformedKey(keyGrammars[kind], text, `it has no ${head[pieces.length]}`)
  let at = head.length
  const labelled = (label: string): string | undefined => {
    const piece = pieces[at]
    if (piece === undefined || !piece.startsWith(`${label}@`)) return undefined
    at += 1
    return piece.slice(label.length + 1)
  }
  const demanded = (label: string): string => {
    const value = labelled(label)
    if (value !== undefined) return value
    const piece = pieces[at]
    const found = piece === undefined ? 'it ends' : `'+${piece.slice(0, 80)}' stands`
    throw malformedKey(keyGrammars[kind], text, `${found} where '+${label}@' is due`)
  }
  const branch = labelled('branch')
  const version = labelled('version')
  const blockType = block ? demanded('type') : ''
  const blockId = block ? demanded('block') : ''
  const extra = pieces[at]
  if (extra !== undefined) {
    throw malformedKey(keyGrammars[kind], text, `'+${extra.slice(0, 80)}' is one part too many`)
  }
  return { head: pieces.slice(0, head.length), pins: { branch, version }, blockType, blockId }
}

/** Branch and version as a key's text carries them. */
export function printPins({ branch, version }: BranchVersion): string {
  return (
    (branch === undefined ? '' : `+branch@${branch}`) + (version === undefined ? '' : `+version@${version}`)
  )
}

/** Branch and version as `OpaqueKey.parts` lists them. */
export function pinParts({ branch, version }: BranchVersion): JsonObject {
  return { ...(branch !== undefined && { branch }), ...(version !== undefined && { version }) }
}

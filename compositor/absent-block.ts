import { fallbackType } from '../runtime/block/index.js'
import type { CompositorError } from '../runtime/errors/index.js'
import type { UsageKey } from '../runtime/keys/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import { contextualKey } from './referral.js'

/** What stands where a block should be: its key, and the reason. It has no definition, and counts for nothing. */
export function absentBlock(key: string, error: CompositorError): ComposedBlock {
  return { key, type: fallbackType, definition: '', fields: {}, children: [], failure: error.toJSON() }
}

/** Whether it is one. */
export function isAbsent({ definition, failure }: ComposedBlock): boolean {
  return definition === '' && failure !== undefined
}

/** The key that a library block would have where something refers to it; that of what refers, for one that can have none. */
export function keyOfAbsent(usage: UsageKey, block: string): string {
  try {
    return contextualKey(usage, block).toString()
  } catch {
    return usage.toString()
  }
}

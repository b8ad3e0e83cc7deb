import type { BlockTypes } from '../../runtime/block/index.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import type { VersionView } from './version-view.js'

/** A block that a step brought into a draft. */
export interface BroughtBlock {
  /** Usage key that it has there, as text. */
  readonly usage: string
  /** The step, as it was asked for. */
  readonly by: DraftOperation & { readonly do: 'add' | 'duplicate' | 'paste' }
}

/** What steps would bring into a draft. */
export interface BroughtBlocks {
  /** The version that is about to be the draft. */
  readonly view: VersionView
  readonly blocks: readonly BroughtBlock[]
  readonly types: BlockTypes
  /** Whether others wait for it to end, so that nothing slow is tried. */
  readonly isHurried: boolean
}

/** Tries what would come into a draft, as learners would have it. @throws CompositorError why it does not; the draft is then what it was */
export type TryBrought = (brought: BroughtBlocks) => Promise<void>

/** What a step brought in that somebody wrote; a block of a type alone is to be written yet. */
export function broughtBy(operation: DraftOperation, usage: string): BroughtBlock | undefined {
  if (operation.do === 'add') return 'olx' in operation ? { usage, by: operation } : undefined
  return operation.do === 'duplicate' || operation.do === 'paste' ? { usage, by: operation } : undefined
}

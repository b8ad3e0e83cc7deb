import type { BlockTypes } from '../../runtime/block/index.js'
import type { Spool } from '../source/index.js'
import type { Findings } from './findings.js'
import type { PreviousVersion } from './previous-blocks.js'

/** What reading OLX needs besides the files. */
export interface ReadOptions {
  readonly types: BlockTypes
  readonly findings: Findings
  /** Drafts win over what is published, where the OLX has both. */
  readonly draft: boolean
  /** The version before of a course or library, whose blocks without a name keep their keys. */
  readonly previous?: ((context: string) => Promise<PreviousVersion | undefined>) | undefined
  /** Called with the number of blocks read, and how many there are where that is known. */
  readonly onBlocks?: ((count: number, total?: number) => void) | undefined
  /** Where the content of many blocks waits; in memory without one. */
  readonly spool?: Spool | undefined
}

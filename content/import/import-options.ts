import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoredScript } from '../../runtime/olx/index.js'
import type { SourceLimits } from '../source/index.js'
import type { AuthoringStore, OverEdits } from '../version/index.js'

/** How far an import has come. */
export interface ImportProgress {
  readonly step: 'opening' | 'reading' | 'storing' | 'history' | 'done'
  /** Blocks read, files stored, or older versions taken in, so far. */
  readonly count: number
  /** Of how many; absent where that is not known. */
  readonly total?: number
}

/** What an import reads with, and where it goes. */
export interface ImportOptions {
  /** Types whose own OLX is read by them; all others are read by attributes and kept whole. */
  readonly types: BlockTypes
  readonly store: AuthoringStore
  /** Take drafts where the OLX has them besides what is published. */
  readonly draft?: boolean
  /** The name of this site: keys that have it are its own, and lose it. */
  readonly domain?: string | undefined
  /** A key under which a library is taken in, as text, in place of its own. */
  readonly as?: string | undefined
  /** What becomes of edits that authors made of the draft; left out, an import over edits is refused. */
  readonly edits?: OverEdits | undefined
  /** Leave a context as it is where anybody edited it, or imported something else over this import. */
  readonly unlessChanged?: boolean
  /** Whether the caller publishes a first import; one that is cut off before goes on being the first. */
  readonly opens?: boolean
  /** Store nothing where there is a finding of level `error`. */
  readonly strict?: boolean
  /** Looks at the scripts of what was read before anything is stored, and gives what it finds. */
  readonly checkScripts?: ((read: ReadScripts) => Promise<readonly Finding[]>) | undefined
  /**
   * When it was asked for, epoch milliseconds, where a process that died may have begun with it: it is made once, and not over what
   * was imported since.
   */
  readonly asked?: number | undefined
  /** Called before the first thing changes that others see; what it throws ends the import. */
  readonly beforeSave?: (() => Promise<void>) | undefined
  /** Epoch milliseconds: what opens later than that is told; the machine's clock when left out. */
  readonly now?: (() => number) | undefined
  /** {@link sourceLimits} when left out. */
  readonly limits?: SourceLimits
  readonly onProgress?: (progress: ImportProgress) => void
}

/** The scripts of authors in an import, none of them run. */
export interface ReadScripts {
  /** Key of the course or library, as text. */
  readonly context: string
  readonly scripts: readonly AuthoredScript[]
  /** A static file of the import by its name; undefined where there is none. */
  asset(name: string): { readonly hash: string; readonly bytes: Uint8Array } | undefined
}

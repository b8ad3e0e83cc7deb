import type { ImportOutcome, ImportProgress, LogWords, OverEdits } from '../content/index.js'
import type { Finding } from '../runtime/index.js'

/** How far an import or a publish has come. */
export interface WorkProgress {
  readonly step: ImportProgress['step'] | 'publishing' | 'following' | 'checking scripts'
  readonly done: number
  /** Absent while it is not known. */
  readonly total?: number
}

/** How to import. */
export interface ImportSettings {
  /** Take drafts where the OLX has them, and leave learners with what is published, a first import too. */
  readonly draft?: boolean
  /** Publish nothing, a first import too: it waits as the draft. Drafts of the OLX are left out, unlike with `draft`. */
  readonly hold?: boolean
  /** A key under which a library is taken in, in place of its own: `lib:ORG:SLUG`, or `library-v1:ORG+SLUG` for one of version 1. */
  readonly as?: string
  /** Publish what was imported though it is not the first import of its context. */
  readonly publish?: boolean
  /**
   * What becomes of edits that authors made of the draft since its import: `replace` takes the import, `keep` the edited
   * blocks over it, `merge` each field from the side that changed it. Left out, an import over edits is refused.
   */
  readonly edits?: OverEdits
  /** For content that ships with a site: leave a context as it is where anybody edited it or imported over it. */
  readonly unlessChanged?: boolean
  /** Store nothing where learners would miss something: where there is a finding of level `error`. */
  readonly strict?: boolean
  /**
   * Run each problem's script once, before anything is stored, and report the ones that fail as errors; it takes Python
   * some time to start. They import from the `python_lib.zip` that is imported with them.
   */
  readonly checkScripts?: boolean
  /** See `ImportOptions.asked`. */
  readonly asked?: number
  /** See `ImportOptions.beforeSave`. */
  readonly beforeSave?: () => Promise<void>
  readonly onProgress?: (progress: WorkProgress) => void
}

/** What is published by a job, and what is said of it. */
export interface PublishJobSettings extends LogWords {
  /** Keys of the blocks that are published, as text; all when left out. */
  readonly usages?: readonly string[] | undefined
  /** See `AuthoringStore.view`; the draft when left out. */
  readonly version?: string | undefined
}

/** What an import did, publishing included. */
export interface ImportReport extends ImportOutcome {
  /** Whether learners now see this version. */
  readonly published: boolean
  /** @deprecated the older name of {@link ImportOutcome.findings} */
  readonly diagnostics: readonly Finding[]
}

/** How an import is made, as far as it can be told to another host. */
export type ImportJobSettings = Omit<ImportSettings, 'onProgress' | 'asked' | 'beforeSave'>

import type { UnitStore } from '../compositor/index.js'
import {
  exportWithLibraries,
  importPath,
  publish,
  type AuthoringStore,
  type ExportOptions,
  type ExportWithLibraries,
  type ImportOutcome,
  type ImportProgress,
  type LogWords,
  type OverEdits,
  type PublishOptions,
  type ReadScripts,
  type WhichLibraries,
} from '../content/index.js'
import { triedScript } from '../blocks/problem/index.js'
import { copyRenamedRecords } from '../lms/learner-state/index.js'
import type { Store } from '../store/index.js'
import type { BlockTypes, Finding } from '../runtime/index.js'
import { libraryName } from './course-scripts.js'
import type { PythonScripts } from '../python/index.js'

/** What the authors' side of a host is made of. */
export interface AuthoringOptions {
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly types: BlockTypes
  /** Where publications are kept, and what learners have of blocks that are renamed. */
  readonly store: Pick<Store, 'blobs' | 'files' | 'records'>
  /** See {@link PublishOptions}. */
  readonly madeBy?: PublishOptions['madeBy']
  readonly scores?: PublishOptions['scores']
  /** Tries scripts; none where the host runs no Python. */
  readonly scripts?: PythonScripts | undefined
}

/** How far an import or a publish has come. */
export interface WorkProgress {
  readonly step: ImportProgress['step'] | 'publishing' | 'checking scripts'
  readonly done: number
  /** Absent while it is not known. */
  readonly total?: number
}

/** How to import. */
export interface ImportSettings {
  /** Take drafts where the OLX has them, and leave learners with what is published, a first import too. */
  readonly draft?: boolean
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
  readonly onProgress?: (progress: WorkProgress) => void
}

/** What an import did, publishing included. */
export interface ImportReport extends ImportOutcome {
  /** Whether learners now see this version. */
  readonly published: boolean
  /** @deprecated the older name of {@link ImportOutcome.findings} */
  readonly diagnostics: readonly Finding[]
}

/** The authors' side: brings content in and hands it to the learners' side. Nothing a learner asks for needs it. */
export class Authoring {
  constructor(private readonly options: AuthoringOptions) {}

  /**
   * Imports a folder or archive. The first import of a context is published, unless it is a draft; a later one becomes
   * the draft, and is published where that is asked for or learners see this very version already. Courses that waited
   * for this very library version are published again, so their references heal.
   * @throws CompositorError those of {@link importPath} and {@link publish}; what was published stays published
   */
  async import(path: string, settings: ImportSettings = {}): Promise<ImportReport> {
    const {
      draft = false,
      publish = false,
      edits,
      unlessChanged = false,
      strict = false,
      onProgress,
    } = settings
    const { authoring, types } = this.options
    const outcome = await importPath(path, {
      types,
      store: authoring,
      draft,
      edits,
      unlessChanged,
      strict,
      opens: !draft,
      ...(settings.checkScripts && { checkScripts: (read) => this.#failing(read, onProgress) }),
      onProgress: ({ step, count, total }) =>
        onProgress?.({ step, done: count, ...(total !== undefined && { total }) }),
    })
    const { context, version, opening, publishedBefore, references } = outcome
    const own = [...outcome.findings, ...references]
    const isShown = outcome.stored && version === publishedBefore
    if (draft || outcome.kept || !outcome.stored) return reportOf(outcome, isShown, own)
    const publishes = opening || publish || isShown
    const findings = publishes ? await this.publish(context, onProgress) : []
    for (const waiting of outcome.waiting) await this.#publishAgain(waiting)
    return reportOf(outcome, publishes, joined(own, findings))
  }

  /** Writes a version of a context, and libraries beside it. @throws CompositorError see {@link exportWithLibraries} */
  export(
    context: string,
    path: string,
    options: ExportOptions & { readonly libraries: WhichLibraries },
  ): Promise<ExportWithLibraries> {
    const { authoring, types } = this.options
    return exportWithLibraries(authoring, types, context, path, options)
  }

  /**
   * Makes the draft of a context what learners see.
   * @returns findings, such as references that lead nowhere
   */
  async publish(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    const { authoring, types, units, store, madeBy, scores } = this.options
    const before = (await units.find(context).catch(() => undefined))?.publication
    const prepared = await publish(context, {
      store: authoring,
      types,
      blobs: store.blobs,
      files: store.files,
      version,
      before,
      madeBy,
      scores,
      onProgress: ({ done, total }) => onProgress?.({ step: 'publishing', done, total }),
    })
    const { aliases = {} } = prepared.publication
    const known = before?.aliases ?? {}
    const renamed = Object.fromEntries(Object.entries(aliases).filter(([old, now]) => known[old] !== now))
    await copyRenamedRecords(store.records, renamed)
    await units.switchTo(context, prepared.hash)
    // What learners did meanwhile under the old keys.
    await copyRenamedRecords(store.records, renamed)
    await authoring.markPublished(context, prepared.publication.version, words)
    return prepared.findings
  }

  /**
   * Publishes some blocks of the draft, and leaves all else as learners see it.
   * @param usages keys of the blocks, as text
   * @returns findings, such as references that lead nowhere
   * @throws CompositorError `version-unknown` where nothing is published yet; `block-not-found`
   */
  async publishSome(
    context: string,
    usages: readonly string[],
    onProgress?: (progress: WorkProgress) => void,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    const { authoring, types } = this.options
    const version = await authoring.select(context, types, usages, words)
    return this.publish(context, onProgress, version, words)
  }

  /** What of the scripts of an import fails. */
  async #failing(
    { context, scripts, asset }: ReadScripts,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<Finding[]> {
    const library = asset(libraryName)
    const runner = this.options.scripts?.importing(
      library && { hash: library.hash, bytes: () => Promise.resolve(library.bytes) },
    )
    const failing: Finding[] = []
    if (!runner) return failing
    for (const [done, { file, usage, line, column, xml }] of scripts.entries()) {
      onProgress?.({ step: 'checking scripts', done, total: scripts.length })
      const found = await triedScript(xml, context, runner)
      if (!found) continue
      failing.push({
        level: 'error',
        code: found.code,
        message: found.message,
        ...(found.remedy !== undefined && { remedy: found.remedy }),
        file,
        usage,
        line: line + found.line - 1,
        column: found.line === 1 ? column + found.column - 1 : found.column,
      })
    }
    return failing
  }

  /** Publishes the version learners see already once more, now that a library it refers to is there. */
  async #publishAgain(context: string): Promise<void> {
    const { published } = await this.options.authoring.head(context)
    if (published !== null) await this.publish(context, undefined, published)
  }
}

function reportOf(outcome: ImportOutcome, published: boolean, findings: readonly Finding[]): ImportReport {
  return { ...outcome, published, findings, diagnostics: findings }
}

/** Findings of two steps, what both say once. */
function joined(one: readonly Finding[], other: readonly Finding[]): readonly Finding[] {
  const said = new Set(one.map(nameOf))
  return [...one, ...other.filter((finding) => !said.has(nameOf(finding)))]
}

function nameOf({ code, usage, message }: Finding): string {
  return JSON.stringify([code, usage, message])
}

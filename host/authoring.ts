import { BlockAliases, type UnitStore } from '../compositor/index.js'
import {
  exportWithLibraries,
  importPath,
  isOfOtherSite,
  libraryElsewhere,
  publish,
  publishedSince,
  type ArchiveBytes,
  type AuthoringStore,
  type ClosedReference,
  type ExportWithLibraries,
  type ExportWithLibrariesOptions,
  type ImportOutcome,
  type LibraryRules,
  type LogWords,
  type PublishOptions,
  type ReadScripts,
  type Upload,
} from '../content/index.js'
import { triedScript } from '../blocks/problem/index.js'
import { copyRenamedRecords, renamedByReference, tellRenamed } from '../lms/learner-state/index.js'
import type { Publication } from '../runtime/unit/index.js'
import type { Job, Store } from '../store/index.js'
import {
  CompositorError,
  type BlockTypes,
  type Finding,
  type JsonObject,
  scriptLibrary,
} from '../runtime/index.js'
import { latestVersion } from '../runtime/keys/index.js'
import type {
  ImportJobSettings,
  ImportReport,
  ImportSettings,
  PublishJobSettings,
  WorkProgress,
} from './authoring-work.js'
import { importInput, importKind } from './jobs/import-job.js'
import { publishInput, publishKind, solePublish } from './jobs/publish-job.js'
import type { PythonScripts } from '../python/index.js'

/** What the authors' side of a host is made of. */
export interface AuthoringOptions {
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly types: BlockTypes
  /** Where publications are kept, and what learners have of blocks that are renamed. */
  readonly store: Pick<Store, 'blobs' | 'files' | 'records'>
  /** The name of this site. */
  readonly domain?: string | undefined
  /** See {@link PublishOptions}. */
  readonly madeBy?: PublishOptions['madeBy']
  readonly scores?: PublishOptions['scores']
  /** Starts long work; none where nobody does any. */
  readonly startJob?: (kind: string, input: JsonObject, sole?: string) => Promise<Job>
  /** What the site asks of references to its libraries; nothing when left out. */
  readonly rules?: Pick<LibraryRules, 'closed'>
  /** Tries scripts; none where the host runs no Python. */
  readonly scripts?: PythonScripts | undefined
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
  async import(from: string | ArchiveBytes, settings: ImportSettings = {}): Promise<ImportReport> {
    const {
      draft = false,
      publish = false,
      edits,
      unlessChanged = false,
      strict = false,
      onProgress,
    } = settings
    const { authoring, types, rules, domain } = this.options
    const outcome = await importPath(from, {
      types,
      store: authoring,
      domain,
      draft,
      edits,
      unlessChanged,
      strict,
      opens: !draft,
      as: settings.as,
      asked: settings.asked,
      beforeSave: settings.beforeSave,
      ...(settings.checkScripts && { checkScripts: (read) => this.#failing(read, onProgress) }),
      onProgress: ({ step, count, total }) =>
        onProgress?.({ step, done: count, ...(total !== undefined && { total }) }),
    })
    const { context, version, opening, publishedBefore, references } = outcome
    const own = [...outcome.findings, ...references]
    const isShown = outcome.stored && version === publishedBefore
    await this.#publishFollowed(outcome)
    for (const healing of outcome.healing) await this.publishAgain(healing)
    if (draft || outcome.kept || !outcome.stored) return reportOf(outcome, isShown, own)
    const closed = (await rules?.closed(undefined, await authoring.view(context, version), types)) ?? []
    own.push(...closed.map(closedFinding))
    const publishes = (opening || publish || isShown) && closed.length === 0
    const isOlder = publishes && (await this.#isOlder(context, version, settings.asked))
    const findings = publishes && !isOlder ? await this.#publishAll(context, onProgress, version) : []
    const healed = new Set(outcome.healing)
    for (const waiting of outcome.waiting) if (!healed.has(waiting)) await this.publishAgain(waiting)
    return reportOf(outcome, publishes && !isOlder, joined(own, findings))
  }

  /**
   * Imports a folder or archive as a job, which any host of the store finishes if this one dies. It is kept in the store until then.
   * @returns the job, which `importedBy` tells of once it has ended
   * @throws CompositorError those of {@link keepUpload}
   */
  async startImport(upload: Upload, settings: ImportJobSettings = {}): Promise<Job> {
    return this.#start(importKind, await importInput(upload, settings, this.options.store.files))
  }

  /**
   * Publishes the draft of a context as it is by now, a version or some blocks, as a job.
   * @returns the job, which `publishedBy` tells of once it has ended
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-unnamed` for a v2 library; those of {@link publishSome} before it publishes
   */
  async startPublish(
    context: string,
    { usages = [], version, ...words }: PublishJobSettings = {},
  ): Promise<Job> {
    const { authoring, types } = this.options
    refuseOtherSite(context)
    refuseUnnamed(context, words)
    const { draft } = await authoring.head(context)
    const isDraft = version === undefined || version === 'draft' || version === draft
    const name =
      usages.length > 0
        ? await authoring.select(context, types, usages, words)
        : isDraft
          ? await authoring.settle(context, { author: words.author, expected: version && draft })
          : (await authoring.view(context, version)).name
    return this.#start(publishKind, publishInput(context, name, words), solePublish(context, name, words))
  }

  #start(kind: string, input: JsonObject, sole?: string): Promise<Job> {
    const { startJob } = this.options
    if (!startJob) throw new TypeError('This authors’ side has nobody who does jobs.')
    return startJob(kind, input, sole)
  }

  /** Writes a version of a context with what it refers to. @throws CompositorError see {@link exportWithLibraries} */
  export(
    context: string,
    path: string,
    options: Omit<ExportWithLibrariesOptions, 'domain'>,
  ): Promise<ExportWithLibraries> {
    const { authoring, types, domain } = this.options
    return exportWithLibraries(authoring, types, context, path, { ...options, domain })
  }

  /**
   * Makes the draft of a context, or another version of it, what learners see. Files of a v2 library's draft say then that it is published.
   * @returns findings, such as references that lead nowhere
   * @throws CompositorError `version-unnamed` for a v2 library, `library-closed`, and those of content’s `publish`
   */
  async publish(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    refuseUnnamed(context, words)
    const { author } = words
    const isDraft = version === undefined || version === 'draft'
    const asked = isDraft ? await this.options.authoring.settle(context, { author }) : version
    return this.#publishAll(context, onProgress, asked, words)
  }

  /** With what follows it. */
  async #publishAll(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    const { kind, findings } = await this.#publish(context, onProgress, version, words)
    return kind === 'library'
      ? [...findings, ...(await this.publishFollowers(context, onProgress))]
      : findings
  }

  async #publish(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<{ readonly kind: 'course' | 'library'; readonly findings: readonly Finding[] }> {
    const { authoring, types, units, store, madeBy, scores } = this.options
    await this.#refuseClosed(context, version)
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
    const renamed = await renamedBetween(before, prepared.publication, (usages) =>
      this.#isThere(context, prepared.publication.version, usages),
    )
    const takeAlong = async () => {
      if (Object.keys(renamed).length === 0) return
      const aliases = new BlockAliases({ ...prepared.publication.aliases, ...renamed })
      const newest = (usage: string) => aliases.newest(usage)
      const byReference = await renamedByReference(store.records, renamed, newest)
      const all = { ...renamed, ...byReference }
      await tellRenamed(store.records, context, all, Date.now())
      await copyRenamedRecords(store.records, all)
    }
    await takeAlong()
    await units.switchTo(context, prepared.hash)
    // What learners did meanwhile under the old keys.
    await takeAlong()
    await authoring.markPublished(context, prepared.publication.version, words)
    return { kind: prepared.publication.kind, findings: prepared.findings }
  }

  /**
   * Publishes what learners see once more where it follows a library, one course after another; drafts stay as they are. What is of the
   * library's latest version already is not made again, so it may be asked for again.
   * @returns what could not be published, and why
   * @throws CompositorError `store-unavailable`
   */
  async publishFollowers(
    library: string,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<readonly Finding[]> {
    const followers = await this.options.authoring.contextsWaitingFor(library, latestVersion)
    const findings: Finding[] = []
    for (const [done, context] of followers.entries()) {
      onProgress?.({ step: 'following', done, total: followers.length })
      // What follows a follower follows this library, too.
      await this.publishAgain(context).catch((thrown: unknown) => {
        const { code, message } = CompositorError.from(thrown, 'store-unavailable')
        const said = `'${context}' follows '${library}' and could not be published again: ${message}`
        findings.push({ level: 'warning', code, message: said })
      })
    }
    return findings
  }

  /**
   * Publishes some blocks of the draft, and leaves all else as learners see it.
   * @param usages keys of the blocks, as text
   * @returns findings, such as references that lead nowhere
   * @throws CompositorError `version-unnamed` for a v2 library; `version-unknown` where nothing of a course is published yet; `block-not-found`
   */
  async publishSome(
    context: string,
    usages: readonly string[],
    onProgress?: (progress: WorkProgress) => void,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    const { authoring, types } = this.options
    refuseUnnamed(context, words)
    const version = await authoring.select(context, types, usages, words)
    return this.#publishAll(context, onProgress, version, words)
  }

  /** Refuses to publish new references to libraries that do not take them. @throws CompositorError `library-closed` */
  async #refuseClosed(context: string, version = 'draft'): Promise<void> {
    const { authoring, types, rules } = this.options
    if (!rules) return
    const { published } = await authoring.head(context)
    const before = published === null ? undefined : await authoring.view(context, published)
    const [closed] = await rules.closed(before, await authoring.view(context, version), types)
    if (closed) throw new CompositorError('library-closed', closed.why, { usage: closed.usage })
  }

  /** Whether somebody published something else since an import was asked for, which a process that died had begun with. */
  async #isOlder(context: string, version: string, asked: number | undefined): Promise<boolean> {
    if (asked === undefined) return false
    return (await publishedSince(this.options.authoring, context, version, asked)) === 'overtaken'
  }

  /** What of the scripts of an import fails. */
  async #failing(
    { context, scripts, asset }: ReadScripts,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<Finding[]> {
    const library = asset(scriptLibrary)
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

  /** Publishes library versions that came with a course that follows them, where nothing of their libraries is published. */
  async #publishFollowed({ followed }: ImportOutcome): Promise<void> {
    for (const { library, version } of followed)
      if ((await this.options.authoring.head(library)).published === null)
        await this.#publishAll(library, undefined, version)
  }

  /** Of these keys those that a version has. */
  async #isThere(context: string, version: string, usages: readonly string[]): Promise<ReadonlySet<string>> {
    const view = await this.options.authoring.view(context, version)
    return new Set((await view.blocks(usages)).keys())
  }

  /** Publishes the version learners see already once more, now that a library it refers to is there, or is another one. */
  async publishAgain(context: string): Promise<void> {
    const { published } = await this.options.authoring.head(context)
    if (published !== null) await this.#publish(context, undefined, published)
  }
}

/**
 * Keys that blocks have by now, by those that learners know them by: blocks that were renamed, and those whose renaming was taken back.
 * @param isThere which of some keys what is published has
 */
async function renamedBetween(
  before: Publication | undefined,
  after: Publication,
  isThere: (usages: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Record<string, string>> {
  const [known, aliases] = [before?.aliases ?? {}, after.aliases ?? {}]
  const renamed = Object.fromEntries(Object.entries(aliases).filter(([old, now]) => known[old] !== now))
  const left = Object.entries(known).filter(([old]) => !Object.hasOwn(aliases, old))
  const there = left.length > 0 ? await isThere(left.flat()) : new Set<string>()
  for (const [old, now] of left) if (there.has(old) && !there.has(now)) renamed[now] = old
  return renamed
}

function closedFinding({ usage, why: message }: ClosedReference): Finding {
  return { level: 'error', code: 'library-closed', usage, message }
}

/** @throws CompositorError `library-elsewhere` */
function refuseOtherSite(context: string): void {
  if (isOfOtherSite(context)) throw libraryElsewhere(context)
}

/** @throws CompositorError `version-unnamed` where a version of a v2 library has no name */
function refuseUnnamed(context: string, { name = '' }: LogWords): void {
  if (!context.startsWith('lib:') || name.trim() !== '') return
  const message = `A version of '${context}' is published under a name, such as "Spring 2026".`
  throw new CompositorError('version-unnamed', message)
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

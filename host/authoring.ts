import {
  exportWithLibraries,
  isOfOtherSite,
  libraryElsewhere,
  type ArchiveBytes,
  type ExportWithLibraries,
  type ExportWithLibrariesOptions,
  type LogWords,
  type Upload,
} from '../content/index.js'
import type { Finding, JsonObject } from '../runtime/index.js'
import type { Job } from '../store/index.js'
import type { AuthoringOptions } from './authoring-options.js'
import type {
  ImportJobSettings,
  ImportReport,
  ImportSettings,
  PublishJobSettings,
  WorkProgress,
} from './authoring-work.js'
import { Importing } from './importing.js'
import { importInput, importKind } from './jobs/import-job.js'
import { publishInput, publishKind, solePublish } from './jobs/publish-job.js'
import { Publishing, refuseUnnamed } from './publishing.js'

/** The authors' side: brings content in and hands it to the learners' side. Nothing a learner asks for needs it. */
export class Authoring {
  readonly #publishing: Publishing
  readonly #importing: Importing

  constructor(private readonly options: AuthoringOptions) {
    this.#publishing = new Publishing(options)
    this.#importing = new Importing(options, this.#publishing)
  }

  /**
   * Imports a folder or archive. The first import of a context is published, unless it is a draft; a later one becomes
   * the draft, and is published where that is asked for or learners see this very version already. Courses that waited
   * for this very library version are published again, so their references heal.
   * @throws CompositorError those of `importPath` and {@link publish}; what was published stays published
   */
  import(from: string | ArchiveBytes, settings: ImportSettings = {}): Promise<ImportReport> {
    return this.#importing.import(from, settings)
  }

  /**
   * Imports a folder or archive as a job, which any host of the store finishes if this one dies. It is kept in the store until then.
   * @returns the job, which `importedBy` tells of once it has ended
   * @throws CompositorError those of `keepUpload`
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
        ? await authoring.select(context, types, usages, { ...words, from: version })
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
  publish(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    return this.#publishing.publish(context, onProgress, version, words)
  }

  /**
   * Publishes some blocks of the draft, and leaves all else as learners see it.
   * @param usages keys of the blocks, as text
   * @returns findings, such as references that lead nowhere
   * @throws CompositorError `version-unnamed` for a v2 library; `version-unknown` where nothing of a course is published yet; `block-not-found`
   */
  publishSome(
    context: string,
    usages: readonly string[],
    onProgress?: (progress: WorkProgress) => void,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    return this.#publishing.publishSome(context, usages, onProgress, words)
  }

  /**
   * Publishes what learners see once more where it follows a library, one course after another; drafts stay as they are. What is of the
   * library's latest version already is not made again, so it may be asked for again.
   * @returns what could not be published, and why
   * @throws CompositorError `store-unavailable`
   */
  publishFollowers(
    library: string,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<readonly Finding[]> {
    return this.#publishing.publishFollowers(library, onProgress)
  }

  /** Publishes the version learners see already once more, now that a library it refers to is there, or is another one. */
  publishAgain(context: string): Promise<void> {
    return this.#publishing.publishAgain(context)
  }
}

/** @throws CompositorError `library-elsewhere` */
function refuseOtherSite(context: string): void {
  if (isOfOtherSite(context)) throw libraryElsewhere(context)
}

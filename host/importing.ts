import {
  importPath,
  publishedSince,
  type ArchiveBytes,
  type ClosedReference,
  type ImportOutcome,
  type ReadScripts,
} from '../content/index.js'
import { triedScript } from '../blocks/problem/index.js'
import { scriptLibrary, type Finding } from '../runtime/index.js'
import type { AuthoringOptions } from './authoring-options.js'
import type { ImportReport, ImportSettings, WorkProgress } from './authoring-work.js'
import type { Publishing } from './publishing.js'

/** Brings content in from folders and archives, and publishes it where it is to be. */
export class Importing {
  constructor(
    private readonly options: AuthoringOptions,
    private readonly publishing: Publishing,
  ) {}

  /**
   * Imports a folder or archive. The first import of a context is published, unless it is a draft; a later one becomes
   * the draft, and is published where that is asked for or learners see this very version already. Courses that waited
   * for this very library version are published again, so their references heal.
   * @throws CompositorError those of {@link importPath} and `Publishing.publish`; what was published stays published
   */
  async import(from: string | ArchiveBytes, settings: ImportSettings = {}): Promise<ImportReport> {
    const {
      draft = false,
      publish = false,
      hold = false,
      edits,
      unlessChanged = false,
      strict = false,
      onProgress,
    } = settings
    const { authoring, types, rules, domain, now } = this.options
    const outcome = await importPath(from, {
      types,
      store: authoring,
      domain,
      now,
      draft,
      edits,
      unlessChanged,
      strict,
      opens: !draft && !hold,
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
    for (const healing of outcome.healing) await this.publishing.publishAgain(healing)
    const healed = new Set(outcome.healing)
    const heal = async () => {
      for (const waiting of outcome.waiting)
        if (!healed.has(waiting)) await this.publishing.publishAgain(waiting)
    }
    if (draft || outcome.kept || !outcome.stored) {
      await heal()
      return reportOf(outcome, isShown, own)
    }
    const closed = (await rules?.closed(undefined, await authoring.view(context, version), types)) ?? []
    own.push(...closed.map(closedFinding))
    const publishes = (opening || (publish && !hold) || isShown) && closed.length === 0
    const isOlder = publishes && (await this.#isOlder(context, version, settings.asked))
    const findings =
      publishes && !isOlder ? await this.publishing.withFollowers(context, onProgress, version) : []
    await heal()
    return reportOf(outcome, publishes && !isOlder, joined(own, findings))
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
        await this.publishing.withFollowers(library, undefined, version)
  }
}

function closedFinding({ usage, why: message }: ClosedReference): Finding {
  return { level: 'error', code: 'library-closed', usage, message }
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

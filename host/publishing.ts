import { BlockAliases } from '../compositor/index.js'
import { publish, type LogWords } from '../content/index.js'
import { copyRenamedRecords, renamedByReference, tellRenamed } from '../lms/learner-state/index.js'
import { CompositorError, type Finding } from '../runtime/index.js'
import { latestVersion } from '../runtime/keys/index.js'
import type { AuthoringOptions } from './authoring-options.js'
import type { WorkProgress } from './authoring-work.js'
import { renamedBetween } from './renamed-between.js'

/** How often a version is published once more while others publish another one. */
const mostAgain = 5

/** What is published, and how. */
interface Publication {
  readonly version: string | undefined
  readonly words?: LogWords
  readonly onProgress?: ((progress: WorkProgress) => void) | undefined
  /** Whether learners see this version already: then it does not take the place of another one. */
  readonly isAgain?: boolean
}

/** Makes versions what learners see, and what follows a library along with it. */
export class Publishing {
  constructor(private readonly options: AuthoringOptions) {}

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
    return this.withFollowers(context, onProgress, asked, words)
  }

  /**
   * Makes a version what learners see, whatever it is called, and then what follows it.
   * @throws CompositorError those of {@link publish} but `version-unnamed`
   */
  async withFollowers(
    context: string,
    onProgress?: (progress: WorkProgress) => void,
    version?: string,
    words: LogWords = {},
  ): Promise<readonly Finding[]> {
    const made = await this.#publish(context, { onProgress, version, words })
    if (!made) return []
    const { kind, findings, version: published } = made
    if (kind !== 'library') return findings
    return [...findings, ...(await this.publishFollowers(context, onProgress, published))]
  }

  /** @returns undefined where learners see another version by now than the one that was to be published again */
  async #publish(
    context: string,
    { version, words = {}, onProgress, isAgain = false }: Publication,
  ): Promise<
    | {
        readonly kind: 'course' | 'library'
        readonly version: string
        readonly findings: readonly Finding[]
      }
    | undefined
  > {
    const { authoring, types, units, store, madeBy, scores } = this.options
    await this.#refuseClosed(context, version)
    const known = await units.find(context).catch(() => undefined)
    const before = known?.publication
    if (isAgain && known && known.publication.version !== version) return undefined
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
    if (isAgain && known) {
      const isSame = known.hash === prepared.hash
      if (!isSame && !(await units.exchange(context, known.hash, prepared.hash))) return undefined
    } else await units.switchTo(context, prepared.hash)
    // What learners did meanwhile under the old keys.
    await takeAlong()
    if (!isAgain || !known) await authoring.markPublished(context, prepared.publication.version, words)
    const { kind, version: made } = prepared.publication
    return { kind, version: made, findings: prepared.findings }
  }

  /**
   * Publishes what learners see once more where it follows a library, one course after another; drafts stay as they are. What is of the
   * library's latest version already is not made again, so it may be asked for again.
   * @param version that is there now, which others may have waited for
   * @returns what could not be published, and why
   * @throws CompositorError `store-unavailable`
   */
  async publishFollowers(
    library: string,
    onProgress?: (progress: WorkProgress) => void,
    version = latestVersion,
  ): Promise<readonly Finding[]> {
    const { authoring } = this.options
    const asked = [latestVersion, version].map((one) => authoring.contextsWaitingFor(library, one))
    const followers = [...new Set((await Promise.all(asked)).flat())]
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
    return this.withFollowers(context, onProgress, version, words)
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

  /** Of these keys those that a version has. */
  async #isThere(context: string, version: string, usages: readonly string[]): Promise<ReadonlySet<string>> {
    const view = await this.options.authoring.view(context, version)
    return new Set((await view.blocks(usages)).keys())
  }

  /**
   * Publishes the version learners see already once more, now that a library it refers to is there, or is another one; what somebody
   * publishes meanwhile stays, and is published once more itself.
   */
  async publishAgain(context: string): Promise<void> {
    for (let tried = 0; tried < mostAgain; tried++) {
      const now = (await this.options.units.find(context))?.publication ?? null
      const { published } = await this.options.authoring.head(context)
      const version = now?.version ?? published
      if (version === null) return
      if ((await this.#publish(context, { version, isAgain: true })) !== undefined) return
    }
    throw new CompositorError(
      'store-unavailable',
      `Others published '${context}' ${mostAgain} times meanwhile.`,
    )
  }
}

/** @throws CompositorError `version-unnamed` where a version of a v2 library has no name */
export function refuseUnnamed(context: string, { name = '' }: LogWords): void {
  if (!context.startsWith('lib:') || name.trim() !== '') return
  const message = `A version of '${context}' is published under a name, such as "Spring 2026".`
  throw new CompositorError('version-unnamed', message)
}

import { poolQueryOf, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../../runtime/keys/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { isJsonObject } from '../../runtime/values/json.js'
import { standsIn } from '../usage/place-above.js'
import type {
  AuthoringStore,
  BlockEdit,
  ExpectedWords,
  OperatedDraft,
  StoredVersionView,
} from '../version/index.js'
import {
  declinedField,
  namedLibraries,
  referenceAt,
  referencesIn,
  type DraftReference,
} from './draft-reference.js'
import { KnownLibraries } from './known-libraries.js'
import { PoolMatches } from './pool-matches.js'
import { clashesIn, previewedChange, type PreviewedChange } from './previewed-change.js'
import { isEmptyPreview, type LibraryStep, type ReferencePreview } from './reference-preview.js'
import { declineEdit, updateEdit, type UpdateWishes } from './update-edit.js'

/** A reference that could be brought to another version. */
export interface OfferedUpdate {
  readonly preview: ReferencePreview
  /** Block type of the reference. */
  readonly type: string
  /** Usage key of the unit, or container of a library, that it stands in, as text, with its title; null where it stands in none. */
  readonly unit: { readonly usage: string; readonly title: string } | null
  /** Whether its author declined this version. */
  readonly isDeclined: boolean
}

/**
 * Which versions are meant: what people name one by, of a reference to one library; or of each library by its key, as text, those
 * left out staying as they are. Without any, what each library has published last.
 */
export type AskedVersions = string | Readonly<Record<string, string>>

/** Which references are updated at once. */
export interface BulkUpdate extends UpdateWishes {
  /** Usage keys; all that are offered when left out. */
  readonly usages?: readonly UsageKey[] | undefined
}

/** What became of references that were to be updated. */
export interface UpdatedReferences extends Omit<OperatedDraft, 'usages' | 'renamedFiles'> {
  /** Usage keys, as text, of those that are at another version. */
  readonly updated: readonly string[]
  /** Those that stayed as they are, and why. */
  readonly skipped: readonly { readonly usage: string; readonly why: string }[]
  /** Number of the version to revert to, so that nothing of it has happened. */
  readonly undo: number
}

/** A library that a reference would be at another version of, with what its subset finds there besides. */
interface FoundStep extends LibraryStep {
  readonly found: readonly string[]
}

/** Brings references of drafts to other versions of their libraries, once their authors have seen what that changes. */
export class ReferenceUpdates {
  readonly #matches: PoolMatches

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    this.#matches = new PoolMatches(store, types)
  }

  /**
   * The references of a draft for which what their libraries have published last is another thing than what they name; for how many
   * libraries change costs what changed in these, and the references themselves.
   * @param isAll whether those count, too, that were declined
   * @throws CompositorError `context-unknown`, `store-unavailable`
   */
  async updates(context: string, isAll = false): Promise<readonly OfferedUpdate[]> {
    const view = await this.store.view(context, 'draft')
    const libraries = new KnownLibraries(this.store, this.types)
    const offered: OfferedUpdate[] = []
    for await (const reference of referencesIn(view, this.types)) {
      const one = await this.#offered(view, reference, libraries)
      if (one && (isAll || !one.isDeclined)) offered.push(one)
    }
    return offered.sort((one, other) => (placeText(one) < placeText(other) ? -1 : 1))
  }

  /** Keys of the libraries that a reference names, as text. @throws CompositorError as {@link preview} does */
  async librariesOf(usage: UsageKey): Promise<readonly string[]> {
    const { libraries } = await referenceAt(await this.#draftOf(usage), textOf(usage), this.types)
    return [...new Set(libraries.map(({ library }) => library))]
  }

  /**
   * What other versions would change for a reference.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is no reference; `version-unknown`,
   *   `version-ambiguous`
   */
  async preview(usage: UsageKey, to: AskedVersions = {}): Promise<ReferencePreview> {
    return (await this.#at(usage, to)).preview
  }

  /**
   * The change that brings a reference to other versions, without making it.
   * @throws CompositorError those of {@link preview} and {@link update}
   */
  async edit(usage: UsageKey, to: AskedVersions = {}, wishes: UpdateWishes = {}): Promise<BlockEdit> {
    const { reference, preview } = await this.#at(usage, to)
    return updateEdit(reference, preview, wishes, this.types)
  }

  /**
   * Brings a reference to other versions, newer or older ones: one entry of the log. Learners notice it once the draft is published,
   * and keep what they did wherever the same block is still used.
   * @throws CompositorError those of {@link preview}; `update-removes` where blocks would leave that may not; `draft-changed`,
   *   `library-closed`
   */
  async update(
    usage: UsageKey,
    to: AskedVersions = {},
    { edited, removed, ...words }: UpdateWishes & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const { view, reference, preview } = await this.#at(usage, to)
    const edit = updateEdit(reference, preview, { edited, removed }, this.types)
    return this.#made(view, [edit], [], words)
  }

  /**
   * Brings many references of a course to what their libraries have published last: one entry of the log. Those of which blocks would
   * leave that may not stay as they are, and are told.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is no reference; `draft-changed`
   */
  async updateMany(
    context: string,
    { usages, edited, removed, ...words }: BulkUpdate & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    const edits: BlockEdit[] = []
    const skipped: { usage: string; why: string }[] = []
    for (const { reference, preview } of await this.#asked(view, usages)) {
      try {
        if (isEmptyPreview(preview)) skipped.push({ usage: preview.usage, why: 'nothing changed for it' })
        else edits.push(updateEdit(reference, preview, { edited, removed }, this.types))
      } catch (thrown) {
        const { message } = CompositorError.from(thrown, 'host-failed')
        skipped.push({ usage: preview.usage, why: message })
      }
    }
    return this.#made(view, edits, skipped, words)
  }

  /**
   * Does without what libraries have published last: references are not offered it any more, until there is another version that
   * differs for them. One entry of the log.
   * @throws CompositorError as {@link updateMany} does
   */
  async decline(
    context: string,
    { usages, ...words }: { readonly usages?: readonly UsageKey[] | undefined } & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    const asked = await this.#asked(view, usages)
    const edits = asked
      .filter(({ preview }) => preview.libraries.length > 0)
      .map(({ reference, preview }) => declineEdit(reference, preview.libraries))
    return this.#made(view, edits, [], words)
  }

  /** A reference of the draft, with what other versions would change for it. */
  async #at(usage: UsageKey, to: AskedVersions) {
    const view = await this.#draftOf(usage)
    const reference = await referenceAt(view, textOf(usage), this.types)
    const libraries = new KnownLibraries(this.store, this.types)
    const steps = await this.#steps(reference, libraries, to)
    return { view, reference, preview: await this.#previewed(view, reference, steps, libraries) }
  }

  async #asked(
    view: StoredVersionView,
    usages: readonly UsageKey[] | undefined,
  ): Promise<{ reference: DraftReference; preview: ReferencePreview }[]> {
    const libraries = new KnownLibraries(this.store, this.types)
    const asked: { reference: DraftReference; preview: ReferencePreview }[] = []
    if (usages) {
      for (const usage of new Set(usages.map(textOf))) {
        const reference = await referenceAt(view, usage, this.types)
        const steps = await this.#steps(reference, libraries, {})
        asked.push({ reference, preview: await this.#previewed(view, reference, steps, libraries) })
      }
      return asked
    }
    for await (const reference of referencesIn(view, this.types)) {
      const one = await this.#offered(view, reference, libraries)
      if (one && !one.isDeclined) asked.push({ reference, preview: one.preview })
    }
    return asked
  }

  async #made(
    view: StoredVersionView,
    edits: readonly BlockEdit[],
    skipped: UpdatedReferences['skipped'],
    words: ExpectedWords,
  ): Promise<UpdatedReferences> {
    const { entry } = await this.store.entry(view.context, 'draft')
    const { expected = view.name } = words
    const operations = edits.map((edit) => ({ do: 'edit', edit }) as const)
    const done = await this.store.operate(view.context, this.types, operations, { ...words, expected })
    const { version, number, changed } = done
    return { version, number, changed, updated: edits.map(({ usage }) => usage), skipped, undo: entry.number }
  }

  async #offered(
    view: StoredVersionView,
    reference: DraftReference,
    libraries: KnownLibraries,
  ): Promise<OfferedUpdate | undefined> {
    const steps: FoundStep[] = []
    for (const step of await this.#steps(reference, libraries, {}))
      if (await this.#touches(reference, step, libraries)) steps.push(step)
    if (steps.length === 0) return undefined
    const preview = await this.#previewed(view, reference, steps, libraries)
    if (isEmptyPreview(preview)) return undefined
    const unit = await standsIn(reference.usage, view)
    const above = unit === undefined ? undefined : await view.block(unit)
    return {
      preview,
      type: reference.block.type,
      unit: unit === undefined ? null : { usage: unit, title: titleOf(unit, above?.settings ?? {}) },
      isDeclined: await this.#isDeclined(reference, steps, libraries),
    }
  }

  /** Whether what differs in a library may concern a reference: what a look at the differing keys alone can tell. */
  async #touches(reference: DraftReference, step: FoundStep, libraries: KnownLibraries): Promise<boolean> {
    if (step.from === null || step.found.length > 0) return true
    const change = await libraries.change(step.library, step.from, step.to)
    const named = reference.named.filter(({ library }) => library === step.library)
    if (named.some(({ query }) => query)) return true
    if ((await change.touched()).size === 0 && !(await change.files()).has('')) return false
    if ((await change.files()).has('') || named.some(({ block }) => block === '*')) return true
    return change.touches(named.map(({ block }) => block))
  }

  async #isDeclined(
    reference: DraftReference,
    steps: readonly FoundStep[],
    libraries: KnownLibraries,
  ): Promise<boolean> {
    const declined = namedLibraries(reference.block.settings[declinedField])
    for (const step of steps) {
      const version = declined.find(({ library }) => library === step.library)?.version
      if (version === undefined) return false
      if (version === step.to) continue
      const since = { ...step, from: version }
      if (!(await libraries.isThere(step.library, version))) return false
      if (!isEmptyChange(await this.#change(reference, since, libraries))) return false
    }
    return true
  }

  /** The libraries that would be at another version. */
  async #steps(
    reference: DraftReference,
    libraries: KnownLibraries,
    to: AskedVersions = {},
  ): Promise<readonly FoundStep[]> {
    const asked = askedOf(reference, to)
    const steps: FoundStep[] = []
    const seen = new Set<string>()
    for (const { library, version } of reference.libraries) {
      if (seen.has(library) || (asked.size > 0 && !asked.has(library))) continue
      seen.add(library)
      const step = await libraries.step(library, version, asked.get(library))
      if (!step) continue
      const found = await this.#foundIn(reference, step, libraries)
      if (step.to !== step.from || found.length > 0) steps.push({ ...step, found })
    }
    return steps
  }

  /** What a subset asks for and the pool does not name yet. */
  async #foundIn(
    { block, named }: DraftReference,
    { library, to }: LibraryStep,
    libraries: KnownLibraries,
  ): Promise<readonly string[]> {
    const { pool_query: asked } = block.settings
    const query = isJsonObject(asked) ? poolQueryOf(asked) : undefined
    if (!query || named.length === 0 || named.some((one) => one.block === '*')) return []
    const view = await libraries.view(library, to)
    const known = new Set(named.map((one) => one.block))
    return view ? (await this.#matches.find(view, query)).filter((key) => !known.has(key)) : []
  }

  async #previewed(
    view: StoredVersionView,
    reference: DraftReference,
    steps: readonly FoundStep[],
    libraries: KnownLibraries,
  ): Promise<ReferencePreview> {
    const changes = await Promise.all(steps.map((step) => this.#change(reference, step, libraries)))
    const changed = changes.flatMap((one) => one.changed)
    return {
      usage: reference.usage,
      title: titleOf(reference.usage, reference.block.settings),
      draft: view.name,
      libraries: steps.map(stepOf),
      added: changes.flatMap((one) => one.added),
      removed: changes.flatMap((one) => one.removed),
      moved: changes.flatMap((one) => one.moved),
      changed,
      files: changes.flatMap((one) => one.files),
      clashes: clashesIn(changed),
      lostOverrides: changes.flatMap((one) => one.lostOverrides),
    }
  }

  async #change(
    reference: DraftReference,
    { library, from, to, found }: FoundStep,
    libraries: KnownLibraries,
  ): Promise<PreviewedChange> {
    const named = reference.named.filter((one) => one.library === library)
    const change = await libraries.change(library, from, to)
    return previewedChange({ reference, named, found }, change, this.types, this.#matches)
  }

  #draftOf(usage: UsageKey): Promise<StoredVersionView> {
    return this.store.view(usage.context.withoutBranchOrVersion().toString(), 'draft')
  }
}

/** By library, the version that is asked for. @throws CompositorError `draft-fixed` for a library that the reference does not name */
function askedOf({ usage, libraries }: DraftReference, to: AskedVersions): ReadonlyMap<string, string> {
  const named = [...new Set(libraries.map(({ library }) => library))]
  const refuse = (message: string) => new CompositorError('draft-fixed', message, { usage })
  if (typeof to === 'string') {
    if (named.length === 1) return new Map(named.map((library) => [library, to]))
    throw refuse(
      `'${usage}' refers to ${named.length} libraries; say of which '${to.slice(0, 100)}' is a version.`,
    )
  }
  const stray = Object.keys(to).find((library) => !named.includes(library))
  if (stray !== undefined) throw refuse(`'${usage}' does not refer to '${stray.slice(0, 300)}'.`)
  return new Map(Object.entries(to))
}

function stepOf({ library, title, from, to, number, name }: FoundStep): LibraryStep {
  return { library, title, from, to, number, ...(name !== undefined && { name }) }
}

function textOf(usage: UsageKey): string {
  return usage.withoutBranchOrVersion().toString()
}

function isEmptyChange({ added, removed, moved, changed, files }: PreviewedChange): boolean {
  return added.length + removed.length + moved.length + changed.length + files.length === 0
}

/** By unit, then by the reference's own id. */
function placeText({ unit, preview }: OfferedUpdate): string {
  const id = parseUsageKey(preview.usage).blockId
  return `${unit?.title ?? ''}\u0000${unit?.usage ?? ''}\u0000${id}`
}

import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ContextHeads, StoredHead } from './context-heads.js'
import type { ContextVersions, SeenEntry } from './context-versions.js'
import { refuseConflicts, refuseEdits } from './draft-edited.js'
import type { DraftRules } from './draft-rules.js'
import type { LogWords } from './log-entry.js'
import type { MadeVersion } from './made-version.js'
import { mergedImport } from './merged-import.js'
import type { PastVersions } from './past-version.js'
import { sharesHistory } from './shared-history.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { EditedBlock, OverEdits } from './edited-block.js'
import { editsBetween, editsOver } from './version-edits.js'
import type { VersionStore } from './version-store.js'

/** How an import is saved. */
export interface SaveOptions extends LogWords {
  /** What becomes of edits of the draft. */
  readonly edits?: OverEdits | undefined
  /** By which edits that are kept are written into the files of the import. */
  readonly types?: BlockTypes
  /** Whether there must be no such context yet. */
  readonly isNew?: boolean
  /** Whether a first import is published after this; it goes on being the first until it was. */
  readonly opens?: boolean
  /** What came before a first import, at another site; others have a history of their own here. */
  readonly past?: PastVersions | undefined
}

/** What saving an import did. */
export interface SavedVersion {
  /** Name of the version that is the draft: the import, or the import under the edits that were kept. */
  readonly draft: string
  /** Whether the draft is another one than before, or is read differently. */
  readonly changed: boolean
  /** Whether it is to be published as the first import of its context; one that was cut off before it was published still is that. */
  readonly opening: boolean
  /** The version that learners saw before, or null. */
  readonly published: string | null
  /** The edits that the import met in the draft. */
  readonly edits: readonly EditedBlock[]
  /** Whether the context was here, and what was imported shares nothing with it. */
  readonly unrelated: boolean
}

/** A version that becomes the draft. */
interface NextDraft {
  readonly view: StoredVersionView
  readonly reading: string
  readonly ids?: string | undefined
}

/** What imports do to drafts that authors may have edited. */
export class DraftImports {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
    private readonly rules?: DraftRules,
  ) {}

  /**
   * Makes an import that was stored the draft.
   * @throws CompositorError `draft-edited` where authors edited the draft since its import and nothing says what becomes
   *   of that, or it cannot be kept; `context-exists`, `store-unavailable`; the draft is then what it was
   */
  async save(
    made: MadeVersion,
    { edits: word, opens = false, isNew = false, types = new Map(), past, ...words }: SaveOptions,
  ): Promise<SavedVersion> {
    const { context } = made.view
    return this.heads.alone(context, async () => {
      const head = await this.heads.find(context)
      if (head === undefined) return this.first(made, isNew ? 'create' : 'import', opens, words, past)
      await this.rules?.refuseChange(head.context)
      if (isNew) throw new CompositorError('context-exists', `There is a ${head.kind} '${context}' already.`)
      const unrelated = !(await this.isRelated(made, head))
      const imported = await this.versions.at(head, head.imported)
      const draft = await this.versions.at(head, head.draft)
      const edits = head.imported === head.draft ? [] : await editsBetween(imported.view, draft.view)
      if (word === undefined) refuseEdits(context, edits)
      const isKept = word !== undefined && word !== 'replace' && edits.length > 0
      const before = { imported: imported.view, draft: draft.view }
      const next: NextDraft = isKept ? await this.underEdits(word, before, made, types) : made
      const published = await this.versions.nameOf(head.published)
      const opening = opens && head.opening === true && head.published === null
      const saved = { draft: next.view.name, opening, published, edits, unrelated }
      const isSame = draft.entry.tree === next.view.name && draft.entry.reading === next.view.variant
      if (isSame && imported.entry.tree === made.view.name && imported.entry.reading === made.view.variant) {
        const isRead = draft.reading !== next.reading
        const log = isRead ? await this.versions.log(head).reread(draft.hash, next.reading) : head.log
        const isOpening = opening !== (head.opening ?? false)
        if (isRead || isOpening) await this.heads.set(head, withOpening({ ...head, log }, opening))
        return { ...saved, changed: isRead }
      }
      const after = await this.versions.appended(head, made, {
        what: 'import',
        parents: [head.imported],
        from: draft,
        ...words,
      })
      const merged =
        next === made
          ? after
          : await this.versions.appended(after.head, next, {
              what: 'merge',
              parents: [after.hash, head.draft],
              from: {
                ...draft,
                entry: { ...draft.entry, ...(after.ids !== undefined && { ids: after.ids }) },
              },
              ...words,
            })
      const { title } = next.view
      const imports = { imported: after.hash, draft: merged.hash, title }
      await this.heads.set(head, withOpening({ ...merged.head, ...imports }, opening))
      return { ...saved, changed: !isSame || draft.reading !== next.reading }
    })
  }

  /** The blocks of a draft that authors changed since its import. */
  async edits(head: StoredHead): Promise<readonly EditedBlock[]> {
    if (head.imported === head.draft) return []
    const imported = await this.versions.at(head, head.imported)
    const draft = await this.versions.at(head, head.draft)
    return editsBetween(imported.view, draft.view)
  }

  private async first(
    made: MadeVersion,
    what: 'create' | 'import',
    opens: boolean,
    words: LogWords,
    past: PastVersions | undefined,
  ): Promise<SavedVersion> {
    const { context, kind, title, name } = made.view
    const empty = { format: 1, context, kind, title, draft: '', published: null, imported: '' } as const
    const head: StoredHead = { ...empty, log: '', entries: 0, since: this.versions.time() }
    const before = past && (await this.entered(head, past))
    const { hash, head: after } = await this.versions.appended(before?.head ?? head, made, {
      what,
      parents: before?.last ? [before.last.hash] : [],
      ...(before?.last && { from: before.last }),
      ...words,
    })
    await this.heads.set(undefined, withOpening({ ...after, draft: hash, imported: hash }, opens))
    return { draft: name, changed: true, opening: opens, published: null, edits: [], unrelated: false }
  }

  /** Enters versions that were in a log elsewhere, under numbers of this one. */
  private async entered(
    empty: StoredHead,
    { versions, last }: PastVersions,
  ): Promise<{ readonly head: StoredHead; readonly last: SeenEntry | undefined }> {
    let head = empty
    const entries = new Map<number, SeenEntry>()
    for (const { made, number, parents, ...words } of versions) {
      const known = parents.flatMap((one) => entries.get(one) ?? [])
      const [from] = known
      const after = await this.versions.appended(head, made, {
        ...words,
        parents: known.map(({ hash }) => hash),
        ...(from && { from }),
      })
      head = after.head
      entries.set(number, await this.versions.at(head, after.hash))
    }
    return { head, last: entries.get(last) }
  }

  /** Stores the version that an import becomes under the edits of the draft. @throws CompositorError `draft-edited` */
  private async underEdits(
    word: Exclude<OverEdits, 'replace'>,
    before: { readonly imported: StoredVersionView; readonly draft: StoredVersionView },
    made: MadeVersion,
    types: BlockTypes,
  ): Promise<NextDraft> {
    const over = await editsOver(word, before, made.view)
    refuseConflicts(made.view.context, over.conflicts)
    return mergedImport(word, made, before, over, types, this.store)
  }

  private async isRelated(made: MadeVersion, head: StoredHead): Promise<boolean> {
    if (await this.versions.log(head).ofTree(made.view.name)) return true
    for (const hash of new Set([head.draft, head.imported, head.published ?? head.draft])) {
      if (await sharesHistory(made.view, (await this.versions.at(head, hash)).view)) return true
    }
    return false
  }
}

function withOpening({ opening: _before, ...head }: StoredHead, opening: boolean): StoredHead {
  return { ...head, ...(opening && { opening: true }) }
}

import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ContextHeads, StoredHead } from './context-heads.js'
import type { ContextVersions, EnteredVersion, SeenEntry } from './context-versions.js'
import type { DraftRules } from './draft-rules.js'
import { refuseOtherDraft, type ExpectedWords } from './expected-draft.js'
import { withEdits } from './files-changed.js'
import type { LogDeed, LogWords } from './log-entry.js'
import { editsTo } from './version-edits.js'
import type { VersionStore } from './version-store.js'

/** What became of a draft. */
export interface DraftNow {
  /** Name of the version that is the draft. */
  readonly version: string
  /** Its number in the log. */
  readonly number: number
  /** Whether it is another one than before. */
  readonly changed: boolean
}

/** Drafts that go back: to an older version, or to what is published. Nothing is lost: what is left stays in the log. */
export class DraftReverts {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
    private readonly rules?: DraftRules,
  ) {}

  /** Makes a version of the log the draft again; nothing is published by that. */
  revert(
    context: string,
    find: (head: StoredHead) => Promise<SeenEntry>,
    { expected, ...words }: ExpectedWords,
  ): Promise<DraftNow> {
    return this.heads.alone(async () => {
      const head = await this.heads.get(context)
      refuseOtherDraft(context, (await this.versions.at(head, head.draft)).entry.tree, expected)
      return this.to(head, await find(head), 'revert', words)
    })
  }

  /**
   * Takes what is published for the draft, the whole or some blocks of it.
   * @param usages keys of the blocks, as text; none for all
   * @throws CompositorError `version-unknown` where nothing is published; `block-not-found`
   */
  discard(
    context: string,
    types: BlockTypes,
    usages: readonly string[],
    { expected, ...words }: ExpectedWords,
  ): Promise<DraftNow> {
    return this.heads.alone(async () => {
      const head = await this.heads.get(context)
      const draft = await this.versions.at(head, head.draft)
      refuseOtherDraft(context, draft.entry.tree, expected)
      const published = await this.versions.find(head, 'published')
      if (usages.length === 0) return this.to(head, published, 'discard', words)
      await refuseMissing(draft, published, usages)
      const edits = await editsTo(draft.view, published.view, usages)
      const made = await withEdits({ ...draft, ids: draft.entry.ids }, edits, types, this.store)
      return this.entered(head, draft, made, 'discard', [head.draft, published.hash], words)
    })
  }

  /**
   * Enters what is published with some blocks as the draft has them, to be published next; the draft stays.
   * @returns the name of that version
   * @throws CompositorError `version-unknown` where nothing is published; `block-not-found`
   */
  select(
    context: string,
    types: BlockTypes,
    usages: readonly string[],
    { expected, ...words }: ExpectedWords,
  ): Promise<string> {
    return this.heads.alone(async () => {
      const head = await this.heads.get(context)
      const published = await this.versions.find(head, 'published')
      const draft = await this.versions.at(head, head.draft)
      refuseOtherDraft(context, draft.entry.tree, expected)
      await refuseMissing(draft, published, usages)
      const edits = await editsTo(published.view, draft.view, usages)
      const made = await withEdits({ ...published, ids: published.entry.ids }, edits, types, this.store)
      const { view, reading, ids } = made
      if (view.name === published.view.name) return view.name
      const numbers = await this.versions.numbersOf(draft.entry, usages)
      const after = await this.versions.appended(
        head,
        { view, reading, ids, numbers },
        { what: 'merge', parents: [published.hash, draft.hash], from: published, ...words },
      )
      await this.heads.set(head, after.head)
      return view.name
    })
  }

  private async to(
    head: StoredHead,
    { hash, entry, view, reading }: SeenEntry,
    what: LogDeed,
    words: LogWords,
  ): Promise<DraftNow> {
    const draft = await this.versions.at(head, head.draft)
    const version = { view, reading, ids: entry.ids, folder: entry.folder }
    return this.entered(head, draft, version, what, [head.draft, hash], words)
  }

  private async entered(
    head: StoredHead,
    draft: SeenEntry,
    version: EnteredVersion,
    what: LogDeed,
    parents: readonly string[],
    words: LogWords,
  ): Promise<DraftNow> {
    const { view } = version
    const { tree, reading, number } = draft.entry
    if (tree === view.name && reading === view.variant) return { version: tree, number, changed: false }
    await this.store.renew(view.name, version.reading)
    await this.rules?.refuseChange(head.context)
    const after = await this.versions.appended(head, version, { what, parents, from: draft, ...words })
    await this.heads.set(head, { ...after.head, title: view.title, draft: after.hash })
    return { version: view.name, number: after.entry.number, changed: true }
  }
}

/** @throws CompositorError `block-not-found` for a block that one of them does not have */
async function refuseMissing(
  draft: SeenEntry,
  published: SeenEntry,
  usages: readonly string[],
): Promise<void> {
  for (const [where, { view }] of [
    ['draft', draft],
    ['published version', published],
  ] as const) {
    const found = await view.blocks(usages)
    const missing = usages.find((usage) => !found.has(usage))
    if (missing === undefined) continue
    const message = `The ${where} of '${view.context}' has no block '${missing.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message)
  }
}

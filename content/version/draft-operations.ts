import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import { operated } from '../edit/operate.js'
import type { VersionWithFiles } from '../edit/step-options.js'
import { broughtBy, type BroughtBlock, type TryBrought } from './brought-blocks.js'
import type { ContextHeads, MadeApart, StoredHead } from './context-heads.js'
import type { ContextVersions, SeenEntry } from './context-versions.js'
import type { DraftNow } from './draft-reverts.js'
import type { DraftRules } from './draft-rules.js'
import type { ExpectedWords } from './expected-draft.js'
import { EditRuns } from './edit-runs.js'
import { filesChanged, readVersionOf, versionFilesOf, type FilesChanged } from './files-changed.js'
import { isV2 } from './library-selection.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { VersionStore } from './version-store.js'

/** What operations on a draft came to. */
export interface OperatedDraft extends DraftNow {
  /** Usage key of the block that each step was about, as it is called then. */
  readonly usages: readonly string[]
  /** Static files that came along under another name, as theirs was that of another file: old names with new ones. */
  readonly renamedFiles?: Readonly<Record<string, string>>
}

/** What steps made of a draft, before it is entered. */
interface SteppedDraft {
  readonly draft: SeenEntry
  readonly next: FilesChanged
  readonly usages: readonly string[]
  readonly renamed: ReadonlyMap<string, string>
}

/** Steps that are made in turn with the changes of others. */
const fewSteps = 10

/** Changes of drafts in many steps: all of them, or none. */
export class DraftOperations {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
    private readonly now: () => Date,
    private readonly rules?: DraftRules,
  ) {}

  /** What comes into drafts is tried by this from then on. */
  triedBy: TryBrought | undefined

  /**
   * Changes the draft of a context step by step; it becomes the draft, as one version, when all steps are done.
   * @param expected name of the version that the steps were thought of for; left out, they are made of whatever is there
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed` where the draft is another
   *   one than expected, `olx-unwritable`, `olx-malformed`; the draft is then what it was
   */
  async run(
    context: string,
    types: BlockTypes,
    operations: readonly DraftOperation[],
    { expected, ...words }: ExpectedWords,
  ): Promise<OperatedDraft> {
    const brings = this.triedBy !== undefined && operations.some((one) => broughtBy(one, '') !== undefined)
    const change: MadeApart<SteppedDraft, OperatedDraft> = {
      make: (head, isHurried) => this.made(head, types, operations, expected, isHurried),
      holds: (was, now) => was.draft === now.draft,
      enter: async ({ draft, next, usages, renamed }, head) => {
        const told = renamed.size > 0 && { renamedFiles: Object.fromEntries(renamed) }
        const { tree: version, number } = draft.entry
        if (next.view.name === version) return { version, number, changed: false, usages }
        await this.rules?.refuse(draft.view, next.view, types)
        const from = { what: 'edit', parents: [head.draft], from: draft } as const
        const after = await this.versions.appended(head, next, { ...from, ...words })
        await this.heads.set(head, { ...after.head, title: next.view.title, draft: after.hash })
        return { version: next.view.name, number: after.entry.number, changed: true, usages, ...told }
      },
    }
    // What may take long is made while others change drafts; a few steps are quicker in turn.
    return brings || operations.length > fewSteps
      ? this.heads.apart(context, change)
      : this.heads.alone(context, async () => {
          const head = await this.heads.get(context)
          return change.enter(await change.make(head, true), head)
        })
  }

  /** What steps make of a draft, tried; nothing but blobs is stored. @param isHurried see {@link BroughtBlocks} */
  private async made(
    head: StoredHead,
    types: BlockTypes,
    operations: readonly DraftOperation[],
    expected: string | undefined,
    isHurried: boolean,
  ): Promise<SteppedDraft> {
    const { context } = head
    const draft = await this.versions.expectedDraft(head, expected)
    const usages: string[] = []
    const renamed = new Map<string, string>()
    const brought: BroughtBlock[] = []
    let next: FilesChanged = { ...draft, ids: draft.entry.ids }
    // Edits of different blocks of a v2 library touch files of their own, so that they are read again together.
    const together = new Map<string, Buffer | undefined>()
    const edited = new Set<string>()
    const settle = async () => {
      if (together.size > 0)
        next = await filesChanged(next.view, next.ids, new Map(together), types, this.store)
      together.clear()
      edited.clear()
    }
    const runs = new EditRuns(isV2(next.view) ? [] : operations, types, this.store)
    for (const [step, operation] of operations.entries()) {
      next = await runs.from(step, next)
      if (operation.do === 'edit' && runs.has(operation)) {
        usages.push(operation.edit.usage)
        continue
      }
      const own = operation.do === 'edit' && isV2(next.view) ? operation.edit.usage : undefined
      if (own === undefined || edited.has(own)) await settle()
      const options = {
        types,
        now: this.now,
        draftOf: async (usage: string) => {
          const from = parseUsageKey(usage).context.withoutBranchOrVersion().toString()
          if (from === context) return this.seen(next.view)
          return this.draft(from, next.view.kind === 'course' ? usage : undefined)
        },
        lastWith: async (usage: string) => this.lastWith(context, usage),
      }
      const { files, usage, renamedFiles } = await operated(this.seen(next.view), operation, options)
      usages.push(usage)
      if (own !== undefined) {
        for (const [path, bytes] of files) together.set(path, bytes)
        edited.add(own)
        continue
      }
      if (files.size > 0) next = await filesChanged(next.view, next.ids, files, types, this.store)
      await refuseLost(next.view, operation, usage)
      brought.push(...[broughtBy(operation, usage)].filter((one) => one !== undefined))
      for (const [old, now] of renamedFiles ?? []) renamed.set(old, now)
    }
    await settle()
    // What a later step renamed or took away again is not there under its key.
    const there = await next.view.blocks(brought.map(({ usage }) => usage))
    const blocks = brought.filter(({ usage }) => there.has(usage))
    if (blocks.length > 0) await this.triedBy?.({ view: next.view, blocks, types, isHurried })
    return { draft, next, usages, renamed }
  }

  private seen(view: StoredVersionView): VersionWithFiles {
    return { version: readVersionOf(view), files: versionFilesOf(view, this.store) }
  }

  /** @param linked a block whose copy is to be linked to its library: then what is published of that counts, where it is */
  private async draft(context: string, linked: string | undefined): Promise<VersionWithFiles> {
    const head = await this.heads.get(context)
    const isLinked = linked !== undefined && context.startsWith('lib:') && head.published !== null
    const published = isLinked ? await this.versions.find(head, 'published') : undefined
    const isThere = published && (await published.view.block(linked ?? '')) !== undefined
    const { entry, view } = isThere ? published : await this.versions.at(head, head.draft)
    const numberOf = async (usage: string) => (await this.versions.numbersOf(entry, [usage])).get(usage) ?? 1
    return { ...this.seen(view), numberOf }
  }

  /** The newest version of the log in which a block stands. */
  private async lastWith(context: string, usage: string): Promise<VersionWithFiles | undefined> {
    const head = await this.heads.get(context)
    for await (const found of this.versions.log(head).downFrom()) {
      const { view } = await this.versions.seen(found)
      if ((await view.block(usage)) !== undefined) return this.seen(view)
    }
    return undefined
  }
}

/** @throws CompositorError `draft-fixed` where what a step made is no block of the version */
async function refuseLost(view: StoredVersionView, operation: DraftOperation, usage: string): Promise<void> {
  const block = await view.block(usage)
  const isThere = block !== undefined
  if (operation.do === 'add' && block?.type === errorBlockType) {
    const { content = {} } = (await view.definitions([block.definition])).get(block.definition) ?? {}
    const message = typeof content['message'] === 'string' ? content['message'] : 'It cannot be read.'
    throw new CompositorError('olx-malformed', message, { usage })
  }
  if (isThere === (operation.do !== 'delete')) return
  const what = isThere ? 'would still be there' : 'would not be a block where it is to stand'
  throw new CompositorError('draft-fixed', `'${usage}' ${what}. Nothing was changed.`, { usage })
}

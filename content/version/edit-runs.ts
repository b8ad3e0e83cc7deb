import type { BlockTypes } from '../../runtime/block/index.js'
import type { BlockEdit } from '../edit/block-edit.js'
import { customizingEdit } from '../edit/customizing-edit.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import { rewrittenTogether } from '../edit/rewrite-together.js'
import { filesChanged, readVersionOf, versionFilesOf, type FilesChanged } from './files-changed.js'
import type { VersionStore } from './version-store.js'

/** Edits of different blocks that follow each other among the steps of a change: written at once, as far as they can be. */
export class EditRuns {
  readonly #written = new Set<DraftOperation>()
  #until = 0

  constructor(
    private readonly operations: readonly DraftOperation[],
    private readonly types: BlockTypes,
    private readonly store: VersionStore,
  ) {}

  /** What a draft becomes by the edits that follow each other from a step on; itself where they are few, or were written before. */
  async from(step: number, before: FilesChanged): Promise<FilesChanged> {
    if (step < this.#until) return before
    const run = this.#runFrom(step)
    this.#until = step + Math.max(run.size, 1)
    if (run.size < 2) return before
    const version = readVersionOf(before.view)
    const blocks = await version.blocks([...run.keys()])
    const steps = new Map<BlockEdit, DraftOperation>()
    for (const [usage, one] of run) steps.set(customizingEdit(one.edit, blocks.get(usage)), one)
    const files = versionFilesOf(before.view, this.store)
    const { changes, edits } = await rewrittenTogether(version, files, [...steps.keys()], this.types)
    for (const [edit, one] of steps) if (edits.has(edit)) this.#written.add(one)
    return changes.size === 0
      ? before
      : filesChanged(before.view, before.ids, changes, this.types, this.store)
  }

  /** Whether a step was written with others. */
  has(step: DraftOperation): boolean {
    return this.#written.has(step)
  }

  #runFrom(step: number): ReadonlyMap<string, Extract<DraftOperation, { do: 'edit' }>> {
    const run = new Map<string, Extract<DraftOperation, { do: 'edit' }>>()
    for (const one of this.operations.slice(step)) {
      if (one.do !== 'edit' || run.has(one.edit.usage)) break
      run.set(one.edit.usage, one)
    }
    return run
  }
}

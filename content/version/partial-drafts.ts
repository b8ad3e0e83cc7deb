import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ContextHeads } from './context-heads.js'
import type { ContextVersions } from './context-versions.js'
import { withEdits } from './files-changed.js'
import type { LogWords } from './log-entry.js'
import { editsTo } from './version-edits.js'
import type { VersionStore } from './version-store.js'

/** Versions between what is published and the draft: some blocks of the draft, and all else as it is published. */
export class PartialDrafts {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
  ) {}

  /**
   * What is published, with what the draft has of some blocks: by the same edits as an author's. Neither the draft nor what is
   * published is changed.
   * @param usages keys of the blocks, as text
   * @returns the name of the version, which the log has from then on
   * @throws CompositorError `version-unknown` where nothing is published; `block-not-found` for a block that the draft or what is
   *   published does not have
   */
  make(context: string, types: BlockTypes, usages: readonly string[], words: LogWords): Promise<string> {
    return this.heads.alone(async () => {
      const head = await this.heads.get(context)
      const published = await this.versions.find(head, 'published')
      const draft = await this.versions.at(head, head.draft)
      for (const [where, { view }] of [
        ['draft', draft],
        ['published version', published],
      ] as const) {
        const found = await view.blocks(usages)
        const missing = usages.find((usage) => !found.has(usage))
        if (missing === undefined) continue
        const message = `The ${where} of '${context}' has no block '${missing.slice(0, 300)}'; publish the whole draft, or the block that holds it.`
        throw new CompositorError('block-not-found', message)
      }
      const edits = await editsTo(published.view, draft.view, usages)
      const made = await withEdits({ ...published, ids: published.entry.ids }, edits, types, this.store)
      if (made.view.name === published.view.name) return made.view.name
      const parents = [published.hash, head.draft]
      const after = await this.versions.appended(head, made, {
        what: 'merge',
        parents,
        from: published,
        ...words,
      })
      await this.heads.set(head, after.head)
      return made.view.name
    })
  }
}

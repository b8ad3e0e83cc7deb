import type { ContextHeads } from './context-heads.js'
import type { ContextVersions } from './context-versions.js'
import type { LogWords } from './log-entry.js'

/** Notes which versions learners see. */
export class PublishedMarks {
  constructor(
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
  ) {}

  /** @param version see `AuthoringStore.view` */
  set(context: string, version: string, words: LogWords): Promise<void> {
    return this.heads.alone(context, async () => {
      const head = await this.heads.get(context)
      const found = await this.versions.named(head, version)
      const before = head.published === null ? undefined : await this.versions.at(head, head.published)
      const { opening, ...rest } = head
      const isSaid = Object.values(words).some((word) => word !== undefined)
      const { tree, reading } = found.entry
      if (before?.entry.tree === tree && before.entry.reading === reading && !isSaid) {
        if (opening) await this.heads.set(head, rest)
        return
      }
      const parents = [...(head.published === null ? [] : [head.published]), found.hash]
      const after = await this.versions.appended(rest, found, {
        what: 'publish',
        parents,
        from: found,
        ...words,
      })
      await this.heads.set(head, { ...after.head, published: after.hash })
    })
  }
}

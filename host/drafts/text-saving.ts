import type { AuthoringStore } from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type BlockTypes,
  type ComposedUnit,
  type GatheredUnit,
  type UsageKey,
  withoutReturns,
} from '../../runtime/index.js'
import { contextOf, type DraftReader, type DraftReading } from './draft-reader.js'
import type { DraftWords } from './draft-words.js'
import { keptText, rereadEdit, type KeptText } from './kept-text.js'
import { troubleText } from './trouble.js'

/** Saves the texts of blocks that could not be read, which are read anew. */
export class TextSaving {
  constructor(
    readonly store: AuthoringStore,
    readonly types: BlockTypes,
    private readonly reader: DraftReader,
    readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
  ) {}

  /** See `Drafts.saveText`. */
  async save(usage: UsageKey, text: string, base: string, words: DraftWords): Promise<string | undefined> {
    let refusal: string | undefined
    const edit = async () => {
      const now = await this.reader.read(usage)
      const kept = await keptText(now, this.types, this.store)
      if (!kept) throw new CompositorError('draft-fixed', 'It has no text of its own to edit.')
      if (base !== '' && base !== now.source.head.draft) {
        const before = await this.#keptAt(now, base)
        if (before?.text !== kept.text) {
          refusal = 'Somebody else changed this text meanwhile; save again to replace it with yours.'
          return undefined
        }
      }
      try {
        return await rereadEdit(now, kept, withoutReturns(text), this)
      } catch (thrown) {
        const error = CompositorError.from(thrown, 'block-failed')
        refusal = troubleText({ level: 'error', usage: '', message: error.message, ...error.location }, '')
        return undefined
      }
    }
    await this.store.edit(contextOf(usage), this.types, edit, words)
    return refusal
  }

  async #keptAt({ block }: DraftReading, version: string): Promise<KeptText | undefined> {
    try {
      return await keptText(await this.reader.read(parseUsageKey(block.key), version), this.types, this.store)
    } catch {
      return undefined
    }
  }
}

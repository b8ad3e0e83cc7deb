import { setImmediate } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { namesFiles, textOf, type WordedBlock } from '../search/block-words.js'
import { wordsOf } from '../search/words.js'
import type { AuthoringStore, VersionBlock, VersionView } from '../version/index.js'

/** Characters of words that are kept of a store: those of some 100,000 problems. */
const mostKept = 30_000_000

/** Stands before each word in a list. */
const mark = '\u0001'

/** By store, the words that blocks are found by. */
const lists = new WeakMap<AuthoringStore, LRUCache<string, string>>()

/**
 * The words that blocks of library versions are found by, in one text for each: a version is read for them once, what other versions have
 * of the same blocks never again.
 */
export class BlockWordLists {
  readonly #lists: LRUCache<string, string>

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    const known =
      lists.get(store) ?? new LRUCache<string, string>({ maxSize: mostKept, sizeCalculation: sizeOf })
    lists.set(store, known)
    this.#lists = known
  }

  /**
   * Of these blocks those that have all of the words, each as the beginning of one.
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async having(
    words: string,
    view: VersionView,
    blocks: ReadonlyMap<string, VersionBlock>,
  ): Promise<ReadonlyMap<string, VersionBlock>> {
    const wanted = wordsOf(words).map(({ folded }) => `${mark}${folded}`)
    if (wanted.length === 0) return blocks
    const own = new Map<string, string>()
    const unread = new Map<string, VersionBlock>()
    for (const [usage, block] of blocks) {
      const list = this.#lists.get(nameOf(usage, block))
      if (list === undefined) unread.set(usage, block)
      else own.set(usage, list)
    }
    for (const [usage, list] of await this.#read(view, unread)) own.set(usage, list)
    return new Map(
      [...blocks].filter(([usage]) => wanted.every((word) => own.get(usage)?.includes(word) === true)),
    )
  }

  async #read(
    view: VersionView,
    blocks: ReadonlyMap<string, VersionBlock>,
  ): Promise<ReadonlyMap<string, string>> {
    const read = new Map<string, string>()
    if (blocks.size === 0) return read
    // Others are served in between: a large library takes its time once.
    await setImmediate()
    const definitions = await view.definitions([...blocks.values()].map(({ definition }) => definition))
    const bytes = (hash: string) => this.store.file(hash)
    for (const [usage, block] of blocks) {
      const { type, settings, definition } = block
      const worded: WordedBlock = {
        usage,
        type,
        content: definitions.get(definition)?.content ?? {},
        settings,
      }
      const text = `${titleIn(block)} ${parseUsageKey(usage).blockId} ${await textOf(worded, this.types, view, bytes)}`
      const list = [...new Set(wordsOf(text).map(({ folded }) => mark + folded))].join('')
      read.set(usage, list)
      // What stands in a file may be another text in another version.
      if (!namesFiles(worded, this.types)) this.#lists.set(nameOf(usage, block), list)
    }
    return read
  }
}

/** The same for blocks that are found by the same words. */
function nameOf(usage: string, block: VersionBlock): string {
  return `${block.definition} ${parseUsageKey(usage).blockId} ${titleIn(block)}`
}

function titleIn({ settings }: VersionBlock): string {
  const { display_name: title } = settings
  return typeof title === 'string' ? title : ''
}

function sizeOf(list: string, name: string): number {
  return list.length + name.length
}

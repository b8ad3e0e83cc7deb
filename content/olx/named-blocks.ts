import type { BlockType } from '../../runtime/block/index.js'
import { ContextualKey, keyNamedBeside, parseUsageKey } from '../../runtime/keys/index.js'
import type { AuthoredBlock } from './authored-block.js'
import type { Findings } from './findings.js'

/** A block that names others. */
type NamingBlock = Pick<AuthoredBlock, 'key' | 'type' | 'content' | 'settings'>

/** Where it stands. */
interface NamingPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The blocks that others look at to choose what learners see, looked for once all are read. */
export class NamedBlocks {
  readonly #named: { readonly by: NamingBlock; readonly name: string; readonly at: NamingPlace }[] = []

  /** Notes what a block of this type names. A rule that cannot read its fields names nothing. */
  note(block: NamingBlock, type: BlockType, at: NamingPlace): void {
    const reads = type.capabilities.choice?.reads
    if (!reads) return
    const fields = { ...block.content, ...block.settings }
    try {
      const readable = type.sharedFields({ usage: block.key, type: block.type, definition: '', fields })
      for (const name of reads(readable)) this.#named.push({ by: block, name, at })
    } catch {
      // Whatever shows the block will say what is wrong with it.
    }
  }

  /** Says which of them are not there. */
  report(blocks: ReadonlyMap<string, unknown>, findings: Findings): void {
    for (const { by, name, at } of this.#named) {
      const key = keyNamedBeside(name, parseUsageKey(by.key))
      // What stands here out of a library is there once the library is.
      if (key === undefined || key instanceof ContextualKey || blocks.has(key.toString())) continue
      const message = `What learners see of <${by.type}> rests on '${name.slice(0, 200)}', which is not there.`
      findings.add({ level: 'warning', code: 'olx-attribute', ...at, usage: by.key, message })
    }
    this.#named.length = 0
  }
}

import type { Spool, SpooledFile } from '../source/index.js'
import type { AuthoredBlock } from './authored-block.js'

/** A block whose children are still being read. */
type GrowingBlock = AuthoredBlock & { readonly children: string[] }

/** Blocks that stay in memory; the content of further ones waits in the spool. */
const mostKept = 1000

/** What of a block is in memory though its content is not. */
interface SpilledBlock {
  readonly at: SpooledFile
  readonly children: string[]
}

/**
 * The blocks of an import in document order. Of a large one their content is put into a spool and read again when it is asked
 * for, so that an import of any size takes little memory.
 */
export class ReadBlocks implements ReadonlyMap<string, AuthoredBlock> {
  private readonly kept = new Map<string, GrowingBlock | SpilledBlock>()

  /** @param spool none to keep all in memory */
  constructor(private readonly spool?: Spool) {}

  get size(): number {
    return this.kept.size
  }

  set(block: GrowingBlock): void {
    const { spool } = this
    if (spool === undefined || this.kept.size < mostKept) {
      this.kept.set(block.key, block)
      return
    }
    const { children, ...rest } = block
    const start = spool.place
    spool.add(Buffer.from(JSON.stringify(rest)))
    this.kept.set(block.key, { at: { start, size: spool.place - start }, children })
  }

  /** Adds a child to a block that is here. */
  addChild(parent: string, child: string): void {
    this.kept.get(parent)?.children.push(child)
  }

  has(key: string): boolean {
    return this.kept.has(key)
  }

  get(key: string): AuthoredBlock | undefined {
    const block = this.kept.get(key)
    return block && this.whole(block)
  }

  keys(): MapIterator<string> {
    return this.kept.keys()
  }

  *values(): MapIterator<AuthoredBlock> {
    for (const block of this.kept.values()) yield this.whole(block)
  }

  *entries(): MapIterator<[string, AuthoredBlock]> {
    for (const [key, block] of this.kept) yield [key, this.whole(block)]
  }

  [Symbol.iterator](): MapIterator<[string, AuthoredBlock]> {
    return this.entries()
  }

  forEach(each: (block: AuthoredBlock, key: string, map: ReadonlyMap<string, AuthoredBlock>) => void): void {
    for (const [key, block] of this) each(block, key, this)
  }

  private whole(block: GrowingBlock | SpilledBlock): AuthoredBlock {
    if (!('at' in block)) return block
    const text = this.spool?.bytes(block.at).toString() ?? ''
    return { ...(JSON.parse(text) as Omit<AuthoredBlock, 'children'>), children: block.children }
  }
}

import type { Blobs } from '../blobs.js'
import { TreeMap } from './tree-map.js'
import { TreeNodes } from './tree-nodes.js'

/** Characters of nodes that are kept parsed, when nothing else is said. */
const defaultKept = 16_000_000

/** The persistent maps of one store. */
export class Trees {
  private readonly nodes: TreeNodes

  /** @param options.keptCharacters of parsed nodes that stay in memory */
  constructor(blobs: Blobs, { keptCharacters = defaultKept }: { readonly keptCharacters?: number } = {}) {
    this.nodes = new TreeNodes(blobs, keptCharacters)
  }

  /** A map by its root; nothing is read yet. @param root '' for an empty one */
  open<V>(root: string): TreeMap<V> {
    return new TreeMap<V>(this.nodes, root)
  }

  /** Stores a map of entries; of two with one key the later stands. @throws CompositorError `store-full`, `store-unavailable` */
  async build<V>(
    entries: AsyncIterable<readonly [string, V]> | Iterable<readonly [string, V]>,
  ): Promise<TreeMap<V>> {
    const all = new Map<string, V>()
    for await (const [key, value] of entries) all.set(key, value)
    return this.open<V>('').with(all)
  }
}

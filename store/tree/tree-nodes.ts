import { LRUCache } from 'lru-cache'
import type { Blobs } from '../blobs.js'
import { parsedNode, type NodeText, type TreeNode, type TreeValue } from './tree-node.js'

/** How much is put in one step. */
const batchLimit = { nodes: 500, characters: 4_000_000 }

const blobName = (hash: string) => `node:${hash}`

/** The nodes of trees in a store, those read last kept parsed. They never change, so what is kept is never wrong. */
export class TreeNodes {
  private readonly kept: LRUCache<string, TreeNode | TreeValue>

  constructor(
    private readonly blobs: Blobs,
    keptCharacters: number,
  ) {
    this.kept = new LRUCache({ maxSize: keptCharacters })
  }

  /** Nodes by hash, those that are not kept in one round trip. @throws CompositorError `store-damaged`, `store-unavailable` */
  async load<Node extends TreeNode | TreeValue = TreeNode>(
    hashes: Iterable<string>,
  ): Promise<ReadonlyMap<string, Node>> {
    const found = new Map<string, Node>()
    const wanted: string[] = []
    for (const hash of new Set(hashes)) {
      const node = this.kept.get(hash)
      if (node === undefined) wanted.push(hash)
      else found.set(hash, node as Node)
    }
    if (wanted.length === 0) return found
    const texts = await this.blobs.texts(wanted.map(blobName))
    for (const [index, hash] of wanted.entries()) {
      const text = texts[index]
      const node = parsedNode<Node>(hash, text)
      found.set(hash, node)
      this.kept.set(hash, node, { size: text?.length || 1 })
    }
    return found
  }

  /** Collects nodes and puts them in batches. */
  writer(): NodeWriter {
    return new NodeWriter(this.blobs)
  }
}

/** Nodes on their way into a store. */
export class NodeWriter {
  private waiting = new Map<string, string>()
  private characters = 0

  constructor(private readonly blobs: Blobs) {}

  add({ hash, text }: NodeText): void {
    if (this.waiting.has(hash)) return
    this.waiting.set(hash, text)
    this.characters += text.length
  }

  /** Puts what waits, once that is much. */
  async relieve(): Promise<void> {
    const isMuch = this.waiting.size >= batchLimit.nodes || this.characters >= batchLimit.characters
    if (isMuch) await this.flush()
  }

  /** Puts all that waits; it is durable when this resolves. @throws CompositorError `store-full`, `store-unavailable` */
  async flush(): Promise<void> {
    const blobs = [...this.waiting].map(([hash, text]) => ({ name: blobName(hash), text }))
    this.waiting = new Map()
    this.characters = 0
    if (blobs.length > 0) await this.blobs.put(blobs)
  }
}

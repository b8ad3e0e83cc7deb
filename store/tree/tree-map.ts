import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Json } from '../../runtime/values/index.js'
import { differences } from './tree-changes.js'
import { countOf, isLeaf, placeOf, type LeafEntry, type TreeNode, type TreeValue } from './tree-node.js'
import type { TreeNodes } from './tree-nodes.js'
import { TreeUpdate, type PlacedChange } from './tree-update.js'

/** Nodes that are read at a time when all entries are. */
const mostNodes = 64
/** Milliseconds of reading all entries, and of what is done with them, after which others are let in. */
const slice = 8

/** What became of an entry from one map to another. */
export interface TreeChange<V> {
  readonly key: string
  /** Undefined where there was none. */
  readonly before?: V
  /** Undefined where there is none. */
  readonly after?: V
}

/**
 * A persistent map from text to JSON whose shape depends only on what it holds: a trie over the SHA-256 of the key, so that
 * equal maps have one root, whoever made them and in whichever order. A change makes a path of nodes, and shares all others.
 *
 * The caller knows of which type the values are that it stored; they must be JSON. All members throw `store-damaged` where a node is missing, and
 * `store-unavailable`.
 */
export class TreeMap<V> {
  /** Made by `Trees` only. @param root '' when empty; else the hash of its root node (blob `node:ROOT`) */
  constructor(
    private readonly nodes: TreeNodes,
    readonly root: string,
  ) {}

  async get(key: string): Promise<V | undefined> {
    return (await this.getMany([key])).get(key)
  }

  /** Of these keys those that are here, with their values, in the order asked; in one round trip a level. */
  async getMany(keys: Iterable<string>): Promise<ReadonlyMap<string, V>> {
    const wanted = [...new Set(keys)]
    if (this.root === '' || wanted.length === 0) return new Map()
    const found = new Map<string, LeafEntry>()
    let level = new Map([[this.root, wanted]])
    const places = new Map(wanted.map((key) => [key, placeOf(key)]))
    for (let depth = 0; level.size > 0; depth++) {
      const loaded = await this.nodes.load(level.keys())
      const next = new Map<string, string[]>()
      for (const [hash, inside] of level) {
        const node = loaded.get(hash)
        if (node === undefined) continue
        if (isLeaf(node)) {
          // There are few of them.
          for (const entry of node.entries) if (inside.includes(entry[0])) found.set(entry[0], entry)
          continue
        }
        for (const key of inside) {
          const part = node.parts[places.get(key)?.[depth] ?? '']
          const below = part && next.get(part.node)
          if (below) below.push(key)
          else if (part) next.set(part.node, [key])
        }
      }
      level = next
    }
    return this.valuesOf(wanted.map((key) => found.get(key)))
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined
  }

  /** The map after changes, undefined for entries that go. Its nodes are stored, and durable, before it resolves. */
  async with(changes: ReadonlyMap<string, V | undefined>): Promise<TreeMap<V>> {
    const placed = [...changes].map(([key, value]): PlacedChange => {
      return { place: placeOf(key), key, value: value as Json | undefined }
    })
    placed.sort((one, other) => (one.place < other.place ? -1 : 1))
    const writer = this.nodes.writer()
    const root = await new TreeUpdate(this.nodes, writer).root(this.root, placed)
    await writer.flush()
    return new TreeMap(this.nodes, root)
  }

  /** How many entries there are, as the root knows. */
  async count(): Promise<number> {
    if (this.root === '') return 0
    const node = (await this.nodes.load([this.root])).get(this.root)
    return node ? countOf(node) : 0
  }

  /** All entries, in an order that means nothing, read as they are taken. */
  async *entries(): AsyncIterable<[key: string, value: V]> {
    for await (const node of this.all()) {
      if (isLeaf(node)) yield* await this.withValues(node.entries)
    }
  }

  /** What differs in another map. What is equal is skipped unread, so it costs what the difference does. */
  async *changes(to: TreeMap<V>): AsyncIterable<TreeChange<V>> {
    for await (const found of differences(this.nodes, this.root, to.root)) {
      const befores = await this.valuesOf(found.map(({ before }) => before))
      const afters = await this.valuesOf(found.map(({ after }) => after))
      for (const { before, after } of found) {
        const key = (before ?? after)?.[0] ?? ''
        const [was, is] = [befores.get(key), afters.get(key)]
        yield { key, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }
      }
    }
  }

  /**
   * The names of all blobs that it is made of, for those who copy it, check it or keep it from being removed.
   * @param isKnown whether a node, with all below it, is passed over
   */
  async *blobNames(isKnown: (name: string) => boolean = () => false): AsyncIterable<string> {
    // A node is named when it is read, as what is known is passed over with all below it.
    for await (const [hash, node] of this.allNamed((one) => isKnown(`node:${one}`))) {
      yield `node:${hash}`
      if (!isLeaf(node)) continue
      for (const [, , value] of node.entries) if (value !== undefined) yield `node:${value}`
    }
  }

  private async *all(): AsyncIterable<TreeNode> {
    for await (const [, node] of this.allNamed()) yield node
  }

  private async *allNamed(
    isSkipped: (hash: string) => boolean = () => false,
  ): AsyncIterable<readonly [hash: string, node: TreeNode]> {
    const open = this.root === '' ? [] : [this.root]
    let began = performance.now()
    while (open.length > 0) {
      const hashes = open.splice(-mostNodes).filter((hash) => !isSkipped(hash))
      const loaded = await this.nodes.load(hashes)
      for (const hash of hashes) {
        const node = loaded.get(hash)
        if (node === undefined) continue
        yield [hash, node]
        if (performance.now() - began > slice) {
          await nextTurn()
          began = performance.now()
        }
        if (!isLeaf(node)) open.push(...Object.values(node.parts).map((part) => part.node))
      }
    }
  }

  private async valuesOf(entries: readonly (LeafEntry | undefined)[]): Promise<ReadonlyMap<string, V>> {
    return new Map(await this.withValues(entries.filter((entry) => entry !== undefined)))
  }

  /** Entries with their values, long ones read in one round trip. */
  private async withValues(entries: readonly LeafEntry[]): Promise<[string, V][]> {
    const long = await this.nodes.load<TreeValue>(entries.flatMap((entry) => entry[2] ?? []))
    return entries.map(([key, value, node]) => {
      return [key, (node === undefined ? value : (long.get(node)?.value ?? null)) as V]
    })
  }
}

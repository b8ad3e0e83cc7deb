import type { Json } from '../../runtime/values/index.js'
import type { NodeWriter, TreeNodes } from './tree-nodes.js'
import {
  countOf,
  digits,
  entriesAt,
  fitsLeaf,
  isLeaf,
  leafEntry,
  nodeText,
  type LeafEntry,
  type TreeLeaf,
  type TreeNode,
  type TreePart,
} from './tree-node.js'

/** A change of one entry, with its place; no value where it goes. */
export interface PlacedChange {
  readonly place: string
  readonly key: string
  readonly value: Json | undefined
}

/** A part of the map as it was: a node to read, a leaf at hand, or nothing. */
type Before = TreePart | TreeLeaf | undefined

/** What becomes of a part: entries that a leaf may hold together with its neighbours', or a branch that is written. */
type After = TreeLeaf | TreePart | undefined

/** One change of a map: makes the nodes that differ, from the leaves up. */
export class TreeUpdate {
  private nodes = new Map<string, TreeNode>()

  constructor(
    private readonly stored: TreeNodes,
    private readonly writer: NodeWriter,
  ) {}

  /**
   * The root of the map after changes.
   * @param changes sorted by place, each key once
   * @returns '' for a map that is empty after them
   */
  async root(before: string, changes: readonly PlacedChange[]): Promise<string> {
    const part = before === '' ? undefined : { node: before, count: 0 }
    await this.prefetch(before, changes)
    const after = await this.changed(part, 0, changes)
    if (after === undefined || ('entries' in after && after.entries.length === 0)) return ''
    return 'entries' in after ? this.written(after).node : after.node
  }

  /** Reads what changes lead through, in one round trip a level. */
  private async prefetch(root: string, changes: readonly PlacedChange[]): Promise<void> {
    let level = root === '' ? [] : [{ hash: root, changes }]
    for (let depth = 0; level.length > 0; depth++) {
      const loaded = await this.stored.load(level.map(({ hash }) => hash))
      const next: typeof level = []
      for (const { hash, changes: inside } of level) {
        const node = loaded.get(hash)
        if (node === undefined) continue
        this.nodes.set(hash, node)
        if (isLeaf(node)) continue
        for (const [digit, below] of byDigit(inside, depth)) {
          const part = node.parts[digit]
          if (part) next.push({ hash: part.node, changes: below })
        }
      }
      level = next
    }
  }

  private async changed(before: Before, depth: number, changes: readonly PlacedChange[]): Promise<After> {
    if (changes.length === 0) return before
    const node = await this.node(before)
    if (isLeaf(node)) {
      const most = node.entries.length + changes.length
      // Both are in memory already; what is too much for a leaf is divided.
      if (fitsLeaf(most, depth)) return this.changedLeaf(node, changes)
    }
    const parts: [string, After][] = []
    const inside = byDigit(changes, depth)
    for (const digit of digits) {
      const was = isLeaf(node) ? entriesAt(node, depth, digit) : node.parts[digit]
      const part = await this.changed(was, depth + 1, inside.get(digit) ?? [])
      if (part !== undefined && countIn(part) > 0) parts.push([digit, part])
    }
    await this.writer.relieve()
    const count = parts.reduce((sum, [, part]) => sum + countIn(part), 0)
    if (fitsLeaf(count, depth)) return this.joined(parts)
    return this.branch(parts)
  }

  private changedLeaf(leaf: TreeLeaf, changes: readonly PlacedChange[]): TreeLeaf {
    const entries = new Map(leaf.entries.map((entry) => [entry[0], entry]))
    for (const { key, value } of changes) {
      if (value === undefined) entries.delete(key)
      else entries.set(key, this.entry(key, value))
    }
    return { entries: [...entries.values()] }
  }

  private entry(key: string, value: Json): LeafEntry {
    const { entry, made } = leafEntry(key, value)
    if (made) this.writer.add(made)
    return entry
  }

  /** The entries of parts that are one leaf together. */
  private async joined(parts: readonly [string, After][]): Promise<TreeLeaf> {
    await this.fetch(parts.flatMap(([, part]) => (part && 'node' in part ? [part.node] : [])))
    const leaves = await Promise.all(parts.map(([, part]) => this.node(part)))
    return { entries: leaves.flatMap((leaf) => (isLeaf(leaf) ? leaf.entries : [])) }
  }

  private branch(parts: readonly [string, After][]): TreePart {
    const named = parts.map(
      ([digit, part]) => [digit, part && 'entries' in part ? this.written(part) : part] as const,
    )
    const node = { parts: Object.fromEntries(named) } as Exclude<TreeNode, TreeLeaf>
    const made = nodeText(node)
    this.writer.add(made)
    return { node: made.hash, count: countOf(node) }
  }

  private written(leaf: TreeLeaf): TreePart {
    const node = { entries: leaf.entries.toSorted(([one], [other]) => (one < other ? -1 : 1)) }
    const made = nodeText(node)
    this.writer.add(made)
    return { node: made.hash, count: node.entries.length }
  }

  private async node(part: Before): Promise<TreeNode> {
    if (part === undefined) return { entries: [] }
    if ('entries' in part) return part
    await this.fetch([part.node])
    return this.nodes.get(part.node) ?? { entries: [] }
  }

  private async fetch(hashes: readonly string[]): Promise<void> {
    const wanted = hashes.filter((hash) => !this.nodes.has(hash))
    if (wanted.length === 0) return
    for (const [hash, node] of await this.stored.load(wanted)) this.nodes.set(hash, node)
  }
}

function countIn(part: After): number {
  if (part === undefined) return 0
  return 'entries' in part ? part.entries.length : part.count
}

function byDigit(changes: readonly PlacedChange[], depth: number): ReadonlyMap<string, PlacedChange[]> {
  const found = new Map<string, PlacedChange[]>()
  for (const change of changes) {
    const digit = change.place[depth] ?? ''
    const inside = found.get(digit)
    if (inside) inside.push(change)
    else found.set(digit, [change])
  }
  return found
}

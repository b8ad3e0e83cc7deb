import {
  digits,
  entriesAt,
  isLeaf,
  isSameEntry,
  type LeafEntry,
  type TreeLeaf,
  type TreeNode,
} from './tree-node.js'
import type { TreeNodes } from './tree-nodes.js'

/** Pairs of parts that are read at a time. */
const mostPairs = 64

/** A part on one side of a comparison: the hash of a node, entries at hand, or nothing. */
type Side = string | TreeLeaf | undefined

interface Pair {
  readonly before: Side
  readonly after: Side
  readonly depth: number
}

/** Entries of one key on both sides, where they are not the same. */
export interface DifferingEntries {
  readonly before: LeafEntry | undefined
  readonly after: LeafEntry | undefined
}

/** What differs between two maps, a batch at a time. What is equal is not read: its nodes have one hash. */
export async function* differences(
  nodes: TreeNodes,
  before: string,
  after: string,
): AsyncIterable<readonly DifferingEntries[]> {
  const open: Pair[] = [{ before: before || undefined, after: after || undefined, depth: 0 }]
  while (open.length > 0) {
    const pairs = open.splice(-mostPairs).filter((pair) => pair.before !== pair.after)
    const hashes = pairs.flatMap((pair) => [pair.before, pair.after])
    const loaded = await nodes.load(hashes.filter((side): side is string => typeof side === 'string'))
    const found: DifferingEntries[] = []
    for (const pair of pairs) {
      const one = nodeOf(pair.before, loaded)
      const other = nodeOf(pair.after, loaded)
      if (isLeaf(one) && isLeaf(other)) found.push(...betweenLeaves(one, other))
      else {
        for (const digit of digits) {
          const inside = { before: sideAt(one, pair.depth, digit), after: sideAt(other, pair.depth, digit) }
          if (inside.before !== inside.after) open.push({ ...inside, depth: pair.depth + 1 })
        }
      }
    }
    if (found.length > 0) yield found
  }
}

function nodeOf(side: Side, loaded: ReadonlyMap<string, TreeNode>): TreeNode {
  if (typeof side !== 'string') return side ?? { entries: [] }
  return loaded.get(side) ?? { entries: [] }
}

function sideAt(node: TreeNode, depth: number, digit: string): Side {
  if (!isLeaf(node)) return node.parts[digit]?.node
  const leaf = entriesAt(node, depth, digit)
  return leaf.entries.length > 0 ? leaf : undefined
}

function* betweenLeaves(one: TreeLeaf, other: TreeLeaf): Iterable<DifferingEntries> {
  const afters = new Map(other.entries.map((entry) => [entry[0], entry]))
  for (const before of one.entries) {
    const after = afters.get(before[0])
    afters.delete(before[0])
    if (after === undefined || !isSameEntry(before, after)) yield { before, after }
  }
  for (const after of afters.values()) yield { before: undefined, after }
}

import { hash } from 'node:crypto'
import { CompositorError } from '../../runtime/errors/index.js'
import { canonicalJson, type Json } from '../../runtime/values/index.js'

/** Entries that one leaf holds at most; a part of the map with more of them is a branch. */
export const mostEntries = 16

/** Characters of a value that stands in its leaf; a longer one is a node of its own, so that its neighbours stay cheap. */
const longestInline = 1000

/** An entry as it stands in a leaf: its value, or the hash of the node that holds it. */
export type LeafEntry =
  | readonly [key: string, value: Json]
  | readonly [key: string, value: null, node: string]

/** What a branch knows of a part of the map: the hash of its node, and how many entries are below. */
export interface TreePart {
  readonly node: string
  readonly count: number
}

/** Entries whose places begin alike, when they are few. */
export interface TreeLeaf {
  /** Sorted by key. */
  readonly entries: readonly LeafEntry[]
}

/** Parts of a map by the next hexadecimal digit of the places in them. */
export interface TreeBranch {
  readonly parts: { readonly [digit: string]: TreePart }
}

export type TreeNode = TreeLeaf | TreeBranch

/** A value that is too long to stand in its leaf. */
export interface TreeValue {
  readonly value: Json
}

/** A node as it is stored. */
export interface NodeText {
  readonly hash: string
  readonly text: string
}

export const digits = '0123456789abcdef'.split('')

/** Where a key belongs: the SHA-256 of its UTF-8, in hexadecimal digits, one a level. */
export function placeOf(key: string): string {
  return hash('sha256', key, 'hex')
}

export function isLeaf(node: TreeNode): node is TreeLeaf {
  return 'entries' in node
}

export function countOf(node: TreeNode): number {
  if (isLeaf(node)) return node.entries.length
  return Object.values(node.parts).reduce((sum, { count }) => sum + count, 0)
}

/** Whether entries whose first digits agree belong into one leaf, so that the shape says nothing of how it came to be. */
export function fitsLeaf(count: number, depth: number): boolean {
  return count <= mostEntries || depth === 64
}

export function nodeText(node: TreeNode | TreeValue): NodeText {
  const text = canonicalJson(node as unknown as Json)
  return { hash: hash('sha256', text, 'hex'), text }
}

/** An entry for a leaf, and the node of its value where that is long. */
export function leafEntry(key: string, value: Json): { readonly entry: LeafEntry; readonly made?: NodeText } {
  const text = canonicalJson(value)
  if (text.length <= longestInline) return { entry: [key, value] }
  const made = nodeText({ value })
  return { entry: [key, null, made.hash], made }
}

/** Whether two entries of one key have one value: each value has but one form. */
export function isSameEntry(one: LeafEntry, other: LeafEntry): boolean {
  if (one[2] !== undefined || other[2] !== undefined) return one[2] === other[2]
  return canonicalJson(one[1]) === canonicalJson(other[1])
}

/** The entries of a leaf that belong into a part of it, when that is taken for a branch. */
export function entriesAt(leaf: TreeLeaf, depth: number, digit: string): TreeLeaf {
  return { entries: leaf.entries.filter(([key]) => placeOf(key)[depth] === digit) }
}

/** @throws CompositorError `store-damaged` for a text that is no node */
export function parsedNode<Node extends TreeNode | TreeValue>(hash: string, text: string | undefined): Node {
  if (text === undefined)
    throw new CompositorError(
      'store-damaged',
      `The store has no tree node '${hash}', which a tree refers to.`,
    )
  try {
    return JSON.parse(text) as Node
  } catch (cause) {
    const message = `What the store has as tree node '${hash}' is none.`
    throw new CompositorError('store-damaged', message, { cause })
  }
}

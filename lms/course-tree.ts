import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Members } from '../compositor/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { isContentFault } from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit, OutlineNode } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'
import { typeOf } from './block-addresses.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'
import { completable } from './progress.js'
import type { VisibleOutline } from './release/index.js'

/** Settings that a tree may tell of a block, by OLX name: what learners may know of it, and nothing of what it asks or answers. */
export const treeSettings = [
  'display_name',
  'format',
  'graded',
  'start',
  'due',
  'weight',
  'max_attempts',
  'show_correctness',
] as const

/** What a tree may tell of a block besides its key, its type and its children. */
export const treeFields = [...treeSettings, 'has_score', 'completion', 'visible_to_staff_only'] as const

/** One of {@link treeFields}. */
export type TreeField = (typeof treeFields)[number]

/** What somebody asks of a course's tree. */
export interface TreeQuery {
  /** Usage key, as text, of the block at its top; the course where it is left out. */
  readonly root?: string | undefined
  /** Levels below that; all where it is left out. */
  readonly depth?: number | undefined
  readonly fields: readonly TreeField[]
  /** Block types of which each block says how many are in and below it, however deep the tree goes. */
  readonly counts: readonly string[]
}

/** A block of a tree. */
export interface TreeBlock {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  /** Usage keys of the children that the learner has, in their order; absent where there are none, or they are too deep. */
  readonly children?: readonly string[]
  /** What was asked for and is known, by name. */
  readonly fields: Readonly<Record<string, Json>>
  /** By block type; absent where no counts were asked for. */
  readonly counts?: Readonly<Record<string, number>>
}

/** A course as one learner has it: banks are what was drawn for them, in their order, and what is closed to them is not there. */
export interface CourseTree {
  readonly root: string
  /** Parents stand before their children. */
  readonly blocks: readonly TreeBlock[]
  /** Usage keys of units that could not be read. */
  readonly incomplete: readonly string[]
  /** Epoch milliseconds until which it stays true, if nothing of the learner changes. */
  readonly validUntil: number
}

/** What a tree is made of. */
export interface TreeSources {
  readonly outline: VisibleOutline
  /** What is known of the units that it needs, each where it stands. */
  readonly units: readonly ComposedUnit[]
  readonly members: Members | undefined
  /** Told of a unit that could not be read. */
  readonly onFailure: (unit: string, error: CompositorError) => void
}

/** Milliseconds of work after which others are let in, and units whose records are asked for at once. */
const [slice, together] = [4, 8]

/**
 * The tree of a course for one learner (the incumbent's course blocks API). Nothing is stored: a selection that is new is the one that the
 * first view stores.
 * @returns undefined where the learner has no block of that key
 */
export async function courseTree(
  units: LearnerUnits,
  learner: Learner,
  query: TreeQuery,
  { outline, units: composed, members, onFailure }: TreeSources,
): Promise<CourseTree | undefined> {
  const tree = new TreeMaking(query, units, learner)
  const at = query.fields.includes('completion') ? 'all' : 'selection'
  const one = async (unit: ComposedUnit): Promise<void> => {
    try {
      const read = await units.read(unit, learner, { looking: { at }, members }, async (opened) => opened)
      tree.opened.set(unit.key, read)
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage: unit.key })
      if (error.status >= 500) onFailure(unit.key, error)
      else tree.closed.add(unit.key)
    }
  }
  let began = performance.now()
  for (let start = 0; start < composed.length; start += together) {
    await Promise.all(composed.slice(start, start + together).map(one))
    if (performance.now() - began < slice) continue
    await nextTurn()
    began = performance.now()
  }
  return tree.of(outline)
}

/** A block wherever it stands: a line of an outline, or a block of a unit. */
interface TreeNode {
  readonly key: string
  readonly type: string
  readonly line?: OutlineNode
  readonly block?: ComposedBlock
  readonly unit?: LearnerUnit
}

class TreeMaking {
  readonly opened = new Map<string, LearnerUnit>()
  /** Keys of units that the learner may not have, whatever the outline says. */
  readonly closed = new Set<string>()
  readonly #blocks: TreeBlock[] = []
  readonly #incomplete: string[] = []

  constructor(
    private readonly query: TreeQuery,
    private readonly units: LearnerUnits,
    private readonly learner: Learner,
  ) {}

  of({ outline, validUntil }: VisibleOutline): CourseTree | undefined {
    const { root: asked = outline.key, depth = Infinity } = this.query
    const root = this.#find(lineNode(outline), asked)
    if (!root) return undefined
    this.#add(root, depth)
    const dates = Array.from(this.opened.values(), (one) => one.validUntil)
    return {
      root: root.key,
      blocks: this.#blocks,
      incomplete: this.#incomplete,
      validUntil: dates.reduce((first, date) => Math.min(first, date), validUntil),
    }
  }

  #find(node: TreeNode, key: string): TreeNode | undefined {
    if (node.key === key) return node
    for (const child of this.#childrenOf(node)) {
      const found = this.#find(child, key)
      if (found) return found
    }
    return undefined
  }

  /** @returns how many blocks of the types that are counted are in and below it */
  #add(node: TreeNode, depth: number): readonly number[] {
    const { counts, fields } = this.query
    const isShown = depth >= 0
    const place = isShown ? this.#blocks.push({ key: node.key, type: node.type, fields: {} }) - 1 : -1
    const own = counts.map((type): number => (type === node.type ? 1 : 0))
    const children = depth > 0 || counts.length > 0 ? this.#childrenOf(node) : []
    for (const child of children)
      for (const [at, count] of this.#add(child, depth - 1).entries()) own[at] = (own[at] ?? 0) + count
    if (!isShown) return own
    const told: Record<string, Json> = {}
    for (const name of fields) {
      const value = this.#field(node, name)
      if (value !== undefined) told[name] = value
    }
    this.#blocks[place] = {
      key: node.key,
      type: node.type,
      ...(depth > 0 && children.length > 0 && { children: children.map(({ key }) => key) }),
      fields: told,
      ...(counts.length > 0 && {
        counts: Object.fromEntries(counts.map((type, at) => [type, own[at] ?? 0])),
      }),
    }
    return own
  }

  #childrenOf({ line, block, unit, key }: TreeNode): readonly TreeNode[] {
    if (block && unit)
      return unit
        .childrenOf(block)
        .filter(this.#isShown)
        .map((child) => blockNode(child, unit))
    if (!line?.isUnit)
      return (line?.children ?? [])
        .filter((child) => !this.closed.has(child.key))
        .map((child) => this.#node(child))
    if (!this.#incomplete.includes(key)) this.#incomplete.push(key)
    return []
  }

  #node(line: OutlineNode): TreeNode {
    const unit = line.isUnit ? this.opened.get(line.key) : undefined
    return unit ? { ...blockNode(unit.root, unit), key: line.key } : lineNode(line)
  }

  readonly #isShown = (block: ComposedBlock): boolean => this.learner.isStaff || !isContentFault(block)

  #field({ line, block, unit }: TreeNode, name: TreeField): Json | undefined {
    const { types } = this.units.options.runtime.options
    if (name === 'visible_to_staff_only') {
      if (!this.learner.isStaff) return undefined
      return block ? block.fields['visible_to_staff_only'] === true : line?.staffOnly === true
    }
    if (name === 'has_score') return block ? typeOf(types, block)?.capabilities.hasScore === true : false
    if (name === 'completion') {
      if (!block || !unit || !completable(block, typeOf(types, block))) return undefined
      return unit.batch.result(block.key)?.completion ?? 0
    }
    const value = block ? block.fields[name] : line?.release?.[name]
    return name === 'display_name' ? (value ?? line?.title) : value
  }
}

function lineNode(line: OutlineNode): TreeNode {
  return { key: line.key, type: line.type, line }
}

function blockNode(block: ComposedBlock, unit: LearnerUnit): TreeNode {
  return { key: block.key, type: block.type, block, unit }
}

import { policyAt, policyGroupOf, type BlockTypes } from '../../runtime/block/index.js'
import { date } from '../../runtime/field/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import { OutlineLines, policyLine } from '../publish/index.js'
import type { DraftOperation, VersionBlock, VersionView } from '../version/index.js'

/** A block of a course at which policy groups can hold. */
export interface PolicyPlace {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  readonly title: string
  /** Levels below the course, from 1. */
  readonly level: number
  /** Whether it is a reference to library blocks. */
  readonly isReference: boolean
  /** The kind of assignment that it is; '' for none. */
  readonly format: string
  /** Names of the groups that it names, the strongest first. */
  readonly names: readonly string[]
}

/** A setting that policy groups say otherwise at a block than they did. */
export interface PolicyChange {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  readonly title: string
  /** OLX name. */
  readonly field: string
  /** The moment from which on it is so, ISO 8601; absent for the present. */
  readonly from?: string
  /** What the groups said and say then; absent for nothing. */
  readonly old?: Json
  readonly new?: Json
  /** What the block says itself, which holds in any case. */
  readonly own?: Json
}

/** The blocks of one draft of a course, read once, for what policy groups say at them. */
export class PolicyPlaces {
  private constructor(
    private readonly view: VersionView,
    private readonly types: BlockTypes,
    private readonly blocks: ReadonlyMap<string, VersionBlock>,
  ) {}

  /** Reads all blocks of a draft. */
  static async read(view: VersionView, types: BlockTypes): Promise<PolicyPlaces> {
    const blocks = new Map<string, VersionBlock>()
    for await (const [usage, block] of view.allBlocks()) blocks.set(usage, block)
    return new PolicyPlaces(view, types, blocks)
  }

  /** Sections, subsections and references, in the order of the course, and other blocks that name groups. */
  places(): readonly PolicyPlace[] {
    const places: PolicyPlace[] = []
    const lines = new OutlineLines(this.view, this.types.mixins)
    for (const [usage, level] of this.#inOrder()) {
      const block = this.blocks.get(usage)
      if (!block || level === 0) continue
      const isReference = this.types.get(block.type)?.capabilities.references !== undefined
      const { policy } = policyLine(usage, block, lines, this.types.mixins)
      const names = policy?.names ?? []
      if (block.type !== 'chapter' && block.type !== 'sequential' && !isReference && names.length === 0)
        continue
      const title = titleOf(usage, block.settings)
      places.push({ usage, type: block.type, title, level, isReference, format: policy?.format ?? '', names })
    }
    return places
  }

  /**
   * What steps that change groups, or where they hold, make of the settings of blocks: now, and at each moment from which on one of
   * the groups says something else.
   * @param now epoch milliseconds
   */
  changes(steps: readonly DraftOperation[], now: number): readonly PolicyChange[] {
    const after = new Map(this.blocks)
    for (const step of steps) {
      const block = step.do === 'edit' ? after.get(step.edit.usage) : undefined
      if (step.do !== 'edit' || !block) continue
      const kept = Object.entries(block.settings).filter(([name]) => !step.edit.reset.includes(name))
      after.set(step.edit.usage, {
        ...block,
        settings: { ...Object.fromEntries(kept), ...step.edit.settings },
      })
    }
    const changes: PolicyChange[] = []
    const known = new Set<string>()
    for (const at of [undefined, ...this.#moments(after, now)])
      for (const change of this.#differing(after, at ?? now)) {
        const same = JSON.stringify([change.usage, change.field, change.old ?? null, change.new ?? null])
        if (known.has(same)) continue
        known.add(same)
        changes.push({ ...change, ...(at !== undefined && { from: new Date(at).toISOString() }) })
      }
    return changes
  }

  *#differing(after: ReadonlyMap<string, VersionBlock>, at: number): Iterable<Omit<PolicyChange, 'from'>> {
    const [was, is] = [this.#said(this.blocks, at), this.#said(after, at)]
    for (const [usage] of this.#inOrder()) {
      const block = after.get(usage)
      const type = block && this.types.get(block.type)
      const isReference = type?.capabilities.references !== undefined
      if (!block || (block.children.length > 0 && !isReference)) continue
      const [old, next] = [was(usage), is(usage)]
      for (const field of new Set([...Object.keys(old), ...Object.keys(next)])) {
        if (!isReference && !type?.fieldByOlxName(field)) continue
        const [before, then, own] = [old[field], next[field], block.settings[field]]
        if (before !== undefined && then !== undefined ? isSameJson(before, then) : before === then) continue
        yield {
          usage,
          type: block.type,
          title: titleOf(usage, block.settings),
          field,
          ...(before !== undefined && { old: before }),
          ...(then !== undefined && { new: then }),
          ...(own !== undefined && { own }),
        }
      }
    }
  }

  /** What groups say at a block and on the way to it, at a moment. */
  #said(blocks: ReadonlyMap<string, VersionBlock>, at: number): (usage: string) => JsonObject {
    const lines = new OutlineLines(this.view, this.types.mixins)
    type Line = ReturnType<typeof policyLine>
    const known = new Map<string, readonly Line[]>()
    const above = (usage: string): readonly Line[] => {
      const found = known.get(usage)
      if (found) return found
      const block = blocks.get(usage)
      if (!block) return []
      const path = block.parent === undefined ? [] : above(block.parent)
      const all = [...path, policyLine(usage, block, lines, this.types.mixins)]
      if (block.children.length > 0) known.set(usage, all)
      return all
    }
    return (usage) => policyAt(above(usage), [], at)?.above ?? {}
  }

  /** The moments that groups name, before or after, and that are to come. */
  #moments(after: ReadonlyMap<string, VersionBlock>, now: number): readonly number[] {
    const root = this.view.root
    const [block] = [after.get(root)]
    if (!block) return []
    const { inherits } = policyLine(
      root,
      block,
      new OutlineLines(this.view, this.types.mixins),
      this.types.mixins,
    )
    const named: Readonly<Record<string, Json | undefined>> = {
      start: inherits?.['start'],
      end: inherits?.['course_end'],
    }
    const all = [this.blocks, after].flatMap((blocks) =>
      Object.values(this.types.mixins?.policyGroupsOf(blocks.get(root)?.settings ?? {}) ?? {}),
    )
    const moments = all.flatMap((group) =>
      policyGroupOf(group).dated.map(({ from }) => momentOf(named[from] ?? from)),
    )
    return [...new Set(moments.filter((at) => at > now))].sort((one, other) => one - other)
  }

  *#inOrder(): Iterable<readonly [usage: string, level: number]> {
    const seen = new Set<string>()
    const open: (readonly [string, number])[] = [[this.view.root, 0]]
    for (let next = open.pop(); next; next = open.pop()) {
      const [usage, level] = next
      if (seen.has(usage)) continue
      seen.add(usage)
      yield next
      for (const child of [...(this.blocks.get(usage)?.children ?? [])].reverse())
        open.push([child, level + 1])
    }
  }
}

/** Epoch milliseconds; NaN for what is no moment, such as the end of a course that has none. */
function momentOf(json: Json): number {
  try {
    return typeof json === 'string' ? (date().fromJson(json)?.getTime() ?? NaN) : NaN
  } catch {
    return NaN
  }
}

import {
  difference,
  type AuthoringStore,
  type ContextHead,
  type FieldDifference,
  type NamedBlock,
  type VersionBlock,
  type VersionView,
} from '../../content/index.js'
import type { LearnerStore } from '../../lms/index.js'
import { titleOf } from './draft.js'

/** What became of a block since something was published. */
export interface ChangedLine {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  readonly title: string
  readonly what: 'added' | 'changed' | 'moved' | 'removed'
  /** Values before and after. */
  readonly fields: readonly FieldDifference[]
  /** Learners who have begun with it: as many as {@link mostLearners} at most. */
  readonly learners: number
}

/** Changes of a unit, or of what a section or subsection says of itself. */
export interface ChangedUnit {
  /** Usage key: publishing or discarding it takes all below it along. */
  readonly usage: string
  readonly type: string
  readonly title: string
  readonly isUnit: boolean
  /** What became of the unit itself. */
  readonly what: ChangedLine['what']
  readonly lines: readonly ChangedLine[]
}

/** Changes in a section; of the course itself, under its own key. */
export interface ChangedSection {
  readonly usage: string
  readonly title: string
  readonly units: readonly ChangedUnit[]
}

/** What differs between a draft and what learners see. */
export interface ChangedCourse {
  readonly sections: readonly ChangedSection[]
  /** Names of static files that are new, gone or others. */
  readonly files: readonly string[]
  /** How many blocks differ, and how many of them are not told of. */
  readonly count: number
  readonly untold: number
}

/** Learners that are counted of a block, and blocks that are told of, and of how many of them learners are counted. */
export const mostLearners = 100
const [mostTold, mostCounted] = [300, 50]

/** What stands above units. */
const outlineTypes = new Set(['course', 'chapter', 'sequential'])

/** Levels of a course: what is broken shall end. */
const mostLevels = 20

/** Tells what was changed of courses since they were published, and whose work that concerns. */
export class DraftChanges {
  constructor(
    private readonly store: AuthoringStore,
    private readonly learners: Pick<LearnerStore, 'blockLearners'>,
  ) {}

  /**
   * What differs, by section and unit, in the order of the draft. @param at a block: then what is at or below it
   * @throws CompositorError `store-unavailable`
   */
  async of({ context, draft, published }: ContextHead, at?: string): Promise<ChangedCourse | undefined> {
    if (published === null) return undefined
    const found = await difference(this.store, context, published, draft)
    const [after, before] = await Promise.all([
      this.store.view(context, draft),
      this.store.view(context, published),
    ])
    const places = new Places(after, before)
    const moved = found.moved.filter(({ usage }) => !found.added.some((one) => one.usage === usage))
    const all = [
      ...found.added.map((one) => told(one, 'added')),
      ...found.changed.flatMap(({ fields, ...one }) => {
        const own = fields.filter(({ name }) => name !== 'children')
        return own.length > 0 ? [{ ...told(one, 'changed'), fields: own }] : []
      }),
      ...moved.map((one) => told(one, 'moved')),
      ...found.removed.map((one) => told(one, 'removed')),
    ]
    const within = at === undefined ? all : await places.within(all, at)
    const some = within.slice(0, mostTold)
    const lines = await this.#counted(some)
    const files = [...found.files.added, ...found.files.changed, ...found.files.removed]
    return {
      sections: await grouped(lines, places),
      files: at === undefined ? files.flatMap((path) => staticName(path)) : [],
      count: within.length,
      untold: within.length - some.length,
    }
  }

  /** With how many learners have begun with what they could lose something of. */
  async #counted(lines: readonly ChangedLine[]): Promise<ChangedLine[]> {
    let left = mostCounted
    return Promise.all(
      lines.map(async (line) => {
        if (line.what === 'added' || left === 0) return line
        left -= 1
        const some = await this.learners.blockLearners.page(line.usage, { limit: mostLearners })
        return { ...line, learners: some.length }
      }),
    )
  }
}

function told({ usage, type, title }: NamedBlock, what: ChangedLine['what']): ChangedLine {
  return { usage, type, title: titleOf(usage, type, title), what, fields: [], learners: 0 }
}

/** The name of a static file by its path. */
function staticName(path: string): string[] {
  const [, name] = /^static\/(.+)$/.exec(path) ?? []
  return name === undefined ? [] : [name]
}

/** Where blocks stand: in the draft, or where they stood that are gone. */
class Places {
  readonly #known = new Map<string, VersionBlock | undefined>()

  constructor(
    private readonly after: VersionView,
    private readonly before: VersionView,
  ) {}

  get root(): string {
    return this.after.root
  }

  get title(): string {
    return this.after.title
  }

  async block(usage: string): Promise<VersionBlock | undefined> {
    if (!this.#known.has(usage))
      this.#known.set(usage, (await this.after.block(usage)) ?? (await this.before.block(usage)))
    return this.#known.get(usage)
  }

  /** What a block stands in, the root first, and the block itself. */
  async path(usage: string): Promise<string[]> {
    const path = [usage]
    for (let level = 0; level < mostLevels; level++) {
      const parent = (await this.block(path[0] ?? ''))?.parent
      if (parent === undefined) break
      path.unshift(parent)
    }
    return path
  }

  /** Of these those at or below a block. */
  async within<Line extends { readonly usage: string }>(lines: readonly Line[], at: string): Promise<Line[]> {
    const found: Line[] = []
    for (const line of lines) if ((await this.path(line.usage)).includes(at)) found.push(line)
    return found
  }
}

/** Changes by section and unit, in the order in which these stand. */
async function grouped(lines: readonly ChangedLine[], places: Places): Promise<ChangedSection[]> {
  const sections = new Map<string, Map<string, ChangedLine[]>>()
  for (const line of lines) {
    const path = await places.path(line.usage)
    const section = path[1] ?? path[0] ?? line.usage
    let unit = line.usage
    for (const key of path) {
      unit = key
      if (!outlineTypes.has((await places.block(key))?.type ?? '')) break
    }
    const units = sections.get(section) ?? new Map<string, ChangedLine[]>()
    sections.set(section, units)
    units.set(unit, [...(units.get(unit) ?? []), line])
  }
  const made: ChangedSection[] = []
  for (const [usage, units] of sections) {
    const isRoot = usage === places.root
    const block = await places.block(usage)
    const title = isRoot ? places.title : titleOf(usage, block?.type ?? '', block?.settings['display_name'])
    const inside: ChangedUnit[] = []
    for (const [key, changes] of units) {
      const { type = '', settings } = (await places.block(key)) ?? {}
      const own = changes.find((line) => line.usage === key)
      inside.push({
        usage: key,
        type,
        title: titleOf(key, type, settings?.['display_name']),
        isUnit: !outlineTypes.has(type),
        what: own?.what ?? 'changed',
        // What is new or gone as a whole is told as a whole.
        lines: own?.what === 'added' || own?.what === 'removed' ? [own] : changes,
      })
    }
    made.push({ usage, title, units: await inOrder(inside, places) })
  }
  return inOrder(made, places)
}

/** In the order in which they stand in the course. */
async function inOrder<One extends { readonly usage: string }>(
  all: readonly One[],
  places: Places,
): Promise<One[]> {
  const placed = await Promise.all(
    all.map(async (one) => {
      const path = await places.path(one.usage)
      const indices: number[] = []
      for (const [level, key] of path.slice(1).entries())
        indices.push((await places.block(path[level] ?? ''))?.children.indexOf(key) ?? 0)
      return { one, indices }
    }),
  )
  return placed
    .toSorted((a, b) => {
      for (const [level, index] of a.indices.entries()) {
        const other = b.indices[level]
        if (other === undefined) return 1
        if (index !== other) return index - other
      }
      return a.indices.length - b.indices.length
    })
    .map(({ one }) => one)
}

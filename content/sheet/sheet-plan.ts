import type { DraftOperation } from '../version/index.js'
import type { TagChange } from '../taxonomy/index.js'

/** What a sheet would change of the title of a block; '' where none is set. */
export interface TitleChange {
  /** Line of the sheet, from 1. */
  readonly line: number
  /** Usage key, as text. */
  readonly usage: string
  readonly before: string
  readonly after: string
}

/** What a sheet would change of the tags that a block has of a taxonomy: their ids. */
export interface TagsChange {
  readonly line: number
  readonly usage: string
  /** Id of the taxonomy. */
  readonly taxonomy: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** A cell that was edited in the sheet, and changed by others since it was exported. */
export interface SheetConflict {
  readonly line: number
  readonly usage: string
  /** Name of the column. */
  readonly column: string
  /** What it would say now, and what the sheet says. */
  readonly now: string
  readonly wanted: string
}

/** A row that cannot be taken. */
export interface RefusedRow {
  readonly line: number
  readonly why: string
}

/** What taking a sheet comes to. */
export interface SheetPlan {
  /** Name of the draft that it was worked out for. */
  readonly draft: string
  /** Rows with a block. */
  readonly rows: number
  readonly titles: readonly TitleChange[]
  readonly tags: readonly TagsChange[]
  /** Nothing is taken while it is not said what becomes of them. */
  readonly conflicts: readonly SheetConflict[]
  /** While there are any, nothing is taken. */
  readonly refused: readonly RefusedRow[]
  /** Columns that say nothing here. */
  readonly ignored: readonly string[]
}

/** What becomes of cells that others changed, too: nothing is taken, theirs stay, or the sheet's are taken. */
export type OnConflict = 'refuse' | 'keep' | 'overwrite'

/** The edit of the draft that gives blocks the titles of a sheet. */
export function titleSteps(titles: readonly TitleChange[]): DraftOperation[] {
  return titles.map(({ usage, after }) => {
    const [settings, reset] = after === '' ? [{}, ['display_name']] : [{ display_name: after }, []]
    return { do: 'edit', edit: { usage, content: {}, settings, reset } }
  })
}

/** The step that gives blocks the tags of a sheet. */
export function tagSteps(tags: readonly TagsChange[]): TagChange[] {
  return tags.map(({ usage, taxonomy, added, removed }) => {
    const named = (ids: readonly string[]) => ids.map((tag) => ({ taxonomy, tag }))
    return { usages: [usage], add: named(added), remove: named(removed) }
  })
}

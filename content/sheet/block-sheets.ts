import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import { csvText, type TaggedBlocks, type Taxonomies } from '../taxonomy/index.js'
import type {
  AuthoringStore,
  DraftNow,
  ExpectedWords,
  StoredVersionView,
  VersionBlock,
} from '../version/index.js'
import { cellPrints, guarded, printOf, printsCell, type CellPrints } from './cell-text.js'
import {
  tagSteps,
  titleSteps,
  type OnConflict,
  type RefusedRow,
  type SheetConflict,
  type SheetPlan,
  type TagsChange,
  type TitleChange,
} from './sheet-plan.js'
import { columns, readSheet, type Sheet, type SheetRow } from './sheet-rows.js'
import { TagColumn, tagColumnPrefix } from './tag-column.js'

/** What was taken of a sheet. */
export interface TakenSheet extends SheetPlan {
  /** The draft with the new titles; the one before where no title changed. */
  readonly version: string
  /** How many blocks have other tags than before. */
  readonly tagged: number
}

const batch = 200

/** Rows that a message names. */
const mostNamed = 10

/**
 * The titles and tags of the blocks of a course or library as a sheet, which goes out as CSV, is edited in a spreadsheet, and comes
 * in again: titles as one edit of the draft, tags as one step.
 */
export class BlockSheets {
  constructor(
    private readonly authoring: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly taxonomies: Taxonomies,
    private readonly tagged: TaggedBlocks,
  ) {}

  /**
   * The blocks of a draft in their order, with a column for the tags of each taxonomy. The last column says, unreadably, what was
   * exported, so that changes of others are noticed when the sheet comes in.
   * @throws CompositorError `context-unknown`, `store-unavailable`
   */
  async export(context: string): Promise<string> {
    const view = await this.authoring.view(context, 'draft')
    const tagColumns = await this.#tagColumns()
    const names = [columns.key, columns.type, columns.title, ...tagColumns.map(({ name }) => name)]
    const rows: (readonly string[])[] = [[...names, columns.prints]]
    for await (const blocks of inOrder(view)) {
      const tags = await this.tagged.of(context, blocks.keys())
      for (const [usage, block] of blocks) {
        const cells = new Map([[columns.title as string, titleIn(block)]])
        for (const column of tagColumns) cells.set(column.name, column.cellOf(tags.get(usage)))
        rows.push([usage, block.type, ...cells.values(), printsCell(cells)].map(guarded))
      }
      await nextTurn()
    }
    return `\uFEFF${csvText(rows)}`
  }

  /**
   * What taking a sheet would change; nothing is changed. Columns that it does not have stay as they are, so do rows.
   * @throws CompositorError `sheet-invalid` for what is no sheet, `context-unknown`
   */
  async plan(context: string, text: string, onConflict: OnConflict = 'refuse'): Promise<SheetPlan> {
    const view = await this.authoring.view(context, 'draft')
    const sheet = readSheet(text)
    const planning = new Planning(sheet, await this.#tagColumns(), onConflict)
    for (let start = 0; start < sheet.rows.length; start += batch) {
      const rows = sheet.rows.slice(start, start + batch)
      const usages = rows.map(keyOf)
      const blocks = await view.blocks(usages)
      const tags = await this.tagged.of(context, usages)
      for (const row of rows) {
        const usage = keyOf(row)
        const block = usage === view.root && view.kind === 'library' ? undefined : blocks.get(usage)
        planning.row(row, usage, block, (column) => ({
          ids: column.idsOf(tags.get(usage)),
          cell: column.cellOf(tags.get(usage)),
        }))
      }
    }
    return { draft: view.name, rows: sheet.rows.length, ...planning.outcome() }
  }

  /**
   * Takes a sheet, all of it or nothing. One that is taken again changes what is left to change.
   * @throws CompositorError `sheet-invalid` with the lines that cannot be taken, `sheet-conflict` with those that others changed,
   *   `draft-changed`, and what edits of a draft and of tags are refused for
   */
  async import(
    context: string,
    text: string,
    { onConflict = 'refuse', ...words }: ExpectedWords & { readonly onConflict?: OnConflict } = {},
  ): Promise<TakenSheet> {
    const plan = await this.plan(context, text, onConflict)
    refuse(plan, onConflict)
    const { titles, tags } = plan
    const edited = await this.#retitled(context, titles, { ...words, expected: words.expected ?? plan.draft })
    const tagged = tags.length > 0 ? await this.tagged.change(context, tagSteps(tags)) : 0
    return { ...plan, version: edited?.version ?? plan.draft, tagged }
  }

  async #retitled(
    context: string,
    titles: readonly TitleChange[],
    words: ExpectedWords,
  ): Promise<DraftNow | undefined> {
    if (titles.length === 0) return undefined
    try {
      return await this.authoring.operate(context, this.types, titleSteps(titles), words)
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'store-unavailable')
      const line = titles.find(({ usage }) => usage === error.usage)?.line
      if (line === undefined) throw thrown
      const details = { usage: error.usage, cause: error, location: { file: 'sheet', line } }
      throw new CompositorError('sheet-invalid', `Line ${line}: ${error.message}`, details)
    }
  }

  async #tagColumns(): Promise<readonly TagColumn[]> {
    const all = (await this.taxonomies.list()).toSorted((one, other) => (one.id < other.id ? -1 : 1))
    return Promise.all(all.map(async ({ id }) => new TagColumn(await this.taxonomies.get(id))))
  }
}

/** What becomes of the rows of a sheet. */
class Planning {
  readonly #titles: TitleChange[] = []
  readonly #tags: TagsChange[] = []
  readonly #conflicts: SheetConflict[] = []
  readonly #refused: RefusedRow[] = []
  readonly #lines = new Map<string, number>()
  readonly #columns: readonly TagColumn[]

  constructor(
    private readonly sheet: Sheet,
    tagColumns: readonly TagColumn[],
    private readonly onConflict: OnConflict,
  ) {
    this.#columns = tagColumns.filter(({ name }) => sheet.tagColumns.includes(name))
    const known = new Set(tagColumns.map(({ name }) => name))
    const unknown = sheet.tagColumns.find((name) => !known.has(name))
    if (unknown === undefined) return
    const message = `There is no taxonomy '${unknown.slice(tagColumnPrefix.length, 100)}', which a column names.`
    throw new CompositorError('sheet-invalid', message)
  }

  row(
    { line, cells }: SheetRow,
    usage: string,
    block: VersionBlock | undefined,
    tagsOf: (column: TagColumn) => { readonly ids: readonly string[]; readonly cell: string },
  ): void {
    const refuse = (why: string) => void this.#refused.push({ line, why })
    if (usage === '') return refuse('it names no block')
    const before = this.#lines.get(usage)
    if (before !== undefined) return refuse(`it names the block of line ${before}, '${usage.slice(0, 200)}'`)
    this.#lines.set(usage, line)
    if (!block) return refuse(`there is no block '${usage.slice(0, 200)}'`)
    const type = cells.get(columns.type)?.trim()
    if (type !== undefined && type !== '' && type !== block.type)
      return refuse(`'${usage.slice(0, 200)}' is of type ${block.type}, not ${type.slice(0, 100)}`)
    const prints = cellPrints(cells.get(columns.prints) ?? '')
    this.#title(line, usage, block, cells.get(columns.title), prints)
    for (const column of this.#columns) {
      const wanted = cells.get(column.name) ?? ''
      const now = tagsOf(column)
      if (isUntouched(wanted, column.name, prints)) continue
      const read = column.read(wanted)
      if ('why' in read) {
        refuse(read.why)
        continue
      }
      const added = read.ids.filter((id) => !now.ids.includes(id))
      const removed = now.ids.filter((id) => !read.ids.includes(id))
      if (added.length + removed.length === 0) continue
      if (!this.#mayTake({ line, usage, column: column.name, now: now.cell, wanted }, prints)) continue
      this.#tags.push({ line, usage, taxonomy: column.id, added, removed })
    }
  }

  outcome(): Omit<SheetPlan, 'draft' | 'rows'> {
    return {
      titles: this.#titles,
      tags: this.#tags,
      conflicts: this.#conflicts,
      refused: this.#refused,
      ignored: this.sheet.ignored,
    }
  }

  #title(
    line: number,
    usage: string,
    block: VersionBlock,
    wanted: string | undefined,
    prints: CellPrints,
  ): void {
    const now = titleIn(block)
    if (wanted === undefined || wanted === now || isUntouched(wanted, columns.title, prints)) return
    if (block.type === errorBlockType)
      return void this.#refused.push({ line, why: 'it cannot be read, and has no title' })
    if (!this.#mayTake({ line, usage, column: columns.title, now, wanted }, prints)) return
    this.#titles.push({ line, usage, before: now, after: wanted })
  }

  #mayTake(edited: SheetConflict, prints: CellPrints): boolean {
    const print = prints.get(edited.column)
    if (print === undefined || print === printOf(edited.now)) return true
    this.#conflicts.push(edited)
    return this.onConflict === 'overwrite'
  }
}

/** Whether a cell says what it said when it was exported. */
function isUntouched(cell: string, column: string, prints: CellPrints): boolean {
  return prints.get(column) === printOf(cell)
}

function keyOf({ cells }: SheetRow): string {
  return cells.get(columns.key)?.trim() ?? ''
}

function titleIn({ settings: { display_name: name } }: VersionBlock): string {
  return typeof name === 'string' ? name : ''
}

/** @throws CompositorError `sheet-invalid`, `sheet-conflict` */
function refuse({ refused, conflicts }: SheetPlan, onConflict: OnConflict): void {
  const [row] = refused
  if (row) {
    const said = refused.slice(0, mostNamed).map(({ line, why }) => `line ${line}: ${why}`)
    const message = `${refused.length} rows cannot be taken: ${said.join('; ')}${refused.length > mostNamed ? '; …' : ''}.`
    throw new CompositorError('sheet-invalid', message, { location: { file: 'sheet', line: row.line } })
  }
  const [conflict] = conflicts
  if (!conflict || onConflict !== 'refuse') return
  const said = conflicts.slice(0, mostNamed).map(({ line, usage, column, now, wanted }) => {
    return `line ${line}: ${column} of '${usage}' is '${now.slice(0, 100)}' by now, and would be '${wanted.slice(0, 100)}'`
  })
  const message = `${conflicts.length} cells were changed by others since: ${said.join('; ')}${conflicts.length > mostNamed ? '; …' : ''}.`
  throw new CompositorError('sheet-conflict', message, { location: { file: 'sheet', line: conflict.line } })
}

/** The blocks of a version from the top down, each once; of a library without its root. */
async function* inOrder(view: StoredVersionView): AsyncIterable<ReadonlyMap<string, VersionBlock>> {
  const seen = new Set<string>()
  let some = new Map<string, VersionBlock>()
  const top = await view.block(view.root)
  const from = view.kind === 'course' || !top ? [view.root] : top.children
  for await (const [usage, block] of below(view, from, seen)) {
    some.set(usage, block)
    if (some.size < batch) continue
    yield some
    some = new Map()
  }
  yield some
}

async function* below(
  view: StoredVersionView,
  usages: readonly string[],
  seen: Set<string>,
): AsyncIterable<readonly [usage: string, block: VersionBlock]> {
  for (let start = 0; start < usages.length; start += batch) {
    for (const [usage, block] of await view.blocks(usages.slice(start, start + batch))) {
      if (seen.has(usage)) continue
      seen.add(usage)
      yield [usage, block]
      yield* below(view, block.children, seen)
    }
  }
}

import type { BlockReference, BlockTypes } from '../../runtime/block/index.js'
import { ContextualKey, LibraryBlockKey, parseUsageKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { SummaryBlocks } from '../../runtime/reference/summary-block.js'
import { scriptLibrary } from '../../runtime/service/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { isJsonObject, isSameJson, type JsonObject } from '../../runtime/values/json.js'
import { movedChildren } from '../history/moved-children.js'
import { topBlocks } from '../publish/outline.js'
import { blockDifferences, withAllBelow, type BlockDifference } from './block-differences.js'
import type { DraftReference } from './draft-reference.js'
import type { BlockSides, LibraryChange } from './library-change.js'
import type { PoolMatches } from './pool-matches.js'
import type {
  AddedBlock,
  ChangedField,
  ChangedFile,
  LostOverride,
  PreviewedBlock,
  ReferencePreview,
  RemovedBlock,
} from './reference-preview.js'

/** Blocks that are read together. */
const batch = 500

/** What may be told of one library's other version. */
export type PreviewedChange = Pick<
  ReferencePreview,
  'added' | 'removed' | 'moved' | 'changed' | 'files' | 'lostOverrides'
>

/** What of a reference one of its libraries brings. */
export interface PreviewRequest {
  readonly reference: DraftReference
  /** What it names of that library. */
  readonly named: readonly BlockReference[]
  /** Keys of blocks of that library that it would name besides. */
  readonly found?: readonly string[]
}

/**
 * What another version of a library changes for a reference; only what the reference names is read, or what differs.
 * @param matches finds what subsets ask for
 */
export async function previewedChange(
  request: PreviewRequest,
  change: LibraryChange,
  types: BlockTypes,
  matches: PoolMatches,
): Promise<PreviewedChange> {
  const preview = new ChangePreview(request, types)
  const { named, found = [] } = request
  const whole = named.filter(({ block }) => block === '*')
  const single = named.filter(({ block }) => block !== '*')
  for (const reference of whole) await preview.whole(reference, change, matches)
  for (let start = 0; start < single.length; start += batch) {
    const some = single.slice(start, start + batch)
    const sides = await change.sides(some.map(({ block }) => block))
    for (const one of some) preview.member(one.block, one, sides.get(one.block))
  }
  const sides = await change.sides(found)
  for (const key of found) preview.member(key, single[0], { before: undefined, after: sides.get(key)?.after })
  if (whole.length > 0 && !request.reference.type.capabilities.choice) await preview.order(change)
  preview.filesIn(await change.files(), whole.length > 0)
  return preview.result()
}

class ChangePreview {
  readonly #added: AddedBlock[] = []
  readonly #removed: RemovedBlock[] = []
  readonly #moved: PreviewedBlock[] = []
  readonly #changed: ChangedField[] = []
  readonly #files: ChangedFile[] = []
  readonly #lost: LostOverride[] = []
  readonly #summaries: SummaryBlocks
  readonly #own: JsonObject
  readonly #known = new Set<string>()
  /** All blocks that were looked at on the later side, by key. */
  readonly #seen = new Map<string, PublishedBlock>()

  constructor(
    private readonly request: PreviewRequest,
    private readonly types: BlockTypes,
  ) {
    this.#summaries = new SummaryBlocks(types)
    const { block_field_overrides: own } = request.reference.block.settings
    this.#own = isJsonObject(own) ? own : {}
  }

  /** Blocks that a whole library brings, or a subset of it. */
  async whole(reference: BlockReference, change: LibraryChange, matches: PoolMatches): Promise<void> {
    const { query } = reference
    const touched = await change.touchedMembers()
    if (!query) return this.#members(touched, reference, change)
    const { before, after } = change
    const was = new Set(before && (await matches.find(before, query)))
    const is = new Set(await matches.find(after, query))
    const isOn = (key: string) => was.has(key) || is.has(key)
    const others = [...was, ...is].filter((key) => !was.has(key) || !is.has(key))
    await this.#members([...new Set([...touched.filter(isOn), ...others])], reference, change, { was, is })
  }

  /** @param on which of them are meant, before and after; all where it is left out */
  async #members(
    keys: readonly string[],
    reference: BlockReference,
    change: LibraryChange,
    on?: { readonly was: ReadonlySet<string>; readonly is: ReadonlySet<string> },
  ): Promise<void> {
    for (let start = 0; start < keys.length; start += batch) {
      const some = keys.slice(start, start + batch)
      for (const [key, { before, after }] of await change.sides(some))
        this.member(key, reference, {
          before: !on || on.was.has(key) ? before : undefined,
          after: !on || on.is.has(key) ? after : undefined,
        })
    }
  }

  member(key: string, reference: BlockReference | undefined, sides: BlockSides | undefined): void {
    if (!sides || this.#known.has(key)) return
    this.#known.add(key)
    const before = this.#wanted(sides.before, reference)
    const after = this.#wanted(sides.after, reference)
    for (const block of after ? withAllBelow(after) : []) this.#seen.set(block.key, block)
    for (const one of blockDifferences({ before, after })) this.#tell(one, reference)
  }

  /** The order of a whole library, for who shows it so. */
  async order({ before, after }: LibraryChange): Promise<void> {
    if (!before) return
    const topOf = async (view: typeof after) => topBlocks((await view.block(view.root))?.children ?? [])
    const moved = movedChildren(await topOf(before), await topOf(after))
    for (const [key, { type, settings }] of await after.blocks(moved))
      this.#moved.push({ block: key, type, title: titleOf(key, settings) })
  }

  /** Static files of what was looked at; of the library itself those that a block names. */
  filesIn(
    files: ReadonlyMap<string, readonly { readonly name: string; before?: object; after?: object }[]>,
    isWhole: boolean,
  ): void {
    if (files.size === 0) return
    for (const [block, changes] of files)
      for (const { name, before, after } of changes) {
        if (block === '' ? !isWhole && !this.#names(name) : !this.#seen.has(block)) continue
        this.#files.push({ block, name, what: before && after ? 'changed' : after ? 'added' : 'removed' })
      }
  }

  result(): PreviewedChange {
    return {
      added: this.#added,
      removed: this.#removed,
      moved: this.#moved,
      changed: this.#changed,
      files: this.#files,
      lostOverrides: this.#lost,
    }
  }

  #tell({ block, what, fields, within }: BlockDifference, reference: BlockReference | undefined): void {
    const { key, type } = block
    const title = titleOf(key, { ...block.content, ...block.settings })
    const line: PreviewedBlock = { block: key, type, title, ...(within !== undefined && { within }) }
    const isFound = within === undefined && this.request.found?.includes(key) === true
    if (what === 'added') this.#added.push({ ...line, ...(isFound && { isFound }) })
    else if (what === 'moved') this.#moved.push(line)
    else if (what === 'removed') this.#remove(line, block, reference)
    else
      for (const field of fields) {
        const scope = this.types.get(type)?.fieldByOlxName(field.field)?.scope.name
        const own = this.#ownOf(key, reference)[field.field]
        this.#changed.push({
          ...line,
          ...field,
          scope: scope === 'content' || scope === 'settings' ? scope : 'other',
          ...(own !== undefined && { own }),
        })
      }
  }

  #remove(line: PreviewedBlock, block: PublishedBlock, reference: BlockReference | undefined): void {
    const { usage } = this.request.reference
    const all = [...withAllBelow(block)]
    const isNamed = line.within === undefined && reference?.block === line.block
    this.#removed.push({ ...line, isNamed, usages: all.flatMap(({ key }) => inCourse(usage, key)) })
    for (const { key } of all)
      for (const [field, own] of Object.entries(this.#ownOf(key, undefined)))
        this.#lost.push({ block: key, field, own })
  }

  /** What the author says of a block, of it alone where no reference is given, which may say something of all. */
  #ownOf(key: string, reference: BlockReference | undefined): JsonObject {
    const own = Object.hasOwn(this.#own, key) ? this.#own[key] : undefined
    return { ...reference?.overrides, ...(isJsonObject(own) && own) }
  }

  #wanted(
    block: PublishedBlock | undefined,
    reference: BlockReference | undefined,
  ): PublishedBlock | undefined {
    const { kind } = reference ?? {}
    return block && (kind === undefined || this.#summaries.isOfKind(block, kind)) ? block : undefined
  }

  /** Whether a block that was looked at names a file of the library, or runs scripts that may import from it. */
  #names(file: string): boolean {
    const word = file === scriptLibrary ? '<script' : file
    return [...this.#seen.values()].some(({ content, settings }) =>
      JSON.stringify([content, settings]).includes(word),
    )
  }
}

/** Clashes of a preview: what the library changed, and the author says otherwise. */
export function clashesIn(changed: readonly ChangedField[]): readonly ChangedField[] {
  return changed.filter(
    ({ own, new: now }) => own !== undefined && (now === undefined || !isSameJson(own, now)),
  )
}

/** The key of a library block by a reference of a course. */
function inCourse(usage: string, block: string): string[] {
  const definition = parseUsageKey(block)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) return []
  return [new ContextualKey({ usage: parseUsageKey(usage), definition }).withoutBranchOrVersion().toString()]
}

import {
  coerced,
  fieldOwner,
  overrideMisfit,
  type BlockType,
  type BlockTypes,
  type FieldOwner,
} from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../../runtime/keys/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import { draftBlock, type DraftBlock } from '../publish/index.js'
import type { AuthoringStore, DraftOperation } from '../version/index.js'
import { provenanceOf, tracedBlock } from './provenance.js'
import { libraryUsage } from './value-trace.js'

/** One override of a reference. */
export interface Override {
  /** OLX name. */
  readonly field: string
  readonly value: Json
  /** Whose the field is; of content (`library`) it means that updates of the library change it here no more. */
  readonly owner: FieldOwner
  /** What would hold without the reference's overrides; absent where that is not one value. */
  readonly original?: Json
}

/** The overrides of one library block. */
export interface BlockOverrides {
  /** Usage key in the library, as text. */
  readonly block: string
  /** Usage key where it stands; absent where the reference does not bring it. */
  readonly usage?: string
  readonly type: string
  readonly title: string
  readonly overrides: readonly Override[]
}

/** What a reference overrides. */
export interface ReferenceOverrides {
  readonly usage: string
  /** Name of the draft. */
  readonly version: string
  /** Of all blocks it refers to. */
  readonly all: readonly Override[]
  /** Of single ones, those inside included. */
  readonly single: readonly BlockOverrides[]
}

/** A change of a reference's overrides. */
export interface OverrideChange {
  /** Usage key of a library block, in the library or where it stands; left out, what is said of all blocks. */
  readonly block?: string | undefined
  /** By OLX name. */
  readonly set?: JsonObject | undefined
  /** OLX names; `all` for all that is said of it. */
  readonly clear?: readonly string[] | 'all' | undefined
}

const names = { all: 'field_overrides', single: 'block_field_overrides' } as const

/** What references of drafts say of library blocks in their places (seed: data model of the library_content_v2 block). */
export class Overrides {
  /** @param now epoch milliseconds */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * The overrides of a reference, each with what would hold without it.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` where the block takes no overrides
   */
  async of(usage: UsageKey): Promise<ReferenceOverrides> {
    const draft = await this.#reference(usage)
    const { all, single } = overridesIn(draft)
    const places = new Map<string, { usage: UsageKey; block: PublishedBlock }>()
    for (const place of broughtBy(draft)) if (!places.has(place.block.key)) places.set(place.block.key, place)
    const blocks: BlockOverrides[] = []
    for (const [key, said] of Object.entries(single)) {
      if (!isJsonObject(said)) continue
      const place = places.get(key)
      blocks.push(await this.#blockOverrides(key, said, place))
    }
    const [type] = [...places.values()].flatMap(({ block }) => this.types.get(block.type) ?? [])
    return {
      usage: usage.toString(),
      version: draft.view.name,
      all: Object.entries(all).flatMap(([field, value]) =>
        value === undefined ? [] : [{ field, value, owner: ownerOf(type, field) }],
      ),
      single: blocks,
    }
  }

  /**
   * The step that changes overrides of a reference, for `operate`: values are brought into the form in which their fields store
   * them; whether they fit is judged where the step is taken.
   * @param clearAll whether all that the reference overrides goes first
   * @throws CompositorError as {@link of}, and `key-malformed`
   */
  async step(
    usage: UsageKey,
    changes: readonly OverrideChange[],
    clearAll = false,
  ): Promise<Extract<DraftOperation, { readonly do: 'edit' }>> {
    const draft = await this.#reference(usage)
    const before = clearAll ? { all: {}, single: {} } : overridesIn(draft)
    let { all } = before
    const single = new Map(Object.entries(before.single))
    const types = new Set([...broughtBy(draft)].flatMap(({ block }) => this.types.get(block.type) ?? []))
    for (const { block, set = {}, clear = [] } of changes) {
      if (block === undefined) {
        all = changed(all, set, clear, [...types])
        continue
      }
      const key = libraryKeyOf(block)
      const old = single.get(key)
      const type = this.types.get(parseUsageKey(key).blockType)
      const said = changed(isJsonObject(old) ? old : {}, set, clear, type ? [type] : [])
      if (Object.keys(said).length > 0) single.set(key, said)
      else single.delete(key)
    }
    const settings: Record<string, Json> = {}
    const reset: string[] = []
    for (const [name, value] of [
      [names.all, all],
      [names.single, Object.fromEntries(single)],
    ] as const)
      if (Object.keys(value).length > 0) settings[name] = value
      else reset.push(name)
    return { do: 'edit', edit: { usage: usage.toString(), content: {}, settings, reset } }
  }

  async #blockOverrides(
    key: string,
    said: JsonObject,
    place: { readonly usage: UsageKey; readonly block: PublishedBlock } | undefined,
  ): Promise<BlockOverrides> {
    const typeName = parseUsageKey(key).blockType
    const type = this.types.get(typeName)
    const traced =
      place && (await tracedBlock(this.store, this.types, place.usage, { at: this.now() })).traced
    const overrides = Object.entries(said).flatMap(([field, value]): Override[] => {
      if (value === undefined) return []
      const known = type?.fieldByOlxName(field)
      const layers = traced && known ? provenanceOf(traced, known).layers : []
      const below = layers.find(({ layer }) => layer !== 'override' && layer !== 'override-all')
      return [{ field, value, owner: ownerOf(type, field), ...(below && { original: below.value }) }]
    })
    const title = place?.block.settings['display_name']
    return {
      block: key,
      ...(place && { usage: place.usage.toString() }),
      type: typeName,
      title: typeof title === 'string' && title !== '' ? title : parseUsageKey(key).blockId,
      overrides,
    }
  }

  async #reference(usage: UsageKey): Promise<DraftBlock> {
    const context = usage.context.withoutBranchOrVersion().toString()
    const draft = await draftBlock(this.store, this.types, context, usage.toString(), { at: this.now() })
    const type = this.types.get(draft.block.type)
    if (type?.fieldByOlxName(names.single) && type.fieldByOlxName(names.all)) return draft
    const message = `'${usage.toString()}' is a ${draft.block.type}, which refers to no library blocks and overrides none.`
    throw new CompositorError('draft-fixed', message, { usage: usage.toString() })
  }
}

function overridesIn({ block: { settings } }: DraftBlock): {
  readonly all: JsonObject
  readonly single: JsonObject
} {
  const of = (name: string) => {
    const value = settings[name]
    return isJsonObject(value) ? value : {}
  }
  return { all: of(names.all), single: of(names.single) }
}

/** The library blocks that a reference brings, where they stand. */
function* broughtBy({ gathered }: DraftBlock): Iterable<{ usage: UsageKey; block: PublishedBlock }> {
  const { unit, blocks } = gathered
  function* below(
    usage: UsageKey,
    { referred = [] }: PublishedBlock,
    depth: number,
  ): Iterable<{ usage: UsageKey; block: PublishedBlock }> {
    for (const one of referred) {
      const record = 'record' in one ? blocks[one.record] : undefined
      if (record && depth < mostDeep) yield* within(usage, record, depth + 1)
    }
  }
  function* within(
    usage: UsageKey,
    block: PublishedBlock,
    depth: number,
  ): Iterable<{ usage: UsageKey; block: PublishedBlock }> {
    const at = libraryUsage(usage, block.key)
    yield { usage: at, block }
    for (const child of block.children) yield* within(usage, child, depth)
    yield* below(at, block, depth)
  }
  yield* below(parseUsageKey(unit.root.key), unit.root, 0)
}

/** References through which blocks are looked for. */
const mostDeep = 8

function changed(
  before: JsonObject,
  set: JsonObject,
  clear: readonly string[] | 'all',
  types: readonly BlockType[],
): JsonObject {
  const kept = clear === 'all' ? [] : Object.entries(before).filter(([name]) => !clear.includes(name))
  const added = Object.entries(set).map(([name, value]) => [name, storedForm(name, value ?? null, types)])
  return Object.fromEntries([...kept, ...added]) as JsonObject
}

/** A value as a field of that name stores it, where it fits one; as it is, where it fits none. */
function storedForm(name: string, value: Json, types: readonly BlockType[]): Json {
  for (const type of types) {
    const field = type.fieldByOlxName(name)
    if (field && overrideMisfit(field, value) === undefined) return coerced(field, value)
  }
  return value
}

function ownerOf(type: BlockType | undefined, name: string): FieldOwner {
  const field = type?.fieldByOlxName(name)
  return type && field ? fieldOwner(type, field) : 'both'
}

function libraryKeyOf(block: string): string {
  const key = parseUsageKey(block)
  return 'definition' in key ? String(key.definition) : key.toString()
}

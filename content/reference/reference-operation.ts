import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, DraftOperation, StoredVersionView } from '../version/index.js'
import { namedBlocks, type DraftReference } from './draft-reference.js'
import { innerKeys } from './inner-keys.js'
import type { PoolMatches } from './pool-matches.js'
import { sharedSettings, viewOf, type ReferenceChange, type WantedReference } from './reference-change.js'

/** Blocks that are named at most where all of a library are to stand in order. */
const mostNamed = 1000

/** The operations on a draft by which its references become what they are to be. */
export class ReferenceOperations {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly matches: PoolMatches,
  ) {}

  /** A block's settings that make it a reference. @throws CompositorError `draft-fixed`, `field-value` */
  settingsOf(typeName: string, change: ReferenceChange, wanted: WantedReference): JsonObject {
    return withoutEmpty(this.#settings(typeName, change, wanted)).settings
  }

  /**
   * What changes a reference: an edit of its settings, or of its type where it is to draw that did not, or the other way round.
   * @throws CompositorError `draft-fixed`, `field-value`
   */
  async changing(
    view: StoredVersionView,
    reference: DraftReference,
    change: ReferenceChange,
    wanted: WantedReference,
  ): Promise<DraftOperation> {
    const { usage, type, names, block } = reference
    if (!names) {
      const message = `Blocks of type ${type.name} do not say where they keep what they refer to; change their fields.`
      throw new CompositorError('draft-fixed', message, { usage })
    }
    const isRandom = type.capabilities.choice !== undefined
    if (change.random === undefined || change.random === isRandom) {
      const { settings, reset } = withoutEmpty(this.#settings(type.name, change, wanted))
      const all = [...reset, ...this.#otherCounts(type.name, change)]
      return { do: 'edit', edit: { usage, content: {}, ...onlyOther(block.settings, settings, all) } }
    }
    const { otherOrder } = names
    if (otherOrder === undefined) {
      const message = `Blocks of type ${type.name} ${isRandom ? 'always' : 'never'} draw.`
      throw new CompositorError('draft-fixed', message, { usage })
    }
    const pool = wanted.pool ?? (await this.#namesIn(reference, otherOrder))
    const gone = [names.blocks, names.count, ...(names.otherCounts ?? [])]
    const target = this.types.get(otherOrder)
    const kept = Object.entries(block.settings).filter(
      ([name]) => !gone.includes(name) && target?.fieldByOlxName(name) !== undefined,
    )
    const settings = withoutEmpty({
      ...Object.fromEntries(kept),
      ...this.#settings(otherOrder, change, { ...wanted, pool }),
    }).settings
    const inside = await innerKeys(this.store, this.types, view, parseUsageKey(usage))
    return { do: 'retype', usage, to: { type: otherOrder, settings, inside: inside.map(String) } }
  }

  /** The blocks that a reference of another type is to name, which this one may mean without naming them. */
  async #namesIn(reference: DraftReference, otherOrder: string): Promise<readonly string[] | undefined> {
    const named = namedBlocks(reference).map((key) => key.toString())
    const isNeeded =
      named.length === 0 && !this.types.get(otherOrder)?.capabilities.referenceFields?.wholeWhenEmpty
    if (!isNeeded || reference.query) return named
    const found: string[] = []
    for (const source of reference.sources) {
      const view = await viewOf(this.store, source)
      const kind = reference.references.find((one) => one.kind !== undefined)?.kind
      if (view) found.push(...(await this.matches.find(view, kind === undefined ? {} : { types: [kind] })))
    }
    if (found.length <= mostNamed) return found
    const message = `${found.length} blocks are too many to stand in order: name up to ${mostNamed}.`
    throw new CompositorError('field-value', message, { usage: reference.usage })
  }

  #settings(typeName: string, { count, title }: ReferenceChange, wanted: WantedReference): JsonObject {
    const names = this.types.get(typeName)?.capabilities.referenceFields
    if (!names) throw new CompositorError('draft-fixed', `Nothing here provides blocks of type ${typeName}.`)
    if (count !== undefined && names.count === undefined)
      throw new CompositorError(
        'field-value',
        `Blocks of type ${typeName} show all that they refer to: a count is for those that draw.`,
      )
    const settings: Record<string, Json> = { ...sharedSettings(wanted) }
    if (wanted.pool) settings[names.blocks] = [...wanted.pool]
    if (count !== undefined && names.count !== undefined) settings[names.count] = count
    if (title !== undefined) settings['display_name'] = title
    return settings
  }

  /** Fields that say another count, where one is set. */
  #otherCounts(typeName: string, { count }: ReferenceChange): readonly string[] {
    return count === undefined
      ? []
      : (this.types.get(typeName)?.capabilities.referenceFields?.otherCounts ?? [])
  }
}

/** Lists and subsets of nothing are not written. */
function withoutEmpty(all: JsonObject): { readonly settings: JsonObject; readonly reset: readonly string[] } {
  const isEmpty = (value: Json | undefined) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0
  const entries = Object.entries(all)
  return {
    settings: Object.fromEntries(
      entries.filter((one): one is [string, Json] => one[1] !== undefined && !isEmpty(one[1])),
    ),
    reset: entries.flatMap(([name, value]) => (isEmpty(value) ? [name] : [])),
  }
}

/** Of what is to be set and reset that which is not so already. */
function onlyOther(before: JsonObject, settings: JsonObject, reset: readonly string[]) {
  const isOther = ([name, value]: readonly [string, Json | undefined]) =>
    value === undefined || !isSameJson(before[name] ?? null, value)
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(isOther)),
    reset: reset.filter((name) => before[name] !== undefined),
  }
}

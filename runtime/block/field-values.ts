import { CompositorError } from '../errors/index.js'
import { isShared, scopes, type ScopeName } from '../field/scope.js'
import { scopePath } from '../field/unique-id.js'
import { isSameJson, type Json, type JsonObject } from '../values/json.js'
import { Entries, type BlockCollection } from './collection.js'
import type { BlockField } from './field-definition.js'
import type { MixedIn } from './mixed-in.js'
import type { EntryPlace, StoredEntries } from './stored-entries.js'

/** Where the stored values of one scope of one block are kept; the learner is implied. */
export interface RecordAddress {
  readonly scope: ScopeName
  /** Usage key, definition hash or block type, by the scope's block part; empty for all blocks. */
  readonly id: string
  /**
   * The block family: asides keep their values apart (semantics 1), and so are files kept, and what staff except a learner
   * from. That of blocks when left out.
   */
  readonly family?: 'xblock.v1' | 'xblock_asides.v1' | 'files.v1' | 'exceptions.v1'
}

/** Stored values of the current learner; reading one waits for nothing. */
export interface FieldData {
  /** Whose values these are, for ids that differ between learners. */
  readonly learner?: string
  /** The values of one record by OLX name, or undefined when nothing is stored. */
  record(address: RecordAddress): JsonObject | undefined
  /** The entries of collections; absent where none are kept. */
  readonly entries?: StoredEntries
}

/** One changed value; undefined deletes it. */
export interface FieldUpdate extends RecordAddress {
  readonly field: string
  readonly value: Json | undefined
  /** Of a collection, the entry that has the value, or had it. */
  readonly entry?: EntryPlace
}

/** What the values of a block are read from. */
export interface ValueSource {
  readonly usage: string
  readonly type: string
  readonly definition: string
  /** Content and settings by OLX name. */
  readonly fields: JsonObject
}

/** Stands for a stored value that cannot be read: whatever replaces it is a change. */
const unreadable = ''

/**
 * The field values of one block for one request: read once each, changed in memory, saved dirty-only. A value is
 * dirty when it differs from what was stored, however it came to be what it is; setting an equal value, or
 * changing one in place and back, saves nothing.
 */
export class FieldValues {
  /** Values read or written so far, by field index; undefined is "not read yet". */
  readonly cache: unknown[] = []
  /** Whether a value that differs between learners was looked at. */
  touchedLearner = false
  /** Whether a stored value of the learner was found, or a default that is theirs alone. */
  foundLearner = false
  readonly #unset = new Map<ScopeName, string[]>()
  /** The JSON text of what was stored (or the default), for values that were written or can change in place. */
  readonly #baselines = new Map<BlockField, string>()
  readonly #deleted = new Set<BlockField>()

  readonly #records = new Map<ScopeName, JsonObject | undefined>()
  #collections: Map<BlockCollection, Entries> | undefined

  /**
   * @param fieldData absent while composing, when learner scopes must not be touched
   * @param mixedIn the fields that mixins added to the block's type
   * @param now epoch milliseconds
   */
  constructor(
    readonly source: ValueSource,
    readonly fieldData: FieldData | undefined,
    readonly mixedIn?: MixedIn,
    private readonly now: () => number = Date.now,
  ) {}

  /** A collection of the block. @throws CompositorError `field-scope` while composing, and where no entries are kept */
  collection(definition: BlockCollection): Entries {
    const { scope, olxName } = definition
    this.touchedLearner = this.foundLearner = true
    const known = this.#collections?.get(definition)
    if (known) return known
    const stored = this.fieldData?.entries
    if (!stored) {
      throw new CompositorError(
        'field-scope',
        `'${olxName}' of ${this.source.type} is a collection in scope ${scope.name}, which only views and handlers of one learner reach.`,
        { usage: this.source.usage },
      )
    }
    const address = { scope: scope.name, id: recordId(scope.block, this.source), collection: olxName }
    const entries = new Entries(definition, address, stored, this.now)
    ;(this.#collections ??= new Map()).set(definition, entries)
    return entries
  }

  /** Whether it asked for a collection that others add to: nobody is told when they do. */
  get askedOthers(): boolean {
    if (!this.#collections) return false
    return [...this.#collections.keys()].some(({ scope }) => scope.user === 'all')
  }

  /** @throws CompositorError `field-scope`, `field-value` */
  read(definition: BlockField): unknown {
    const cached = this.cache[definition.index]
    if (cached !== undefined) return cached
    const stored = this.#deleted.has(definition) ? undefined : this.#stored(definition)
    const { field } = definition
    const value =
      stored === undefined || field.isUnset(stored)
        ? this.#default(definition)
        : this.#naming(definition, () => field.fromJson(stored))
    if (field.type.mutable && !isShared(definition.scope)) this.#keepBaseline(definition, value)
    this.cache[definition.index] = value
    return value
  }

  /** @throws CompositorError `field-scope` for a shared scope, `field-value` for a misfit */
  write(definition: BlockField, value: unknown): void {
    refuseShared(definition)
    const enforced = this.#naming(definition, () => definition.field.enforce(value))
    if (!this.#baselines.has(definition)) this.#keepStoredBaseline(definition)
    this.cache[definition.index] = enforced
  }

  /**
   * Forgets a stored value, so that the default shows again.
   * @throws CompositorError `field-scope` for a shared scope
   */
  delete(definition: BlockField): void {
    refuseShared(definition)
    this.#deleted.add(definition)
    this.#baselines.delete(definition)
    this.cache[definition.index] = undefined
  }

  /** Whether the value is the block's own: stored or changed, neither inherited nor the default. */
  isSet(definition: BlockField): boolean {
    const change = isShared(definition.scope) ? undefined : this.#change(definition)
    return change ? change.value !== undefined : this.#stored(definition) !== undefined
  }

  /**
   * What a save has to store: changed values, and changed entries of collections, only. None of it shares anything with the values themselves.
   * @throws CompositorError `field-value` for a value that was changed in place into a misfit
   */
  updates(fields: Iterable<BlockField>): FieldUpdate[] {
    const updates: FieldUpdate[] = []
    for (const definition of fields) {
      if (isShared(definition.scope)) continue
      const change = this.#change(definition)
      if (change)
        updates.push({ ...this.address(definition), field: definition.olxName, value: change.value })
    }
    for (const [{ scope, olxName }, { changes }] of this.#collections ?? []) {
      const address = { scope: scope.name, id: recordId(scope.block, this.source), field: olxName }
      for (const { entry, value } of changes) updates.push({ ...address, value, entry })
    }
    return updates
  }

  /** The values that were looked for and not stored, by record. */
  get unset(): readonly { readonly address: RecordAddress; readonly names: readonly string[] }[] {
    const unset: { readonly address: RecordAddress; readonly names: readonly string[] }[] = []
    for (const [scope, names] of this.#unset) {
      unset.push({ address: { scope, id: recordId(scopes[scope].block, this.source) }, names })
    }
    return unset
  }

  /** The record a field's stored value is in. */
  address({ scope }: BlockField): RecordAddress {
    return { scope: scope.name, id: recordId(scope.block, this.source) }
  }

  #change(definition: BlockField): { value: Json | undefined } | undefined {
    const value = this.cache[definition.index]
    const baseline = this.#baselines.get(definition)
    if (value !== undefined && baseline !== undefined) {
      const json = this.#naming(definition, () => definition.field.toJson(value))
      if (!saysSame(baseline, json)) return { value: json }
    }
    const forgets = this.#deleted.has(definition) && this.#stored(definition) !== undefined
    return forgets ? { value: undefined } : undefined
  }

  #keepBaseline(definition: BlockField, value: unknown): void {
    this.#baselines.set(definition, JSON.stringify(definition.field.toJson(value)))
  }

  /** A stored value that does not fit must not keep a block from storing one that does. */
  #keepStoredBaseline(definition: BlockField): void {
    try {
      this.#keepBaseline(definition, this.read(definition))
    } catch (thrown) {
      if (!isMisfit(thrown)) throw thrown
      this.#baselines.set(definition, unreadable)
    }
  }

  #default(definition: BlockField): unknown {
    const { field, scope } = definition
    const learner = this.fieldData?.learner ?? ''
    return field.defaultAt(() => {
      if (!isShared(scope)) this.foundLearner = true
      return scopePath({ scope, block: this.address(definition).id, olxName: definition.olxName, learner })
    })
  }

  /** Runs what may find a misfit, so that the error says whose value it is. */
  #naming<T>({ olxName }: BlockField, run: () => T): T {
    try {
      return run()
    } catch (thrown) {
      if (!isMisfit(thrown)) throw thrown
      const { type, usage } = this.source
      throw new CompositorError('field-value', `'${olxName}' of ${type}: ${thrown.message}`, {
        usage,
        cause: thrown,
      })
    }
  }

  #stored(definition: BlockField): Json | undefined {
    if (isShared(definition.scope)) return this.source.fields[definition.olxName]
    this.touchedLearner = true
    if (!this.fieldData) {
      throw new CompositorError(
        'field-scope',
        `'${definition.name}' of ${this.source.type} has scope ${definition.scope.name}; composing reads only content and settings.`,
        { usage: this.source.usage },
      )
    }
    const value = this.#record(this.fieldData, definition)?.[definition.olxName]
    if (value === undefined) this.#noteUnset(definition)
    else this.foundLearner = true
    return value
  }

  #noteUnset({ scope: { name }, olxName }: BlockField): void {
    const names = this.#unset.get(name)
    if (!names) this.#unset.set(name, [olxName])
    else if (!names.includes(olxName)) names.push(olxName)
  }

  /** A scope's record, asked for once: what is loaded for a request does not change while it lasts. */
  #record(fieldData: FieldData, definition: BlockField): JsonObject | undefined {
    const { name } = definition.scope
    if (this.#records.has(name)) return this.#records.get(name)
    const record = fieldData.record(this.address(definition))
    this.#records.set(name, record)
    return record
  }
}

function refuseShared({ name, scope }: BlockField): void {
  if (!isShared(scope)) return
  throw new CompositorError(
    'field-scope',
    `'${name}' has scope ${scope.name}, which is authored; a view or handler cannot write it.`,
  )
}

function isMisfit(thrown: unknown): thrown is CompositorError {
  return thrown instanceof CompositorError && thrown.code === 'field-value'
}

/** Whether a JSON text says the same as a value, whatever the order of members. */
function saysSame(text: string, json: Json): boolean {
  if (text === unreadable) return false
  const stored = JSON.stringify(json)
  if (text === stored) return true
  // The same members in another order are a text of the same length.
  return text.length === stored.length && isSameJson(JSON.parse(text) as Json, JSON.parse(stored) as Json)
}

function recordId(block: BlockField['scope']['block'], source: ValueSource): string {
  switch (block) {
    case 'usage':
      return source.usage
    case 'definition':
      return source.definition
    case 'type':
      return source.type
    case 'all':
      return ''
  }
}

import { CompositorError } from '../errors/index.js'
import { isShared, type ScopeName } from '../field/scope.js'
import type { Json, JsonObject } from '../values/json.js'
import type { BlockField } from './field-definition.js'

/** Where the stored values of one scope of one block are kept; the learner is implied. */
export interface RecordAddress {
  readonly scope: ScopeName
  /** Usage key, definition hash or block type, by the scope's block part; empty for all blocks. */
  readonly id: string
  /** The block family, where it is not that of blocks: asides keep their values apart (semantics 1). */
  readonly family?: 'xblock_asides.v1'
}

/** Stored values of the current learner, already loaded in one batch. */
export interface FieldData {
  /** Whose values these are, for ids that differ between learners. */
  readonly learner?: string
  /** The values of one record by OLX name, or undefined when nothing is stored. */
  record(address: RecordAddress): JsonObject | undefined
}

/** One changed value; undefined deletes it. */
export interface FieldUpdate extends RecordAddress {
  readonly field: string
  readonly value: Json | undefined
}

/** What the values of a block are read from. */
export interface ValueSource {
  readonly usage: string
  readonly type: string
  readonly definition: string
  /** Content and settings by OLX name. */
  readonly fields: JsonObject
}

/** The field values of one block for one request: read once each, changed in memory, saved dirty-only. */
export class FieldValues {
  /** Values read or written so far, by field index; undefined is "not read yet". */
  readonly cache: unknown[] = []
  /** Whether a value that differs between learners was looked at. */
  touchedLearner = false
  readonly #baselines = new Map<BlockField, string>()
  readonly #written = new Set<BlockField>()
  readonly #deleted = new Set<BlockField>()

  /** @param fieldData absent while composing, when learner scopes must not be touched */
  constructor(
    readonly source: ValueSource,
    readonly fieldData: FieldData | undefined,
  ) {}

  /** @throws CompositorError `field-scope`, `field-value` */
  read(definition: BlockField): unknown {
    const cached = this.cache[definition.index]
    if (cached !== undefined) return cached
    const stored = this.#deleted.has(definition) ? undefined : this.#stored(definition)
    const value = stored === undefined ? definition.field.freshDefault() : definition.field.fromJson(stored)
    if (definition.field.type.mutable && !isShared(definition.scope)) {
      this.#baselines.set(definition, jsonText(definition, value))
    }
    this.cache[definition.index] = value
    return value
  }

  /** @throws CompositorError `field-scope` for a shared scope, `field-value` for a misfit */
  write(definition: BlockField, value: unknown): void {
    if (isShared(definition.scope)) {
      throw new CompositorError(
        'field-scope',
        `'${definition.name}' has scope ${definition.scope.name}, which is authored; a view or handler cannot write it.`,
      )
    }
    const before = this.read(definition)
    const json = definition.field.toJson(value)
    definition.field.fromJson(json)
    if (!this.#written.has(definition) && !definition.field.type.mutable && Object.is(before, value)) return
    this.#written.add(definition)
    this.#deleted.delete(definition)
    this.cache[definition.index] = value
  }

  /** Forgets a stored value, so that the default shows again. */
  delete(definition: BlockField): void {
    this.#written.delete(definition)
    this.#deleted.add(definition)
    this.#baselines.delete(definition)
    this.cache[definition.index] = undefined
  }

  /** Whether the value is the block's own: stored or written, neither inherited nor the default. */
  isSet(definition: BlockField): boolean {
    if (this.#written.has(definition)) return true
    return !this.#deleted.has(definition) && this.#stored(definition) !== undefined
  }

  /** What a save has to store: changed values only. A mutable value counts when it differs from what was read. */
  updates(fields: Iterable<BlockField>): FieldUpdate[] {
    const updates: FieldUpdate[] = []
    for (const definition of fields) {
      if (isShared(definition.scope)) continue
      const change = this.#change(definition)
      if (change)
        updates.push({ ...this.address(definition), field: definition.olxName, value: change.value })
    }
    return updates
  }

  /** The record a field's stored value is in. */
  address({ scope }: BlockField): RecordAddress {
    return { scope: scope.name, id: recordId(scope.block, this.source) }
  }

  #change(definition: BlockField): { value: Json | undefined } | undefined {
    const value = this.cache[definition.index]
    const baseline = this.#baselines.get(definition)
    const dirty =
      baseline === undefined ? this.#written.has(definition) : jsonText(definition, value) !== baseline
    if (value !== undefined && dirty) return { value: definition.field.toJson(value) }
    return this.#deleted.has(definition) ? { value: undefined } : undefined
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
    return this.fieldData.record(this.address(definition))?.[definition.olxName]
  }
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

function jsonText({ field }: BlockField, value: unknown): string {
  return JSON.stringify(field.toJson(value))
}

import { isJsonObject, type JsonObject } from '../values/json.js'
import type { BlockField } from './field-definition.js'
import type { AnyFieldMixin, MixinRules } from './mixed-in.js'

/** The mixins of a host taken together: what every block has besides the fields of its own type. */
export class Mixins {
  /** Their fields, in order. */
  readonly fields: readonly BlockField[]
  readonly #byOlxName: ReadonlyMap<string, BlockField>
  readonly #inherited: ReadonlySet<string>
  readonly #defaults: readonly string[]
  readonly #policies: MixinRules['policies']
  readonly #voided: readonly (readonly [name: string, by: string])[]

  constructor(readonly all: readonly AnyFieldMixin[]) {
    this.fields = all.flatMap(({ fields }) => fields)
    this.#byOlxName = new Map(this.fields.map((field) => [field.olxName, field]))
    this.#inherited = new Set(
      all.flatMap(({ fields, rules }) => (rules.inherited ? fields.map(({ olxName }) => olxName) : [])),
    )
    this.#defaults = all.flatMap(({ rules }) => rules.defaultsIn ?? [])
    this.#policies = all.find(({ rules }) => rules.policies)?.rules.policies
    this.#voided = all.flatMap(({ rules }) => Object.entries(rules.voidedBy ?? {}))
  }

  fieldByOlxName(olxName: string): BlockField | undefined {
    return this.#byOlxName.get(olxName)
  }

  /** Whether blocks take a setting from the nearest block above that sets it. */
  isInherited(olxName: string): boolean {
    return this.#inherited.has(olxName)
  }

  /** Of a block's fields by OLX name, those that blocks below take over. */
  inheritedOf(fields: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(fields).filter(([name]) => this.#inherited.has(name)))
  }

  /** Of a block's fields by OLX name, those that say nothing as others stand. */
  voidedIn(fields: JsonObject): readonly string[] {
    return this.#voided.flatMap(([name, by]) => (fields[by] === true && name in fields ? [name] : []))
  }

  /** Names of the policy groups that hold at a block and below it, the strongest first. */
  policiesOf(settings: JsonObject): readonly string[] {
    const names = this.#policies === undefined ? undefined : settings[this.#policies.names]
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  }

  /** The policy groups of a course, by name; undefined for none. */
  policyGroupsOf(settings: JsonObject): JsonObject | undefined {
    const groups = this.#policies === undefined ? undefined : settings[this.#policies.groups]
    return isJsonObject(groups) && Object.keys(groups).length > 0 ? groups : undefined
  }

  /** What a block says of itself as its defaults, by OLX name; undefined where it says nothing. */
  defaultsOf(fields: JsonObject): JsonObject | undefined {
    for (const name of this.#defaults) {
      const defaults = fields[name]
      if (isJsonObject(defaults)) return defaults
    }
    return undefined
  }
}

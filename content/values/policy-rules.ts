import {
  coerced,
  fieldOwner,
  isAuthored,
  overrideMisfit,
  type BlockField,
  type BlockType,
  type BlockTypes,
  type PolicyGroup,
} from '../../runtime/block/index.js'
import { date } from '../../runtime/field/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'

/** Block types, all of which can be asked for. */
export type KnownTypes = BlockTypes & { readonly types?: () => readonly BlockType[] }

/** Names of groups: short words, so that they can stand in addresses and lists. */
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,99}$/u

/** What policy groups may say: settings that belong to courses, in values that their fields take, from moments on that there are. */
export class PolicyRules {
  constructor(private readonly types: KnownTypes) {}

  /** What of a group does not fit, as JSON of the setting of courses has it; in the order in which it stands there. */
  *misfits(name: string, json: Json | undefined): Iterable<string> {
    if (!nameForm.test(name)) yield `'${name.slice(0, 100)}' is no name of a policy group.`
    if (!isJsonObject(json)) {
      yield `A policy group is an object such as {"settings": {"max_attempts": 1}, "formats": ["Exam"]}.`
      return
    }
    const { settings = {}, formats = [], dated = [] } = json
    yield* this.#settings(settings, false)
    if (!Array.isArray(formats) || formats.some((one) => typeof one !== 'string'))
      yield `'formats' is a list of kinds of assignments, such as ["Exam"].`
    if (!Array.isArray(dated)) {
      yield `'dated' is a list such as [{"from": "end", "settings": {"showanswer": "always"}}].`
      return
    }
    for (const one of dated) {
      const { from, settings: then = {} } = isJsonObject(one) ? one : {}
      if (typeof from !== 'string' || !isMoment(from))
        yield `'${(typeof from === 'string' ? from : JSON.stringify(from ?? null)).slice(0, 100)}' is no moment: say start, end or a date such as 2030-01-31T12:00:00Z.`
      yield* this.#settings(then, true)
    }
  }

  /** A group as courses store it: values in the form of their fields. */
  stored({ title, settings, formats, dated }: PolicyGroup): JsonObject {
    const then = dated.map((one) => ({ from: one.from, settings: this.#stored(one.settings) }))
    return {
      ...(title !== undefined && { title }),
      settings: this.#stored(settings),
      ...(formats.length > 0 && { formats: [...formats] }),
      ...(then.length > 0 && { dated: then }),
    }
  }

  /** The settings that groups can say, by OLX name. */
  fields(): ReadonlyMap<string, BlockField> {
    const all = (this.types.types?.() ?? []).flatMap((type) =>
      type.fields
        .filter(
          (field) => isAuthored(field) && !field.field.options.hidden && fieldOwner(type, field) === 'course',
        )
        .map((field) => [field.olxName, field] as const),
    )
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  *#settings(settings: Json, mayBeGone: boolean): Iterable<string> {
    if (!isJsonObject(settings)) {
      yield `'settings' is an object of settings and their values.`
      return
    }
    for (const [field, value] of Object.entries(settings)) {
      const why = value === undefined ? undefined : this.#misfit(field, value, mayBeGone)
      if (why !== undefined) yield why
    }
  }

  #misfit(field: string, value: Json, mayBeGone: boolean): string | undefined {
    const known = this.#fieldsCalled(field)
    const owned = known.filter(({ type, field: one }) => fieldOwner(type, one) === 'course')
    const [first] = owned
    if (!first) {
      const why =
        known.length > 0 ? 'is no setting that belongs to courses' : 'is a setting of no block type here'
      return `'${field.slice(0, 100)}' ${why}: policy groups set attempts, when answers show, weights and the like.`
    }
    if (value === null && mayBeGone) return undefined
    if (owned.some((one) => overrideMisfit(one.field, value) === undefined)) return undefined
    return `'${field}': ${overrideMisfit(first.field, value) ?? ''}`
  }

  #stored(settings: JsonObject): JsonObject {
    const values = Object.entries(settings).flatMap(([field, value]): (readonly [string, Json])[] => {
      if (value === undefined) return []
      const fitting = this.#fieldsCalled(field).find(
        (one) =>
          fieldOwner(one.type, one.field) === 'course' && overrideMisfit(one.field, value) === undefined,
      )
      return [[field, fitting && value !== null ? coerced(fitting.field, value) : value]]
    })
    return Object.fromEntries(values)
  }

  #fieldsCalled(olxName: string): readonly { readonly type: BlockType; readonly field: BlockField }[] {
    return (this.types.types?.() ?? []).flatMap((type) => {
      const field = type.fieldByOlxName(olxName)
      return field && isAuthored(field) ? [{ type, field }] : []
    })
  }
}

function isMoment(text: string): boolean {
  if (text === 'start' || text === 'end') return true
  try {
    return date().fromJson(text) !== null
  } catch {
    return false
  }
}

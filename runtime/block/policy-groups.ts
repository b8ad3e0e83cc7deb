import { date } from '../field/time-fields.js'
import { isJsonObject, type Json, type JsonObject } from '../values/json.js'

/** Settings that hold together for many blocks of a course, such as those of an exam. */
export interface PolicyGroup {
  readonly title?: string | undefined
  /** By OLX name; settings that are the course's alone. */
  readonly settings: JsonObject
  /** Kinds of assignment (`format` of subsections) for which it holds. */
  readonly formats: readonly string[]
  /** Other settings from a moment on, the earliest first; null takes one away. */
  readonly dated: readonly {
    /** `start` or `end` of the course, or a date. */
    readonly from: string
    readonly settings: JsonObject
  }[]
}

/** What a line of an outline says of policy groups. */
export interface LinePolicy {
  /** Names of those that hold there and below, the strongest first. */
  readonly names?: readonly string[]
  /** The kind of assignment that it is. */
  readonly format?: string
  /** Of a course: the groups that there are, by name. */
  readonly groups?: JsonObject
}

/** What policy groups say where a unit stands. */
export interface UnitPolicy {
  /** What those above it say, by OLX name. */
  readonly above: JsonObject
  /** Settings of the groups that blocks in it name. */
  readonly groups: { readonly [name: string]: JsonObject }
}

/** The same, with how long it holds and who says it. */
export interface PolicyNow extends UnitPolicy {
  /** Epoch milliseconds of the next moment at which a group says something else; Infinity for none. */
  readonly until: number
  /** Names of groups by the settings in `above` that they say. */
  readonly from: Readonly<Record<string, string>>
}

/** Reads a group; what is not as it should be says nothing. */
export function policyGroupOf(json: Json | undefined): PolicyGroup {
  const given = isJsonObject(json) ? json : {}
  const { title, settings, formats, dated } = given
  return {
    ...(typeof title === 'string' && { title }),
    settings: isJsonObject(settings) ? settings : {},
    formats: Array.isArray(formats) ? formats.filter((one) => typeof one === 'string') : [],
    dated: (Array.isArray(dated) ? dated : []).flatMap((one) =>
      isJsonObject(one) && typeof one['from'] === 'string' && isJsonObject(one['settings'])
        ? [{ from: one['from'], settings: one['settings'] }]
        : [],
    ),
  }
}

/**
 * What policy groups say at a moment where the last of some lines stands, and below it: the nearest line first; on one line what
 * it sets itself, then groups it names, then those of its kind of assignment. Undefined where the course has no groups.
 * @param lines from the course down, with what each sets itself of what is inherited
 * @param wanted names of groups that blocks below name
 */
export function policyAt(
  lines: readonly { readonly policy?: LinePolicy | undefined; readonly inherits?: JsonObject | undefined }[],
  wanted: readonly string[],
  now: number,
): PolicyNow | undefined {
  const [course] = lines
  const definitions = course?.policy?.groups
  if (!definitions) return undefined
  const dates = { start: instant(course.inherits?.['start']), end: instant(course.inherits?.['course_end']) }
  let until = Infinity
  const settings = new Map<string, JsonObject>()
  const formats = new Map<string, string[]>()
  for (const [name, json] of Object.entries(definitions)) {
    const group = policyGroupOf(json)
    const held = settingsAt(group, dates, now)
    until = Math.min(until, held.until)
    settings.set(name, held.settings)
    for (const format of group.formats) formats.set(format, [...(formats.get(format) ?? []), name])
  }
  const above = new Map<string, { readonly value: Json; readonly from: string }>()
  for (const { policy, inherits = {} } of lines) {
    const here = [...(policy?.names ?? []), ...(formats.get(policy?.format ?? '') ?? [])]
    for (const name of here.reverse())
      for (const [field, value] of Object.entries(settings.get(name) ?? {}))
        if (value !== undefined) above.set(field, { value, from: name })
    for (const field of Object.keys(inherits)) above.delete(field)
  }
  const groups = wanted.flatMap((name) => {
    const held = settings.get(name)
    return held ? [[name, held] as const] : []
  })
  return {
    above: Object.fromEntries([...above].map(([field, { value }]) => [field, value])),
    from: Object.fromEntries([...above].map(([field, { from }]) => [field, from])),
    groups: Object.fromEntries(groups),
    until,
  }
}

/** What holds at a block that names groups, the first before the others. */
export function withPolicies(
  policy: JsonObject | undefined,
  names: readonly string[],
  groups: UnitPolicy['groups'],
): JsonObject | undefined {
  const named = names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : []))
  return named.length === 0 ? policy : (Object.assign({}, policy, ...named.reverse()) as JsonObject)
}

function settingsAt(
  { settings, dated }: PolicyGroup,
  dates: Readonly<Record<string, number | null>>,
  now: number,
): { readonly settings: JsonObject; readonly until: number } {
  let until = Infinity
  const held = new Map(Object.entries(settings))
  const changes = dated
    .map((one) => ({ ...one, at: one.from in dates ? dates[one.from] : instant(one.from) }))
    .sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity))
  for (const { at, settings: then } of changes) {
    if (at === null || at === undefined) continue
    if (at > now) until = Math.min(until, at)
    else
      for (const [field, value] of Object.entries(then))
        if (value === null) held.delete(field)
        else held.set(field, value)
  }
  return { settings: Object.fromEntries(held), until }
}

const dateField = date()

function instant(json: Json | undefined): number | null {
  if (typeof json !== 'string') return null
  try {
    return dateField.fromJson(json)?.getTime() ?? null
  } catch {
    return null
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  boolean,
  CompositorError,
  date,
  dateTime,
  dict,
  float,
  integer,
  json,
  list,
  optional,
  reference,
  referenceList,
  set,
  string,
  timedelta,
  xmlString,
  type Field,
  type Json,
} from '../../../runtime/index.js'

const oracle = new URL('../../../../shared/oracles/field-coercion.json', import.meta.url)

type Result = { readonly ok: Json } | { readonly error: string }
interface Case {
  readonly field: string
  readonly input: Json
  readonly from_json: Result
  readonly enforce_type: Result
  readonly from_string?: Result
  readonly to_json_of_from_json?: Result
  readonly to_string_of_from_json?: Result
}

/** Every field can be None there, so ours are the optional ones. */
const fields: Readonly<Record<string, Field<unknown>>> = {
  String: optional(string()),
  Integer: optional(integer()),
  Float: optional(float()),
  Boolean: optional(boolean()),
  List: optional(list()),
  Dict: optional(dict()),
  Set: optional(set()),
  DateTime: dateTime(),
  Date: date(),
  Timedelta: timedelta(),
  Any: json(),
  XMLString: optional(xmlString()),
  Reference: reference(),
  ReferenceList: optional(referenceList()),
}

const keysOnly = 'a reference is a usage key'
const noDates = 'JSON has no dates, so a date where anything goes is a text'
const noLetters = 'a text is no set of its letters'
const noBooleans = 'a boolean is no date'

/** Where we differ on purpose: field, input, the operation where not all, and why (docs/decisions/0009). */
const differences: readonly (readonly [field: string, input: unknown, operation: string, why: string])[] = [
  ['Boolean', '2024-02-29T12:30:00+02:00', 'from_string', 'a date is not true'],
  ['List', '', 'from_string', 'an empty attribute is an empty list, not the default'],
  ['Set', 'TRUE', 'from_json', noLetters],
  ['Set', '{"a": 1}', 'from_json', noLetters],
  ['Set', '2024-02-29T12:30:00+02:00', 'from_json', noLetters],
  ['Set', '<p>x</p>', 'from_json', noLetters],
  ['Set', '<p>x</p>', 'from_string', noLetters],
  ['DateTime', true, 'from_json', noBooleans],
  ['DateTime', 'false', 'from_string', noBooleans],
  ['DateTime', '2024-02-29', 'from_string', 'a day alone is a moment in an attribute too'],
  ['Timedelta', 1, 'enforce_type', 'a span is a number of seconds here'],
  ['Date', false, 'from_json', noBooleans],
  ['Date', 'TRUE', 'from_string', noBooleans],
  ['Date', '2024-02-29T12:30:00+02:00', 'to_json', 'a moment is written in UTC'],
  ['Date', '2024-02-29T12:30:00+02:00', 'to_string', 'a moment is written in UTC'],
  ['Any', '2024-02-29', 'from_string', noDates],
  ['Any', '\u0001ctl', 'from_string', 'XML cannot carry it, so nobody reads it'],
  ['XMLString', 'null', 'to_string', 'a text that would read as "not set" is quoted'],
  ['XMLString', 'null', 'from_string', 'null is "not set" in OLX (docs/decisions/0003)'],
  ...[true, 2.7, '0', '42', 'TRUE', 'False', 'yes', 'abc', '{"a": 1}', [1, 'a']].flatMap((input) => [
    ['Reference', input, 'from_json', keysOnly] as const,
    ['Reference', input, 'from_string', keysOnly] as const,
  ]),
  ...['2024-02-29T12:30:00Z', '00:10:00', '- a\n- b'].flatMap((input) => [
    ['Reference', input, 'from_json', keysOnly] as const,
    ['Reference', input, 'from_string', keysOnly] as const,
  ]),
  ['ReferenceList', [1, 'a'], 'from_json', keysOnly],
  ['ReferenceList', '- a\n- b', 'from_string', keysOnly],
]

const cases = existsSync(oracle) ? (JSON.parse(readFileSync(oracle, 'utf8')) as Case[]) : []

describe.skipIf(cases.length === 0)('field values, as the incumbent converts them', () => {
  it.each(cases.map((one) => [`${one.field} ${JSON.stringify(one.input)}`, one] as const))('%s', (_, one) => {
    for (const { operation, ours, theirs } of comparisons(one)) {
      expect(
        isSame(operation, one, ours, theirs),
        `${operation}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`,
      ).toBe(!isKnownDifference(one, operation))
    }
  })

  it('differs only where a reason is written down', () => {
    const unknown = differences.filter(([field, input]) => !cases.some((one) => isCase(one, field, input)))
    expect(unknown).toEqual([])
  })
})

type Attempt = { readonly ok: unknown } | { readonly error: string }

interface Comparison {
  readonly operation: string
  readonly ours: Attempt
  readonly theirs: Result
}

function comparisons(one: Case): Comparison[] {
  const { input } = one
  const field = fields[one.field]
  if (!field) throw new Error(`There is no field ${one.field}.`)
  const all: { operation: string; ours: Attempt; theirs: Result | undefined }[] = []
  const read = attempt(() => field.fromJson(input))
  all.push({ operation: 'from_json', ours: shown(read, one.field), theirs: one.from_json })
  if ('ok' in read) {
    all.push(
      { operation: 'to_json', ours: attempt(() => field.toJson(read.ok)), theirs: one.to_json_of_from_json },
      {
        operation: 'to_string',
        ours: attempt(() => field.toText(read.ok)),
        theirs: one.to_string_of_from_json,
      },
    )
  }
  if (typeof input === 'string') {
    const ours = shown(
      attempt(() => field.fromString(input)),
      one.field,
    )
    all.push({ operation: 'from_string', ours, theirs: one.from_string })
  }
  all.push({
    operation: 'enforce_type',
    ours: shown(
      attempt(() => field.enforce(input)),
      one.field,
    ),
    theirs: isOfType(one.field, input)
      ? one.enforce_type
      : { error: 'only values of the type can be assigned' },
  })
  return all.flatMap(({ theirs, ...rest }) => (theirs === undefined ? [] : [{ ...rest, theirs }]))
}

function attempt(run: () => unknown): Attempt {
  try {
    return { ok: run() }
  } catch (thrown) {
    if (!(thrown instanceof CompositorError) || thrown.code !== 'field-value') throw thrown
    return { error: thrown.code }
  }
}

function isCase(one: Case, field: string, input: unknown): boolean {
  return one.field === field && JSON.stringify(one.input) === JSON.stringify(input)
}

/** Also, no set of theirs can be written as text; ours are written as lists. */
function isKnownDifference(one: Case, operation: string): boolean {
  if (one.field === 'Set' && operation === 'to_string') return one.to_string_of_from_json !== undefined
  return differences.some(([field, input, named]) => isCase(one, field, input) && named === operation)
}

function isSame(operation: string, one: Case, ours: Attempt, theirs: Result): boolean {
  if ('error' in theirs) return 'error' in ours
  return 'ok' in ours && isEqual(operation, one.field, ours.ok, theirs.ok)
}

function isEqual(operation: string, field: string, ours: unknown, theirs: Json): boolean {
  if (field === 'Set' && operation === 'to_json') {
    return isEqual('', '', { set: (ours as Json[]).map(String).sort() }, theirs)
  }
  if (isDate(ours) && isDate(theirs)) return Date.parse(ours.datetime) === Date.parse(theirs.datetime)
  if (operation !== 'to_string' || typeof theirs !== 'string' || typeof ours !== 'string') {
    return operation === 'to_string' && field === 'DateTime'
      ? ours === JSON.stringify(theirs)
      : JSON.stringify(ours) === JSON.stringify(theirs)
  }
  return ours === theirs || (isJsonText(ours) && ours === JSON.stringify(JSON.parse(theirs)))
}

function isDate(value: unknown): value is { readonly datetime: string } {
  return typeof value === 'object' && value !== null && 'datetime' in value
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Values as the oracle spells them. */
function shown(result: Attempt, field: string): Attempt {
  if ('error' in result) return result
  const { ok } = result
  if (ok instanceof Date) return { ok: { datetime: ok.toISOString().replace('.000Z', '+00:00') } }
  if (ok instanceof Set) return { ok: { set: [...ok].map(String).sort() } }
  if (field === 'DateTime' && typeof ok === 'number') return { ok: { timedelta_seconds: ok } }
  return result
}

function isOfType(field: string, input: Json): boolean {
  if (input === null || field === 'Any') return true
  if (field === 'String' || field === 'XMLString') return typeof input === 'string'
  if (['Integer', 'Float', 'DateTime', 'Timedelta'].includes(field)) return typeof input === 'number'
  if (field === 'Boolean') return typeof input === 'boolean'
  if (field === 'List') return Array.isArray(input)
  if (field === 'ReferenceList') return Array.isArray(input) && input.length === 0
  return field === 'Dict' && typeof input === 'object' && !Array.isArray(input)
}

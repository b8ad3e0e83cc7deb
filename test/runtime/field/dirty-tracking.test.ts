import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockFields, type BlockField } from '../../../runtime/block/field-definition.js'
import { FieldValues, type FieldUpdate } from '../../../runtime/block/field-values.js'
import {
  boolean,
  CompositorError,
  date,
  dict,
  float,
  integer,
  json,
  list,
  optional,
  set,
  string,
  type Json,
  type JsonObject,
} from '../../../runtime/index.js'

const fields = blockFields({
  userState: {
    count: integer(3),
    ratio: float(0.5),
    done: boolean(true),
    name: optional(string()),
    when: date(),
    seen: list(undefined, ['first']),
    tally: dict(integer(), { a: 1 }),
    tags: set(string(), ['x']),
    anything: json({ deep: [1] }),
  },
})

const words = fc.constantFrom('', 'a', 'b', 'x', 'null', '"q"')
const numbers = fc.integer({ min: -3, max: 5 })
const tallies = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), numbers)
const jsons = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json)
const moments = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((milliseconds) => new Date(milliseconds))

/** Values that may be assigned, by field. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  count: numbers,
  ratio: fc.double({ min: -2, max: 2, noNaN: true }),
  done: fc.boolean(),
  name: fc.option(words),
  when: fc.option(moments),
  seen: fc.array(jsons, { maxLength: 3 }),
  tally: tallies,
  tags: fc.array(words, { maxLength: 3 }).map((tags) => new Set(tags)),
  anything: jsons,
}

type Step =
  | { readonly do: 'read' | 'forget' | 'change in place' | 'change back'; readonly name: string }
  | { readonly do: 'write'; readonly name: string; readonly value: unknown }

const names = fc.constantFrom(...fields.map(({ name }) => name))
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom(
        'read' as const,
        'forget' as const,
        'change in place' as const,
        'change back' as const,
      ),
      name: names,
    }),
    names.chain((name) =>
      fc.record({
        do: fc.constant('write' as const),
        name: fc.constant(name),
        value: values[name] ?? fc.constant(0),
      }),
    ),
  ),
  { maxLength: 12 },
)

const stored: fc.Arbitrary<JsonObject> = fc
  .record(values, { requiredKeys: [] })
  .map((some) =>
    Object.fromEntries(
      Object.entries(some).map(([name, value]) => [name, fieldOf(name).field.toJson(value)]),
    ),
  )

function fieldOf(name: string): BlockField {
  const field = fields.find((one) => one.name === name)
  if (!field) throw new Error(`There is no field ${name}.`)
  return field
}

function opened(record: JsonObject | undefined): FieldValues {
  return new FieldValues({ usage: 'u', type: 't', definition: 'd', fields: {} }, { record: () => record })
}

function take(one: FieldValues, step: Step): void {
  const field = fieldOf(step.name)
  if (step.do === 'write') one.write(field, structuredClone(step.value))
  else if (step.do === 'forget') one.delete(field)
  else {
    const value = one.read(field)
    if (step.do !== 'read') changeInPlace(value, step.do === 'change in place')
  }
}

function changeInPlace(value: unknown, forth: boolean): void {
  if (value instanceof Set) {
    if (forth) value.add('new')
    else value.delete('new')
  } else if (Array.isArray(value)) {
    if (forth) value.push({ new: [1] })
    else value.pop()
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    if (forth) Object.assign(value, { b: 9 })
    else delete (value as Record<string, unknown>)['b']
  }
}

function applied(record: JsonObject, updates: readonly FieldUpdate[]): JsonObject {
  const next = new Map(Object.entries(record))
  for (const { field, value } of updates) {
    if (value === undefined) next.delete(field)
    else next.set(field, value)
  }
  return JSON.parse(JSON.stringify(Object.fromEntries(next))) as JsonObject
}

function readAll(one: FieldValues): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, one.read(field)]))
}

describe('what a save stores', () => {
  it('makes the next request read what this one had, whatever was read, written, changed or forgotten', () => {
    fc.assert(
      fc.property(stored, steps, (record, taken) => {
        const before = JSON.stringify(record)
        const one = opened(record)
        for (const step of taken) take(one, step)
        const updates = one.updates(fields)
        const next = opened(applied(record, updates))
        expect(readAll(next)).toEqual(readAll(one))
        expect(fields.map((field) => next.isSet(field))).toEqual(fields.map((field) => one.isSet(field)))
        expect(JSON.stringify(record), 'what was stored is never changed in place').toBe(before)
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it('holds only values that differ from what was stored, and forgets only what was stored', () => {
    fc.assert(
      fc.property(stored, steps, (record, taken) => {
        const one = opened(record)
        for (const step of taken) take(one, step)
        const original = opened(record)
        const forgotten = new Set(taken.filter((step) => step.do === 'forget').map(({ name }) => name))
        const needless = one
          .updates(fields)
          .filter(({ field, value }) =>
            value === undefined
              ? !Object.hasOwn(record, field)
              : !forgotten.has(field) &&
                isDeepStrictEqual(one.read(fieldOf(field)), original.read(fieldOf(field))),
          )
        expect(needless).toEqual([])
      }),
      { seed: 2, numRuns: 400 },
    )
  })

  it('is nothing after reading everything, or writing what is there', () => {
    fc.assert(
      fc.property(stored, (record) => {
        const one = opened(record)
        for (const field of fields) one.write(field, structuredClone(opened(record).read(field)))
        expect(one.updates(fields)).toEqual([])
      }),
      { seed: 3 },
    )
  })

  it('shares nothing with the values, so that a later change in place does not reach it', () => {
    const one = opened({})
    const seen = one.read(fieldOf('seen')) as Json[]
    seen.push({ deep: [1] })
    const [update] = one.updates(fields)
    ;(seen[1] as { deep: Json[] }).deep.push(2)
    expect(update?.value).toEqual(['first', { deep: [1] }])
  })
})

describe('a default', () => {
  it('is never shared between blocks', () => {
    const one = opened(undefined)
    for (const field of fields) take(one, { do: 'change in place', name: field.name })
    const fresh = readAll(opened(undefined))
    expect(fresh).toEqual({
      count: 3,
      ratio: 0.5,
      done: true,
      name: null,
      when: null,
      seen: ['first'],
      tally: { a: 1 },
      tags: new Set(['x']),
      anything: { deep: [1] },
    })
    ;(one.read(fieldOf('anything')) as { deep: number[] }).deep.push(2)
    expect(opened(undefined).read(fieldOf('anything'))).toEqual({ deep: [1] })
  })
})

describe('whether a value is set', () => {
  it('counts what is stored or changed, not what was written equal to the default', () => {
    const one = opened({ name: 'Ada' })
    const isSet = (name: string) => one.isSet(fieldOf(name))
    one.write(fieldOf('count'), 3)
    one.write(fieldOf('ratio'), 2)
    ;(one.read(fieldOf('tags')) as Set<string>).add('y')
    expect(['count', 'ratio', 'tags', 'seen', 'name'].map(isSet)).toEqual([false, true, true, false, true])
    one.delete(fieldOf('name'))
    expect(isSet('name')).toBe(false)
  })
})

describe('a misfit', () => {
  it('cannot be assigned, and the error says whose value it is', () => {
    const one = opened({})
    const wrong: readonly [string, unknown][] = [
      ['count', '7'],
      ['count', null],
      ['count', Number.NaN],
      ['ratio', true],
      ['done', 'yes'],
      ['name', 7],
      ['name', undefined],
      ['when', '2026-01-01'],
      ['when', new Date(Number.NaN)],
      ['seen', 'x'],
      ['seen', [() => 1]],
      ['seen', [new Map()]],
      ['tally', { a: 'x' }],
      ['tally', []],
      ['tags', ['x']],
      ['anything', Infinity],
    ]
    for (const [name, value] of wrong) {
      expect(() => one.write(fieldOf(name), value), `${name} = ${String(value)}`).toThrow(
        `'${name}' of t: Expected`,
      )
    }
    expect(one.updates(fields)).toEqual([])
  })

  it('made in place is found when it would be saved', () => {
    const one = opened({})
    Object.assign(one.read(fieldOf('tally')) as object, { b: 'x' })
    expect(() => one.updates(fields)).toThrow('\'tally\' of t: Expected Integer, received "x".')
  })

  it('in the store fails the read of its field alone, and can be written over', () => {
    const one = opened({ count: 'many', name: 'Ada' })
    expect(() => one.read(fieldOf('count'))).toThrow(CompositorError)
    expect(one.read(fieldOf('name'))).toBe('Ada')
    one.write(fieldOf('count'), 3)
    expect(one.updates(fields)).toMatchObject([{ field: 'count', value: 3 }])
  })
})

describe('an assigned value', () => {
  it('reads at once as it will be read back', () => {
    const one = opened({})
    one.write(fieldOf('count'), 2.9)
    one.write(fieldOf('name'), 'a\u0007b')
    one.write(fieldOf('when'), new Date('2026-01-31T12:00:00.789Z'))
    expect(['count', 'name', 'when'].map((name) => one.read(fieldOf(name)))).toEqual([
      2,
      'ab',
      new Date('2026-01-31T12:00:00Z'),
    ])
  })

  it('that can change in place stays the same object', () => {
    const one = opened({})
    const seen: Json[] = []
    one.write(fieldOf('seen'), seen)
    seen.push('later')
    expect(one.updates(fields)).toMatchObject([{ field: 'seen', value: ['later'] }])
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyEdit, memberEdit, memberRemoval } from '../../../content/edit/json-text.js'
import type { Json, JsonObject } from '../../../runtime/values/json.js'

function spliced(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return edits.reduceRight((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text)
}

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json)
const key = fc.constantFrom('a', 'b"', 'ü{', '\\', 'course/run')
const policy = fc
  .dictionary(key, fc.dictionary(key, json))
  .map((value) => value as Record<string, JsonObject>)
const indent = fc.constantFrom(undefined, 2, '\t')

/** A JSON text with white space of its own after colons and commas. */
function written(value: Json, space: number | string | undefined): string {
  return ` ${JSON.stringify(value, null, space)}\r\n`
}

it('changes one member of a JSON text, and reads as the object with that change', () => {
  fc.assert(
    fc.property(policy, key, key, json, indent, (before, outer, inner, value, space) => {
      const text = written(before, space)
      const set = spliced(text, memberEdit(text, [outer, inner], value))
      const expected = { ...before, [outer]: { ...before[outer], [inner]: value } }
      expect(JSON.parse(set)).toEqual(JSON.parse(JSON.stringify(expected)))
      const gone = spliced(text, memberRemoval(text, [outer, inner]))
      const { [inner]: _, ...rest } = before[outer] ?? {}
      expect(JSON.parse(gone)).toEqual(
        Object.hasOwn(before, outer) ? JSON.parse(JSON.stringify({ ...before, [outer]: rest })) : before,
      )
      const { [outer]: __, ...others } = before
      expect(JSON.parse(spliced(text, memberRemoval(text, [outer])))).toEqual(others)
      const renamed = spliced(text, keyEdit(text, outer, 'new'))
      expect(JSON.parse(renamed)).toEqual(
        Object.hasOwn(before, outer) ? { ...others, new: before[outer] } : before,
      )
    }),
    { seed: 9, numRuns: 100 },
  )
})

it('leaves what else is in the text as it stands, numbers and escapes included', () => {
  const text = '{\n    "a": {"x": 1.0,   "y": "\\u00e9"},\n    "b": {"z": 1e2}\n}\n'
  expect(spliced(text, memberEdit(text, ['a', 'x'], 2))).toBe(text.replace('1.0', '2'))
  expect(spliced(text, memberEdit(text, ['c', 'x'], true))).toBe(
    text.replace('1e2}', '1e2},\n    "c": {"x":true}'),
  )
  expect(spliced(text, memberRemoval(text, ['a', 'x']))).toBe(text.replace('"x": 1.0,   ', ''))
  expect(spliced(text, memberRemoval(text, ['b']))).toBe(text.replace(',\n    "b": {"z": 1e2}', ''))
})

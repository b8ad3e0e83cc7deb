import type { Json } from '../../runtime/values/json.js'
import type { TextEdit } from '../../runtime/olx/text-edit.js'

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs

/** A member of an object as it stands in a JSON text. */
interface WrittenMember {
  readonly keyStart: number
  readonly valueStart: number
  readonly valueEnd: number
}

/** An object as it stands in a JSON text: of members with one key, the last, which counts. */
interface WrittenObject {
  readonly start: number
  /** Of its closing brace. */
  readonly end: number
  readonly members: ReadonlyMap<string, WrittenMember>
}

/** The edit by which a member of an object inside the outermost one has another value, all other text staying. */
export function memberEdit(text: string, [outer, inner]: readonly [string, string], value: Json): TextEdit[] {
  const root = objectAt(text, text.search(/\S/))
  const member = root?.members.get(outer)
  const object = member && objectAt(text, member.valueStart)
  if (root === undefined) return []
  if (object === undefined) return [added(text, root, outer, JSON.stringify({ [inner]: value }))]
  const found = object.members.get(inner)
  return found === undefined
    ? [added(text, object, inner, JSON.stringify(value))]
    : [{ start: found.valueStart, end: found.valueEnd, text: JSON.stringify(value) }]
}

/** The edits by which a member of an object, or of one inside it, is gone, each time it stands there. */
export function memberRemoval(text: string, path: readonly string[]): TextEdit[] {
  const [outer = '', inner] = path
  const root = objectAt(text, text.search(/\S/))
  const member = root?.members.get(outer)
  if (root === undefined || member === undefined) return []
  if (inner === undefined) return [removed(text, root, member)]
  const object = objectAt(text, member.valueStart)
  const found = object?.members.get(inner)
  return object === undefined || found === undefined ? [] : [removed(text, object, found)]
}

/** The edit by which a member of the outermost object has another key. */
export function keyEdit(text: string, before: string, after: string): TextEdit[] {
  const root = objectAt(text, text.search(/\S/))
  const member = root?.members.get(before)
  if (member === undefined) return []
  const end = text.slice(member.keyStart, member.valueStart).lastIndexOf('"') + 1 + member.keyStart
  return [{ start: member.keyStart, end, text: JSON.stringify(after) }]
}

/** The text of a member of the outermost object as it stands. */
export function memberText(text: string, key: string): string | undefined {
  const member = objectAt(text, text.search(/\S/))?.members.get(key)
  return member && text.slice(member.valueStart, member.valueEnd)
}

/** A further member behind the last, set out as that is. */
function added(text: string, object: WrittenObject, key: string, value: string): TextEdit {
  const last = [...object.members.values()].sort((one, other) => one.valueEnd - other.valueEnd).at(-1)
  if (last === undefined)
    return { start: object.start + 1, end: object.end, text: `${JSON.stringify(key)}: ${value}` }
  const space = /[\s]*$/.exec(text.slice(object.start, last.keyStart))?.[0] ?? ''
  return { start: last.valueEnd, end: last.valueEnd, text: `,${space}${JSON.stringify(key)}: ${value}` }
}

/** A member with the comma that goes with it. */
function removed(text: string, object: WrittenObject, { keyStart, valueEnd }: WrittenMember): TextEdit {
  const before = /,?\s*$/.exec(text.slice(object.start + 1, keyStart))?.[0] ?? ''
  if (before.startsWith(',')) return { start: keyStart - before.length, end: valueEnd, text: '' }
  const behind = /^\s*,\s*/.exec(text.slice(valueEnd, object.end))?.[0] ?? ''
  return { start: keyStart, end: valueEnd + behind.length, text: '' }
}

/** The object that begins at an offset of well-formed JSON; undefined for any other value. */
function objectAt(text: string, start: number): WrittenObject | undefined {
  if (text[start] !== '{') return undefined
  const members = new Map<string, WrittenMember>()
  let depth = 0
  let key: { name: string; at: number } | undefined
  let valueStart: number | undefined
  let end = start
  token.lastIndex = start
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const { 0: word, index } = found
    if (depth === 1 && key === undefined && word.startsWith('"')) {
      key = { name: JSON.parse(word) as string, at: index }
    } else if (depth === 1 && key !== undefined && word === ':' && valueStart === undefined) {
      valueStart = -1
    } else {
      if (depth === 1 && (word === ',' || word === '}')) {
        if (key && valueStart !== undefined)
          members.set(key.name, { keyStart: key.at, valueStart, valueEnd: end })
        key = undefined
        valueStart = undefined
        if (word === '}') return { start, end: index, members }
      } else if (valueStart === -1) valueStart = index
      if (word === '{' || word === '[') depth++
      else if (word === '}' || word === ']') depth--
    }
    end = index + word.length
  }
  return undefined
}

import { isDeepStrictEqual } from 'node:util'
import { parse, type TomlTable, type TomlValue as TomlRead } from 'smol-toml'
import type { AST } from 'toml-eslint-parser'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { arrayText, freshArray } from './toml-array.js'
import { TomlPlaces, startsWith, type TomlPath } from './toml-places.js'
import { isList, stringIn, tomlKey, tomlText, type StringStyle, type TomlValue } from './toml-value.js'
import { lineEndOf } from '../source/line-end.js'

/** A table with its keys and the tables inside it, in the order in which they are to stand. */
export interface NewTable {
  readonly [key: string]: TomlValue | NewTable
}

/**
 * A TOML document that is changed value by value: everything else in it stays as it stands, remarks, order, quotes and line ends.
 * Each change is read again, and refused where the document would then say anything else than it was meant to.
 */
export class TomlText {
  #places: TomlPlaces

  /** @param file its path, for messages @throws CompositorError `olx-malformed` */
  constructor(
    text: string,
    private readonly file: string,
  ) {
    try {
      this.#places = new TomlPlaces(text)
    } catch (cause) {
      const message = `${file} is not well-formed TOML: ${messageOf(cause)}`
      throw new CompositorError('olx-malformed', message, { location: { file }, cause })
    }
  }

  /** The document as it is by now. */
  get text(): string {
    return this.#places.text
  }

  /** Whether a table or a value stands at a path. */
  has(path: TomlPath): boolean {
    const places = this.#places
    return (
      places.members.some((one) => startsWith(one.path, path)) ||
      places.tables.some((one) => startsWith(one.resolvedKey, path))
    )
  }

  /** Gives a key a value; it is added to its table, and the table to the document, where they are not there. */
  set(path: TomlPath, value: TomlValue): this {
    const expected = parse(this.text)
    put(expected, path, parse(`value = ${tomlText(value)}`)['value'])
    const found = this.#places.member(path)
    if (found) this.#splice(...found.node.value.range, this.#written(found.node.value, value))
    else this.#add(path, value)
    return this.#means(expected)
  }

  /** Takes a key with its value away, or a table with all below it. */
  remove(path: TomlPath): this {
    if (!this.has(path)) return this
    const expected = parse(this.text)
    put(expected, path, undefined)
    return this.#without(path).#means(expected)
  }

  /** Adds a table to an array of tables, before those that are there, or at the end of the document. */
  prepend(name: string, table: NewTable): this {
    const [first] = this.#places.below([name])
    const text = tableText(`[[${tomlKey(name)}]]`, [name], table, this.lineEnd)
    if (!first) return this.#append(text)
    const at = this.#places.lineStart(first.range[0])
    return this.#splice(at, at, text + this.lineEnd)
  }

  /** That of the first line. */
  get lineEnd(): '\n' | '\r\n' {
    return lineEndOf(this.text)
  }

  #without(path: TomlPath): this {
    const found = this.#places.member(path)
    if (!found) return this.#withoutTable(path)
    const { node } = found
    const [start, end] = node.range
    if (node.parent.type !== 'TOMLInlineTable') {
      const from = this.#places.lineStart(start)
      const to = this.#places.lineEndFrom(end)
      return this.#splice(from, this.#behindLine(to), '')
    }
    const { body, range } = node.parent
    const index = body.indexOf(node)
    if (body.length === 1) return this.#splice(range[0], range[1], '{}')
    const next = body[index + 1]
    const before = body[index - 1]
    return next ? this.#splice(start, next.range[0], '') : this.#splice(before?.range[1] ?? start, end, '')
  }

  #withoutTable(path: TomlPath): this {
    for (const table of [...this.#places.below(path)].reverse()) {
      const from = this.#places.lineStart(table.range[0])
      const last = table.body.at(-1)?.range[1] ?? table.range[1]
      let to = this.#behindLine(this.#places.lineEndFrom(last))
      for (let next = to; ; to = next) {
        const end = this.#places.lineEndFrom(next)
        if (this.text.slice(next, end).trim() !== '' || end === this.text.length) break
        next = this.#behindLine(end)
      }
      this.#splice(from, to, '')
    }
    return this
  }

  #written(node: AST.TOMLContentNode, value: TomlValue): string {
    if (typeof value === 'string' && node.type === 'TOMLValue' && node.kind === 'string') {
      if (node.value === value) return this.text.slice(...node.range)
      const style: StringStyle = node.multiline ? `multiline-${node.style}` : node.style
      return stringIn(style, value, this.lineEnd)
    }
    const isTexts = isList(value) && value.every((one) => typeof one === 'string')
    if (isTexts && node.type === 'TOMLArray') return arrayText(node, this.text, value, this.lineEnd)
    return this.#fresh(value)
  }

  #fresh(value: TomlValue): string {
    const isTexts =
      typeof value === 'object' && isList(value) && value.every((one) => typeof one === 'string')
    return isTexts ? freshArray(value, this.lineEnd) : tomlText(value)
  }

  #add(path: TomlPath, value: TomlValue): this {
    const [parent, key] = [path.slice(0, -1), String(path.at(-1))]
    const line = `${tomlKey(key)} = ${this.#fresh(value)}`
    const inline = this.#places.member(parent)?.node.value
    if (inline?.type === 'TOMLInlineTable') return this.#addInline(inline, line)
    const table = this.#places.table(parent)
    if (table) return this.#behind(table.body.at(-1)?.range[1] ?? table.key.range[1], line)
    if (parent.length === 0) return this.#addTop(line)
    const dotted = this.#places.members.findLast((one) => startsWith(one.path, parent))
    if (dotted && this.#places.below(parent).length === 0) {
      const above = dotted.path.length - dotted.node.key.keys.length
      const name = path
        .slice(above)
        .map((part) => tomlKey(String(part)))
        .join('.')
      return this.#behind(dotted.node.range[1], `${name} = ${this.#fresh(value)}`)
    }
    const names = parent.filter((part) => typeof part === 'string')
    const header = `[${names.map(tomlKey).join('.')}]${this.lineEnd}${line}${this.lineEnd}`
    const inArray = parent.findLastIndex((part) => typeof part === 'number')
    const last = this.#places.below(parent.slice(0, inArray + 1)).at(-1)
    if (inArray === -1 || !last) return this.#append(header)
    return this.#behind(last.body.at(-1)?.range[1] ?? last.key.range[1], `${this.lineEnd}${header.trimEnd()}`)
  }

  #addInline({ body, range: [start, end] }: AST.TOMLInlineTable, line: string): this {
    const last = body.at(-1)
    return last
      ? this.#splice(last.range[1], last.range[1], `, ${line}`)
      : this.#splice(start, end, `{ ${line} }`)
  }

  #addTop(line: string): this {
    const last = this.#places.top.at(-1)
    if (last) return this.#behind(last.range[1], line)
    const [first] = this.#places.tables
    if (!first) return this.#append(line + this.lineEnd, '')
    const at = this.#places.lineStart(first.range[0])
    return this.#splice(at, at, line + this.lineEnd + this.lineEnd)
  }

  /** A further line behind the one of an offset. */
  #behind(offset: number, line: string): this {
    const at = this.#places.lineEndFrom(offset)
    return this.#splice(at, at, this.lineEnd + line)
  }

  #append(text: string, space: string = this.lineEnd): this {
    const { length } = this.text
    const end = length === 0 || this.text.endsWith('\n') ? '' : this.lineEnd
    return this.#splice(length, length, end + (length === 0 ? '' : space) + text)
  }

  /** @throws CompositorError `olx-unwritable` where the document says anything else */
  #means(expected: TomlTable): this {
    if (isDeepStrictEqual(parse(this.text), expected)) return this
    throw this.#unwritable('it would say something else than was meant')
  }

  #unwritable(why: string, cause?: unknown): CompositorError {
    const location = { file: this.file }
    return new CompositorError('olx-unwritable', `${this.file} cannot be changed so: ${why}.`, {
      location,
      cause,
    })
  }

  #behindLine(end: number): number {
    return end + (this.text[end] === '\r' ? 2 : end < this.text.length ? 1 : 0)
  }

  #splice(start: number, end: number, text: string): this {
    const next = this.text.slice(0, start) + text + this.text.slice(end)
    if (next === this.text) return this
    try {
      this.#places = new TomlPlaces(next)
    } catch (cause) {
      throw this.#unwritable(messageOf(cause), cause)
    }
    return this
  }
}

/** Puts a value into what a document says, or takes it away. */
function put(said: TomlTable, path: TomlPath, value: TomlRead | undefined): void {
  const key = String(path.at(-1))
  let at: TomlTable = said
  for (const part of path.slice(0, -1)) {
    const name = String(part)
    if (!Object.hasOwn(at, name)) at[name] = parse('')
    at = at[name] as TomlTable
  }
  if (value !== undefined) at[key] = value
  else if (Array.isArray(at)) at.splice(Number(key), 1)
  else delete at[key]
}

/** A table with those inside it. @param header as it is to stand */
function tableText(header: string, path: readonly string[], table: NewTable, lineEnd: string): string {
  const keys: string[] = []
  const inside: string[] = []
  for (const [key, value] of Object.entries(table)) {
    if (isNewTable(value)) {
      const below = [...path, key]
      inside.push(tableText(`[${below.map(tomlKey).join('.')}]`, below, value, lineEnd))
      continue
    }
    const isTexts =
      typeof value === 'object' && isList(value) && value.every((one) => typeof one === 'string')
    keys.push(`${tomlKey(key)} = ${isTexts ? freshArray(value, lineEnd) : tomlText(value)}`)
  }
  const own =
    keys.length === 0 && inside.length > 0 ? [] : [[header, ...keys].map((line) => line + lineEnd).join('')]
  return [...own, ...inside].join(lineEnd)
}

/** A whole document. */
export function newToml(tables: NewTable): string {
  const parts: string[] = []
  for (const [name, table] of Object.entries(tables)) {
    if (!isNewTable(table)) throw new TypeError(`'${name}' is no table.`)
    parts.push(tableText(`[${tomlKey(name)}]`, [name], table, '\n'))
  }
  return parts.join('\n')
}

function isNewTable(value: TomlValue | NewTable): value is NewTable {
  return (
    typeof value === 'object' && !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype
  )
}

import type { Json } from '../values/json.js'

const depthLimit = 100
const unreadable = Symbol('unreadable')

interface Line {
  readonly indent: number
  readonly text: string
}

/**
 * The value that the text of an OLX attribute or option element stands for: JSON, else the part of YAML 1.1 that
 * authors write by hand (`yes`, `[a, b]`, `{a: 1}`, `- a`, `a: 1`), else the text itself. Numbers are decimal:
 * unlike YAML 1.1, `010` is ten and `1:30` a text. Dates stay texts, as JSON has none.
 */
export function attributeValue(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return yamlValue(text)
  }
}

/** A text without the quotation marks that some exporters write around it as JSON does. */
export function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'string' ? parsed : text
  } catch {
    return text
  }
}

function yamlValue(text: string): Json {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#[^"']*$/, ''))
    .filter((line) => line.trim() !== '')
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }))
  try {
    return blockOf(lines, 0)
  } catch (thrown) {
    if (thrown === unreadable) return text
    throw thrown
  }
}

function blockOf(lines: readonly Line[], depth: number): Json {
  const [first] = lines
  if (first === undefined) return null
  if (depth > depthLimit) throw unreadable
  if (/^-(?:\s|$)/.test(first.text)) {
    return entriesOf(lines, /^-(?:\s+|$)()(.*)$/).map(({ nested }) => blockOf(nested, depth + 1))
  }
  const key = /^("[^"]*"\s*|'[^']*'\s*|[^\s"'[\]{},&*!|>%@`-](?:(?!:\s|\s#).)*?):(?:\s+|$)(.*)$/
  if (key.test(first.text)) {
    return Object.fromEntries(
      entriesOf(lines, key).map(({ name, nested }) => [
        keyOf(new FlowText(name).value()),
        blockOf(nested, depth + 1),
      ]),
    )
  }
  return new FlowText(lines.map((line) => line.text).join(' ')).value()
}

/** The entries of a block, each with the lines that belong to it, what follows its mark being the first. */
function entriesOf(lines: readonly Line[], mark: RegExp): { name: string; nested: Line[] }[] {
  const indent = lines[0]?.indent ?? 0
  const entries: { name: string; nested: Line[] }[] = []
  for (const line of lines) {
    const match = line.indent === indent ? mark.exec(line.text) : null
    const nested = entries.at(-1)?.nested
    if (match) {
      const [, name = '', rest = ''] = match
      const at = indent + line.text.length - rest.length
      entries.push({ name, nested: rest === '' ? [] : [{ indent: at, text: rest }] })
    } else if (nested && (line.indent > indent || isListBelow(line, nested, indent))) nested.push(line)
    else throw unreadable
  }
  return entries
}

/** A list may stand as far left as the name it belongs to. */
function isListBelow({ indent, text }: Line, nested: readonly Line[], ofName: number): boolean {
  return indent === ofName && /^-(?:\s|$)/.test(text) && (nested[0]?.indent ?? ofName) === ofName
}

function keyOf(name: Json): string {
  if (typeof name === 'object' && name !== null) throw unreadable
  return String(name)
}

/** One line of YAML: a scalar, or lists and mappings in brackets. */
class FlowText {
  #at = 0

  constructor(private readonly text: string) {}

  value(): Json {
    const value = this.#node(0)
    if (this.#at < this.text.length) throw unreadable
    return value
  }

  #node(depth: number): Json {
    this.#skip()
    if (depth > depthLimit) throw unreadable
    const first = this.text[this.#at] ?? ''
    if (first === '[') return this.#items(']', () => this.#node(depth + 1))
    if (first === '{') return Object.fromEntries(this.#items('}', () => this.#pair(depth + 1)))
    if (first === '"' || first === "'") return this.#quoted(first)
    if (/[\]},&*!|>%@`]/.test(first)) throw unreadable
    return scalar(this.#take(depth > 0 ? /(?:(?!:\s|:$|\s#)[^,[\]{}])*/y : /(?:(?!:\s|:$|\s#).)*/sy).trim())
  }

  #pair(depth: number): [string, Json] {
    const name = keyOf(this.#node(depth))
    this.#skip()
    if (this.#take(/:(?=[\s,}]|$)|(?<=["']):/y) === '') return [name, null]
    this.#skip()
    return [name, /[,}]/.test(this.text[this.#at] ?? '') ? null : this.#node(depth)]
  }

  #items<T>(close: string, read: () => T): T[] {
    const items: T[] = []
    this.#at++
    for (;;) {
      this.#skip()
      if (this.#take(close === ']' ? /\]/y : /\}/y) !== '') break
      items.push(read())
      this.#skip()
      if (this.#take(/,/y) === '' && this.text[this.#at] !== close) throw unreadable
    }
    this.#skip()
    return items
  }

  #quoted(mark: string): string {
    const quoted = this.#take(mark === '"' ? /"(?:[^"\\]|\\.)*"/y : /'(?:[^']|'')*'/y)
    if (quoted === '') throw unreadable
    this.#skip()
    return mark === '"' ? unquoted(quoted) : quoted.slice(1, -1).replaceAll("''", "'")
  }

  #skip(): void {
    this.#take(/\s*/y)
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [taken = ''] = pattern.exec(this.text) ?? []
    this.#at += taken.length
    return taken
  }
}

/** A bare word in YAML 1.1's sense. */
function scalar(word: string): Json {
  if (/^(?:|~|null|Null|NULL)$/.test(word)) return null
  if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(word)) return true
  if (/^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(word)) return false
  const digits = word.replaceAll('_', '')
  if (/^[-+]?\d[\d_]*$/.test(word)) return Number.isSafeInteger(Number(digits)) ? Number(digits) : word
  if (/^[-+]?(?:\d[\d_]*\.\d*|\.\d+)(?:[eE][-+]\d+)?$/.test(word)) return Number(digits)
  return word
}

import { parseTOML, type AST } from 'toml-eslint-parser'

/** The way to a value: keys, and places in arrays of tables. */
export type TomlPath = readonly (string | number)[]

/** A key with its value as they stand in a document. */
export interface TomlMember {
  readonly path: TomlPath
  readonly node: AST.TOMLKeyValue
}

/** The tables and values of a TOML document with their places in its text. */
export class TomlPlaces {
  readonly members: readonly TomlMember[]
  readonly tables: readonly AST.TOMLTable[]
  /** Keys before the first header. */
  readonly top: readonly AST.TOMLKeyValue[]

  /** @throws ParseError where it is no TOML */
  constructor(readonly text: string) {
    const [root] = parseTOML(text, { tomlVersion: '1.0' }).body
    this.tables = root.body.filter((one) => one.type === 'TOMLTable')
    this.top = root.body.filter((one) => one.type === 'TOMLKeyValue')
    this.members = [
      ...this.top.flatMap((one) => membersOf([], one)),
      ...this.tables.flatMap((table) => table.body.flatMap((one) => membersOf(table.resolvedKey, one))),
    ]
  }

  member(path: TomlPath): TomlMember | undefined {
    return this.members.find((one) => isSamePath(one.path, path))
  }

  table(path: TomlPath): AST.TOMLTable | undefined {
    return this.tables.find((one) => isSamePath(one.resolvedKey, path))
  }

  /** The tables at a path and below it. */
  below(path: TomlPath): readonly AST.TOMLTable[] {
    return this.tables.filter((one) => startsWith(one.resolvedKey, path))
  }

  /** Behind the line that an offset is in, without its line end: a remark there belongs to what stands before it. */
  lineEndFrom(offset: number): number {
    const at = this.text.indexOf('\n', offset)
    if (at === -1) return this.text.length
    return this.text[at - 1] === '\r' ? at - 1 : at
  }

  /** Where the line of an offset begins. */
  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1
  }
}

function isSamePath(one: TomlPath, other: TomlPath): boolean {
  return one.length === other.length && startsWith(one, other)
}

export function startsWith(path: TomlPath, start: TomlPath): boolean {
  return start.every((part, index) => path[index] === part)
}

/** A member, and those of an inline table that is its value. */
function membersOf(above: TomlPath, node: AST.TOMLKeyValue): TomlMember[] {
  const path = [...above, ...node.key.keys.map(nameOf)]
  const inside =
    node.value.type === 'TOMLInlineTable' ? node.value.body.flatMap((one) => membersOf(path, one)) : []
  return [{ path, node }, ...inside]
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

import { parse, type TomlTable, type TomlValue } from 'smol-toml'
import { CompositorError, findingOf, messageOf, type SourceLocation } from '../../runtime/errors/index.js'
import type { Findings } from './findings.js'
import { LineStarts } from './line-starts.js'
import type { OlxFiles } from './olx-files.js'

/**
 * A TOML file of a v2 library archive.
 * @throws CompositorError `olx-malformed`
 */
export function readToml(files: OlxFiles, path: string): TomlTable {
  const written = files.text(path)
  if (written === undefined)
    throw new CompositorError('olx-unreadable', `There is no ${path}.`, { location: { file: path } })
  try {
    return parse(written)
  } catch (cause) {
    const message = `${path} is not well-formed TOML: ${messageOf(cause)}`
    throw new CompositorError('olx-malformed', message, {
      location: { file: path, ...placeOf(cause) },
      cause,
    })
  }
}

/** The same, but what cannot be read is a finding and gives undefined. */
export function tryToml(files: OlxFiles, path: string, findings: Findings): TomlTable | undefined {
  try {
    return readToml(files, path)
  } catch (error) {
    findings.add(findingOf(CompositorError.from(error, 'olx-malformed')))
    return undefined
  }
}

/** Where a value stands in a TOML file: its first mention after some others, in quotes. */
export function tomlPlace(
  files: OlxFiles,
  path: string,
  value: string,
  after: readonly RegExp[] = [],
): SourceLocation {
  const text = files.text(path) ?? ''
  let from = 0
  for (const pattern of after) {
    const found = pattern.exec(text.slice(from))
    from += found ? found.index + found[0].length : 0
  }
  const written = [JSON.stringify(value), `'${value}'`].map((one) => text.indexOf(one, from))
  const at = Math.min(...written.filter((offset) => offset !== -1))
  return { file: path, ...(Number.isFinite(at) ? new LineStarts(text).place(at) : { line: 1, column: 1 }) }
}

function placeOf(cause: unknown): { line?: number; column?: number } {
  if (typeof cause !== 'object' || cause === null || !('line' in cause) || !('column' in cause)) return {}
  const { line, column } = cause
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : {}
}

/** A table inside a TOML table; empty where there is none. */
export function table(value: TomlValue | undefined): TomlTable {
  const isTable = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
  return isTable ? value : {}
}

export function text(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The texts in a TOML array. */
export function texts(value: TomlValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** The tables in a TOML array. */
export function tables(value: TomlValue | undefined): TomlTable[] {
  return Array.isArray(value) ? value.map(table) : []
}

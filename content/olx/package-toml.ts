import { parse, type TomlTable, type TomlValue } from 'smol-toml'
import { CompositorError, findingOf, messageOf } from '../../runtime/errors/index.js'
import type { Findings } from './findings.js'
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

import { messageOf, type SourceLocation } from '../../runtime/errors/index.js'
import { isTooDeep, jsonDepthLimit } from '../../runtime/values/json-depth.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { Findings } from './findings.js'
import { JsonPlaces } from './json-places.js'
import type { OlxFiles } from './olx-files.js'

/** What a policy says of one block. */
export interface BlockPolicy {
  /** Attributes that win over those in the OLX. */
  readonly attributes: ReadonlyMap<string, string>
  /** Where an attribute stands in the policy file. */
  readonly at: (attribute: string) => SourceLocation
}

/** Policies by `TYPE/URL_NAME` (`policies/RUN/policy.json`). */
export type Policy = ReadonlyMap<string, BlockPolicy>

/** A JSON file that was read, and the places of its outer keys. */
export interface JsonFile {
  readonly json: JsonObject
  readonly at: (...path: readonly string[]) => SourceLocation
}

/** The policy of a course run; a file that cannot be used is a finding, and nothing of it counts. */
export function readPolicy(files: OlxFiles, run: string, findings: Findings): Policy {
  const policy = new Map<string, BlockPolicy>()
  const path = files.find([`policies/${run}/policy.json`, `policies/${run}.json`])
  const file = path === undefined ? undefined : readJsonFile(files, path, findings)
  if (file === undefined) return policy
  for (const [block, settings] of Object.entries(file.json)) {
    if (!isJsonObject(settings)) {
      const message = `${path} gives '${block}' a value that is no object of attributes.`
      findings.add({ level: 'warning', code: 'olx-policy', ...file.at(block), message })
      continue
    }
    const attributes = Object.entries(settings).map(([name, value]) => [name, attributeText(value)] as const)
    const at = (name: string) => file.at(block, name)
    policy.set(block.normalize('NFC'), { attributes: new Map(attributes), at })
  }
  return policy
}

/**
 * A JSON file that holds an object, or undefined; what is wrong with it is a finding.
 * @param deepest keys nested deeper have no place of their own
 */
export function readJsonFile(
  files: OlxFiles,
  path: string,
  findings: Findings,
  deepest = 2,
): JsonFile | undefined {
  const text = files.text(path)
  if (text === undefined) return undefined
  let places: JsonPlaces | undefined
  const at = (...keys: readonly string[]): SourceLocation => {
    places ??= new JsonPlaces(text, deepest)
    return { file: files.find([path]) ?? path, ...places.key(...keys) }
  }
  try {
    const json: Json = JSON.parse(text)
    if (isTooDeep(json)) throw new Error(`it is nested deeper than ${jsonDepthLimit} levels`)
    if (isJsonObject(json)) return { json, at }
    throw new Error(
      `it holds ${json === null ? 'null' : Array.isArray(json) ? 'a list' : `a ${typeof json}`}`,
    )
  } catch (error) {
    const message = `${path} is not a JSON object: ${messageOf(error)}.`
    const place = new JsonPlaces(text).error ?? { line: 1, column: 1 }
    findings.add({ level: 'error', code: 'olx-policy', file: path, ...place, message })
    return undefined
  }
}

/** Policies hold JSON where OLX holds text. */
function attributeText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

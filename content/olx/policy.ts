import { messageOf } from '../../runtime/errors/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { Findings } from './findings.js'
import { isTooDeep, jsonDepthLimit } from '../../runtime/values/json-depth.js'
import type { OlxFiles } from './olx-files.js'

/** Attributes that win over those in the OLX, by `TYPE/URL_NAME` (`policies/RUN/policy.json`). */
export type Policy = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The policy of a course run; a file that cannot be used is a finding, and nothing of it counts. */
export function readPolicy(files: OlxFiles, run: string, findings: Findings): Policy {
  const policy = new Map<string, Map<string, string>>()
  const path = files.find([`policies/${run}/policy.json`, `policies/${run}.json`])
  const entries = path === undefined ? undefined : readJsonFile(files, path, findings)
  for (const [block, settings] of Object.entries(entries ?? {})) {
    if (!isJsonObject(settings)) {
      const message = `${path} gives '${block}' a value that is no object of attributes.`
      findings.add({
        level: 'warning',
        code: 'olx-policy',
        ...(path !== undefined && { file: path }),
        message,
      })
      continue
    }
    policy.set(
      block.normalize('NFC'),
      new Map(Object.entries(settings).map(([name, value]) => [name, attributeText(value)])),
    )
  }
  return policy
}

/** A JSON file that holds an object, or undefined; what is wrong with it is a finding. */
export function readJsonFile(files: OlxFiles, path: string, findings: Findings): JsonObject | undefined {
  const text = files.text(path)
  if (text === undefined) return undefined
  try {
    const json: Json = JSON.parse(text)
    if (isTooDeep(json)) throw new Error(`it is nested deeper than ${jsonDepthLimit} levels`)
    if (isJsonObject(json)) return json
    throw new Error(
      `it holds ${json === null ? 'null' : Array.isArray(json) ? 'a list' : `a ${typeof json}`}`,
    )
  } catch (error) {
    const message = `${path} is not a JSON object: ${messageOf(error)}.`
    findings.add({ level: 'error', code: 'olx-policy', file: path, message })
    return undefined
  }
}

/** Policies hold JSON where OLX holds text. */
function attributeText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

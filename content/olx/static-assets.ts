import { isJsonObject } from '../../runtime/values/json.js'
import type { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { readJsonFile } from './policy.js'

const folder = 'static/'

/** The static files of a course or v1 library: paths by the name content uses after `/static/`, accents composed. */
export function staticAssets(files: OlxFiles): Map<string, string> {
  const assets = new Map<string, string>()
  for (const path of files.source.paths()) {
    if (path.startsWith(folder)) assets.set(path.slice(folder.length).normalize('NFC'), path)
  }
  return assets
}

/**
 * Other names the static files go by: the incumbent exports files under the names authors gave them, while
 * content refers to the cleaned names it stores them under (`policies/assets.json` lists both).
 */
export function assetAliases(
  files: OlxFiles,
  assets: ReadonlyMap<string, string>,
  findings: Findings,
): Record<string, string> {
  const aliases = new Map<string, string>()
  const add = (alias: string, name: string) => {
    if (!assets.has(alias) && !aliases.has(alias)) aliases.set(alias, name)
  }
  for (const [written, about] of Object.entries(
    readJsonFile(files, 'policies/assets.json', findings)?.json ?? {},
  )) {
    const name = written.normalize('NFC')
    const stored = isJsonObject(about) ? about['filename'] : undefined
    const alias = typeof stored === 'string' ? /block@(.+)$/.exec(stored)?.[1] : undefined
    if (alias !== undefined && assets.has(name)) add(alias, name)
  }
  for (const name of assets.keys()) {
    add(cleanName(name), name)
    // A name that a Mac decomposed was cleaned so.
    add(cleanName(name.normalize('NFD')), name)
  }
  return Object.fromEntries([...aliases].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The incumbent's name for a static file: folders and characters a key cannot carry become `_`. */
function cleanName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_~.:%-]/gu, '_')
}

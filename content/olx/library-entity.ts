import { setImmediate } from 'node:timers/promises'
import type { TomlTable, TomlValue } from 'smol-toml'
import type { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { table, tables, text, texts, tomlPlace, tryToml } from './package-toml.js'

/** Containers of a v2 library from the outside in, and the block type each is in a course. */
export const containerTypes: ReadonlyMap<string, string> = new Map([
  ['section', 'chapter'],
  ['subsection', 'sequential'],
  ['unit', 'vertical'],
])

/** One component or container of a v2 library, in the version that counts. */
export interface LibraryEntity {
  /** As children and collections name it: `xblock.v1:problem:ID` for a component. */
  readonly entityKey: string
  /** Block type of a component; `unit`, `subsection` or `section` of a container. */
  readonly type: string
  readonly id: string
  readonly isContainer: boolean
  readonly canStandAlone: boolean
  readonly title: string
  readonly versionNumber: number
  /** Entity keys; empty for a component. */
  readonly children: readonly string[]
  /** Version numbers of members that do not follow the latest, by entity key. */
  readonly pins: ReadonlyMap<string, number>
  /** All versions that the file of a container describes. */
  readonly versions: readonly EntityVersion[]
  /** The file that describes it. */
  readonly path: string
}

/** Where a component's `block.xml` and `static/` are. */
export function folderOf({ path, versionNumber }: Pick<LibraryEntity, 'path' | 'versionNumber'>): string {
  return versionFolder(path, versionNumber)
}

/** What components have none of, shared by all of them. */
const ofComponent = { children: [], pins: new Map<string, number>(), versions: [] } as const

/** Entities read before others get their turn. */
const turn = 200

/** One version of a container. */
export interface EntityVersion {
  readonly number: number
  readonly title: string
  /** Entity keys. */
  readonly children: readonly string[]
  readonly pins: ReadonlyMap<string, number>
}

/**
 * The entities of a v2 library archive, oldest first: published ones in their published version, or with `draft`
 * all in their newest. Entities that have no such version are left out.
 */
export async function readEntities(
  files: OlxFiles,
  draft: boolean,
  findings: Findings,
): Promise<LibraryEntity[]> {
  const dated: { created: string; entity: LibraryEntity }[] = []
  const seen = new Set<string>()
  for (const path of files.source.paths()) {
    if (!path.startsWith('entities/') || !path.endsWith('.toml')) continue
    const toml = tryToml(files, path, findings)
    const entity = toml && readEntity(toml, files, path, draft, findings)
    if (entity && seen.has(entity.entityKey)) {
      const message = `${path} describes '${entity.entityKey}' a second time; it is left out.`
      const at = tomlPlace(files, path, entity.entityKey)
      findings.add({ level: 'warning', code: 'olx-duplicate', ...at, message })
      continue
    }
    if (entity) seen.add(entity.entityKey)
    if (seen.size % turn === 0) await setImmediate()
    if (entity) dated.push({ created: dateText(table(toml['entity'])['created']), entity })
  }
  dated.sort((a, b) => order(a.created, b.created) || order(a.entity.entityKey, b.entity.entityKey))
  return dated.map((one) => one.entity)
}

function readEntity(
  toml: TomlTable,
  files: OlxFiles,
  path: string,
  draft: boolean,
  findings: Findings,
): LibraryEntity | undefined {
  const entity = table(toml['entity'])
  const entityKey = text(entity['key']) ?? ''
  const containerType = [...containerTypes.keys()].find((type) => type in table(entity['container']))
  const component = /^xblock\.v1:([^:]+):(.+)$/.exec(entityKey)
  const type = containerType ?? component?.[1]
  if (type === undefined || entityKey === '') {
    const message = `${path} describes '${entityKey}', neither a component (xblock.v1:TYPE:ID) nor a container.`
    findings.add({ level: 'warning', code: 'olx-attribute', ...tomlPlace(files, path, entityKey), message })
    return undefined
  }
  const versionNumber = table(entity[draft ? 'draft' : 'published'])['version_num']
  if (typeof versionNumber !== 'number') return undefined
  const versions = tables(toml['version']).flatMap(readVersion)
  const listed = versions.find(({ number }) => number === versionNumber)
  if (listed === undefined) {
    const message = `${path} says that version ${versionNumber} of '${entityKey}' counts, and does not list it.`
    const level = containerType === undefined ? 'warning' : 'error'
    findings.add({ level, code: 'olx-file-missing', ...tomlPlace(files, path, entityKey), message })
  }
  const { title = '', children = [], pins = new Map() } = listed ?? {}
  return {
    entityKey,
    type,
    id: component?.[2] ?? entityKey,
    isContainer: containerType !== undefined,
    canStandAlone: entity['can_stand_alone'] !== false,
    title,
    versionNumber,
    ...(containerType === undefined ? ofComponent : { children, pins, versions }),
    path,
  }
}

function readVersion(version: TomlTable): EntityVersion[] {
  const { version_num: number, title, container } = version
  if (typeof number !== 'number') return []
  const pins = Object.entries(table(table(container)['pinned'])).filter(
    (one): one is [string, number] => typeof one[1] === 'number' && Number.isSafeInteger(one[1]),
  )
  const children = texts(table(container)['children'])
  return [{ number, title: text(title) ?? '', children, pins: new Map(pins) }]
}

/** The folder of a component's files in one of its versions. */
export function versionFolder(path: string, number: number): string {
  return `${path.slice(0, -'.toml'.length)}/component_versions/v${number}`
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function dateText(value: TomlValue | undefined): string {
  return value instanceof Date ? value.toISOString() : ''
}

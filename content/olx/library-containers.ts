import type { ErrorCode } from '../../runtime/errors/index.js'
import type { OlxFiles } from './olx-files.js'
import { tomlPlace } from './package-toml.js'
import type { JsonObject } from '../../runtime/values/json.js'
import type { AuthoredBlock } from './authored-block.js'
import type { Findings } from './findings.js'
import { containerTypes, type LibraryEntity } from './library-entity.js'

/**
 * Most blocks below one container, and below all containers of a library together, counted as often as they are
 * shown: containers share what they hold, so a few files could stand for any number.
 */
const containerLimits = { each: 10_000, all: 200_000 }

/**
 * The containers of a v2 library as blocks, from units up to sections. What does not belong inside one is left out
 * and a finding, so that none contains itself.
 * @param keys usage keys by entity key
 */
export function readContainers(
  files: OlxFiles,
  entities: readonly LibraryEntity[],
  keys: ReadonlyMap<string, string>,
  findings: Findings,
): Map<string, AuthoredBlock> {
  const blocks = new Map<string, AuthoredBlock>()
  const levels = new Map(entities.map((one) => [one.entityKey, levelOf(one)]))
  const sizes = new Map<string, number>()
  let total = 0
  const containers = entities.filter((one) => one.isContainer).sort((a, b) => levelOf(b) - levelOf(a))
  for (const { entityKey, type, title, path, versionNumber, children: listed } of containers) {
    const key = keys.get(entityKey) ?? ''
    const children = new Set<string>()
    let size = 1
    for (const child of listed) {
      const childKey = keys.get(child)
      const childSize = sizes.get(child) ?? 1
      const refuse = (code: ErrorCode, why: string) => {
        const message = `The ${type} '${entityKey}' holds '${child}', ${why}; it is left out.`
        const version = new RegExp(String.raw`version_num\s*=\s*${versionNumber}\b`)
        const at = tomlPlace(files, path, child, [/\[\[version\]\]/, version])
        findings.add({ level: 'warning', code, ...at, usage: key, message })
      }
      if (childKey === undefined)
        refuse('olx-file-missing', 'which the library does not hold in this version')
      else if ((levels.get(child) ?? 0) <= (levels.get(entityKey) ?? 0)) {
        refuse('olx-cycle', 'which does not belong inside')
      } else if (children.has(childKey)) refuse('olx-duplicate', 'which it holds already')
      else if (size + childSize > containerLimits.each || total + childSize > containerLimits.all) {
        refuse('olx-too-large', 'with which it would hold too many blocks')
      } else {
        children.add(childKey)
        size += childSize
        total += childSize
      }
    }
    sizes.set(entityKey, size)
    blocks.set(key, {
      ...emptyBlock(key, containerTypes.get(type) ?? 'vertical', title),
      children: [...children],
    })
  }
  return blocks
}

/** A block that holds nothing but a name. */
export function emptyBlock(key: string, type: string, title: string): AuthoredBlock {
  const settings: JsonObject = title === '' ? {} : { display_name: title }
  return { key, type, content: {}, settings, children: [], xmlAttributes: {}, kept: [] }
}

/** Sections are level 0; components, in no container of their own, come below all. */
function levelOf({ isContainer, type }: LibraryEntity): number {
  return isContainer ? [...containerTypes.keys()].indexOf(type) : containerTypes.size
}

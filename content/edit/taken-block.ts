import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { escapeXmlAttribute } from '../../runtime/olx/index.js'
import { blockId } from '../olx/block-id.js'
import { pointerPaths } from '../olx/pointer.js'
import { copiedOlx, freshName, textOfNoXml, typeIn } from './copied-block.js'
import { EditSession } from './edit-session.js'
import { namedFiles } from './static-files.js'
import { subtree } from './structure.js'
import type { ReadVersion, VersionFiles } from './version-files.js'

/** A block with all below it, as it goes elsewhere. */
export interface TakenBlock {
  /** Block type, and the name that the OLX gives. */
  readonly type: string
  readonly name: string
  readonly olx: string
  /** The static files that it names, by name. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Texts that are no XML, by the path of the file that the OLX points to. */
  readonly unread: ReadonlyMap<string, string>
}

/** How a block is taken. */
export interface TakingOptions {
  readonly types: BlockTypes
  /** The usage key that a name gives in the place where it goes. */
  readonly keyIn: (type: string, name: string) => string
  /** Names of copies; those without get new ones. */
  readonly nameOf?: (usage: string) => string | undefined
  /** Further settings of the copy of a block, by OLX name; undefined for those that stay behind. */
  readonly settings?: (usage: string, own: JsonObject) => JsonObject
  /** Settings that stay behind. */
  readonly without?: readonly string[]
  /** Whether texts that are no XML go into files of their own; else they stand in the OLX as they are, which is no XML then either. */
  readonly apart?: boolean
}

/**
 * The OLX of a block of a version for another place. What goes into a library keeps its id where that is free.
 * @param to the version it goes into
 * @throws CompositorError `block-not-found`
 */
export async function takenBlock(
  from: { readonly version: ReadVersion; readonly files: VersionFiles },
  usage: string,
  to: ReadVersion,
  { types, keyIn, nameOf, settings, without, apart = false }: TakingOptions,
): Promise<TakenBlock> {
  const source = await EditSession.open(from.version, from.files, types)
  const blocks = await subtree(source, usage)
  const definitions = await from.version.definitions(
    Array.from(blocks.values(), ({ definition }) => definition),
  )
  const type = typeIn(usage, await source.block(usage))
  const name = nameOf?.(usage) ?? (await ownName({ usage, type }, from.version, to, keyIn)) ?? freshName()
  const names = new Map([...blocks.keys()].map((key) => [key, nameOf?.(key) ?? freshName()])).set(usage, name)
  const unread = new Map<string, string>()
  const said = new Map(definitions)
  for (const [key, block] of blocks) {
    const text = apart ? textOfNoXml(block, definitions.get(block.definition)) : undefined
    if (text === undefined) continue
    const [element, urlName] = [typeIn(key, block), names.get(key) ?? '']
    unread.set(pointerPaths(element, urlName)[0] ?? '', text)
    const contents = `<${element} url_name="${escapeXmlAttribute(urlName)}"/>`
    said.set(block.definition, { type: block.type, content: { contents } })
  }
  const nameFor = (key: string) => names.get(key) ?? freshName()
  const olx = copiedOlx({ usage, blocks, definitions: said }, types, nameFor, keyIn, settings, without)
  return { type, name, olx, files: await namedFiles(olx, source, blocks.values()), unread }
}

/** The id a block has already, where it goes into a library that has none of that id. */
async function ownName(
  { usage, type }: { readonly usage: string; readonly type: string },
  from: ReadVersion,
  to: ReadVersion,
  keyIn: TakingOptions['keyIn'],
): Promise<string | undefined> {
  if (to.kind !== 'library' || from.context === to.context) return undefined
  const name = libraryId(parseUsageKey(usage).blockId)
  return (await to.block(keyIn(type, name))) === undefined ? name : undefined
}

/** An id as it can stand in keys of v2 libraries, whose parts hold no colon. */
export function libraryId(id: string): string {
  return blockId(id).replaceAll(':', '_')
}

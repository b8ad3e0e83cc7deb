import { stringify } from 'smol-toml'
import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { parseContextKey, parseCourseKey, parseUsageKey, V1LibraryKey } from '../../runtime/keys/index.js'
import { escapeXmlAttribute } from '../../runtime/olx/index.js'
import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/json.js'
import { errorBlockType, type AuthoredBlock } from '../olx/authored-block.js'
import { containerTypes } from '../olx/library-entity.js'
import { olxOfBlock } from '../olx/write-block.js'
import type { OldFile, OldVersion } from './old-version.js'

/** The files that a version whose own were not kept becomes. */
export interface TreeOfBlocks {
  /** Written anew, by path. */
  readonly texts: ReadonlyMap<string, string>
  /** Kept ones, by path. */
  readonly kept: ReadonlyMap<string, OldFile>
  /** Paths of static files by the names that content uses. */
  readonly assets: ReadonlyMap<string, string>
}

/** Names that a file may have on any system. */
const fileName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,150}$/

/** How deep in a course the blocks stand that get a file of their own: units. */
const unitDepth = 3

/**
 * Writes the blocks of a course or library as OLX that reads as them: a file for each unit of a course, each component of a
 * library.
 */
export function treeOfBlocks(
  version: OldVersion,
  blocks: ReadonlyMap<string, AuthoredBlock>,
  types: BlockTypes,
): TreeOfBlocks {
  const writer = new TreeWriter(version, blocks, types)
  if (version.kind === 'course') writer.course()
  else if (version.root === version.context) writer.library()
  else writer.v1Library()
  return writer.tree()
}

class TreeWriter {
  readonly #texts = new Map<string, string>()
  readonly #kept = new Map<string, OldFile>()
  readonly #assets = new Map<string, string>()
  /** Paths, as systems see them that do not tell capitals. */
  readonly #taken = new Set<string>()

  constructor(
    private readonly version: OldVersion,
    private readonly blocks: ReadonlyMap<string, AuthoredBlock>,
    private readonly types: BlockTypes,
  ) {
    for (const [path, file] of Object.entries(version.files)) this.#kept.set(path, file)
  }

  tree(): TreeOfBlocks {
    return { texts: this.#texts, kept: this.#kept, assets: this.#assets }
  }

  course(): void {
    const { context, root, metadata } = this.version
    const { org, course, run } = parseCourseKey(context)
    const urlName = this.blocks.get(root)?.urlName ?? run
    const attributes = Object.entries({ url_name: urlName, org, course })
    const said = attributes.map(([name, value]) => ` ${name}="${escapeXmlAttribute(value)}"`)
    this.#texts.set('course.xml', `<course${said.join('')}/>\n`)
    // A colon in a url_name is a folder.
    this.#texts.set(`course/${urlName.replaceAll(':', '/')}.xml`, this.#rootText(root, {}, unitDepth))
    const policy = metadata['grading_policy']
    if (policy !== undefined)
      this.#texts.set(`policies/${urlName}/grading_policy.json`, `${JSON.stringify(policy, null, 4)}\n`)
    this.#staticFiles()
  }

  v1Library(): void {
    const { context, root } = this.version
    const key = parseContextKey(context)
    const named = key instanceof V1LibraryKey ? { org: key.org, library: key.library } : {}
    this.#texts.set('library.xml', this.#rootText(root, named, 1))
    this.#staticFiles()
  }

  library(): void {
    const { context, title, root, blocks, assets, metadata } = this.version
    const description = typeof metadata['description'] === 'string' ? metadata['description'] : ''
    this.#toml('package.toml', { learning_package: { key: context, title, description } })
    const standing = new Set(blocks[root]?.children)
    const inOrder = [...standing, ...Object.keys(blocks).filter((key) => key !== root && !standing.has(key))]
    const numbers = isJsonObject(metadata['version_numbers']) ? metadata['version_numbers'] : {}
    for (const [place, key] of inOrder.entries()) {
      const number = numbers[key]
      this.#entity(key, place, typeof number === 'number' ? number : 1, standing.has(key))
    }
    for (const [name, file] of Object.entries(assets)) {
      const owner = inOrder.find((key) => name.startsWith(`${key}/`))
      if (owner === undefined) continue
      const number = numbers[owner]
      const { folder } = entityOf(owner, typeof number === 'number' ? number : 1)
      this.#static(`${folder}/static/${name.slice(owner.length + 1)}`, name, file)
    }
    const { collections = [] } = metadata
    for (const [place, collection] of (isJsonArray(collections) ? collections : []).entries())
      this.#collection(collection, place)
  }

  /** The root of a course or v1 library, its own attributes first, with all that gets no file of its own inside. */
  #rootText(root: string, attributes: Readonly<Record<string, string>>, depth: number): string {
    const block = this.blocks.get(root)
    if (block === undefined) return ''
    const { urlName: _inPointer, ...own } = block
    const children = block.children.map((child) => this.#below(child, 1, depth))
    const xmlAttributes = { ...block.xmlAttributes, ...attributes }
    return `${blockOlx({ ...own, xmlAttributes, children }, this.types)}\n`
  }

  #below(key: string, depth: number, fileDepth: number): string {
    const block = this.blocks.get(key)
    if (block === undefined || this.#isRaw(block)) return olxOfBlock(key, this.blocks, this.types)
    const urlName = block.urlName ?? parseUsageKey(key).blockId
    const path = `${block.type}/${urlName}.xml`
    if (depth < fileDepth || !fileName.test(urlName) || this.#taken.has(path.toLowerCase())) {
      const children = block.children.map((child) => this.#below(child, depth + 1, fileDepth))
      return blockOlx({ ...block, urlName, children }, this.types)
    }
    this.#taken.add(path.toLowerCase())
    this.#texts.set(path, `${this.#wholeText(block)}\n`)
    return `<${block.type} url_name="${urlName}"/>`
  }

  /** A block with all below it, without a name, for a file that is called by it. */
  #wholeText(block: AuthoredBlock): string {
    const { content } = block
    if (block.type === errorBlockType && typeof content['contents'] === 'string') return content['contents']
    if (this.#isRaw(block) && typeof content['xml'] === 'string') return content['xml']
    const { urlName: _inFileName, ...own } = block
    const children = block.children.map((child) => olxOfBlock(child, this.blocks, this.types))
    return blockOlx({ ...own, children }, this.types)
  }

  /** Whether a block is a text that was not read. */
  #isRaw({ type, content }: AuthoredBlock): boolean {
    return (
      type === errorBlockType || (this.types.get(type) === undefined && typeof content['xml'] === 'string')
    )
  }

  #entity(key: string, place: number, number: number, standsAlone: boolean): void {
    const block = this.blocks.get(key)
    if (block === undefined) return
    const { path, folder, entityKey, container } = entityOf(key, number)
    const name = block.settings['display_name']
    const children = block.children.map((child) => entityOf(child, 1).entityKey)
    const version = {
      version_num: number,
      title: typeof name === 'string' ? name : '',
      ...(container !== undefined && { container: { children } }),
    }
    this.#toml(path, {
      entity: {
        key: entityKey,
        can_stand_alone: standsAlone,
        // They stand in this order in the library.
        created: new Date(place * 1000),
        draft: { version_num: number },
        published: { version_num: number },
        ...(container !== undefined && { container: { [container]: {} } }),
      },
      version: [version],
    })
    if (container === undefined) this.#texts.set(`${folder}/block.xml`, `${this.#wholeText(block)}\n`)
  }

  #collection(collection: Json, place: number): void {
    if (!isJsonObject(collection)) return
    const { key = '', title = '', description = '', blocks = [] } = collection
    const entities = (isJsonArray(blocks) ? blocks : []).flatMap((one) =>
      typeof one === 'string' ? [entityOf(one, 1).entityKey] : [],
    )
    const name = typeof key === 'string' && fileName.test(key) ? key : `collection-${place + 1}`
    this.#toml(`collections/${name}.toml`, { collection: { key, title, description, entities } })
  }

  #staticFiles(): void {
    const { assets, assetAliases } = this.version
    for (const [name, file] of Object.entries(assets)) this.#static(`static/${name}`, name, file)
    const aliases = Object.entries(assetAliases)
    if (aliases.length === 0) return
    const about = aliases.map(([alias, name]) => [
      name,
      { displayname: name, filename: `asset-v1:X+X+X+type@asset+block@${alias}` },
    ])
    this.#texts.set('policies/assets.json', `${JSON.stringify(Object.fromEntries(about), null, 4)}\n`)
  }

  #static(path: string, name: string, file: OldFile): void {
    this.#kept.set(path, file)
    this.#assets.set(name, path)
  }

  #toml(path: string, table: Parameters<typeof stringify>[0]): void {
    this.#texts.set(path, `${stringify(table).trimEnd()}\n`)
  }
}

/** Where a block of a v2 library stands in its archive. */
function entityOf(key: string, number: number) {
  const { blockType, blockId } = parseUsageKey(key)
  const container = containerTypes.has(blockType) ? blockType : undefined
  const entityKey = container === undefined ? `xblock.v1:${blockType}:${blockId}` : blockId
  const name = fileName.test(blockId) ? blockId : encodeURIComponent(blockId).replaceAll('*', '%2A')
  const place = container === undefined ? `xblock.v1/${blockType}/${name}` : `${container}-${name}`
  const path = `entities/${place}.toml`
  return { path, folder: `entities/${place}/component_versions/v${number}`, entityKey, container }
}

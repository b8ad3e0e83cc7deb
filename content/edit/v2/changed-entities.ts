import { isDeepStrictEqual } from 'node:util'
import { parse, type TomlTable } from 'smol-toml'
import { blockTypeOf } from '../../olx/block-types.js'
import { containerTypes, versionFolder } from '../../olx/library-entity.js'
import { table, tables, text, texts } from '../../olx/package-toml.js'
import { packagePath } from '../../library/library-settings.js'
import type { VersionBlock } from '../../version/version-block.js'
import type { EditSession } from '../edit-session.js'
import { libraryId } from '../taken-block.js'
import { KnownFiles, type VersionFiles } from '../version-files.js'
import { entityPath, isContainer, LibraryEntities } from './library-entities.js'

/** What of a v2 library is told by files that changed, besides what is read out of XML. */
export interface ChangedLibrary {
  /** Where components stand whose version is another one, by usage key. */
  readonly moved: ReadonlyMap<string, string>
  /** Containers, the library itself, and blocks that stand in another one first. */
  readonly blocks: ReadonlyMap<string, VersionBlock>
  /** Paths of static files by the names of assets, undefined for one that goes; and other names that they get. */
  readonly assets: ReadonlyMap<string, string | undefined>
  readonly aliases: ReadonlyMap<string, string>
  readonly title?: string
  readonly description?: string
}

/** An entity as its file tells of it. */
interface Told {
  readonly key: string
  readonly number: number
  readonly title: string
  readonly members: readonly string[]
  readonly isPinned: boolean
  /** What else decides where it stands, and whether at all. */
  readonly rest: unknown
}

/** Tells what changed files of a v2 library change of it, where no component or container comes or goes. */
export class ChangedEntities {
  readonly #before: KnownFiles
  readonly #moved = new Map<string, string>()
  readonly #blocks = new Map<string, VersionBlock>()
  readonly #assets = new Map<string, string | undefined>()
  readonly #aliases = new Map<string, string>()
  readonly #said: { title?: string; description?: string } = {}

  constructor(
    private readonly session: EditSession,
    filesBefore: VersionFiles,
    private readonly paths: ReadonlySet<string>,
  ) {
    this.#before = new KnownFiles('before', filesBefore)
  }

  /** @returns undefined where only reading all tells */
  async read(): Promise<ChangedLibrary | undefined> {
    for (const path of this.paths) {
      const isTold = path.startsWith('static/')
        ? await this.#ofWhole(path)
        : path === packagePath
          ? await this.#package()
          : path.includes('/component_versions/')
            ? await this.#file(path)
            : path.startsWith('entities/') && path.endsWith('.toml') && (await this.#entity(path))
      if (!isTold) return undefined
    }
    const { title, description } = this.#said
    return {
      moved: this.#moved,
      blocks: this.#blocks,
      assets: this.#assets,
      aliases: this.#aliases,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
    }
  }

  async #package(): Promise<boolean> {
    const [was, is] = await this.#both(packagePath)
    const [one, other] = [was, is].map((said) => table(said?.['learning_package']))
    if (!one || !other || !is || one['key'] !== other['key']) return false
    const { version } = this.session
    const root = await version.block(version.root)
    const title = text(other['title'])
    if (!root || title === undefined) return false
    this.#said.title = title
    this.#said.description = text(other['description']) ?? ''
    this.#blocks.set(version.root, { ...root, settings: title === '' ? {} : { display_name: title } })
    return true
  }

  async #entity(path: string): Promise<boolean> {
    const [was, is] = (await this.#both(path)).map((said) => said && told(said, this.session.version.isDraft))
    const [usage, ...others] = await this.session.version.readFrom(path)
    const own = usage === undefined ? [] : others.filter((one) => isContainer(one))
    if (!was || !is || usage === undefined || own.length > 0 || !isDeepStrictEqual(was.rest, is.rest))
      return false
    const block = await this.session.block(usage)
    if (entityPath(block) !== path) return false
    if (was.number !== is.number && (await this.#isPinned(usage, block, is.key))) return false
    if (isContainer(usage)) return !was.isPinned && !is.isPinned && this.#container(usage, block, was, is)
    if (was.number === is.number) return true
    const at = `${versionFolder(path, is.number)}/block.xml`
    // One that stood there all the time may have files that nobody tells of.
    if (!this.paths.has(at) || (await this.#before.settled(() => this.#before.bytes(at))) !== undefined)
      return false
    const outer = others.length === 0 ? usage : undefined
    if (outer === undefined) return false
    this.#moved.set(usage, at)
    return true
  }

  /** Whether a container shows a block in another version than the latest, or will now. */
  async #isPinned(usage: string, { parent }: VersionBlock, key: string): Promise<boolean> {
    if (parent === undefined || parent === this.session.version.root) return false
    const entities = new LibraryEntities(this.session)
    for (const container of await entities.holding(usage))
      if ((await entities.of(container)).pins.has(key)) return true
    return false
  }

  async #container(usage: string, block: VersionBlock, was: Told, is: Told): Promise<boolean> {
    const settings = is.title === '' ? {} : { display_name: is.title }
    if (isDeepStrictEqual(was.members, is.members)) {
      this.#blocks.set(usage, { ...(this.#blocks.get(usage) ?? block), settings })
      return true
    }
    const children = new Set<string>()
    for (const key of is.members) {
      const member = await this.#usageOf(key)
      if (member === undefined || children.has(member) || levelOf(member) <= levelOf(usage)) return false
      children.add(member)
    }
    this.#blocks.set(usage, { ...(this.#blocks.get(usage) ?? block), settings, children: [...children] })
    const moved = new Set(
      [...block.children, ...children].filter((one) => children.has(one) !== block.children.includes(one)),
    )
    for (const child of moved) if (!(await this.#parent(child))) return false
    return true
  }

  /** Notes in which block one stands first. Which of several that is depends on when they were made. */
  async #parent(child: string): Promise<boolean> {
    const { version } = this.session
    const containers = await new LibraryEntities(this.session).containers()
    const holding = [...containers].flatMap(([usage, one]) =>
      (this.#blocks.get(usage) ?? one).children.includes(child) ? [usage] : [],
    )
    const block = this.#blocks.get(child) ?? (await this.session.block(child))
    if (holding.length > 1) return false
    const [parent = version.root] = holding
    const isStanding = (await this.session.block(version.root)).children.includes(child)
    if (holding.length === 0 && !isStanding) return false
    this.#blocks.set(child, { ...block, parent })
    return true
  }

  async #usageOf(key: string): Promise<string | undefined> {
    const { version } = this.session
    const start = version.context.replace(/^lib:/, 'lb:')
    const [, type = '', id = ''] = /^xblock\.v1:([^:]+):(.+)$/.exec(key) ?? []
    const names =
      type === ''
        ? [...containerTypes.keys()].map((kind) => `${start}:${kind}:${libraryId(key)}`)
        : [`${start}:${blockTypeOf(type)}:${libraryId(id)}`]
    const [usage] = (await version.blocks(names)).keys()
    return usage
  }

  /** A static file that belongs to the whole. */
  async #ofWhole(path: string): Promise<boolean> {
    const { known } = this.session
    const isThere = (await known.settled(() => known.bytes(path))) !== undefined
    this.#assets.set(path.slice('static/'.length).normalize('NFC'), isThere ? path : undefined)
    return true
  }

  /** A file of a version of a component. */
  async #file(path: string): Promise<boolean> {
    const [base = '', inside = ''] = path.split('/component_versions/')
    const entity = `${base}.toml`
    const usages = await this.session.version.readFrom(entity)
    const said = await this.#after(entity)
    const is = said && told(said, this.session.version.isDraft)
    const [usage] = usages
    if (!is || usage === undefined) return false
    const [folder, ...name] = inside.split('/')
    if (folder !== `v${is.number}`) return true
    if (name[0] !== 'static') return name.length === 1 && name[0] === 'block.xml'
    if (usages.length > 1) return false
    return this.#static(usage, path, name.slice(1).join('/').normalize('NFC'))
  }

  async #static(usage: string, path: string, name: string): Promise<boolean> {
    const { known, version } = this.session
    const isThere = (await known.settled(() => known.bytes(path))) !== undefined
    const qualified = `${usage}/${name}`
    const alias = await version.alias?.(name)
    this.#assets.set(qualified, isThere ? path : undefined)
    if (!isThere) return alias !== qualified
    if (alias === undefined) this.#aliases.set(name, qualified)
    if (alias === undefined || alias === qualified) return true
    const other = (await version.block(alias.split('/')[0] ?? ''))?.at?.[0] ?? ''
    if (other === '') return false
    if (path < other) this.#aliases.set(name, qualified)
    return true
  }

  async #both(path: string): Promise<readonly (TomlTable | undefined)[]> {
    return [await this.#parsed(this.#before, path), await this.#after(path)]
  }

  #after(path: string): Promise<TomlTable | undefined> {
    return this.#parsed(this.session.known, path)
  }

  async #parsed(files: KnownFiles, path: string): Promise<TomlTable | undefined> {
    const written = await files.settled(() => files.text(path))
    try {
      return written === undefined ? undefined : parse(written)
    } catch {
      return undefined
    }
  }
}

function told(said: TomlTable, isDraft: boolean): Told | undefined {
  const entity = table(said['entity'])
  const number = table(entity[isDraft ? 'draft' : 'published'])['version_num']
  const version = tables(said['version']).find((one) => one['version_num'] === number)
  if (typeof number !== 'number' || !version) return undefined
  const { draft: _draft, published: _published, ...rest } = entity
  const container = table(version['container'])
  return {
    key: text(entity['key']) ?? '',
    number,
    title: text(version['title']) ?? '',
    members: texts(container['children']),
    isPinned: Object.keys(table(container['pinned'])).length > 0,
    rest,
  }
}

/** Sections are level 0; components come below all. */
function levelOf(usage: string): number {
  const kinds = [...containerTypes.keys()]
  const at = kinds.indexOf(usage.split(':').at(-2) ?? '')
  return isContainer(usage) && at !== -1 ? at : kinds.length
}

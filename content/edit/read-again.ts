import type { BlockTypes } from '../../runtime/block/index.js'
import {
  CourseBlockKey,
  parseCourseKey,
  parsePathwayKey,
  parseLibraryKey,
  parseUsageKey,
  V1LibraryBlockKey,
  V1LibraryKey,
} from '../../runtime/keys/index.js'
import { canonicalJson, isJsonObject, type Json } from '../../runtime/values/json.js'
import type { BlockSource } from '../olx/authored-block.js'
import { blockId } from '../olx/block-id.js'
import type { BlockPlace } from '../olx/block-place.js'
import { blockTypeOf } from '../olx/block-types.js'
import { BlockWalk } from '../olx/block-walk.js'
import { titleOf } from '../olx/course.js'
import { draftFolder } from '../olx/draft-blocks.js'
import { Findings } from '../olx/findings.js'
import { givenNames } from '../olx/given-names.js'
import { pathwayBlockKey, pathwayPath } from '../olx/pathway.js'
import { isPointer, pointerPaths } from '../olx/pointer.js'
import type { BlockDefinition, VersionBlock } from '../version/version-block.js'
import { versionBlock } from '../version/made-version.js'
import { EditSession, type NamedPlace } from './edit-session.js'
import { ChangedEntities, type ChangedLibrary } from './v2/changed-entities.js'
import { KnownFiles, type ReadVersion, type VersionFiles } from './version-files.js'

/** What reading a version again gave where its files changed. */
export interface ReadAgain {
  /** Blocks that are not as they were, by usage key; undefined for those that are gone. */
  readonly blocks: ReadonlyMap<string, VersionBlock | undefined>
  /** The definitions of those that were read. */
  readonly definitions: ReadonlyMap<string, BlockDefinition>
  /** The title of the whole, where its root was read. */
  readonly title?: string
  /** What else is told of a v2 library. */
  readonly library?: ChangedLibrary
}

/**
 * Reads of a version what a change of its files touches: the blocks that are read from them, and those that these point to
 * anew. Joined to the version before it gives what reading all files would, with the keys that blocks without a name have.
 * @param changed paths of files that were added, changed or removed
 * @returns undefined where that cannot be told without reading all
 */
export async function readAgain(
  before: ReadVersion,
  filesBefore: VersionFiles,
  filesAfter: VersionFiles,
  changed: Iterable<string>,
  types: BlockTypes,
): Promise<ReadAgain | undefined> {
  const paths = new Set(changed)
  const session = await EditSession.open(before, filesAfter, types)
  const part = new ChangedPart(session, filesBefore, paths)
  if (await part.concernsAll()) return undefined
  return part.read()
}

/** Attributes of a root by which the whole is called. */
const naming = ['uuid', 'org', 'course', 'number', 'library', 'url_name', 'slug', 'semester', 'name']

class ChangedPart {
  /** Blocks of the version before, as far as they were looked up. */
  private readonly old = new Map<string, VersionBlock | undefined>()
  private readonly wanted = new Set<string>()
  /** Blocks before that stand in what is read, and of them those that go on as they are. */
  private readonly region = new Set<string>()
  private readonly entered = new Set<string>()
  private affected = new Set<string>()
  private library: ChangedLibrary | undefined

  constructor(
    private readonly session: EditSession,
    private readonly filesBefore: VersionFiles,
    private readonly paths: ReadonlySet<string>,
  ) {}

  /** Whether a change may concern any block, or what is no block. */
  async concernsAll(): Promise<boolean> {
    const { session, paths } = this
    const { root } = session.version
    if (session.isV2) {
      this.library = await new ChangedEntities(session, this.filesBefore, paths).read()
      session.moved = this.library?.moved ?? new Map()
      return this.library === undefined
    }
    for (const path of paths) {
      const isBlocks = /\.(?:xml|html?)$/i.test(path) && !path.startsWith('static/')
      if (!isBlocks && !(session.isCourse && (await this.policyPaths()).includes(path))) {
        if (/^(?:static|policies)\/|(?:^|\/)grading_policy\.json$/.test(path)) return true
        if ((await session.version.readFrom(path)).length === 0) continue
      }
      if (session.folder !== undefined && path.startsWith(`${draftFolder}/`)) return true
      const isRoot =
        path === 'course.xml' ||
        path === 'library.xml' ||
        path === pathwayPath ||
        /^courses?\/[^/]+\.xml$/.test(path)
      if (isRoot && (await this.namesAnother(path))) return true
    }
    return (await session.version.block(root)) === undefined
  }

  async read(): Promise<ReadAgain | undefined> {
    const { session, paths } = this
    const { version } = session
    const lists = await Promise.all([...paths].map((path) => version.readFrom(path)))
    const policies = await this.policyPaths()
    const isElsewhere = (path: string) => policies.includes(path) || (session.isV2 && path.endsWith('.toml'))
    const direct = lists.filter((_, index) => !isElsewhere([...paths][index] ?? '')).flat()
    this.affected = new Set([...direct, ...(await this.byPolicy()), ...session.moved.keys()])
    const added = await this.added()
    if (this.affected.size === 0)
      return added.size > 0 ? undefined : this.withLibrary({ blocks: new Map(), definitions: new Map() })
    const roots = await this.outermost()
    for (;;) {
      await this.load()
      for (const usage of roots) this.enter(usage)
      if (this.wanted.size > 0) continue
      const { count } = session.known
      const walk = this.walk()
      for (const usage of roots) {
        const place = await this.placeOf(usage)
        if (place === undefined) return undefined
        await walk.from(place)
      }
      await session.known.load()
      if (session.known.count > count) continue
      if (this.wanted.size > 0) continue
      if ([...walk.madeKeys].some((key) => walk.blocks.has(key) && !this.old.get(key))) return undefined
      if ([...added].some((path) => !readsFrom(walk, path))) return undefined
      if (roots.some((usage) => !walk.blocks.has(usage))) return undefined
      return this.withLibrary(await this.joined(walk))
    }
  }

  /** Everything that is another block than before, or stands elsewhere. */
  private async joined(walk: BlockWalk): Promise<ReadAgain> {
    const { version } = this.session
    const blocks = new Map<string, VersionBlock | undefined>()
    const definitions = new Map<string, BlockDefinition>()
    const parents = new Map<string, string>()
    for (const [usage, { children }] of walk.blocks)
      for (const child of children) if (!parents.has(child)) parents.set(child, usage)
    for (const [usage, read] of walk.blocks) {
      const parent = parents.get(usage) ?? this.old.get(usage)?.parent
      const { made, definition } = versionBlock(read, this.sourceOf(walk, usage), parent)
      definitions.set(made.definition, definition)
      blocks.set(usage, made)
    }
    for (const [usage, parent] of parents) {
      const kept = walk.blocks.has(usage) ? undefined : this.old.get(usage)
      if (kept && kept.parent !== parent) blocks.set(usage, { ...kept, parent })
    }
    const isHere = (usage: string) => walk.blocks.has(usage) || parents.has(usage)
    let gone = [...this.region].filter((usage) => !isHere(usage))
    while (gone.length > 0) {
      for (const usage of gone) blocks.set(usage, undefined)
      const below = await version.blocks(gone)
      const inside = [...below].flatMap(([usage, { children }]) =>
        children.map((child) => [child, usage] as const),
      )
      const found = await version.blocks(inside.map(([child]) => child))
      gone = inside.flatMap(([child, parent]) =>
        isHere(child) || blocks.has(child) || found.get(child)?.parent !== parent ? [] : [child],
      )
    }
    const root = walk.blocks.get(version.root)
    return { blocks, definitions, ...(root && { title: titleOf(root, this.plainTitle()) }) }
  }

  /** What was read, with what is told of the library besides. */
  private withLibrary({ blocks, ...read }: ReadAgain): ReadAgain {
    const { library } = this
    if (!library) return { blocks, ...read }
    const all = new Map(blocks)
    for (const [usage, block] of library.blocks) {
      const made = all.get(usage)
      all.set(usage, made ? { ...made, ...(block.parent !== undefined && { parent: block.parent }) } : block)
    }
    return { ...read, blocks: all, library, ...(library.title !== undefined && { title: library.title }) }
  }

  private sourceOf(walk: BlockWalk, usage: string): BlockSource | undefined {
    const source = walk.sources.get(usage)
    // The block that a component is, of those inside it, is told of by a file of its own.
    const described = this.old.get(usage)?.texts?.find((path) => path.endsWith('.toml'))
    return source && this.session.isV2 && described !== undefined
      ? { ...source, texts: [...source.texts, described] }
      : source
  }

  private plainTitle(): string {
    const { context, kind } = this.session.version
    if (this.session.isPathway) return parsePathwayKey(context).uuid
    if (kind === 'course') return parseCourseKey(context).course
    return context.startsWith('library-v1:')
      ? (context.split('+').at(-1) ?? '')
      : parseLibraryKey(context).slug
  }

  private walk(): BlockWalk {
    const { session } = this
    const blocks: Record<string, VersionBlock> = {}
    for (const [usage, block] of this.old) if (block) blocks[usage] = block
    const keyOf = this.keyOf()
    const isNamed = (name: string) => {
      const at = name.indexOf('/')
      const before = this.lookUp(keyOf(name.slice(0, at), name.slice(at + 1)))
      return before !== undefined && before.unnamed === undefined
    }
    return new BlockWalk({
      files: session.olx,
      types: session.types,
      findings: new Findings(),
      keyOf,
      previous: { blocks },
      ...(session.policyRead && { policy: session.policyRead }),
      ...(session.draftBlocks && { drafts: session.draftBlocks }),
      part: {
        isKept: (key, place) => this.isKept(key, place),
        isElsewhere: (key) => this.lookUp(key) !== undefined && !this.region.has(key),
        given: () => {
          const given = givenNames(session.olx, [...this.paths])
          const has = (set: Pick<ReadonlySet<string>, 'has'>) => ({
            has: (name: string) => set.has(name) || isNamed(name),
          })
          return { urlNames: has(given.urlNames), slugs: has(given.slugs) }
        },
      },
    })
  }

  /** A block that only a pointer names, whose file is as it was, needs no reading. */
  private isKept(key: string, { element, folder }: BlockPlace): boolean {
    const before = this.lookUp(key)
    if (before === undefined || this.affected.has(key) || this.entered.has(key)) return false
    const urlName = element.attribute('url_name')
    const mayBe = urlName === undefined ? [] : pointerPaths(element.name, urlName)
    const isSame = mayBe.includes(before.at?.[0].replace(`${folder ?? ''}/`, '') ?? '')
    const isTouched = mayBe.some((path) => this.paths.has(path) || this.paths.has(`${folder ?? ''}/${path}`))
    if (isPointer(element) && before.pointer === undefined && isSame && !isTouched) return true
    this.enter(key)
    return false
  }

  /** Takes a block of the version before into the part that is read, with those below that may not be as they were. */
  private enter(usage: string): void {
    if (this.entered.has(usage)) return
    const block = this.lookUp(usage)
    if (block === undefined) return
    this.entered.add(usage)
    this.region.add(usage)
    for (const child of block.children) {
      const below = this.lookUp(child)
      if (below?.parent !== usage) continue
      this.region.add(child)
      if (this.affected.has(child) || below.at?.[0] === block.at?.[0] || below.pointer) this.enter(child)
    }
  }

  private lookUp(usage: string): VersionBlock | undefined {
    if (!this.old.has(usage)) this.wanted.add(usage)
    return this.old.get(usage)
  }

  private async load(): Promise<void> {
    const usages = [...this.wanted]
    this.wanted.clear()
    const found = await this.session.version.blocks(usages)
    for (const usage of usages) this.old.set(usage, found.get(usage))
    this.entered.clear()
    this.region.clear()
  }

  /** The affected blocks that stand in no other of them. */
  private async outermost(): Promise<string[]> {
    const outermost: string[] = []
    for (const usage of this.affected) {
      let isInside = false
      for (let key: string | undefined = usage; key !== undefined && !isInside;) {
        const { parent }: VersionBlock = await this.session.block(key)
        isInside = parent !== undefined && this.affected.has(parent)
        key = parent
      }
      if (!isInside) outermost.push(usage)
      this.wanted.add(usage)
    }
    return outermost
  }

  private async placeOf(usage: string): Promise<BlockPlace | undefined> {
    const named: NamedPlace | undefined = await this.session.place(usage, true).catch(() => undefined)
    if (named === undefined) return undefined
    return { ...named.place, parentKey: named.block.parent ?? '' }
  }

  /** Blocks whose entry of the policy is another. */
  private async byPolicy(): Promise<string[]> {
    const found: string[] = []
    for (const path of await this.policyPaths()) {
      if (!this.paths.has(path)) continue
      const before = new KnownFiles('before', this.filesBefore)
      const [one, other] = [await textOf(before, path), await textOf(this.session.known, path)].map(policyOf)
      const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])
      for (const name of names) {
        if (canonicalJson(one?.[name] ?? null) === canonicalJson(other?.[name] ?? null)) continue
        const at = name.indexOf('/')
        const [type, id] = [name.slice(0, at), name.slice(at + 1)]
        const { version } = this.session
        const key = type === 'course' ? version.root : this.keyOf()(blockTypeOf(type), blockId(id))
        if ((await version.block(key)) !== undefined) found.push(key)
        // Second blocks of one name have the same entry.
        for (const [usage, block] of await version.blocks(await version.readFrom(path)))
          if (block.urlName?.normalize('NFC') === id.normalize('NFC')) found.push(usage)
      }
    }
    await this.session.policy()
    return found
  }

  private async policyPaths(): Promise<string[]> {
    if (!this.session.isCourse) return []
    const run = await this.session.run()
    return [`policies/${run}/policy.json`, `policies/${run}.json`]
  }

  private async added(): Promise<Set<string>> {
    const added = new Set<string>()
    for (const path of this.paths) {
      const isBlocks = this.session.isV2
        ? Array.from(this.session.moved.values()).includes(path)
        : /\.(?:xml|html?)$/i.test(path)
      if (isBlocks && (await this.filesBefore.bytes(path)) === undefined) added.add(path)
    }
    return added
  }

  /** Whether a root file calls the whole otherwise than it did. */
  private async namesAnother(path: string): Promise<boolean> {
    const before = new KnownFiles('before', this.filesBefore)
    const tag = (text: string) =>
      /<[a-z]+\b(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text.replace(/<!--[^]*?-->/g, ''))?.[0] ?? ''
    const [one, other] = [await textOf(before, path), await textOf(this.session.known, path)].map(tag)
    const value = (text: string | undefined, name: string) =>
      new RegExp(String.raw`\s${name}\s*=\s*("[^"]*"|'[^']*')`).exec(text ?? '')?.[1]?.slice(1, -1)
    return naming.some((name) => value(one, name) !== value(other, name))
  }

  private keyOf(): (type: string, id: string) => string {
    const { context, kind } = this.session.version
    if (this.session.isPathway) {
      const pathway = parsePathwayKey(context)
      return (blockType, id) => pathwayBlockKey(pathway, blockType, id)
    }
    if (kind === 'course') {
      const course = parseCourseKey(context)
      return (blockType, blockId) => new CourseBlockKey({ course, blockType, blockId }).toString()
    }
    const { version } = this.session
    const { context: library } = this.session.isV2 ? { context: undefined } : parseUsageKey(version.root)
    return library instanceof V1LibraryKey
      ? (blockType, blockId) => new V1LibraryBlockKey({ library, blockType, blockId }).toString()
      : (blockType, blockId) =>
          `${context.replace(/^lib:/, 'lb:')}:${blockType}:${blockId.replaceAll(':', '_')}`
  }
}

function readsFrom(walk: BlockWalk, path: string): boolean {
  for (const { at, pointer, texts } of walk.sources.values())
    if (at.file === path || pointer?.file === path || texts.includes(path)) return true
  return false
}

async function textOf(files: KnownFiles, path: string): Promise<string> {
  return (await files.settled(() => files.text(path))) ?? ''
}

function policyOf(text: string): Readonly<Record<string, Json>> {
  try {
    const json: Json = JSON.parse(text)
    return isJsonObject(json)
      ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, value ?? null]))
      : {}
  } catch {
    return {}
  }
}

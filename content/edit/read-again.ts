import type { BlockTypes } from '../../runtime/block/index.js'
import type { BlockPlace } from '../olx/block-place.js'
import { BlockWalk } from '../olx/block-walk.js'
import { Findings } from '../olx/findings.js'
import { givenNames } from '../olx/given-names.js'
import type { VersionBlock } from '../version/version-block.js'
import { blocksOfChangedPolicy, policyPaths } from './changed-policy.js'
import { EditSession, type NamedPlace } from './edit-session.js'
import { joinedPart, withLibrary, type ReadAgain } from './joined-part.js'
import { ReadRegion } from './read-region.js'
import { ChangedEntities } from './v2/changed-entities.js'
import type { ReadVersion, VersionFiles } from './version-files.js'
import { blockKeys } from './version-keys.js'
import { concernsAll } from './whole-change.js'

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
  if (!session.isV2)
    return (await concernsAll(session, filesBefore, paths))
      ? undefined
      : readPart(session, filesBefore, paths)
  const library = await new ChangedEntities(session, filesBefore, paths).read()
  session.moved = library?.moved ?? new Map()
  const read = library && (await readPart(session, filesBefore, paths))
  return read && withLibrary(read, library)
}

async function readPart(
  session: EditSession,
  filesBefore: VersionFiles,
  paths: ReadonlySet<string>,
): Promise<ReadAgain | undefined> {
  const { version } = session
  const lists = await Promise.all([...paths].map((path) => version.readFrom(path)))
  const policies = await policyPaths(session)
  const isElsewhere = (path: string) => policies.includes(path) || (session.isV2 && path.endsWith('.toml'))
  const direct = lists.filter((_, index) => !isElsewhere([...paths][index] ?? '')).flat()
  const byPolicy = await blocksOfChangedPolicy(session, filesBefore, paths)
  const affected = new Set([...direct, ...byPolicy, ...session.moved.keys()])
  const added = await addedFiles(session, filesBefore, paths)
  if (affected.size > 0) return new ChangedPart(session, paths, affected).read(added)
  return added.size > 0 ? undefined : { blocks: new Map(), definitions: new Map() }
}

/** The blocks that a change of files may make others of, with all that is read for them. */
class ChangedPart {
  private readonly region: ReadRegion

  constructor(
    private readonly session: EditSession,
    private readonly paths: ReadonlySet<string>,
    private readonly affected: ReadonlySet<string>,
  ) {
    this.region = new ReadRegion(session.version, affected, paths)
  }

  /** @param added files with blocks that were not there before: each has to be read by a block */
  async read(added: ReadonlySet<string>): Promise<ReadAgain | undefined> {
    const { session, region } = this
    const roots = await this.outermost()
    for (;;) {
      await region.load()
      for (const usage of roots) region.enter(usage)
      if (region.isWaiting) continue
      const { count } = session.known
      const walk = this.walk()
      for (const usage of roots) {
        const place = await this.placeOf(usage)
        if (place === undefined) return undefined
        await walk.from(place)
      }
      await session.known.load()
      if (session.known.count > count || region.isWaiting) continue
      if ([...walk.madeKeys].some((key) => walk.blocks.has(key) && !region.old.get(key))) return undefined
      if ([...added].some((path) => !readsFrom(walk, path))) return undefined
      if (roots.some((usage) => !walk.blocks.has(usage))) return undefined
      return joinedPart(walk, session, region)
    }
  }

  private walk(): BlockWalk {
    const { session, region } = this
    const blocks: Record<string, VersionBlock> = {}
    for (const [usage, block] of region.old) if (block) blocks[usage] = block
    const keyOf = blockKeys(session)
    const isNamed = (name: string) => {
      const at = name.indexOf('/')
      const before = region.lookUp(keyOf(name.slice(0, at), name.slice(at + 1)))
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
        isKept: (key, place) => region.isKept(key, place),
        isElsewhere: (key) => region.lookUp(key) !== undefined && !region.usages.has(key),
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
      this.region.lookUp(usage)
    }
    return outermost
  }

  private async placeOf(usage: string): Promise<BlockPlace | undefined> {
    const named: NamedPlace | undefined = await this.session.place(usage, true).catch(() => undefined)
    if (named === undefined) return undefined
    return { ...named.place, parentKey: named.block.parent ?? '' }
  }
}

/** Files with blocks that were not there before. */
async function addedFiles(
  session: EditSession,
  filesBefore: VersionFiles,
  paths: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const added = new Set<string>()
  for (const path of paths) {
    const isBlocks = session.isV2
      ? Array.from(session.moved.values()).includes(path)
      : /\.(?:xml|html?)$/i.test(path)
    if (isBlocks && (await filesBefore.bytes(path)) === undefined) added.add(path)
  }
  return added
}

function readsFrom(walk: BlockWalk, path: string): boolean {
  for (const { at, pointer, texts } of walk.sources.values())
    if (at.file === path || pointer?.file === path || texts.includes(path)) return true
  return false
}

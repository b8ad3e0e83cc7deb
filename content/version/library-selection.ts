import { CompositorError } from '../../runtime/errors/index.js'
import { entityPath, EntityFile, packagePath } from '../edit/v2/index.js'
import type { FileChanges } from '../edit/version-files.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { VersionStore } from './version-store.js'

/** Whether the blocks of a version stand each in files of its own, described by TOML. */
export function isV2({ root }: Pick<StoredVersionView, 'root'>): boolean {
  return root.startsWith('lib:')
}

/**
 * Blocks with all that they need: a container takes what is below it. @param views where to look, the first that has a block counts
 * @throws CompositorError `block-not-found` for one that is in none
 */
export async function withNeeded(
  views: readonly StoredVersionView[],
  usages: readonly string[],
): Promise<readonly string[]> {
  const all = new Set<string>()
  for (let open = [...usages]; open.length > 0;) {
    const found = await Promise.all(views.map((view) => view.blocks(open)))
    const below: string[] = []
    for (const usage of open) {
      const block = found.map((blocks) => blocks.get(usage)).find((one) => one !== undefined)
      const [view] = views
      if (!block && all.size < usages.length) {
        const message = `Neither the draft of '${view?.context ?? ''}' nor what is published of it has a block '${usage.slice(0, 300)}'.`
        throw new CompositorError('block-not-found', message, { usage })
      }
      all.add(usage)
      if (usage !== view?.root) below.push(...(block?.children ?? []))
    }
    open = below.filter((usage) => !all.has(usage))
  }
  return [...all]
}

/** How entities are taken from one version of a library into another. */
export interface Taking {
  readonly target: StoredVersionView
  readonly source: StoredVersionView
  /** Keys of blocks, as text. That of the library takes what is said of it, and its collections. */
  readonly usages: readonly string[]
  /** Whether the files are to say that the taken versions are published. */
  readonly publishes: boolean
}

/** The files that change where some blocks of a v2 library become, or go, as in another version of it. */
export async function takenEntities(
  { target, source, usages, publishes }: Taking,
  store: VersionStore,
): Promise<FileChanges> {
  const [there, here] = await Promise.all([source.blocks(usages), target.blocks(usages)])
  const entities = new Map<string, boolean>()
  for (const usage of usages) {
    const block = there.get(usage) ?? here.get(usage)
    const path = block && entityPath(block)
    if (path !== undefined) entities.set(path, there.has(usage) || (entities.get(path) ?? false))
  }
  const takesRoot = usages.includes(source.root)
  const changes = new Map<string, Buffer | undefined>()
  for await (const { name, after } of target.fileChanges(source)) {
    const isOwn = entities.has(entityOfPath(name) ?? '')
    if (!isOwn && !(takesRoot && isOfRoot(name))) continue
    changes.set(name, after && Buffer.from(await store.bytes(after.hash)))
  }
  for (const [path, isThere] of entities) {
    if (!isThere) {
      if (await target.tree.get(path)) changes.set(path, undefined)
      continue
    }
    const hash = changes.has(path) ? undefined : (await target.tree.get(path))?.hash
    const bytes = changes.get(path) ?? (hash === undefined ? undefined : Buffer.from(await store.bytes(hash)))
    if (!bytes) continue
    const was = new EntityFile(path, bytes.toString('utf8'), source.variant)
    const { number } = was
    if (number === undefined) continue
    if (was.numberOf(target.variant) !== number) was.setNumber(target.variant, number)
    if (publishes && was.publishedNumber !== number) was.setNumber('published', number)
    changes.set(path, Buffer.from(was.text))
  }
  return changes
}

/** The files of a draft that say of no version that is published what is, by path. Of a draft whose blocks are all published. */
export async function settledEntities(
  draft: StoredVersionView,
  published: StoredVersionView | undefined,
  store: VersionStore,
): Promise<FileChanges> {
  const paths = new Set<string>()
  if (published?.variant === 'draft') {
    for await (const { name, after } of published.fileChanges(draft)) {
      const path = entityOfPath(name)
      if (after && path !== undefined) paths.add(path)
    }
  } else for await (const [name] of draft.tree.entries()) if (isEntity(name)) paths.add(name)
  const changes = new Map<string, Buffer>()
  for (const path of paths) {
    const file = await draft.tree.get(path)
    const entity = file && readable(path, Buffer.from(await store.bytes(file.hash)), draft)
    const { number } = entity ?? {}
    if (!entity || number === undefined || entity.publishedNumber === number) continue
    entity.setNumber('published', number)
    changes.set(path, Buffer.from(entity.text))
  }
  return changes
}

/** The files that go where only some blocks of a library are to be left, all that they need among them. */
export async function otherEntities(
  view: StoredVersionView,
  usages: readonly string[],
): Promise<FileChanges> {
  const blocks = await view.blocks(usages)
  const kept = new Set([...blocks.values()].flatMap((block) => entityPath(block) ?? []))
  const changes = new Map<string, undefined>()
  for await (const [name] of view.tree.entries()) {
    const path = entityOfPath(name)
    if (path !== undefined && !kept.has(path)) changes.set(name, undefined)
  }
  return changes
}

function isEntity(path: string): boolean {
  return path.startsWith('entities/') && path.endsWith('.toml') && !path.includes('/component_versions/')
}

function isOfRoot(path: string): boolean {
  return path === packagePath || path.startsWith('collections/')
}

/** The file that describes what a file belongs to. */
function entityOfPath(path: string): string | undefined {
  if (isEntity(path)) return path
  const [base, inside] = path.split('/component_versions/')
  return path.startsWith('entities/') && inside !== undefined ? `${base}.toml` : undefined
}

/** What cannot be read stays as it is. */
function readable(path: string, bytes: Buffer, { variant }: StoredVersionView): EntityFile | undefined {
  try {
    return new EntityFile(path, bytes.toString('utf8'), variant)
  } catch {
    return undefined
  }
}

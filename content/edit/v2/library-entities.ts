import { CompositorError } from '../../../runtime/errors/index.js'
import { parseUsageKey } from '../../../runtime/keys/index.js'
import { containerTypes } from '../../olx/library-entity.js'
import type { VersionBlock } from '../../version/version-block.js'
import type { EditSession } from '../edit-session.js'
import { EntityFile } from './entity-file.js'

/** Block types of courses that containers stand for, with what libraries call them. */
const containerOf: ReadonlyMap<string, string> = new Map(
  [...containerTypes].flatMap(([type, block]) => [
    [type, type],
    [block, type],
  ]),
)

/** The kind of container that a type of block is in a library, or undefined. */
export function containerKind(type: string): string | undefined {
  return containerOf.get(type)
}

/** Whether a usage key is that of a container of a library. */
export function isContainer(usage: string): boolean {
  return usage.startsWith('lb:') && containerTypes.has(parseUsageKey(usage).blockType)
}

/** The entities of a v2 library as a session finds them: by usage key, each in its file. */
export class LibraryEntities {
  constructor(private readonly session: EditSession) {}

  /** The path of the file that describes a block. */
  async pathOf(usage: string): Promise<string> {
    const path = entityPath(await this.session.block(usage))
    if (path !== undefined) return path
    throw new CompositorError('draft-fixed', `'${usage}' cannot be changed so: no file describes it.`, {
      usage,
    })
  }

  /** @throws CompositorError `block-not-found`, `olx-malformed`, `draft-fixed` */
  async of(usage: string): Promise<EntityFile> {
    return this.at(await this.pathOf(usage))
  }

  async at(path: string): Promise<EntityFile> {
    const { known, olx, version } = this.session
    const text = (await known.settled(() => olx.text(path))) ?? ''
    return new EntityFile(path, text, version.isDraft ? 'draft' : 'published')
  }

  /** The containers of the library, those included that stand in others alone. */
  async containers(): Promise<ReadonlyMap<string, VersionBlock>> {
    const { version } = this.session
    const found = new Map<string, VersionBlock>()
    const root = await version.block(version.root)
    for (let open = (root?.children ?? []).filter(isContainer); open.length > 0;) {
      const blocks = await version.blocks(open)
      for (const [usage, block] of blocks) found.set(usage, block)
      open = [...blocks.values()]
        .flatMap(({ children }) => children)
        .filter((usage) => isContainer(usage) && !found.has(usage))
    }
    return found
  }

  /** The containers that hold a block. */
  async holding(usage: string): Promise<readonly string[]> {
    const containers = await this.containers()
    return [...containers].flatMap(([key, { children }]) => (children.includes(usage) ? [key] : []))
  }

  /** The collections that name an entity, by path. */
  async collections(key: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
    const { session } = this
    const found: { path: string; text: string }[] = []
    for (const path of await session.files.paths()) {
      if (!/^collections\/[^/]+\.toml$/.test(path)) continue
      const text = await session.known.settled(() => session.olx.text(path))
      if (text?.includes(key)) found.push({ path, text })
    }
    return found
  }
}

/** The file that describes a block of a v2 library. */
export function entityPath({ at }: Pick<VersionBlock, 'at'>): string | undefined {
  const [path = ''] = at ?? []
  if (path.endsWith('.toml')) return path
  const [base, inside] = path.split('/component_versions/')
  return inside === undefined ? undefined : `${base}.toml`
}

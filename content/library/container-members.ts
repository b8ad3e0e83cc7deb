import { CompositorError } from '../../runtime/errors/index.js'
import { EntityFile } from '../edit/v2/entity-file.js'
import { entityPath, isContainer } from '../edit/v2/library-entities.js'
import type { AuthoringStore, StoredVersionView, VersionBlock } from '../version/index.js'

/** A block that a container of a library holds. */
export interface ContainerMember {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  readonly title: string
  /** Number of the version that it is pinned to; absent where it follows the latest. */
  readonly pin?: number
  /** Number of the latest. */
  readonly latest: number | undefined
  /** Numbers that it can be pinned to. */
  readonly numbers: readonly number[]
}

/** Part of what a container of a library holds. */
export interface ContainerMembers {
  readonly items: readonly ContainerMember[]
  readonly total: number
}

/**
 * What a container of a v2 library holds in the draft, in order; undefined for what is no container.
 * @param page members that are passed over, and how many are wanted
 * @throws CompositorError `context-unknown`, `block-not-found`
 */
export async function containerMembers(
  store: AuthoringStore,
  library: string,
  usage: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<ContainerMembers | undefined> {
  if (!isContainer(usage)) return undefined
  const view = await store.view(library, 'draft')
  const block = await view.block(usage)
  if (!block) {
    const message = `The draft of '${library}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message, { usage })
  }
  const { children } = block
  const [own, members] = await Promise.all([
    entityOf(store, view, block),
    view.blocks(children.slice(from, from + limit)),
  ])
  const items = await Promise.all(
    [...members].map(async ([key, member]): Promise<ContainerMember> => {
      const entity = await entityOf(store, view, member)
      const pin = entity && own?.pins.get(entity.key)
      const title = member.settings['display_name']
      return {
        usage: key,
        type: member.type,
        title: typeof title === 'string' && title.trim() !== '' ? title : member.type,
        ...(pin !== undefined && { pin }),
        latest: entity?.number,
        numbers: entity?.numbers.toSorted((one, other) => other - one) ?? [],
      }
    }),
  )
  return { items, total: children.length }
}

async function entityOf(
  store: AuthoringStore,
  view: StoredVersionView,
  block: VersionBlock,
): Promise<EntityFile | undefined> {
  const path = entityPath(block)
  const file = path === undefined ? undefined : await view.tree.get(path)
  if (path === undefined || !file) return undefined
  return new EntityFile(path, Buffer.from(await store.file(file.hash)).toString('utf8'), 'draft')
}

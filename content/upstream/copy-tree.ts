import { isContainer } from '../edit/v2/library-entities.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { StoredVersionView, VersionBlock } from '../version/index.js'
import { mergedMembers, type CopyMember, type MergedMembers } from './copy-members.js'
import { upstreamKey, type UpstreamBlock, type UpstreamBlocks } from './upstream-block.js'
import { linkOf, type UpstreamLink } from './upstream-link.js'

/** A linked block of a draft, with what it is linked to. */
export interface Copy {
  /** Usage key, as text. */
  readonly usage: string
  readonly block: VersionBlock
  readonly link: UpstreamLink
  /** Usage key of the library block, as text. */
  readonly of: string
  /** Undefined where the library does not publish it. */
  readonly theirs: UpstreamBlock | undefined
  /** Of a container whose members are linked, too: what stands in it, and is to stand there. */
  readonly members?: MergedMembers & { readonly here: readonly CopyMember[] }
}

/** Whether the library has published something since. @param isAll whether that counts, too, which the author declined */
export function isNewer({ link, theirs }: Copy, isAll: boolean): boolean {
  const { version, declined } = link
  return theirs !== undefined && theirs.number > Math.max(version ?? 0, isAll ? 0 : (declined ?? 0))
}

/** A linked block and the linked blocks that stand in it, from the outside in. @throws CompositorError `block-not-found` */
export async function copyTree(
  view: StoredVersionView,
  usage: string,
  blocks: UpstreamBlocks,
): Promise<readonly Copy[]> {
  const block = await view.block(usage)
  if (!block) {
    const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message, { usage })
  }
  const copies: Copy[] = []
  for (let open = new Map([[usage, block]]); open.size > 0;) {
    const below = new Map<string, VersionBlock>()
    for (const [key, one] of open) {
      const link = linkOf(one.settings)
      if (!link) continue
      const children = isContainer(upstreamKey(link.upstream)) ? await view.blocks(one.children) : new Map()
      for (const [child, inside] of children as ReadonlyMap<string, VersionBlock>) below.set(child, inside)
      copies.push(await copyOf(key, one, link, children as ReadonlyMap<string, VersionBlock>, blocks))
    }
    open = below
  }
  return copies
}

/** The linked blocks of a draft that stand in no other one, in an order that means nothing. */
export async function outermostCopies(view: StoredVersionView): Promise<readonly string[]> {
  const linked = new Map<string, string | undefined>()
  for await (const [usage, { settings, parent }] of view.allBlocks())
    if (linkOf(settings)) linked.set(usage, parent)
  return [...linked].flatMap(([usage, parent]) => (parent !== undefined && linked.has(parent) ? [] : [usage]))
}

async function copyOf(
  usage: string,
  block: VersionBlock,
  link: UpstreamLink,
  children: ReadonlyMap<string, VersionBlock>,
  blocks: UpstreamBlocks,
): Promise<Copy> {
  const of = upstreamKey(link.upstream)
  const theirs = await blocks.find(of)
  const copy = { usage, block, link, of, theirs }
  if (!theirs || !isContainer(of)) return copy
  const library = parseUsageKey(of).context.toString()
  const here = block.children.map((key) => {
    const to = linkOf(children.get(key)?.settings ?? {})?.upstream
    const named = to === undefined ? '' : upstreamKey(to)
    const isOfLibrary = named.startsWith('lb:') && parseUsageKey(named).context.toString() === library
    return { usage: key, of: isOfLibrary ? named : null }
  })
  return { ...copy, members: { here, ...mergedMembers(here, link.members, theirs.block.children) } }
}

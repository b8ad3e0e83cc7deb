import type { PreviousVersion } from '../olx/previous-blocks.js'
import type { VersionView } from './version-view.js'

/** Of a version what reading another one goes by: which names there are, and which blocks have none. */
export async function previousVersion(view: VersionView): Promise<PreviousVersion> {
  const blocks = new Map<string, PreviousVersion['blocks'][string]>()
  const parents = new Set<string>()
  for await (const [usage, { unnamed, parent, children }] of view.allBlocks()) {
    blocks.set(usage, { children: [], ...(unnamed !== undefined && { unnamed }) })
    // Older versions did not note which blocks have no name; it shows in the form of their keys.
    if (parent !== undefined && children !== undefined) parents.add(parent)
  }
  for (const [usage, { children }] of await view.blocks(parents)) {
    const { unnamed } = blocks.get(usage) ?? {}
    blocks.set(usage, { children, ...(unnamed !== undefined && { unnamed }) })
  }
  return { blocks: Object.fromEntries(blocks) }
}

/** The same of the names alone that an export gives. */
export function previousOf(
  given: ReadonlyMap<string, readonly (readonly [key: string, hash: string])[]>,
): PreviousVersion {
  const blocks = new Map<string, PreviousVersion['blocks'][string]>()
  for (const inside of given.values())
    for (const [key, unnamed] of inside) blocks.set(key, { children: [], unnamed })
  for (const [parent, inside] of given)
    blocks.set(parent, { ...blocks.get(parent), children: inside.map(([key]) => key) })
  return { blocks: Object.fromEntries(blocks) }
}

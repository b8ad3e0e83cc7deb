import type { AuthoredContext } from '../olx/authored-block.js'
import { mimeType } from '../olx/mime-types.js'
import type { ContentVersion } from './content-version.js'
import { versionBlock } from './made-version.js'
import type { BlockDefinition, TreeFile, VersionBlock } from './version-block.js'

/**
 * What was read of an import as a version in memory, before anything is stored.
 * @param needs whether the definitions of blocks of a type are wanted, too; of a library, its blocks of other types are left out, as
 *   nothing is to be said of them and there may be very many
 */
export function authoredVersion(
  authored: AuthoredContext,
  tree: ReadonlyMap<string, TreeFile>,
  needs: (type: string) => boolean,
): { readonly version: ContentVersion; readonly definitions: ReadonlyMap<string, BlockDefinition> } {
  const definitions = new Map<string, BlockDefinition>()
  const blocks = new Map<string, VersionBlock>()
  for (const block of authored.blocks.values()) {
    const isNeeded = needs(block.type)
    if (authored.kind === 'library' && !isNeeded) continue
    const { made, definition } = versionBlock(block, authored.sources.get(block.key), undefined)
    if (isNeeded) definitions.set(made.definition, definition)
    blocks.set(block.key, made)
  }
  const assets = [...authored.assets].map(([name, path]) => {
    return [name, { ...(tree.get(path) ?? { hash: '', size: 0 }), mimeType: mimeType(path) }] as const
  })
  const { context, kind, title, root, assetAliases, metadata } = authored
  const whole = { blocks: Object.fromEntries(blocks), assets: Object.fromEntries(assets) }
  return { version: { context, kind, title, root, assetAliases, metadata, ...whole }, definitions }
}

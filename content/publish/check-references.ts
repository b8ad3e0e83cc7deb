import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoringStore, BlockDefinition, ContentVersion } from '../version/index.js'
import { placedFinding } from './located-finding.js'
import { PublishedBlocks, type BlocksView } from './published-blocks.js'
import { UnitReferences } from './unit-references.js'

/** What references of a version to libraries do not find in the store; the version itself need not be stored. */
export async function checkReferences(
  version: ContentVersion,
  definitions: ReadonlyMap<string, BlockDefinition>,
  { store, types }: { readonly store: AuthoringStore; readonly types: BlockTypes },
): Promise<readonly Finding[]> {
  const referring = Object.entries(version.blocks).flatMap(([key, { type }]) =>
    types.get(type)?.capabilities.references ? [key] : [],
  )
  if (referring.length === 0) return []
  const view: BlocksView = {
    root: version.root,
    blocks: async (keys) =>
      new Map([...keys].flatMap((key) => (version.blocks[key] ? [[key, version.blocks[key]]] : []))),
    definitions: async () => definitions,
    asset: async (name) => version.assets[name],
    alias: async (name) => version.assetAliases[name],
    assets: async function* () {
      yield* Object.entries(version.assets)
    },
    aliases: async function* () {
      yield* Object.entries(version.assetAliases)
    },
  }
  const blocks = new PublishedBlocks(view, types)
  const references = new UnitReferences(store, types, { block: () => undefined })
  for (const key of referring) {
    await blocks.load([key], true)
    const block = blocks.block(key)
    if (block !== undefined) await references.resolved({ ...block, children: [] })
  }
  const findings = await references.findings()
  return findings.map((finding) => placedFinding(finding, version.blocks[finding.usage ?? '']))
}

import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoringStore, BlockDefinition, ContentVersion } from '../version/index.js'
import { locatedFinding } from './located-finding.js'
import { PublishedBlocks } from './published-blocks.js'
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
  const own = { definitions: async () => definitions }
  const blocks = new PublishedBlocks(version, own, types)
  const references = new UnitReferences(store, types)
  await blocks.load(referring)
  for (const key of referring) {
    const block = blocks.block(key)
    if (block !== undefined) await references.resolved({ ...block, children: [] })
  }
  return (await references.findings()).map((finding) => locatedFinding(finding, version))
}

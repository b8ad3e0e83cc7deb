import { canonicalJson } from '../../runtime/values/index.js'
import type { VersionChange } from './changed-version.js'
import { asJson, type BlockDefinition, type VersionBlock } from './version-block.js'
import type { VersionView } from './version-view.js'

/** Where what is changed of blocks stands in the tree of files. */
const folder = '.edited'

/** The change by which blocks become others: each with a file of its own beside those that it was read from. */
export function blockChange(
  view: VersionView,
  blocks: ReadonlyMap<string, VersionBlock>,
  definitions: ReadonlyMap<string, BlockDefinition>,
): VersionChange {
  const files = [...blocks].map(([usage, block]) => {
    const definition = definitions.get(block.definition)
    const text = canonicalJson(asJson({ ...block, ...(definition && { definition }) }))
    return [`${folder}/${usage}.json`, Buffer.from(text)] as const
  })
  const name = blocks.get(view.root)?.settings['display_name']
  const title = typeof name === 'string' && name.trim() !== '' ? name : undefined
  return { files: new Map(files), blocks, definitions, title }
}

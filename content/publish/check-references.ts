import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
import { courseSettingsIn, differingSettings, type SaidSetting } from './differing-settings.js'
import { locatedFinding } from './located-finding.js'
import { PublishedBlocks, type BlocksView } from './published-blocks.js'
import { UnitReferences, type VersionsByName } from './unit-references.js'

/** What references are looked up in. */
export interface CheckOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** Where library versions are found, if not in the store. */
  readonly versions?: VersionsByName | undefined
}

/**
 * What references of a version to libraries do not find in the store, and where libraries set something otherwise than the
 * version does; the version itself need not be stored.
 * @param referring usage keys of the blocks that refer to something
 */
export async function checkReferences(
  view: BlocksView & Pick<VersionView, 'block'>,
  referring: Iterable<string>,
  { store, types, versions }: CheckOptions,
): Promise<readonly Finding[]> {
  const blocks = new PublishedBlocks(view, types)
  const saidBy = new Map<string, readonly SaidSetting[]>()
  const notes: Finding[] = []
  const references = new UnitReferences(store, types, {
    block: (hash, block) => {
      const said = [...courseSettingsIn(block, types)]
      if (said.length > 0) saidBy.set(hash, said)
    },
    ...(versions && { versions }),
  })
  for (const key of referring) {
    await blocks.load([key], true)
    const block = blocks.block(key)
    if (block === undefined) continue
    const resolved = await references.resolved({ ...block, children: [] })
    notes.push(...(await differingSettings(resolved, saidBy, view, types)))
  }
  const found = [...(await references.findings()), ...notes]
  return Promise.all(found.map((finding) => locatedFinding(finding, view)))
}

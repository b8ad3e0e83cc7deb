import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
import { courseSettingsIn, differingSettings, type SaidSetting } from './differing-settings.js'
import { locatedFinding } from './located-finding.js'
import { PublishedBlocks, type BlocksView } from './published-blocks.js'
import type { VersionsByName } from './opened-libraries.js'
import { UnitReferences } from './unit-references.js'

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
  /** What holds blocks of its own, such as copies of a library's, need not refer to any. */
  const filled = new Set<string>()
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
    if (((await view.block(key))?.children.length ?? 0) > 0) filled.add(key)
    const resolved = await references.resolved({ ...block, children: [] })
    notes.push(...(await differingSettings(resolved, saidBy, view, types)))
  }
  const lost = (await references.findings()).filter(
    ({ code, usage = '' }) => code !== 'reference-unset' || !filled.has(usage),
  )
  const found = [...lost, ...notes]
  return Promise.all(found.map((finding) => locatedFinding(finding, view)))
}

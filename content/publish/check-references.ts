import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
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
 * What references of a version to libraries do not find in the store; the version itself need not be stored.
 * @param referring usage keys of the blocks that refer to something
 */
export async function checkReferences(
  view: BlocksView & Pick<VersionView, 'block'>,
  referring: Iterable<string>,
  { store, types, versions }: CheckOptions,
): Promise<readonly Finding[]> {
  const blocks = new PublishedBlocks(view, types)
  const references = new UnitReferences(store, types, {
    block: () => undefined,
    ...(versions && { versions }),
  })
  for (const key of referring) {
    await blocks.load([key], true)
    const block = blocks.block(key)
    if (block !== undefined) await references.resolved({ ...block, children: [] })
  }
  return Promise.all((await references.findings()).map((finding) => locatedFinding(finding, view)))
}

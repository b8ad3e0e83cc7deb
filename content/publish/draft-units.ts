import { policyAt, type BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { GatheredUnit, OutlineLine, PublishedBlock } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
import { locatedFinding } from './located-finding.js'
import { OutlineLines } from './outline-lines.js'
import { PublishedBlocks } from './published-blocks.js'
import { gatheredBlocks } from './gathered-blocks.js'
import { UnitReferences } from './unit-references.js'

/** What would be published of a draft. */
export interface DraftUnits {
  /** Name of the version. */
  readonly version: string
  /** Made one by one as they are taken. */
  readonly units: AsyncIterable<GatheredUnit>
  /** What references in the units that were taken do not find. */
  findings(): Promise<readonly Finding[]>
}

/**
 * The units of a context's draft as they would be published; nothing is stored.
 * @param at epoch milliseconds: what policy groups say is what holds then
 * @throws CompositorError `context-unknown`
 */
export async function draftUnits(
  context: string,
  { store, types, at }: { readonly store: AuthoringStore; readonly types: BlockTypes; readonly at: number },
): Promise<DraftUnits> {
  const { draft: version } = await store.head(context)
  const view = await store.view(context, version)
  const records = new Map<string, PublishedBlock>()
  const references = new UnitReferences(store, types, { block: (hash, block) => records.set(hash, block) })
  return {
    version,
    units: gatheredUnits(view, types, references, records, at),
    async findings() {
      const found = await references.findings()
      return Promise.all(found.map((finding) => locatedFinding(finding, view)))
    },
  }
}

async function* gatheredUnits(
  view: VersionView,
  types: BlockTypes,
  references: UnitReferences,
  records: ReadonlyMap<string, PublishedBlock>,
  at: number,
): AsyncIterable<GatheredUnit> {
  const { context } = view
  const blocks = new PublishedBlocks(view, types)
  const inherited = new Map<string, JsonObject>()
  const paths = new Map<string, readonly OutlineLine[]>()
  for await (const line of new OutlineLines(view, types.mixins).all()) {
    const { key, parent = '', isUnit, inherits } = line
    const path = paths.get(parent) ?? []
    const above = inherited.get(parent) ?? {}
    if (!isUnit) {
      inherited.set(key, { ...above, ...inherits })
      paths.set(key, [...path, line])
      continue
    }
    await blocks.load([key])
    const own = blocks.block(key)
    if (!own) continue
    const root = await references.resolved(own)
    const held = policyAt(path, Object.keys(path[0]?.policy?.groups ?? {}), at)
    const policy = held && { policy: { above: held.above, groups: held.groups } }
    yield {
      unit: { key, context, root },
      inherited: above,
      ...policy,
      blocks: gatheredBlocks(root, records),
    }
  }
}

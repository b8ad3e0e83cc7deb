import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { GatheredUnit, OutlineLine, PublishedBlock } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { AuthoringStore } from '../version/index.js'
import { locatedFinding } from './located-finding.js'
import { OutlineLines } from './outline-lines.js'
import { PublishedBlocks } from './published-blocks.js'
import { gatheredBlocks, UnitReferences } from './unit-references.js'

/** What would be published of a draft. */
export interface DraftUnits {
  /** Name of the version. */
  readonly version: string
  readonly units: readonly GatheredUnit[]
  /** What references do not find. */
  readonly findings: readonly Finding[]
}

/** The units of a context's draft as they would be published; nothing is stored. @throws CompositorError `context-unknown` */
export async function draftUnits(
  context: string,
  { store, types }: { readonly store: AuthoringStore; readonly types: BlockTypes },
): Promise<DraftUnits> {
  const { draft: version } = await store.head(context)
  const view = await store.view(context, version)
  const blocks = new PublishedBlocks(view, types)
  const records = new Map<string, PublishedBlock>()
  const references = new UnitReferences(store, types, { block: (hash, block) => records.set(hash, block) })
  const inherited = new Map<string, JsonObject>()
  const lines: OutlineLine[] = []
  for await (const line of new OutlineLines(view, types.mixins).all()) {
    inherited.set(line.key, { ...inherited.get(line.parent ?? ''), ...line.inherits })
    if (line.isUnit) lines.push(line)
  }
  const units: GatheredUnit[] = []
  for (const { key, parent = '' } of lines) {
    await blocks.load([key])
    const own = blocks.block(key)
    if (!own) continue
    const root = await references.resolved(own)
    units.push({
      unit: { key, context, root },
      inherited: inherited.get(parent) ?? {},
      blocks: gatheredBlocks(root, records),
    })
  }
  const findings = await Promise.all(
    (await references.findings()).map((finding) => locatedFinding(finding, view)),
  )
  return { version, units, findings }
}

import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type {
  GatheredUnit,
  Publication,
  PublishedBlock,
  PublishedUnit,
  UnitEntry,
} from '../../runtime/unit/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'
import { locatedFinding } from './located-finding.js'
import { planOutline } from './outline.js'
import { publishedAssets } from './published-assets.js'
import { PublishedBlocks } from './published-blocks.js'
import { UnitReferences } from './unit-references.js'

/** What publishing reads from. */
export interface PublishOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** The version to publish; the draft when left out. */
  readonly version?: string
  /** Only to see what would be published: nothing is noted. */
  readonly isTrial?: boolean
}

/** A static file to hand over; its bytes are read when asked for. */
export interface AssetToPublish {
  readonly hash: string
  readonly bytes: () => Promise<Uint8Array>
}

/** Everything the learners' side needs of one version: plain data, and files on demand. */
export interface PreparedPublication {
  readonly publication: Publication
  readonly units: readonly GatheredUnit[]
  readonly assets: readonly AssetToPublish[]
  readonly findings: readonly Finding[]
  /** Library versions that units refer to and that have not been imported. */
  readonly waiting: readonly LibraryPin[]
}

/**
 * Makes the publication of a version, references to libraries resolved against the exact versions they pin, and
 * notes which of those are missing. Learners see it once the host has handed it to the learners' side; after that
 * the host calls `store.markPublished`.
 * @throws CompositorError `context-unknown`, `version-unknown`, `store-unavailable`, `store-damaged`
 */
export async function publish(context: string, options: PublishOptions): Promise<PreparedPublication> {
  const { store, types } = options
  const head = await store.head(context)
  const hash = options.version ?? head.draft
  const version = await store.version(context, hash)
  const blocks = new PublishedBlocks(version, store, types)
  const references = new UnitReferences(store, types)
  const planned = planOutline(version, types.mixins)
  await blocks.load(planned.units.map(({ key }) => key))
  const units: GatheredUnit[] = []
  const lines: UnitEntry[] = []
  for (const { key, title, inherited } of planned.units) {
    const root = blocks.block(key)
    if (root === undefined) continue
    const unit: PublishedUnit = { key, context, root: await references.resolved(root) }
    units.push({ unit, inherited, ...references.gathered(unit.root) })
    const record = recordHash(unit)
    lines.push({ key, title, record, inherited: contentHash(inherited), blocks: [...keysIn(root)] })
  }
  const assets = publishedAssets(version, references.libraries)
  if (!options.isTrial) await store.setWaiting(context, references.waiting)
  const { kind, title } = version
  const hashes = new Set(Object.values(assets).map((asset) => asset.hash))
  return {
    publication: { context, kind, title, version: hash, outline: planned.outline, units: lines, assets },
    units,
    assets: [...hashes].map((one) => ({ hash: one, bytes: () => store.file(one) })),
    findings: (await references.findings()).map((finding) => locatedFinding(finding, version)),
    waiting: references.waiting,
  }
}

function* keysIn({ key, children }: PublishedBlock): Iterable<string> {
  yield key
  for (const child of children) yield* keysIn(child)
}

/** A PublishedUnit is JSON; its interfaces have no index signature, so the compiler cannot see that it is. */
function recordHash(unit: PublishedUnit): string {
  return contentHash(unit as unknown as Json)
}

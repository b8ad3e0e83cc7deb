import { PublishedContext } from '../../compositor/index.js'
import {
  publish,
  type AuthoringStore,
  type PreparedPublication,
  type PublishOptions,
} from '../../content/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { PackedPool, PoolPart } from '../../runtime/unit/index.js'
import type {
  GatheredUnit,
  OutlineNode,
  PublishedAsset,
  PublishedBlock,
  PublishedFile,
  PublishedUnit,
  UnitEntry,
} from '../../runtime/unit/index.js'
import { memoryStore, type MemoryPlace } from '../../store/index.js'
import { Trees } from '../../store/tree/index.js'

/** A publication with all that it consists of, read back. */
export interface PublishedParts extends PreparedPublication {
  readonly outline: OutlineNode
  readonly entries: readonly UnitEntry[]
  /** In course order, each with the records of all library blocks that it refers to. */
  readonly units: readonly GatheredUnit[]
  readonly assets: Readonly<Record<string, PublishedAsset>>
  /** How far it said it was. */
  readonly progress: readonly string[]
}

/** Publishes a version of a context into the store that it is in, and reads everything of it. */
export async function publishParts(
  context: string,
  {
    store,
    place,
    types,
    ...options
  }: { store: AuthoringStore; place: MemoryPlace; types: BlockTypes } & Partial<PublishOptions>,
): Promise<PublishedParts> {
  const { blobs, files } = memoryStore(place)
  const progress: string[] = []
  const made = await publish(context, {
    store,
    types,
    blobs,
    files,
    onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    ...options,
  })
  const trees = new Trees(blobs)
  const published = await PublishedContext.open(made.publication, made.hash, trees)
  const outline = await published.outline()
  const keys = unitsIn(outline)
  const placed = await published.units(keys)
  const json = async <T>(name: string) => JSON.parse((await blobs.texts([name]))[0] ?? 'null') as T
  const referredIn = async (block: PublishedBlock): Promise<string[]> => {
    const packed = await Promise.all([...poolsIn(block)].map((hash) => json<PackedPool>(`pool:${hash}`)))
    const parts = packed.flatMap((pool) => pool.parts.split(' '))
    const drawn = await Promise.all(parts.map((hash) => json<PoolPart>(`pool-part:${hash}`)))
    return [...referred(block), ...drawn.flatMap(({ records }) => records.split(' '))]
  }
  const units = await Promise.all(
    keys.map(async (key): Promise<GatheredUnit> => {
      const { entry, inherited } = placed.get(key) ?? {}
      const unit = await json<PublishedUnit>(`unit:${entry?.record ?? ''}`)
      const found: Record<string, PublishedBlock> = {}
      const open = await referredIn(unit.root)
      for (let record = open.shift(); record !== undefined; record = open.shift()) {
        if (record in found) continue
        const block = await json<PublishedBlock>(`block:${record}`)
        found[record] = block
        open.push(...(await referredIn(block)))
      }
      return { unit, inherited: inherited ?? {}, blocks: found }
    }),
  )
  const assets: Record<string, PublishedAsset> = {}
  for await (const [name, { own, ofLibraries }] of trees
    .open<PublishedFile>(made.publication.assets)
    .entries()) {
    const file = own ?? ofLibraries?.[0]
    if (file) assets[name] = { hash: file.hash, mimeType: file.mimeType, size: file.size }
  }
  const entries = keys.flatMap((key) => placed.get(key)?.entry ?? [])
  return { ...made, outline, entries, units, assets, progress }
}

function unitsIn({ key, isUnit, children }: OutlineNode): string[] {
  return isUnit ? [key] : children.flatMap(unitsIn)
}

function* poolsIn({ children, pool }: PublishedBlock): Iterable<string> {
  if (pool !== undefined) yield pool
  for (const child of children) yield* poolsIn(child)
}

function* referred({ children, referred: list = [] }: PublishedBlock): Iterable<string> {
  for (const one of list) if ('record' in one) yield one.record
  for (const child of children) yield* referred(child)
}

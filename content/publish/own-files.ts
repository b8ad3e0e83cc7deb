import type { PublishedAsset } from '../../runtime/unit/index.js'
import type { VersionView } from '../version/index.js'
import type { PublicationMaps } from './publication-maps.js'
import type { PublishOptions } from './publish-options.js'

/** A name that a static file goes by, with the file; undefined where nothing has the name any more. */
type NamedFile = readonly [name: string, file: PublishedAsset | undefined]

/** Names that wait before their files are stored. */
const mostWaiting = 500

/**
 * Stores a version's own static files and notes them by every name they go by; with a version before, those that differ.
 * @returns how many files were not there before
 * @throws CompositorError `store-damaged`, `store-full`, `store-unavailable`
 */
export async function storeOwnFiles(
  view: VersionView,
  before: VersionView | undefined,
  maps: PublicationMaps,
  { files, store }: Pick<PublishOptions, 'files' | 'store'>,
): Promise<number> {
  const waiting = new Map<string, PublishedAsset | undefined>()
  let written = 0
  const settle = async () => {
    const hashes = [...new Set([...waiting.values()].flatMap((file) => file?.hash ?? []))]
    const there = await files.having(hashes)
    for (const hash of hashes) {
      if (there.has(hash)) continue
      await files.put(hash, await store.file(hash))
      written++
    }
    for (const [name, file] of waiting) await maps.setOwnFile(name, file)
    waiting.clear()
  }
  for await (const [name, file] of ownFiles(view, before)) {
    waiting.set(name, file)
    if (waiting.size >= mostWaiting) await settle()
  }
  await settle()
  return written
}

/** A version's own static files by every name they go by; with a version before, those that differ. */
async function* ownFiles(view: VersionView, before?: VersionView): AsyncIterable<NamedFile> {
  if (!before) {
    for await (const [name] of view.assets()) yield [name, await fileOf(view, name)]
    for await (const [alias] of view.aliases()) yield [alias, await fileOf(view, alias)]
    return
  }
  const changed = new Set<string>()
  for await (const { name } of before.assetChanges(view)) changed.add(name)
  const then = new Map<string, string>()
  for await (const [alias, name] of before.aliases()) then.set(alias, name)
  const now = new Map<string, string>()
  for await (const [alias, name] of view.aliases()) now.set(alias, name)
  for (const alias of new Set([...then.keys(), ...now.keys()])) {
    const [was, is] = [then.get(alias), now.get(alias)]
    if (was !== is || changed.has(is ?? '')) changed.add(alias)
  }
  for (const name of changed) yield [name, await fileOf(view, name)]
}

async function fileOf(view: VersionView, name: string): Promise<PublishedAsset | undefined> {
  const file = (await view.asset(name)) ?? (await view.asset((await view.alias(name)) ?? ''))
  return file && { hash: file.hash, mimeType: file.mimeType, size: file.size }
}

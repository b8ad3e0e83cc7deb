import type { PublishedAsset } from '../../runtime/unit/index.js'
import type { ContentVersion } from '../version/index.js'
import type { StoredLibrary } from './stored-library.js'

/**
 * The static files of a publication by every name they go by: the version's own, and those of the library blocks
 * that stand in its units, where it has no file of that name itself.
 */
export function publishedAssets(
  version: ContentVersion,
  libraries: Iterable<StoredLibrary>,
): Record<string, PublishedAsset> {
  const assets = new Map<string, PublishedAsset>()
  const add = (name: string, of: ContentVersion, stored: string) => {
    const file = of.assets[stored]
    if (file === undefined || assets.has(name)) return
    assets.set(name, { hash: file.hash, mimeType: file.mimeType, size: file.size })
  }
  for (const name of Object.keys(version.assets)) add(name, version, name)
  for (const [alias, name] of Object.entries(version.assetAliases)) add(alias, version, name)
  for (const { blocks: library, used: keys } of libraries) {
    for (const name of Object.keys(library.version.assets)) {
      const slash = name.indexOf('/')
      const isBlocks = name.startsWith('lb:') && slash !== -1
      if (isBlocks && !keys.has(name.slice(0, slash))) continue
      add(name, library.version, name)
      if (isBlocks) add(name.slice(slash + 1), library.version, name)
    }
  }
  return Object.fromEntries(assets)
}

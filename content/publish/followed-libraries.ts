import type { BlockTypes } from '../../runtime/block/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'

/** Keys of the libraries that a block and those in it follow, as their own values say; those of what they refer to are not told. */
export function followedIn(block: PublishedBlock, types: BlockTypes): ReadonlySet<string> {
  const found = new Set<string>()
  collect(block, types, found)
  return found
}

function collect(block: PublishedBlock, types: BlockTypes, found: Set<string>): void {
  for (const child of block.children) collect(child, types, found)
  const type = types.get(block.type)
  const { references } = type?.capabilities ?? {}
  if (!type || !references || block.failure) return
  const { key: usage, definition, content, settings } = block
  try {
    const fields = { ...content, ...settings }
    for (const { library, version } of references(
      type.sharedFields({ usage, type: block.type, definition, fields }),
    ))
      if (version === latestVersion) found.add(library)
  } catch {
    // What is wrong with it is said where it is resolved.
  }
}

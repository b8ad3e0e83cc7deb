import type { Blob } from './blobs.js'

/** Characters of texts that are written in one step. */
const mostCharacters = 4_000_000

/** Blobs in groups that a driver writes in one step each. @param most blobs of one group */
export function* blobGroups(blobs: readonly Blob[], most: number): Generator<Blob[]> {
  let group: Blob[] = []
  let characters = 0
  for (const blob of blobs) {
    group.push(blob)
    characters += blob.text.length
    if (group.length < most && characters < mostCharacters) continue
    yield group
    group = []
    characters = 0
  }
  if (group.length > 0) yield group
}

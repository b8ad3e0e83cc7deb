import type { AuthoringStore } from './authoring-store.js'

/**
 * The version that references to a library follow and banks of it are updated to: what is published, of a v1 library its newest (the
 * incumbent's `get_library_version`).
 * @returns its name; null where nothing is published, or the library is not here
 */
export async function libraryVersion(
  store: Pick<AuthoringStore, 'findHead'>,
  library: string,
): Promise<string | null> {
  const head = await store.findHead(library)
  if (head?.kind !== 'library') return null
  return head.published ?? (library.startsWith('library-v1:') ? head.draft : null)
}

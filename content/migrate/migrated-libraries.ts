import type { AuthoringStore } from '../version/index.js'

const nameOf = (library: string) => `migrated:${library}`

/** Notes what a library was migrated to. @param library key, as text */
export async function noteMigration(store: AuthoringStore, library: string, to: string): Promise<void> {
  const { heads } = store.versions.store
  const name = nameOf(library)
  // Somebody else may note the same at the same time, and then it is noted.
  for (let attempt = 0; attempt < 100; attempt++) {
    const [before] = await heads.texts([name])
    if (before === to || (await heads.change([{ name, before, after: to }]))) return
  }
}

/** Key of the library that an older one was migrated to, as text. */
export async function migratedTo(store: AuthoringStore, library: string): Promise<string | undefined> {
  return (await store.versions.store.heads.texts([nameOf(library)]))[0]
}

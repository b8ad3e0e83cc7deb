import type { StoredHead } from './context-heads.js'
import type { VersionStore } from './version-store.js'

/** Which versions of a course or library count. The only thing that ever changes. */
export interface ContextHead {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Name of the version imported last, with what was edited since. */
  readonly draft: string
  /** Of the version learners see, or null. */
  readonly published: string | null
  /** Of the version imported last. */
  readonly imported: string
  /** How many entries its log has. */
  readonly entries: number
  /** Present from a first import that is to be published until something is. */
  readonly opening?: true
}

/** What a course or library is called. */
export type ContextTitle = Pick<ContextHead, 'context' | 'kind' | 'title'>

/** A head that names versions in place of entries of a log. */
export async function contextHead(head: StoredHead, store: VersionStore): Promise<ContextHead> {
  const { context, kind, title, entries, opening, draft, published, imported } = head
  const hashes = [draft, imported, ...(published === null ? [] : [published])]
  const found = await Promise.all(hashes.map((hash) => store.entry(hash)))
  const [draftName = '', importedName = '', publishedName = null] = found.map(({ tree }) => tree)
  const names = { draft: draftName, published: publishedName, imported: importedName }
  return { context, kind, title, ...names, entries, ...(opening && { opening }) }
}

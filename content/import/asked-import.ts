import { CompositorError } from '../../runtime/errors/index.js'
import type { AuthoringStore, ContextHead, ReadingKind, SavedVersion } from '../version/index.js'

/** An import that is to be made, as far as a log can tell of it. */
export interface AskedImport {
  readonly context: string
  /** Name of the version. */
  readonly name: string
  readonly variant: ReadingKind
  /** When it was asked for, epoch milliseconds. */
  readonly asked: number
}

/**
 * What an import did that was asked for before, where a process that died has made it already; undefined where it is still to be made.
 * @throws CompositorError `job-overtaken` where another import of the same course or library came in since it was asked for
 */
export async function madeSince(
  store: AuthoringStore,
  head: ContextHead,
  { context, name, variant, asked }: AskedImport,
): Promise<SavedVersion | undefined> {
  const { imported } = await store.standing(context)
  const { entry } = await store.entryAt(context, imported)
  if (Date.parse(entry.at) < asked) return undefined
  if (entry.tree !== name || entry.reading !== variant) {
    const message = `Another import of '${context}' (version ${entry.number}) came in after this one was asked for.`
    throw new CompositorError('job-overtaken', message)
  }
  const merge = await mergeOf(store, context, imported, entry.number)
  const { published, opening = false } = head
  return { draft: merge ?? name, published, changed: true, opening, edits: [], unrelated: false }
}

/** The version that an import became under the edits of the draft. */
async function mergeOf(
  store: AuthoringStore,
  context: string,
  imported: string,
  number: number,
): Promise<string | undefined> {
  for await (const { entry } of store.entries(context)) {
    if (entry.number <= number) return undefined
    if (entry.what === 'merge' && entry.parents[0] === imported) return entry.tree
  }
  return undefined
}

/** What became of a publication that was asked for before. */
export type AskedPublish = 'made' | 'overtaken' | 'open'

/** Whether a version was published since it was asked for, or another one was. @param asked epoch milliseconds */
export async function publishedSince(
  store: AuthoringStore,
  context: string,
  version: string,
  asked: number,
): Promise<AskedPublish> {
  const { published } = await store.standing(context)
  if (published === null) return 'open'
  const { entry } = await store.entryAt(context, published)
  if (Date.parse(entry.at) < asked) return 'open'
  return entry.tree === version ? 'made' : 'overtaken'
}

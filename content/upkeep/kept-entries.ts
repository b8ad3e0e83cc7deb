import type { Store } from '../../store/index.js'
import type { StoredHead } from '../version/context-heads.js'
import type { FoundEntry } from '../version/version-log.js'
import { VersionLog } from '../version/version-log.js'
import type { VersionStore } from '../version/version-store.js'

/** An entry of a log, and whether it keeps its content by itself, whoever else refers to it. */
export interface LoggedEntry extends FoundEntry {
  readonly isKept: boolean
}

/** The log of a course or library, as a collector sees it. */
export interface WalkedLog {
  readonly head: StoredHead
  readonly entries: readonly LoggedEntry[]
  /** New names of versions by their names in older stores. */
  readonly renamed: ReadonlyMap<string, string>
}

/** The heads of all courses and libraries. */
export async function contextHeads({ heads }: Pick<Store, 'heads'>): Promise<readonly StoredHead[]> {
  const texts = await heads.texts(await heads.names('context:'))
  return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as StoredHead]))
}

/**
 * The entries of a log: kept are the draft, the import it was made of, all that were published, named or commented, and
 * those from a moment on.
 * @param since epoch milliseconds
 */
export async function walkedLog(
  store: Pick<Store, 'heads'>,
  versions: VersionStore,
  head: StoredHead,
  since: number,
): Promise<WalkedLog> {
  const counted = new Set([head.draft, head.imported, head.published])
  const entries: LoggedEntry[] = []
  for await (const found of new VersionLog(versions, head).downFrom()) {
    const { name, comment, what, at } = found.entry
    const isSaid = name !== undefined || comment !== undefined || what === 'publish'
    entries.push({ ...found, isKept: counted.has(found.hash) || isSaid || Date.parse(at) >= since })
  }
  const prefix = `old:${head.context}:`
  const names = await store.heads.names(prefix)
  const texts = await store.heads.texts(names)
  const renamed = names.map((name, place) => [name.slice(prefix.length), texts[place] ?? ''] as const)
  return { head, entries, renamed: new Map(renamed) }
}

import { filesFamily } from '../../runtime/index.js'
import { hasEnded, type Job, type Store } from '../../store/index.js'
import { VersionStore } from '../version/version-store.js'
import { contextHeads, walkedLog, type LoggedEntry, type WalkedLog } from './kept-entries.js'

/** Blobs read at a time. */
const batch = 200

const hashes = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g

/** The hash that a blob is called by: what keeps it is that something kept names it. */
export function hashOfBlob(name: string): string | undefined {
  return name.match(hashes)?.[0]
}

/** What a collector keeps, and what it lets go. */
export interface Reach {
  /** Every hash that something kept names. */
  readonly hashes: ReadonlySet<string>
  /** Blobs of logs, whose lines stay for ever. */
  readonly logs: ReadonlySet<string>
  readonly walked: readonly WalkedLog[]
  /** The entries of logs that keep no content. */
  readonly dropped: readonly LoggedEntry[]
}

/**
 * Works out what the heads of a store reach. A hash in any text counts as a reference, as types may put references into
 * their own fields; only the logs of versions are read as what they are, so that an old draft can go while its line stays.
 * @param names blobs by the hash they are called by
 * @param recent blobs that were put by now: what they name stays, as a writer under way may make them count next
 * @param since entries of logs from then on keep their content; epoch milliseconds
 */
export async function reachOf(
  store: Store,
  names: ReadonlyMap<string, readonly string[]>,
  recent: readonly string[],
  since: number,
  onBlobs: (count: number) => void = () => undefined,
): Promise<Reach> {
  const versions = new VersionStore(store)
  const walked: WalkedLog[] = []
  const logs = new Set<string>()
  for (const head of await contextHeads(store)) {
    walked.push(await walkedLog(store, versions, head, since))
    for await (const name of versions.map(head.log).blobNames((one) => logs.has(one))) logs.add(name)
  }
  for (const { entries } of walked) for (const { hash } of entries) logs.add(`entry:${hash}`)
  const marking = new Marking(store, names, onBlobs)
  marking.scan(await otherTexts(store))
  for await (const texts of fileEntries(store)) marking.scan(texts)
  marking.open(recent)
  const waiting = new Set(walked.flatMap((log) => log.entries.map((entry) => ({ log, entry }))))
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false
    await marking.run()
    for (const one of waiting) {
      const { entry, reading, isKept } = one.entry
      if (!isKept && !isPinned(marking.found, one.log, entry.tree)) continue
      waiting.delete(one)
      marking.scan([[entry.tree, reading, entry.ids, entry.numbers].join(' ')])
      isGrowing = true
    }
  }
  return { hashes: marking.found, logs, walked, dropped: [...waiting].map(({ entry }) => entry) }
}

/** Whether something kept names a version, by its name or the one it had in an older store. */
function isPinned(found: ReadonlySet<string>, { renamed }: WalkedLog, tree: string): boolean {
  return found.has(tree) || [...renamed].some(([old, name]) => name === tree && found.has(old))
}

/** What else refers to blobs and files: heads that are no logs, and jobs under way. */
async function otherTexts({ heads, records }: Store): Promise<readonly string[]> {
  const names = (await heads.names('')).filter((name) => !/^(context|old):/.test(name))
  const jobs = (await records.range({ from: 'job ', to: 'job!' })).map(({ text }) => text)
  const open = jobs.filter((text) => !hasEnded(JSON.parse(text) as Job))
  return [...(await heads.texts(names)).map((text) => text ?? ''), ...open]
}

/** Records read at a time. */
const pageSize = 500

/** What says which learner, and which block, has which file. */
async function* fileEntries({ records }: Store): AsyncGenerator<readonly string[]> {
  const to = `${filesFamily}0`
  for (let from = `${filesFamily}/`; ;) {
    const found = await records.range({ from, to, limit: pageSize })
    yield found.map(({ text }) => text)
    const last = found.at(-1)
    if (last === undefined || found.length < pageSize) return
    from = `${last.key} `
  }
}

/** Hashes that were found, and the blobs by them that are still to be read. */
class Marking {
  readonly found = new Set<string>()
  #open: string[] = []
  #read = 0

  constructor(
    private readonly store: Store,
    private readonly names: ReadonlyMap<string, readonly string[]>,
    private readonly onBlobs: (count: number) => void,
  ) {}

  scan(texts: Iterable<string | undefined>): void {
    for (const text of texts) {
      for (const [hash] of text?.matchAll(hashes) ?? []) {
        if (this.found.has(hash)) continue
        this.found.add(hash)
        // An entry names those it was made of, which may have lost their content.
        for (const name of this.names.get(hash) ?? []) if (!name.startsWith('entry:')) this.#open.push(name)
      }
    }
  }

  open(names: readonly string[]): void {
    for (const name of names) this.#open.push(name)
  }

  async run(): Promise<void> {
    while (this.#open.length > 0) {
      const names = this.#open.splice(-batch)
      this.scan(await this.store.blobs.texts(names))
      this.onBlobs((this.#read += names.length))
    }
  }
}

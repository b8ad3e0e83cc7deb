import { CompositorError } from '../../runtime/errors/index.js'
import { momentaryHeads, type Store } from '../../store/index.js'
import type { LoggedEntry } from './kept-entries.js'
import { hashOfBlob, reachOf, type Reach } from './reach.js'

/** How a store is collected. */
export interface CollectOptions {
  /** Days for which drafts keep their content that nobody published, named, commented or refers to; 90 if not said. */
  readonly keep?: number | undefined
  /** Hours for which what was put stays whatever reaches it, as its writer may be under way; 24 if not said. */
  readonly grace?: number | undefined
  /** Whether it is only worked out. */
  readonly isDryRun?: boolean
  /** Epoch milliseconds. */
  readonly now?: () => number
  /** How far it has come: blobs read, or removed. */
  readonly onProgress?: (progress: {
    readonly step: 'marking' | 'removing'
    readonly done: number
    readonly total: number
  }) => void
}

/** What nothing reaches. */
export interface Collected {
  readonly blobs: number
  readonly files: number
  /** Of their texts and files. */
  readonly bytes: number
  /** Older drafts whose lines stay in the history, and whose content goes. */
  readonly drafts: number
  /** How many blobs and files stay. */
  readonly kept: number
}

const day = 86_400_000
const hour = 3_600_000
const batch = 500
/** Of each two blobs: no more than every driver removes in one step. */
const versionsAtOnce = 200

/** Times that it begins anew where heads change while it looks. */
const mostAttempts = 5

/**
 * Removes what no head, no kept draft and no writer under way reaches. Hosts may go on meanwhile: what they put again is renewed. Of a
 * version its reading and the root of its tree go first, in one step: one that is cut off has removed versions and kept versions, and
 * others that lie there in part and that nobody finds. Who makes an old version count again puts these two before (`VersionStore.renew`), and
 * then either finds them gone or keeps all of it.
 * @throws CompositorError `store-changed` where heads change all the time; nothing is removed then
 */
export async function collect(store: Store, options: CollectOptions = {}): Promise<Collected> {
  const { keep = 90, grace = 24, isDryRun = false, now = Date.now, onProgress } = options
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const moment = now()
    const before = await headsOf(store)
    const since = moment - keep * day
    const putBefore = moment - grace * hour
    const listed = await listedIn(store, putBefore)
    const reach = await reachOf(store, listed.byHash, listed.recent, since, (done) =>
      onProgress?.({ step: 'marking', done, total: Math.max(done, listed.count) }),
    )
    const garbage = await garbageOf(store, reach, { since, putBefore })
    if (!isDryRun) {
      if ((await headsOf(store)) !== before) continue
      if (!(await removeVersions(store, reach.dropped, garbage, putBefore))) continue
      await remove(store, garbage, putBefore, onProgress)
    }
    const { blobs, files, bytes } = garbage
    const gone = blobs.length + files.length
    return {
      blobs: blobs.length,
      files: files.length,
      bytes,
      drafts: reach.dropped.length,
      kept: listed.count + garbage.filesListed - gone,
    }
  }
  throw new CompositorError(
    'store-changed',
    'Courses and libraries were changed all the time while it was looked at what they need; nothing was removed.',
  )
}

interface Garbage {
  readonly blobs: readonly string[]
  readonly files: readonly string[]
  readonly bytes: number
  readonly filesListed: number
}

/** All heads that stay, as one text, to tell whether any changed. */
async function headsOf({ heads }: Store): Promise<string> {
  const names = (await heads.names('')).filter((name) => !name.startsWith(momentaryHeads))
  return JSON.stringify([names, await heads.texts(names)])
}

async function listedIn({ blobs }: Store, putBefore: number) {
  const byHash = new Map<string, string[]>()
  const recent: string[] = []
  let count = 0
  for await (const { name, putAt } of blobs.list('')) {
    count++
    // Composed forms name nothing that others make count.
    if (putAt >= putBefore && !name.startsWith('composed:')) recent.push(name)
    const hash = hashOfBlob(name)
    if (hash === undefined) continue
    const named = byHash.get(hash)
    if (named) named.push(name)
    else byHash.set(hash, [name])
  }
  return { byHash, recent, count }
}

async function garbageOf(
  { blobs, files }: Store,
  reach: Reach,
  { since, putBefore }: { readonly since: number; readonly putBefore: number },
): Promise<Garbage> {
  const garbage = { blobs: [] as string[], files: [] as string[], bytes: 0, filesListed: 0 }
  for await (const { name, size, putAt } of blobs.list('')) {
    const hash = hashOfBlob(name)
    // What has no hash in its name is kept: who put it knows what it is for.
    if (hash === undefined || putAt >= putBefore || reach.logs.has(name)) continue
    // Composed forms are made again where they are missing; those of code or settings of other days are told by their age.
    const isStale = name.startsWith('composed:') && putAt < since
    if (reach.hashes.has(hash) && !name.startsWith('entry:') && !isStale) continue
    garbage.blobs.push(name)
    garbage.bytes += size
  }
  for await (const { hash, size, putAt } of files.list()) {
    garbage.filesListed++
    if (putAt >= putBefore || reach.hashes.has(hash)) continue
    garbage.files.push(hash)
    garbage.bytes += size
  }
  return garbage
}

/**
 * Removes of versions what they are found by.
 * @returns whether nobody has made one of them count meanwhile
 */
async function removeVersions(
  { blobs }: Store,
  dropped: readonly LoggedEntry[],
  garbage: Garbage,
  putBefore: number,
): Promise<boolean> {
  const gone = new Set(garbage.blobs)
  for (let place = 0; place < dropped.length; place += versionsAtOnce) {
    const some = dropped.slice(place, place + versionsAtOnce)
    const named = some.flatMap(({ reading, entry }) => [`reading:${reading}`, `node:${entry.tree}`])
    const names = [...new Set(named)].filter((name) => gone.has(name))
    await blobs.remove(names, putBefore)
    if ((await blobs.having(names)).size > 0) return false
  }
  return true
}

async function remove(
  store: Store,
  { blobs, files }: Garbage,
  putBefore: number,
  onProgress: CollectOptions['onProgress'],
): Promise<void> {
  const total = blobs.length + files.length
  let done = 0
  const inBatches = async (names: readonly string[], part: Store['blobs'] | Store['files']) => {
    for (let place = 0; place < names.length; place += batch) {
      const some = names.slice(place, place + batch)
      await part.remove(some, putBefore)
      onProgress?.({ step: 'removing', done: (done += some.length), total })
    }
  }
  await inBatches(blobs, store.blobs)
  await inBatches(files, store.files)
}

import { statfsSync } from 'node:fs'
import type { RootDatabase, RootDatabaseOptionsWithPath } from 'lmdb'
import { CompositorError, judgeUncaught, messageOf } from '../../runtime/errors/index.js'
import { checkLmdbFile } from './lmdb-file.js'
import { StoreCounts } from '../store-counts.js'
import { openRoot, type OpenRoot } from './shared-roots.js'

/** Numbers of failures that mean that there is no room: of the disk, of a quota, for a file, and lmdb's own. */
const fullCodes: ReadonlySet<unknown> = new Set([28, 122, 27, -30_792])

/** Numbers of failures that mean that nothing may be written: no permission, and a file system mounted read-only. */
const readOnlyCodes: ReadonlySet<unknown> = new Set([1, 13, 30])

/** The number of a failure of a disk, and bytes of room below which it is taken for a full one. */
const inputOutput = 5
const leastRoom = 4 * 1024 * 1024

/** Milliseconds to wait for the reason of a commit that failed. */
const patience = 1000

/**
 * An lmdb environment whose failures fail the write they belong to, and nothing else.
 * @throws CompositorError `store-damaged` for a file that would end the process
 */
export class LmdbEnvironment<V> {
  readonly db: RootDatabase<V, string>
  readonly #root: OpenRoot<V>
  readonly #judge: Disposable

  readonly #folder: string
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #isReadOnly: boolean
  #isClosed = false

  /** @param counts what is read and written is counted here */
  constructor(
    options: RootDatabaseOptionsWithPath & { readonly path: string },
    readonly counts = new StoreCounts(),
  ) {
    this.#folder = options.path
    this.#isReadOnly = options.readOnly === true
    checkLmdbFile(options.path)
    this.#root = openRoot<V>(options)
    this.db = this.#root.db
    this.#judge = judgeUncaught(isOfCommit)
  }

  /**
   * What a read gives, of what all processes have committed by now.
   * @throws CompositorError `store-unavailable`
   */
  read<T>(read: () => T): T {
    const { counts } = this
    counts.reads++
    try {
      this.#checkOpen()
      this.db.resetReadTxn()
      return read()
    } catch (thrown) {
      counts.failures++
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  /** What a write gives. @throws CompositorError `store-full`, `store-read-only`, `store-unavailable` */
  async write<T>(write: () => PromiseLike<T>): Promise<T> {
    try {
      this.#checkOpen()
      if (this.#isReadOnly)
        throw new CompositorError(
          'store-read-only',
          `The store '${this.#folder}' was opened to be read only.`,
        )
      const written = this.written(write())
      this.#underWay.add(written)
      try {
        return await written
      } finally {
        this.#underWay.delete(written)
      }
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  /** What a write gives. @throws CompositorError `store-full`, `store-read-only`, `store-unavailable`; and what the write's own code throws */
  async written<T>(write: PromiseLike<T>): Promise<T> {
    const { counts } = this
    counts.writes++
    try {
      const result = await write
      counts.isFull = false
      return result
    } catch (thrown) {
      if (!(thrown instanceof CompositorError)) counts.failures++
      if (!isOfCommit(thrown)) throw thrown
      const cause = await reasonOf(thrown)
      counts.isFull = this.#isFull(cause)
      const code = counts.isFull ? 'store-full' : codeOf(cause)
      throw new CompositorError(code, `The store could not be written: ${messageOf(cause)}`, { cause })
    }
  }

  #checkOpen(): void {
    if (this.#isClosed)
      throw new CompositorError('store-unavailable', `The store '${this.#folder}' is closed.`)
  }

  /** lmdb tells of a page that was written in part as of any failing disk, and at times of no reason in time. */
  #isFull(cause: unknown): boolean {
    const { code } = cause as { readonly code?: unknown }
    if (code !== inputOutput && code !== undefined) return fullCodes.has(code)
    const { bavail, bsize } = statfsSync(this.#folder)
    return bavail * bsize < leastRoom
  }

  /** Lets writes under way end first; nothing is read or written after. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await Promise.allSettled(this.#underWay)
    try {
      await this.#root.close()
    } finally {
      this.#judge[Symbol.dispose]()
    }
  }
}

/**
 * Whether an error is of a commit that failed. lmdb tells of it in the write's own promise, and in others that it
 * keeps to itself and nobody can hear.
 */
function isOfCommit(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error)) return false
  if ('commitError' in thrown) return true
  const [, where = ''] = thrown.stack?.split('\n    at ') ?? []
  return 'code' in thrown && typeof thrown.code === 'number' && /[/\\]lmdb[/\\]write\.js/.test(where)
}

function codeOf(cause: unknown): 'store-read-only' | 'store-unavailable' {
  const { code } = cause as { readonly code?: unknown }
  return readOnlyCodes.has(code) ? 'store-read-only' : 'store-unavailable'
}

async function reasonOf(failed: Error): Promise<unknown> {
  const { commitError } = failed as { readonly commitError?: Promise<unknown> }
  if (!commitError) return failed
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<unknown>((resolve) => (timer = setTimeout(() => resolve(failed), patience)))
  const told = commitError.then(
    () => failed,
    (reason: unknown) => reason,
  )
  const reason = await Promise.race([told, enough])
  clearTimeout(timer)
  return reason
}

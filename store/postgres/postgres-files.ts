import { randomUUID } from 'node:crypto'
import { isFileHash, type FileBytes, type FileInfo, type Files } from '../files.js'
import { HashedBytes } from '../hashed-bytes.js'
import type { StoredFile } from '../../runtime/values/index.js'
import type { StoreCounts } from '../store-counts.js'
import { fileParts } from './file-parts.js'
import { listed, NamedRows } from './named-rows.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'
import { PostgresFile } from './postgres-file.js'
import { serverNow, timeOr } from './postgres-schema.js'

/** Files that are put at a time. */
const lanes = 4
/** Milliseconds after which parts of a file that was never put whole are removed, with the next files that are. */
const uploadTime = 24 * 3_600_000

/**
 * Files in parts of 256 KiB. The parts of each upload stand apart until the file is known to be whole and what its hash says;
 * of simultaneous uploads the first counts.
 */
export class PostgresFiles implements Files {
  readonly #rows: NamedRows
  readonly #having: Statement
  readonly #renew: Statement
  readonly #putPart: Statement
  readonly #finish: Statement
  readonly #drop: Statement
  readonly #open: Statement
  readonly #list: Statement
  readonly #remove: Statement

  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
  ) {
    this.#rows = new NamedRows(database, counts, isFileHash)
    const own = `"${database.address.schema}"`
    this.#having = {
      name: 'files-having',
      text: `select hash as name from ${own}.files where hash = any($1)`,
    }
    this.#renew = {
      name: 'files-renew',
      text: `update ${own}.files set put_at = ${timeOr('$2')} where hash = $1 returning 1`,
    }
    this.#putPart = {
      name: 'files-put-part',
      text: `insert into ${own}.file_parts (upload, part, bytes, put_at) values ($1, $2, $3, ${serverNow})`,
    }
    this.#finish = {
      name: 'files-finish',
      text: `insert into ${own}.files as f (hash, size, upload, put_at) values ($1, $2, $3, ${timeOr('$4')})
        on conflict (hash) do update set put_at = excluded.put_at returning f.upload::text`,
    }
    this.#drop = { name: 'files-drop', text: `delete from ${own}.file_parts where upload = $1` }
    this.#open = {
      name: 'files-open',
      text: `select size::float8, upload::text from ${own}.files where hash = $1`,
    }
    this.#list = {
      name: 'files-list',
      text: `select hash, size::float8, put_at::float8 as "putAt" from ${own}.files
        where hash > $1 order by hash limit ${listed}`,
    }
    this.#remove = {
      name: 'files-remove',
      text: `with old as materialized (
          select hash from ${own}.files where hash = any($1) and put_at < $2 order by hash for update
        ), gone as (
          delete from ${own}.files f using old where f.hash = old.hash returning f.upload
        ), parts as (
          delete from ${own}.file_parts p using gone where p.upload = gone.upload
        ), unfinished as (
          delete from ${own}.file_parts p where p.put_at < ${serverNow} - ${uploadTime}
          and not exists (select from ${own}.files f where f.upload = p.upload)
        ) select count(*)::int as count from gone`,
    }
  }

  async has(hash: string): Promise<boolean> {
    return (await this.having([hash])).has(hash)
  }

  having(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#rows.having(this.#having, hashes)
  }

  async put(hash: string, bytes: FileBytes): Promise<void> {
    if (!isFileHash(hash)) throw new TypeError(`'${hash.slice(0, 80)}' is no hash of a file.`)
    if ((await this.database.write(this.counts, this.#renew, [hash, this.database.now()])).length > 0) return
    const upload = randomUUID()
    let kept: string | undefined
    try {
      const size = await this.#upload(hash, bytes, upload)
      const [row] = await this.database.write<{ upload: string }>(this.counts, this.#finish, [
        hash,
        size,
        upload,
        this.database.now(),
      ])
      kept = row?.upload
    } finally {
      // What cannot be removed now goes with what is left of uploads that were broken off.
      if (kept !== upload) await this.database.write(this.counts, this.#drop, [upload]).catch(() => undefined)
    }
  }

  async putAll(files: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): Promise<void> {
    const waiting = files.values()
    const lane = async () => {
      for (const { hash, bytes } of waiting) await this.put(hash, bytes)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  async open(hash: string): Promise<StoredFile | undefined> {
    if (!isFileHash(hash)) return undefined
    const rows = await this.database.read<{ size: number; upload: string }>(this.counts, this.#open, [hash])
    const [row] = rows
    return row && new PostgresFile(this.database, this.counts, row.upload, row.size)
  }

  list(): AsyncIterable<FileInfo> {
    return this.#rows.list<FileInfo>(this.#list, [], ({ hash }) => hash)
  }

  remove(hashes: readonly string[], putBefore: number): Promise<number> {
    return this.#rows.remove(this.#remove, hashes, putBefore)
  }

  /** Writes the parts of a file and looks whether they are what the hash says. @returns its bytes */
  async #upload(hash: string, bytes: FileBytes, upload: string): Promise<number> {
    const hashed = new HashedBytes(bytes)
    let part = 0
    let size = 0
    for await (const piece of fileParts(hashed.pieces())) {
      await this.database.write(this.counts, this.#putPart, [upload, part, piece])
      part++
      size += piece.length
    }
    hashed.check(hash)
    return size
  }
}

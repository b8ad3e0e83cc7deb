import pg from 'pg'
import { CompositorError } from '../../runtime/errors/index.js'
import type { StoreCounts } from '../store-counts.js'
import type { PostgresAddress } from './postgres-address.js'
import { isBrokenOff, isGone, postgresError } from './postgres-error.js'
import type { PostgresOptions } from './postgres-options.js'

/** One statement: prepared once a connection, under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** How often a statement that was broken off for the sake of others is tried. */
const tries = 5
/** Milliseconds that an answer may take to come, once the server has given up. */
const answerTimeout = 5000

/**
 * What every connection is told: each statement names what it wants by key, so that no plan that was made while a table was
 * small may read the whole of it; and no commit is told of before it is on disk.
 */
const session = `
  set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off';`

/** The pool waits for what this gives before it hands the connection out; its types do not say so. */
const begun = ((client: pg.ClientBase) => client.query(session)) as (client: pg.ClientBase) => void

/** The settings of a connection to an address. */
export function connectionOf(address: PostgresAddress, options: PostgresOptions): pg.ClientConfig {
  const statementTimeout = options.statementTimeout ?? 30_000
  return {
    ...address.connection(),
    application_name: 'unit-compositor',
    keepAlive: true,
    connectionTimeoutMillis: options.connectTimeout ?? 10_000,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + answerTimeout,
  }
}

/** The connections of one store, shared by all that is read and written in it. */
export class PostgresDatabase {
  readonly #pool: pg.Pool
  readonly #now: (() => number) | undefined
  readonly #underWay = new Set<Promise<unknown>>()
  #isClosed = false

  constructor(
    readonly address: PostgresAddress,
    options: PostgresOptions,
  ) {
    this.#now = options.now
    this.#pool = new pg.Pool({
      ...connectionOf(address, options),
      max: options.connections ?? 10,
      idleTimeoutMillis: 60_000,
      onConnect: begun,
    })
    // A connection that breaks while nobody uses it is replaced when one is needed; unheard, it would end the process.
    this.#pool.on('error', () => undefined)
  }

  /** When something is put: null, which stands for the server's clock, unless this store was opened with one. */
  now(): number | null {
    return this.#now ? Math.floor(this.#now()) : null
  }

  /** Reads rows; once more where the connection was found broken, as after a restart of the server. */
  async read<Row extends object>(
    counts: StoreCounts,
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    counts.reads++
    try {
      return await this.#rows<Row>(statement, values).catch((thrown: unknown) => {
        if (!isGone(thrown)) throw thrown
        return this.#rows<Row>(statement, values)
      })
    } catch (thrown) {
      counts.failures++
      throw postgresError(thrown, this.address)
    }
  }

  /** Runs a statement that writes, in one step or not at all; never again where it may have been done. */
  async write<Row extends object>(
    counts: StoreCounts,
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    counts.writes++
    try {
      const rows = await this.#tried<Row>(statement, values)
      counts.isFull = false
      return rows
    } catch (thrown) {
      counts.failures++
      const error = postgresError(thrown, this.address)
      counts.isFull = error.code === 'store-full'
      throw error
    }
  }

  /** Lets statements under way end, then closes all connections. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
    await this.#pool.end()
  }

  async #tried<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#rows<Row>(statement, values)
      } catch (thrown) {
        if (tried >= tries || !isBrokenOff(thrown)) throw thrown
      }
    }
  }

  async #rows<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    if (this.#isClosed) throw new CompositorError('store-unavailable', 'The store is closed.')
    const query = this.#pool.query<Row>({ ...statement, values: [...values] })
    this.#underWay.add(query)
    try {
      return (await query).rows
    } finally {
      this.#underWay.delete(query)
    }
  }
}

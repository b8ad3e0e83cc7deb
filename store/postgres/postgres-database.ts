import pg from 'pg'
import type { StoreCounts } from '../store-counts.js'
import type { PostgresAddress } from './postgres-address.js'
import { isBrokenOff, isGone, postgresError } from './postgres-error.js'

/** How a PostgreSQL store is opened, besides its address. */
export interface PostgresOptions {
  /** The schema its tables stand in; stands before `?schema=` in the address. `unit_compositor` by default. */
  readonly schema?: string | undefined
  /** Connections kept at most for reading and writing; one more listens. 10 by default. */
  readonly connections?: number | undefined
  /** Milliseconds to wait for a connection, a free one or a new one. 10,000 by default. */
  readonly connectTimeout?: number | undefined
  /** Milliseconds that one statement may take. 30,000 by default. */
  readonly statementTimeout?: number | undefined
}

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

/** The settings of a connection to an address. */
export function connectionOf(address: PostgresAddress, options: PostgresOptions): pg.ClientConfig {
  const statementTimeout = options.statementTimeout ?? 30_000
  return {
    ...address.connection,
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

  constructor(
    readonly address: PostgresAddress,
    options: PostgresOptions,
  ) {
    this.#pool = new pg.Pool({
      ...connectionOf(address, options),
      max: options.connections ?? 10,
      idleTimeoutMillis: 60_000,
      onConnect: async (client) => {
        await client.query(session)
      },
    })
    // A connection that breaks while nobody uses it is replaced when one is needed; unheard, it would end the process.
    this.#pool.on('error', () => undefined)
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
  close(): Promise<void> {
    return this.#pool.end()
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
    const { rows } = await this.#pool.query<Row>({ ...statement, values: [...values] })
    return rows
  }
}

import type { StoreOptions } from '../store-options.js'

/** How a PostgreSQL store is opened, besides its address. */
export interface PostgresOptions extends StoreOptions {
  /** The schema its tables stand in; stands before `?schema=` in the address. `unit_compositor` by default. */
  readonly schema?: string | undefined
  /** Connections kept at most for reading and writing; one more listens. 10 by default. */
  readonly connections?: number | undefined
  /** Milliseconds to wait for a connection, a free one or a new one. 10,000 by default. */
  readonly connectTimeout?: number | undefined
  /** Milliseconds that one statement may take. 30,000 by default. */
  readonly statementTimeout?: number | undefined
}

export { isPostgresAddress } from './postgres-address.js'
export type { PostgresOptions } from './postgres-options.js'
export { openPostgresStore } from './postgres-store.js'
export { LocalPostgres, postgresPrograms, type LocalPostgresOptions } from './local-postgres.js'

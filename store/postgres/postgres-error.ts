import { CompositorError, messageOf, type ErrorCode } from '../../runtime/errors/index.js'
import type { PostgresAddress } from './postgres-address.js'

/** SQLSTATEs, or their first two letters, of a server that goes, is not there yet, or has no connection left. */
const serverGone = /^(08|57P|53300)/
/** What Node says of a connection that ended or never came about. */
const connectionGone =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES)$/
/** What `pg` says of one, for want of a code. */
const clientGone =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout e|timeout expired|Query read timeout)/
/** Tables, functions or pages that were there when the store was opened. */
const damaged = /^(42P01|42883|42703|3F000|XX00[12])$/

/**
 * A failure of PostgreSQL in the product's terms: what happened, at which server, what to do. No password stands in it, nor
 * in its cause.
 */
export function postgresError(thrown: unknown, { server, schema, user }: PostgresAddress): CompositorError {
  if (thrown instanceof CompositorError) return thrown
  const code = sqlState(thrown)
  const said = saidBy(thrown)
  const error = (kind: ErrorCode, message: string) => new CompositorError(kind, message, { cause: thrown })
  if (code === '53100')
    return error('store-full', `The PostgreSQL server at ${server} has no room left: ${said}.`)
  if (code === '25006') {
    return error(
      'store-read-only',
      `The database at ${server} takes no writes (${said}): it is a standby, or 'default_transaction_read_only' is set. Give the address of the primary, or set it off.`,
    )
  }
  if (code.startsWith('28'))
    return error(
      'store-refused',
      `The PostgreSQL server at ${server} refuses this user or password: ${said}.`,
    )
  if (code === '3D000')
    return error(
      'store-refused',
      `At the PostgreSQL server at ${server} ${said}: make it with 'createdb --encoding=UTF8 NAME'.`,
    )
  if (code === '42501')
    return error(
      'store-refused',
      `The PostgreSQL server at ${server} does not let this user do what a store needs: ${said}. Its owner may run: create schema ${schema} authorization ${user}.`,
    )
  if (damaged.test(code)) {
    return error(
      'store-damaged',
      `The tables of the store at ${server} are not as they were made: ${said}. Restore the database from a backup.`,
    )
  }
  if (isGone(thrown)) {
    return error(
      'store-unavailable',
      `The PostgreSQL server at ${server} cannot be reached (${said}): check the address, that the server runs, and that it takes connections from here.`,
    )
  }
  return error('store-unavailable', `The PostgreSQL server at ${server} failed: ${said}.`)
}

/** Whether the server, or the connection to it, is gone or never was there. */
export function isGone(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const code = sqlState(thrown)
  return serverGone.test(code) || connectionGone.test(code) || clientGone.test(thrown.message)
}

/** Whether a statement was broken off for the sake of others, and nothing of it was done. */
export function isBrokenOff(thrown: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(thrown))
}

/** The SQLSTATE of a server's answer, or Node's code; '' where there is none. */
export function sqlState(thrown: unknown): string {
  const { code } = thrown as { readonly code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** Where several addresses of one name were tried, each has its own error, and the whole has no message. */
function saidBy(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') {
    return thrown.errors.map((each) => messageOf(each)).join('; ')
  }
  return messageOf(thrown)
}

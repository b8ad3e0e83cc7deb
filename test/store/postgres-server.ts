import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'

/** Whether tests that need a PostgreSQL server can run; they stand aside where none is installed. */
export const hasPostgres = inject('postgresPort') !== undefined

/** How the tests that stand aside say so. */
export const onPostgres = hasPostgres
  ? 'PostgreSQL'
  : "PostgreSQL, which is not installed (Debian: 'postgresql')"

/** The address of the run's server, which is started for the first file that asks. */
export async function postgresForTests(): Promise<string> {
  const port = inject('postgresPort')
  if (port === undefined) throw new Error('No PostgreSQL server is installed here.')
  const answer = await text(connect(port, '127.0.0.1'))
  if (answer.startsWith('!')) throw new Error(answer.slice(2))
  return answer
}

/** The address of a store that nobody has opened yet. */
export async function newPostgresStore(): Promise<string> {
  return `${await postgresForTests()}?schema=s_${randomUUID().replaceAll('-', '').slice(0, 16)}`
}

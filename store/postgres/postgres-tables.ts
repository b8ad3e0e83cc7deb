import pg from 'pg'
import { CompositorError } from '../../runtime/errors/index.js'
import type { PostgresAddress } from './postgres-address.js'
import { postgresError, sqlState } from './postgres-error.js'
import { tablesOf } from './postgres-schema.js'

/** The form of the tables that this version reads and writes. */
const format = 1
const product = 'unit-compositor'

/** The oldest server that the statements were made for. */
const oldestServer = 130_000

interface Found {
  readonly encoding: string
  readonly server: number
  readonly hasSchema: boolean
  readonly hasStore: boolean
  readonly relations: number
}

/**
 * Looks at what stands in the schema, and makes the tables where nothing does. Of processes that open a new store together one
 * makes them, and the others wait.
 * @throws CompositorError `store-unavailable`, `store-refused`, `store-foreign`, `store-newer`, `store-read-only`, each before anything is written
 */
export async function openTables(address: PostgresAddress, connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection)
  // Whatever breaks is told by the query that it breaks.
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (await isThere(client, address)) return
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1), hashtext($2))', [product, address.schema])
    if (!(await isThere(client, address))) {
      await client.query(`create schema if not exists "${address.schema}"`)
      await client.query(tablesOf(address.schema))
      await client.query(`insert into "${address.schema}".store (product, format) values ($1, $2)`, [
        product,
        format,
      ])
    }
    await client.query('commit')
  } catch (thrown) {
    throw postgresError(thrown, address)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Whether a store of ours stands there; false where nothing at all does. */
async function isThere(client: pg.Client, address: PostgresAddress): Promise<boolean> {
  const { schema, server } = address
  const { rows } = await client.query<Found>(
    `select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as server,
       to_regnamespace($1) is not null as "hasSchema", to_regclass($1 || '.store') is not null as "hasStore",
       (select count(*)::int from pg_class where relnamespace = to_regnamespace($1)) as relations`,
    [`"${schema}"`],
  )
  const [found] = rows
  if (!found) throw new Error('The server says nothing of itself.')
  if (found.server < oldestServer) {
    throw new CompositorError(
      'store-refused',
      `The PostgreSQL server at ${server} is of version ${Math.floor(found.server / 10_000)}: a store needs 13 or newer.`,
    )
  }
  if (found.encoding !== 'UTF8') {
    throw new CompositorError(
      'store-refused',
      `The database at ${server} keeps texts in ${found.encoding}, which lacks characters: make one with 'createdb --encoding=UTF8 --template=template0 NAME'.`,
    )
  }
  if (!found.hasStore) {
    if (found.relations > 0) throw foreign(address)
    return false
  }
  return isOurs(client, address)
}

async function isOurs(client: pg.Client, address: PostgresAddress): Promise<true> {
  const { schema, shown } = address
  const { rows } = await client
    .query<{ product: string; format: number }>(`select product, format from "${schema}".store`)
    .catch((thrown: unknown) => {
      if (sqlState(thrown) === '42703') throw foreign(address)
      throw thrown
    })
  const [store] = rows
  if (rows.length !== 1 || store?.product !== product) throw foreign(address)
  if (store.format > format) {
    throw new CompositorError(
      'store-newer',
      `The store at ${shown} has format ${store.format}, and this version reads ${format} and older.`,
    )
  }
  return true
}

function foreign({ schema, shown }: PostgresAddress): CompositorError {
  return new CompositorError(
    'store-foreign',
    `The schema '${schema}' of the database at ${shown} holds tables that are not a store's.`,
  )
}

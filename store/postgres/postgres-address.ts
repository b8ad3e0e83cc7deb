import { CompositorError } from '../../runtime/errors/index.js'

/** Where the tables of a store stand, unless its address or an option says otherwise. */
const defaultSchema = 'unit_compositor'

/** The address of a PostgreSQL store, read. */
export interface PostgresAddress {
  /** What `pg` connects with: a function, as it holds the password, which nobody is to see who looks at an object. */
  readonly connection: () => { readonly connectionString: string }
  /** The address without password, as people may see it. */
  readonly shown: string
  /** Server and port, or the folder of its socket, as messages name it. */
  readonly server: string
  readonly schema: string
  readonly user: string
}

/** Whether a text is meant as the address of a PostgreSQL database. */
export function isPostgresAddress(address: string): boolean {
  return /^postgres(ql)?:/i.test(address)
}

/**
 * Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`, the rest of its query as `libpq` understands it.
 * @param schema stands before the one in the address
 * @throws CompositorError `store-address`, which never repeats the address: a password may stand anywhere in it
 */
export function postgresAddress(address: string, schema?: string): PostgresAddress {
  const url = urlOf(address)
  const named = schema ?? url.searchParams.get('schema') ?? defaultSchema
  if (!/^[a-z_][a-z0-9_]{0,47}$/.test(named) || named.startsWith('pg_')) {
    throw new CompositorError(
      'store-address',
      `'${named.slice(0, 80)}' is no name for the schema of a store: small letters, digits and _, at most 48, not beginning with 'pg_'.`,
    )
  }
  url.searchParams.delete('schema')
  const connectionString = url.href
  const server = url.hostname === '' ? (url.searchParams.get('host') ?? 'localhost') : url.host
  const shown = new URL(url)
  shown.password = ''
  shown.search = ''
  if (url.hostname === '' && url.searchParams.has('host')) shown.searchParams.set('host', server)
  if (named !== defaultSchema) shown.searchParams.set('schema', named)
  return {
    connection: () => ({ connectionString }),
    shown: shown.href,
    server,
    schema: named,
    user: user(url),
  }
}

function user(url: URL): string {
  return url.username === '' ? 'USER' : decodeURIComponent(url.username)
}

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && isPostgresAddress(address) && isWhole(url)) return url
  throw new CompositorError(
    'store-address',
    'The address of the PostgreSQL store cannot be read: write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with / # @ : ? and % of the password as %2F %23 %40 %3A %3F and %25.',
  )
}

/** An unescaped '#' or '/' of a password moves what follows it to another part of the URL. */
function isWhole({ hash, pathname, username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return hash === '' && !pathname.includes('@')
  } catch {
    return false
  }
}

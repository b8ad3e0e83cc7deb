import { inspect } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres, postgresForTests } from './postgres-server.js'

/** What opening an address ends with: the error's code and message, or nothing where it opens. */
async function refusal(address: string): Promise<{ readonly code?: string; readonly message?: string }> {
  try {
    await (await openStore(address)).close()
    return {}
  } catch (thrown) {
    const { password } = new URL(address)
    if (password !== '') expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain(password)
    return thrown as { code: string; message: string }
  }
}

const schemaOf = (address: string) => new URL(address).searchParams.get('schema') ?? ''

describe.runIf(hasPostgres)(`opening a store on ${onPostgres}`, () => {
  let admin: pg.Client
  let server: URL

  beforeAll(async () => {
    const address = await postgresForTests()
    server = new URL(address)
    admin = new pg.Client({ connectionString: address })
    await admin.connect()
  })

  afterAll(() => admin.end())

  const changed = (address: string, change: (url: URL) => void): string => {
    const url = new URL(address)
    change(url)
    return url.href
  }

  const tablesIn = async (schema: string): Promise<string[]> => {
    const { rows } = await admin.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = $1 order by 1`,
      [schema],
    )
    return rows.map(({ name }) => name)
  }

  it.each<readonly [string, (url: URL) => void, string, RegExp]>([
    [
      'nobody answers there',
      (url) => (url.port = '1'),
      'store-unavailable',
      /127\.0\.0\.1:1 cannot be reached/,
    ],
    [
      'its server has no such name',
      (url) => (url.hostname = 'nowhere.invalid'),
      'store-unavailable',
      /nowhere\.invalid:\d+ cannot be reached/,
    ],
    ['the password is wrong', (url) => (url.password = 'guessed-word'), 'store-refused', /refuses this user/],
    ['there is no such user', (url) => (url.username = 'nobody-here'), 'store-refused', /refuses this user/],
    ['there is no such database', (url) => (url.pathname = '/none'), 'store-refused', /createdb .*UTF8/],
    [
      'the schema has no such name',
      (url) => url.searchParams.set('schema', 'a"b'),
      'store-address',
      /small letters/,
    ],
    ['the schema is PostgreSQL’s', (url) => url.searchParams.set('schema', 'pg_x'), 'store-address', /pg_/],
  ])('says what to do where %s', async (_, change, code, message) => {
    const { code: found, message: said } = await refusal(changed(await newPostgresStore(), change))
    expect([found, said]).toEqual([code, expect.stringMatching(message)])
  })

  it.each(['secret#word', 'secret/word', 'secret/wo@rd', '12#34', '%zz'])(
    'says how to write a password such as %s, without repeating it',
    async (password) => {
      const address = `postgres://user:${password}@127.0.0.1:1/database`
      const thrown = await openStore(address).catch((error: unknown) => error)
      expect(thrown).toMatchObject({ code: 'store-address' })
      expect(inspect(thrown, { depth: 20 })).not.toContain(password)
    },
  )

  it('changes nothing in a schema of somebody else', async () => {
    for (const table of ['plants (name text)', 'store (name text)', 'store (product text, format int)']) {
      const address = await newPostgresStore()
      const schema = schemaOf(address)
      await admin.query(`create schema ${schema}; create table ${schema}.${table}`)
      const before = await tablesIn(schema)
      expect(await refusal(address)).toMatchObject({ code: 'store-foreign' })
      expect(await tablesIn(schema)).toEqual(before)
    }
  })

  it('makes its tables in an empty schema that an administrator made for it', async () => {
    const address = await newPostgresStore()
    await admin.query(`create schema ${schemaOf(address)}`)
    expect(await refusal(address)).toEqual({})
  })

  it('refuses a store that a newer version wrote, and changes nothing in it', async () => {
    const address = await newPostgresStore()
    const schema = schemaOf(address)
    await (await openStore(address)).close()
    await admin.query(`update ${schema}.store set format = 99; drop table ${schema}.records`)
    expect(await refusal(address)).toMatchObject({
      code: 'store-newer',
      message: expect.stringContaining('99'),
    })
    expect(await tablesIn(schema)).not.toContain('records')
  })

  it('says which right a user lacks', async () => {
    await admin.query(`create role guest login password 'guest-word'`)
    const address = changed(await newPostgresStore(), (url) => {
      url.username = 'guest'
      url.password = 'guest-word'
    })
    expect(await refusal(address)).toMatchObject({
      code: 'store-refused',
      message: expect.stringMatching(/permission denied.*create schema .* authorization guest/s),
    })
  })

  it('refuses a database that cannot keep every character', async () => {
    await admin.query(
      `create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    )
    const address = changed(await newPostgresStore(), (url) => (url.pathname = '/latin'))
    expect(await refusal(address)).toMatchObject({
      code: 'store-refused',
      message: expect.stringContaining('LATIN1'),
    })
  })

  it('makes one store where many hosts open a new one together', async () => {
    const address = await newPostgresStore()
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(address)))
    const secrets = await Promise.all(stores.map((store) => store.secret()))
    expect(new Set(secrets).size).toBe(1)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('never shows the password', async () => {
    const address = await newPostgresStore()
    const store = await openStore(address)
    expect(store.address).toBe(`postgres://postgres@${server.host}/postgres?schema=${schemaOf(address)}`)
    expect(inspect(store, { depth: 20, showHidden: true })).not.toContain(server.password)
    await store.close()
  })

  describe('whose database takes no writes', () => {
    const readOnly = (address: string) =>
      changed(address, (url) => url.searchParams.set('options', '-c default_transaction_read_only=on'))
    const writesTo = (store: Store): readonly (() => Promise<unknown>)[] => [
      () => store.records.commit({ expected: new Map(), writes: new Map([['a', '2']]) }),
      () => store.blobs.put([{ name: 'a', text: '2' }]),
      () => store.heads.change([{ name: 'a', before: '1', after: '2' }]),
      () => store.blobs.remove(['a'], Infinity),
    ]

    it('reads, and refuses to write, saying why', async () => {
      const address = await newPostgresStore()
      const writer = await openStore(address)
      await writer.records.commit({ expected: new Map(), writes: new Map([['a', '1']]) })
      await writer.heads.change([{ name: 'a', before: undefined, after: '1' }])
      const store = await openStore(readOnly(address))
      for (const write of writesTo(store)) {
        await expect(write()).rejects.toMatchObject({
          code: 'store-read-only',
          status: 503,
          message: expect.stringContaining('default_transaction_read_only'),
        })
      }
      expect(await store.records.read(['a'])).toEqual(new Map([['a', '1']]))
      expect(await store.heads.texts(['a'])).toEqual(['1'])
      await Promise.all([store.close(), writer.close()])
    })

    it('is not made there', async () => {
      const address = await newPostgresStore()
      expect(await refusal(readOnly(address))).toMatchObject({ code: 'store-read-only' })
      expect(await tablesIn(schemaOf(address))).toEqual([])
    })

    it('refuses what it has no room for, and takes it once there is room', async () => {
      const address = await newPostgresStore()
      const schema = schemaOf(address)
      const store = await openStore(address)
      await admin.query(`create function ${schema}.no_room() returns trigger language plpgsql as
        $$ begin raise 'could not extend file' using errcode = '53100'; end $$`)
      const tables = ['records', 'blobs', 'heads']
      for (const table of tables)
        await admin.query(
          `create trigger no_room before insert on ${schema}.${table} execute function ${schema}.no_room()`,
        )
      const writes = writesTo(store).slice(0, 2)
      for (const write of writes)
        await expect(write()).rejects.toMatchObject({ code: 'store-full', status: 503 })
      expect([store.counts.learners.isFull, store.counts.content.isFull]).toEqual([true, true])
      expect(await store.records.read(['a'])).toEqual(new Map())
      for (const table of tables) await admin.query(`drop trigger no_room on ${schema}.${table}`)
      for (const write of writes) await write()
      expect([store.counts.learners.isFull, store.counts.content.isFull]).toEqual([false, false])
      await store.close()
    })
  })
})

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { LocalPostgres, openStore, type Store } from '../../store/index.js'
import { hasPostgres, onPostgres } from './postgres-server.js'

/** Until something holds, within a time in milliseconds. */
const soon = (work: () => void | Promise<void>, timeout: number) =>
  vi.waitFor(work, { timeout, interval: 20 })

describe.runIf(hasPostgres)(`a store on ${onPostgres} that is stopped and started again`, () => {
  let server: LocalPostgres
  let stores: readonly [Store, Store]

  beforeAll(async () => {
    server = await LocalPostgres.start({ settings: { fsync: 'off' } })
    stores = [await openStore(server.address), await openStore(server.address)]
    await stores[0].heads.change([{ name: 'published', before: undefined, after: '1' }])
    await soon(() => expect(stores[1].heads.known('published')).toEqual({ text: '1' }), 1000)
    await stores[0].records.commit({ expected: new Map(), writes: new Map([['k', '1']]) })
  }, 60_000)

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await server[Symbol.asyncDispose]()
  }, 60_000)

  it.each([false, true])(
    'refuses meanwhile, and goes on by itself (at once: %s)',
    async (isAtOnce) => {
      const [first, second] = stores
      const told = new Set<string | undefined>()
      const watch = second.heads.watch((name) => told.add(name))
      const { text: before } = second.heads.known('published') ?? {}
      await server.stop(isAtOnce)
      const began = performance.now()
      const refused = { code: 'store-unavailable', status: 503 }
      await Promise.all(
        Array.from({ length: 50 }, () => expect(second.records.read(['k'])).rejects.toMatchObject(refused)),
      )
      const commit = { expected: new Map(), writes: new Map([['k', '2']]) }
      await expect(second.records.commit(commit)).rejects.toMatchObject(refused)
      expect(performance.now() - began).toBeLessThan(5000)
      expect(second.heads.known('published')).toEqual({ text: before })

      await server.start()
      await soon(async () => expect(await second.records.read(['k'])).toEqual(new Map([['k', '1']])), 5000)
      await soon(() => expect(told.has(undefined)).toBe(true), 5000)
      const after = `${before}+`
      await soon(
        async () => expect(await first.heads.change([{ name: 'published', before, after }])).toBe(true),
        5000,
      )
      await soon(() => expect(second.heads.known('published')).toEqual({ text: after }), 1000)
      expect(told.has('published')).toBe(true)
      watch[Symbol.dispose]()
    },
    60_000,
  )
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { HostsPresent, type Entering } from '../../host/store/hosts-present.js'
import { memoryStore, MemoryPlace } from '../../store/index.js'
import { openHost } from '../../host/index.js'
import clicks from './clicks-plugin.js'

const folder = mkdtempSync(join(tmpdir(), 'hosts-present-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plain = new BlockTypeRegistry()
const clicking = new BlockTypeRegistry()
clicking.register(clicks)

describe('hosts on one store', () => {
  const enter = async (
    place: MemoryPlace,
    types: BlockTypeRegistry,
    otherPlugins: Entering['otherPlugins'] = 'refuse',
  ) => {
    const warnings: string[] = []
    const store = memoryStore(place)
    const present = await HostsPresent.enter(store, {
      types,
      otherPlugins,
      warn: (message) => warnings.push(message),
    })
    return { present, warnings, store }
  }

  it('are let in with the same plugins', async () => {
    const place = new MemoryPlace()
    const entered = [await enter(place, clicking), await enter(place, clicking)]
    expect(entered.flatMap(({ warnings }) => warnings)).toEqual([])
  })

  it.each([
    [plain, clicking, /only here: .*block type 'clicks' of 'clicks'/],
    [clicking, plain, /only there: .*block type 'clicks' of 'clicks'/],
  ])('are refused with other plugins than those that run, before anything is written', async (...args) => {
    const [first, second, message] = args
    const place = new MemoryPlace()
    const { store } = await enter(place, first)
    const before = await store.records.range({ from: '', to: '~' })
    await expect(enter(place, second)).rejects.toMatchObject({
      code: 'store-plugins',
      message: expect.stringMatching(message),
    })
    expect(await store.records.range({ from: '', to: '~' })).toEqual(before)
    expect((await enter(place, second, 'warn')).warnings).toEqual([expect.stringMatching(message)])
  })

  it('are let in once those with other plugins have left', async () => {
    const place = new MemoryPlace()
    const { present } = await enter(place, plain)
    await present.leave()
    expect((await enter(place, clicking)).warnings).toEqual([])
  })

  it('are let in where one with other plugins died', async () => {
    const place = new MemoryPlace()
    const { store } = await enter(place, plain)
    const text = (await store.records.read(['hosts'])).get('hosts') ?? '[]'
    const [host] = JSON.parse(text) as {
      readonly pid: number
      readonly machine: string
      readonly seen: number
    }[]
    const dead = [
      { ...host, pid: 2 ** 22 + 1 },
      { ...host, machine: 'elsewhere', seen: Date.now() - 31_000 },
    ]
    for (const one of dead) {
      const writes = new Map([['hosts', JSON.stringify([one])]])
      await store.records.commit({ expected: new Map(), writes })
      const { present } = await enter(place, clicking)
      await present.leave()
    }
    const elsewhere = [{ ...host, machine: 'elsewhere', seen: Date.now() - 5000 }]
    const writes = new Map([['hosts', JSON.stringify(elsewhere)]])
    await store.records.commit({ expected: new Map(), writes })
    await expect(enter(place, clicking)).rejects.toMatchObject({ code: 'store-plugins' })
  })

  it('are warned where the store is a folder', async () => {
    const lines: unknown[] = []
    const log = { info: () => undefined, warn: (line: unknown) => lines.push(line), error: () => undefined }
    const store = join(folder, 'store')
    const host = await openHost({ store, python: false, threads: 1, log })
    const options = {
      store,
      python: false,
      threads: 1,
      log,
      plugins: [new URL('clicks-plugin.ts', import.meta.url).pathname],
    } as const
    await (await openHost(options)).close()
    expect(lines).toEqual([expect.stringMatching(/has other plugins: only here: .*block type 'clicks'/)])
    await host.close()
    await (await openHost(options)).close()
    expect(lines).toHaveLength(1)
  }, 60_000)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PluginNamespace } from '../../plugins/namespace/plugin-namespace.js'
import { MemoryNamespaceRecords } from '../../plugins/index.js'
import { LmdbRecords, MemoryRecords } from '../../store/index.js'

const folder = mkdtempSync(join(tmpdir(), 'namespace-'))
const lmdb = new LmdbRecords(folder)
afterAll(async () => {
  await lmdb.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each([
  ['in memory', new MemoryRecords()],
  ['in a folder', lmdb],
  ['in a test', new MemoryNamespaceRecords()],
])('what a plugin keeps %s', (_where, records) => {
  it('is its own, under keys of its own, and goes when it is deleted', async () => {
    const [one, other] = [new PluginNamespace(records, '@us/one'), new PluginNamespace(records, '@us/one/x')]
    expect(await one.get('a')).toBeUndefined()
    await one.set('a', { at: [1, null] })
    await other.set('a', 'mine')
    expect([await one.get('a'), await other.get('a')]).toEqual([{ at: [1, null] }, 'mine'])
    expect([await one.delete('a'), await one.delete('a'), await one.get('a')]).toEqual([
      true,
      false,
      undefined,
    ])
    expect((await other.list()).items).toEqual([{ key: 'a', value: 'mine' }])
  })

  it('is listed in pages, by the beginning of its keys', async () => {
    const store = new PluginNamespace(records, 'listed')
    const keys = ['a', 'b:1', 'b:10', 'b:2', 'b~', 'c']
    for (const key of keys.toReversed()) await store.set(key, key.length)
    const listed = async (page: object) => {
      const { items, next } = await store.list(page)
      return [items.map(({ key }) => key), next]
    }
    expect(await listed({})).toEqual([keys, null])
    expect(await listed({ prefix: 'b:', limit: 2 })).toEqual([['b:1', 'b:10'], 'b:10'])
    expect(await listed({ prefix: 'b:', limit: 2, after: 'b:10' })).toEqual([['b:2'], null])
    expect(await listed({ prefix: 'b:', after: 'a' })).toEqual([['b:1', 'b:10', 'b:2'], null])
    expect(await listed({ after: 'b' })).toEqual([['b:1', 'b:10', 'b:2', 'b~', 'c'], null])
  })

  it('loses nothing of many who change one entry at once', async () => {
    const store = new PluginNamespace(records, 'counted')
    const add = () => store.change('sum', (sum) => Number(sum ?? 0) + 1)
    await Promise.all(Array.from({ length: 12 }, add))
    expect(await store.get('sum')).toBe(12)
  })

  it('is no more than it may be, whatever was deleted before', async () => {
    const store = new PluginNamespace(records, 'bounded', 5000)
    const text = 'x'.repeat(1000)
    for (let time = 0; time < 20; time++) {
      await store.set(`k${time}`, text)
      await store.delete(`k${time}`)
    }
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(async (key) => store.set(key, text)),
    )
    const { items } = await store.list()
    expect(items.length).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length)
    await expect(store.set('g', 'x'.repeat(4000))).rejects.toMatchObject({ code: 'plugin-store-full' })
    await store.set(items[0]?.key ?? '', 'less')
    expect(items.length).toBeGreaterThanOrEqual(4)
  })

  it.each([
    ['', 1],
    ['a b', 1],
    ['ä', 1],
    ['k'.repeat(301), 1],
    ['large', 'x'.repeat(70_000)],
  ])('refuses %j', async (key, value) => {
    const store = new PluginNamespace(records, 'refusing')
    await expect(store.set(key, value)).rejects.toMatchObject({ code: 'plugin-entry' })
  })
})

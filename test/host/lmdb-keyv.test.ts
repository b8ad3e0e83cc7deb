import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lmdbKeyv } from '../../host/store/lmdb-keyv.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lmdb-keyv-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a Keyv over lmdb', () => {
  it('keeps texts and bytes as they are, over a restart', async () => {
    const first = lmdbKeyv(folder)
    const bytes = Uint8Array.of(0, 255, 7)
    await first.setMany([
      { key: 'text', value: 'α "β"' },
      { key: 'bytes', value: bytes },
    ])
    await first.disconnect()
    const second = lmdbKeyv(folder)
    expect(await second.get('text')).toBe('α "β"')
    expect(new Uint8Array((await second.get<Uint8Array>('bytes')) ?? [])).toEqual(bytes)
    expect(await second.getMany(['text', 'none'])).toEqual(['α "β"', undefined])
    expect(await second.has('none')).toBe(false)
    await second.disconnect()
  })

  it('takes keys of any length and tells them apart', async () => {
    const keyv = lmdbKeyv(folder)
    const long = 'k'.repeat(5000)
    await keyv.set(`${long}1`, 'one')
    await keyv.set(`${long}2`, 'two')
    expect(await keyv.get(`${long}1`)).toBe('one')
    expect(await keyv.get(`${long}2`)).toBe('two')
    await keyv.disconnect()
  })

  it('throws when the store is gone, instead of finding nothing', async () => {
    const keyv = lmdbKeyv(folder)
    await keyv.set('text', 'here')
    await keyv.disconnect()
    await expect(keyv.get('text')).rejects.toThrow()
  })
})

import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { copyStore, memoryStore, openStore, type Store } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from './postgres-server.js'

const root = mkdtempSync(join(tmpdir(), 'copy-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const films = [Buffer.alloc(700_000, 'film'), Buffer.alloc(0), Buffer.from('small')]

/** Fills a store by more than is copied at a time. */
async function fill({ blobs, files, records, heads }: Store): Promise<void> {
  await blobs.put(
    Array.from({ length: 450 }, (_, one) => ({ name: `node:${one}`, text: `é "${one}" \u{1f9ea}` })),
  )
  await blobs.put([{ name: 'large', text: 'x'.repeat(5_000_000) }])
  for (const film of films) await files.put(hashOf(film), film)
  const writes = new Map(Array.from({ length: 450 }, (_, one) => [`record l${one} k`, `{"n":${one}}`]))
  await records.commit({ expected: new Map(), writes: new Map([...writes, ['record l', 'x'], ['~', '']]) })
  await heads.change(
    Array.from({ length: 250 }, (_, one) => ({ name: `h:${one}`, before: undefined, after: String(one) })),
  )
}

/** All that a store holds, but its secret. */
async function heldBy({ blobs, files, records, heads }: Store): Promise<unknown> {
  const names: string[] = []
  for await (const { name } of blobs.list('')) names.push(name)
  const kept: [string, string][] = []
  for await (const { hash } of files.list()) {
    const bytes = await (await files.open(hash))?.bytes()
    kept.push([hash, hashOf(bytes ?? Buffer.from('none'))])
  }
  names.sort()
  const heading = (await heads.names('')).filter((name) => name !== 'secret')
  return {
    blobs: [names, await blobs.texts(names)],
    files: new Map(kept),
    records: await records.range({ from: ' ', to: '\u007f' }),
    heads: [heading, await heads.texts(heading)],
  }
}

let places = 0
const folder = async () => join(root, String(places++))

describe.each([
  ['a folder', true, folder],
  [onPostgres, hasPostgres, newPostgresStore],
])('a copy into %s', (_name, canRun, place) => {
  it.runIf(canRun)('holds all that the first store holds, with its secret', async () => {
    const from = await openStore(await folder())
    await fill(from)
    const to = await openStore(await place(), { secret: await from.secret() })
    const shown: number[] = []
    const copied = await copyStore(from, to, ({ done, total }) => shown.push(done / total))
    expect(copied).toEqual({ blobs: 451, files: 3, records: 452, heads: 250 })
    expect(await heldBy(to)).toEqual(await heldBy(from))
    expect(await to.secret()).toBe(await from.secret())
    expect(shown.at(-1)).toBe(1)
    const back = await openStore(await folder(), { secret: await to.secret() })
    await copyStore(to, back)
    expect(await heldBy(back)).toEqual(await heldBy(from))
    for (const store of [from, to, back]) await store.close()
  })
})

describe('a copy', () => {
  it('that is cut off goes on where it was, and takes what was changed meanwhile', async () => {
    const [from, to] = [memoryStore(), memoryStore()]
    await fill(from)
    const cut = new Error('cut off')
    const first = copyStore(from, to, ({ done }) => {
      if (done > 300) throw cut
    })
    await expect(first).rejects.toBe(cut)
    await from.records.commit({
      expected: new Map(),
      writes: new Map([
        ['record l0 k', undefined],
        ['record l1 k', 'changed'],
      ]),
    })
    expect((await copyStore(from, to)).blobs).toBeLessThan(451)
    expect(await heldBy(to)).toEqual(await heldBy(from))
  })

  it('holds what was written while it was made', async () => {
    const [from, to] = [memoryStore(), memoryStore()]
    await fill(from)
    let turns = 0
    await copyStore(from, to, () => {
      if (turns++ > 20) return
      void from.records.commit({
        expected: new Map(),
        writes: new Map([
          ['a 0', String(turns)],
          ['zz 0', String(turns)],
        ]),
      })
    })
    expect(await heldBy(to)).toEqual(await heldBy(from))
  })

  it('into a store with something of its own is refused, and changes nothing there', async () => {
    const [from, to] = [memoryStore(), memoryStore()]
    await fill(from)
    await to.heads.change([{ name: 'own', before: undefined, after: 'x' }])
    const before = await heldBy(to)
    await expect(copyStore(from, to)).rejects.toMatchObject({ code: 'store-occupied' })
    expect(await heldBy(to)).toEqual(before)
  })

  it('of a file that is not what its name says is refused', async () => {
    const place = await folder()
    const from = await openStore(place)
    await fill(from)
    const [film = Buffer.from('')] = films
    const hash = hashOf(film)
    writeFileSync(join(place, 'files', hash.slice(0, 2), hash), film.subarray(1))
    await expect(copyStore(from, memoryStore())).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining(hash) as string,
    })
    await from.close()
  })
})

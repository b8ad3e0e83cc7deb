import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sourceLimits } from '../../content/source/source-limits.js'
import { archiveAt } from '../../content/source/archive-bytes.js'
import { readTar } from '../../content/source/tar-source.js'
import { readZip } from '../../content/source/zip-source.js'
import { tarArchive, zipArchive, type MadeEntry } from './archives.js'

const folder = mkdtempSync(join(tmpdir(), 'archive-entries-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const kinds: [
  string,
  (entries: readonly MadeEntry[], limits?: typeof sourceLimits) => ReturnType<typeof readZip>,
][] = [
  [
    'tar',
    (entries, limits) =>
      archiveAt(written('a.tar', tarArchive(entries))).then((one) => readTar(one, false, limits)),
  ],
  [
    'zip',
    (entries, limits) => archiveAt(written('a.zip', zipArchive(entries))).then((one) => readZip(one, limits)),
  ],
]

describe.each(kinds)('entries of a %s', (_, read) => {
  it.each([
    ['the same path', 'course/static/a.txt'],
    ['the same file by another path', './course//static/a.txt'],
  ])('that stand twice with different content are refused by name: %s', async (__, again) => {
    const two = [
      { name: 'course/static/a.txt', text: 'first' },
      { name: again, text: 'second' },
    ]
    await expect(read(two)).rejects.toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringMatching(/course\/static\/a\.txt' twice/) as string,
    })
  })

  it.each([
    ['the file first', ['course/static/a', 'course/static/a/b/c']],
    ['the folder first', ['course/static/a/b/c', 'course/static/a']],
  ])('that make a file a folder, too, are refused by name: %s', async (__, names) => {
    await expect(read(names.map((name) => ({ name, text: 'x' })))).rejects.toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining("'course/static/a' both") as string,
    })
  })

  it('that stand twice with the same content are one file', async () => {
    const source = await read([
      { name: 'a.txt', text: 'same' },
      { name: 'a.txt', text: 'same' },
      { name: 'b.txt' },
    ])
    expect(source.paths()).toEqual(['a.txt', 'b.txt'])
    expect(source.text('a.txt')).toBe('same')
  })

  it('that say that they are too much together are refused before they are unpacked', async () => {
    const entries = Array.from({ length: 4 }, (__, one) => ({
      name: `${one}`,
      bytes: Buffer.alloc(1000, one),
    }))
    await expect(read(entries, { ...sourceLimits, total: 3999 })).rejects.toMatchObject({
      code: 'archive-too-large',
    })
    expect((await read(entries, { ...sourceLimits, total: 10_000 })).bytes('3')).toEqual(
      Buffer.alloc(1000, 3),
    )
  })
})

describe('entries of a zip that share their bytes', () => {
  const made = () =>
    zipArchive([
      { name: 'a', bytes: Buffer.alloc(5000, 'x') },
      { name: 'b', text: 'b' },
      { name: 'c', text: 'c' },
    ])
  /** Where the central directory says that an entry begins. */
  const offsetAt = (archive: Buffer, entry: number) => {
    let at = archive.readUInt32LE(archive.length - 6)
    for (let one = 0; one < entry; one++) at += 46 + archive.readUInt16LE(at + 28)
    return at + 42
  }

  it.each([
    ['all of them', 1, 0],
    ['the last of them', 2, 0],
  ])('are refused before a byte is unpacked: %s', async (_, entry, offset) => {
    const archive = made()
    archive.writeUInt32LE(offset, offsetAt(archive, entry))
    await expect(readZip(await archiveAt(written('overlap.zip', archive)))).rejects.toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('belong to something else') as string,
    })
  })

  it('are refused where one reaches into the next', async () => {
    const archive = made()
    const at = offsetAt(archive, 0) - 42
    archive.writeUInt32LE(archive.readUInt32LE(at + 20) + 10, at + 20)
    await expect(readZip(await archiveAt(written('reach.zip', archive)))).rejects.toMatchObject({
      code: 'archive-unsafe',
    })
  })
})

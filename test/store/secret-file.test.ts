import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openHost } from '../../host/open-host.js'
import { secretFile } from '../../store/lmdb/secret-file.js'

const root = mkdtempSync(join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function folderWith(secret?: string | Uint8Array): string {
  const folder = mkdtempSync(join(root, 'store-'))
  if (secret !== undefined) writeFileSync(join(folder, 'secret'), secret)
  return folder
}

describe('the secret of a store', () => {
  it('is made once, as 256 bits that only its owner reads, and leaves no other file', () => {
    const folder = folderWith()
    const made = secretFile(folder)
    expect(Buffer.from(made, 'base64url')).toHaveLength(32)
    expect(secretFile(folder)).toBe(made)
    expect(readdirSync(folder)).toEqual(['secret'])
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
    expect(secretFile(folderWith())).not.toBe(made)
  })

  it('is taken as it stands, so that what was signed before stays right', () => {
    for (const text of [
      randomBytes(32).toString('base64url'),
      randomBytes(32).toString('hex'),
      `${randomBytes(48).toString('base64url')}\n`,
    ]) {
      expect(secretFile(folderWith(text))).toBe(text)
    }
  })

  it.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['white space', ' \n\n'.repeat(30)],
    ['cut short', randomBytes(32).toString('base64url').slice(0, 30)],
    ['one character less', randomBytes(32).toString('base64url').slice(1)],
    ['zeros of a disk that filled up', Buffer.alloc(43)],
    ['bytes that are no text', Buffer.concat([Buffer.from([0xff, 0xfe]), randomBytes(41)])],
    ['one character again and again', 'x'.repeat(43)],
    ['words', 'change me please, this is not a secret at all, really'],
    ['two secrets with a line between', `${randomBytes(32).toString('base64url')}\n${'b'.repeat(43)}`],
  ])('is refused where it is %s, and left as it is', async (_name, content) => {
    const folder = folderWith(content)
    const refusal = await openHost({ store: folder, python: false }).catch((thrown: unknown) => thrown)
    expect(refusal).toMatchObject({ code: 'store-secret', remedy: expect.stringContaining('backup') })
    expect(String(refusal)).toContain(join(folder, 'secret'))
    expect(readFileSync(join(folder, 'secret'))).toEqual(Buffer.from(content))
  })

  const built = existsSync(new URL('../../../dist/host/store/store-secret.js', import.meta.url))
  it.skipIf(!built)('is one for all of many processes that open new stores together', async () => {
    const folders = Array.from({ length: 300 }, (_, index) => {
      const folder = join(root, `together-${index}`)
      mkdirSync(folder)
      return folder
    })
    const script = fileURLToPath(new URL('./child-secret-reader.mjs', import.meta.url))
    const children = Array.from({ length: 8 }, () => fork(script, { execArgv: [] }))
    try {
      await Promise.all(children.map((child) => once(child, 'message')))
      const said = children.map((child) => once(child, 'message'))
      for (const child of children) child.send(folders)
      const read = (await Promise.all(said)).map(([secrets]) => secrets as string[])
      for (const [index, folder] of folders.entries()) {
        expect(new Set(read.map((secrets) => secrets[index]))).toEqual(
          new Set([readFileSync(join(folder, 'secret'), 'utf8')]),
        )
      }
    } finally {
      for (const child of children) child.kill()
    }
  })
})

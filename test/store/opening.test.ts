import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { openStore } from '../../store/index.js'

const root = mkdtempSync(join(tmpdir(), 'opening-'))
const isRoot = process.getuid?.() === 0
chmodSync(root, 0o755)
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Everything below a folder, with its bytes. */
function heldIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && entry.name !== 'lock.mdb')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file, readFileSync(file, 'hex')]),
  )
}

async function made(name: string): Promise<string> {
  const folder = join(root, name)
  const store = await openStore(folder)
  await store.records.commit({ expected: new Map(), writes: new Map([['k', 'kept']]) })
  await store.files.put('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', new Uint8Array())
  await store.close()
  return folder
}

describe('a store', () => {
  it('is opened again in the process that is writing it: the write ends, and both go on', async () => {
    const folder = join(root, 'twice')
    const first = await openStore(folder)
    const commit = (store: typeof first, key: string) =>
      store.records.commit({ expected: new Map(), writes: new Map([[key, 'kept']]) })
    await commit(first, 'before')
    const written = commit(first, 'meanwhile')
    // Its thread has begun to write by now, and waits for this one to say what.
    await nextTurn()
    const begun = performance.now()
    while (performance.now() < begun + 30);
    const second = await openStore(folder)
    expect(await written).toEqual({ committed: true })
    await first.close()
    expect(await commit(second, 'after')).toEqual({ committed: true })
    expect([...(await second.records.read(['before', 'meanwhile', 'after'])).keys()]).toHaveLength(3)
    await second.close()
    await expect(commit(second, 'closed')).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  it.each<[string, string, (folder: string) => string | void]>([
    [
      'of a newer format',
      'store-newer',
      (folder) => {
        mkdirSync(folder)
        writeFileSync(join(folder, 'store.json'), '{"format":3,"of":"later"}')
      },
    ],
    [
      'that does not say its format',
      'store-damaged',
      (folder) => {
        mkdirSync(folder)
        writeFileSync(join(folder, 'store.json'), '{"format":')
      },
    ],
    [
      'in a folder of other things',
      'store-foreign',
      (folder) => {
        mkdirSync(join(folder, 'content'), { recursive: true })
        writeFileSync(join(folder, 'package.json'), '{}')
      },
    ],
    [
      'in a file',
      'store-address',
      (folder) => {
        writeFileSync(folder, 'text')
      },
    ],
    ['at an address of something else', 'store-address', () => 'mysql://host/database'],
    ['without an address', 'store-address', () => ''],
  ])('%s is refused as such, and nothing is changed', async (name, code, make) => {
    const folder = join(root, name.replaceAll(' ', '-'))
    const address = make(folder) ?? folder
    const before = heldIn(root)
    await expect(openStore(address)).rejects.toMatchObject({ code })
    expect(heldIn(root)).toEqual(before)
  })

  it('is opened in a folder that an operator prepared, and says its format', async () => {
    const folder = join(root, 'prepared')
    mkdirSync(join(folder, 'lost+found'), { recursive: true })
    writeFileSync(join(folder, '.keep'), '')
    const secret = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFG'
    writeFileSync(join(folder, 'secret'), secret)
    const store = await openStore(folder)
    expect(await store.secret()).toBe(secret)
    await store.close()
    expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toEqual({ format: 2 })
  })

  it('is read where it is opened to be read only, and takes nothing', async () => {
    const folder = await made('kept')
    const before = heldIn(folder)
    const store = await openStore(folder, { isReadOnly: true })
    expect(await store.records.read(['k'])).toEqual(new Map([['k', 'kept']]))
    expect(await store.secret()).toBe(readFileSync(join(folder, 'secret'), 'utf8'))
    const refused = { code: 'store-read-only' }
    const writes = new Map([['k', 'other']])
    await expect(store.records.commit({ expected: new Map(), writes })).rejects.toMatchObject(refused)
    await expect(store.blobs.put([{ name: 'a', text: 'a' }])).rejects.toMatchObject(refused)
    await expect(store.heads.change([{ name: 'a', before: undefined, after: 'a' }])).rejects.toMatchObject(
      refused,
    )
    await expect(store.files.put('0'.repeat(64), new Uint8Array())).rejects.toMatchObject(refused)
    await store.close()
    expect(heldIn(folder)).toEqual(before)
    const none = openStore(join(root, 'none'), { isReadOnly: true })
    await expect(none).rejects.toMatchObject({ code: 'store-address' })
    expect(existsSync(join(root, 'none'))).toBe(false)
  })
})

/** Opens a store in the built package as somebody who owns nothing; the code of its refusal, or what it read. */
function openedByNobody(address: string, options = '{}'): { code: string; message: string } {
  const script = `const { openStore } = await import(process.argv[1])
process.setgid(65534)
process.setuid(65534)
try {
  const store = await openStore(process.argv[2], ${options})
  console.log(JSON.stringify({ code: 'opened', message: (await store.records.read(['k'])).get('k') ?? '' }))
  await store.close()
} catch ({ code, message }) { console.log(JSON.stringify({ code, message })) }
process.exit(0)`
  const module = new URL('../../dist/store/index.js', import.meta.url).href
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, module, address],
    { encoding: 'utf8' },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as { code: string; message: string }
}

describe.runIf(isRoot && process.platform === 'linux' && WorkerPool.available())(
  'a store that may not be written',
  () => {
    it('is refused with what to do, before anything is written', async () => {
      const owned = await made('owned')
      chmodSync(owned, 0o755)
      const partly = await made('partly')
      chmodSync(partly, 0o777)
      const closed = join(root, 'closed')
      mkdirSync(closed, { mode: 0o755 })
      const before = heldIn(root)
      for (const [address, named] of [
        [owned, owned],
        [partly, join(partly, 'content')],
        [join(closed, 'new', 'store'), closed],
      ] as const) {
        const { code, message } = openedByNobody(address)
        expect(code).toBe('store-read-only')
        expect(message).toContain(`'nobody' may not write '${named}'`)
      }
      expect(heldIn(root)).toEqual(before)
    })

    it('can be opened to be read only', async () => {
      const folder = await made('readable')
      spawnSync('chmod', ['-R', 'a+rX', folder])
      expect(openedByNobody(folder, '{ isReadOnly: true }')).toEqual({ code: 'opened', message: 'kept' })
    })

    it('is refused where its file system is mounted read-only', async () => {
      const disk = join(root, 'disk')
      mkdirSync(disk)
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', disk]).status !== 0) return
      try {
        cpSync(await made('to-mount'), disk, { recursive: true })
        spawnSync('mount', ['-o', 'remount,ro', disk])
        await expect(openStore(disk)).rejects.toMatchObject({
          code: 'store-read-only',
          message: expect.stringContaining('mounted read-only') as string,
        })
        const store = await openStore(disk, { isReadOnly: true })
        expect(await store.records.read(['k'])).toEqual(new Map([['k', 'kept']]))
        await store.close()
      } finally {
        spawnSync('umount', ['-l', disk])
      }
    })
  },
)

import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { exportVersion, importPath, type AuthoringStore } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { tarArchive } from './archives.js'
import { courseOf, memoryStore, testTypes } from './made-olx.js'

const shared = fileURLToPath(new URL('../../../shared/olx/', import.meta.url))
const types = new BlockTypeRegistry()
types.register(shippedBlocks)

const endings = ['', '.tar.gz', '.zip'] as const

let folder: string
let made = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const free = (ending = '') => join(folder, `made-${++made}${ending}`)

/** All regular files below a folder: paths, and hashes of their bytes. */
function filesIn(path: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    const full = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(relative(path, full), hashOf(readFileSync(full)))
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)))
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function write(path: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), bytes)
  }
}

/** Imports a path and exports it, in each form; gives the files of the folder, and the names that imports of all forms get. */
async function thereAndBack(path: string, draft = false) {
  const { store } = memoryStore()
  const { context, version } = await importPath(path, { types, store, draft })
  const names: string[] = []
  const files: Map<string, string>[] = []
  for (const ending of endings) {
    const to = free(ending)
    expect((await exportVersion(store, context, to)).version).toBe(version)
    const { store: fromThis } = memoryStore()
    names.push((await importPath(to, { types, store: fromThis })).version)
    const unpacked = free()
    await exportVersion(fromThis, context, unpacked)
    files.push(filesIn(unpacked))
    if (ending === '') expect(filesIn(to)).toEqual(files[0])
  }
  return { version, names, files }
}

const olx = [
  'dhis2-intro/olx',
  'latex2edx-demo/olx',
  'oxa-kitchen-sink/olx',
  'lib50',
  'v2-library-sample/olx',
]

describe.skipIf(!existsSync(shared))('a real course or library', () => {
  it.each(olx)(
    'comes out byte for byte, and is the same version when it comes in again: %s',
    async (name) => {
      const path = join(shared, name)
      const { version, names, files } = await thereAndBack(path)
      const own = filesIn(path)
      for (const found of files) expect(found).toEqual(own)
      expect(new Set([version, ...names]).size).toBe(1)
    },
  )

  it('is one version with its drafts and without', async () => {
    const path = join(shared, 'v2-library-sample/olx')
    const plain = await importPath(path, { types, store: memoryStore().store })
    const draft = await importPath(path, { types, store: memoryStore().store, draft: true })
    expect(draft.version).toBe(plain.version)
    expect(draft.blocks).not.toEqual(plain.blocks)
  })
})

describe('an export', () => {
  const odd = new Map<string, Buffer>([
    ['course.xml', Buffer.from('<course url_name="R" org="O" course="C"/>\r\n')],
    [
      'course/R.xml',
      Buffer.from(
        '\uFEFF<course display_name="Ünïts"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"><html url_name="h"/></vertical></sequential></chapter></course>',
      ),
    ],
    [
      'html/h.xml',
      Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><html filename="h">\xe9</html>', 'latin1'),
    ],
    ['html/h.html', Buffer.from('\ufeff<p>a</p>\n', 'utf16le')],
    ['static/empty', Buffer.alloc(0)],
    ['static/e\u0301 & <ü> \u{1F600}.txt', Buffer.from([0, 255, 13, 10])],
    [`static/${'deep/'.repeat(30)}${'long'.repeat(40)}.txt`, Buffer.from('x')],
    ['static/large.bin', Buffer.alloc(1_500_000, 'abcdefg')],
    [
      'drafts/vertical/d.xml',
      Buffer.from(
        '<vertical parent_url="block-v1:O+C+R+type@sequential+block@s" index_in_children_list="0"/>',
      ),
    ],
    ['policies/R/policy.json', Buffer.from('{ "course/R":\t{} }')],
    ['about/overview.html', Buffer.from('')],
    ['unread/of.anybody', Buffer.from('kept')],
  ])

  it('keeps odd names, encodings, line ends, marks, empty and deep files as they came', async () => {
    const path = free()
    write(path, odd)
    for (const draft of [false, true]) {
      const { version, names, files } = await thereAndBack(path, draft)
      for (const found of files) expect(found).toEqual(filesIn(path))
      expect(new Set([version, ...names]).size).toBe(1)
    }
  })

  it('writes links as the files they lead to, and leaves out those that were left out', async () => {
    const path = free()
    write(path, odd)
    linkSync(join(path, 'static/large.bin'), join(path, 'static/hard.bin'))
    symlinkSync('large.bin', join(path, 'static/soft.bin'))
    symlinkSync('/etc/hostname', join(path, 'static/outside'))
    const { store } = memoryStore()
    const { context, version } = await importPath(path, { types, store })
    const to = free()
    await exportVersion(store, context, to)
    const found = filesIn(to)
    const large = hashOf(odd.get('static/large.bin') ?? Buffer.alloc(0))
    const own = [...odd].map(([name, bytes]) => [name, hashOf(bytes)] as const)
    const links = [['static/hard.bin', large] as const, ['static/soft.bin', large] as const]
    expect(found).toEqual(new Map([...own, ...links].sort(([a], [b]) => (a < b ? -1 : 1))))
    // The same as an archive, whose hard link is an entry of its own.
    const archive = free('.tgz')
    await create({ file: archive, gzip: true, cwd: path }, readdirSync(path))
    expect((await importPath(archive, { types, store: memoryStore().store })).version).toBe(version)
  })

  it('puts the files of an archive into the folder that they came in', async () => {
    const entries = [...odd]
      .map(([name, bytes]) => ({ name: `my course/${name}`, bytes }))
      .filter(({ name }) => name.length < 100)
    const path = free('.tar')
    writeFileSync(path, tarArchive(entries))
    const { store } = memoryStore()
    const { context, version } = await importPath(path, { types, store })
    const to = free('.tar.gz')
    await exportVersion(store, context, to)
    const again = memoryStore()
    expect((await importPath(to, { types, store: again.store })).version).toBe(version)
    expect((await again.store.entry(context, 'draft')).entry.folder).toBe('my course')
  })

  it('never writes over what is there, and leaves nothing of what fails', async () => {
    const { store } = memoryStore()
    const path = free()
    write(path, odd)
    const { context } = await importPath(path, { types, store })
    const taken = free('.zip')
    writeFileSync(taken, 'mine')
    for (const to of [path, taken]) {
      await expect(exportVersion(store, context, to)).rejects.toMatchObject({ code: 'export-refused' })
    }
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    const empty = free()
    mkdirSync(empty)
    await exportVersion(store, context, empty)
    expect(filesIn(empty).size).toBe(odd.size)
    const lost = damaged(store)
    for (const ending of endings) {
      const to = free(ending)
      await expect(exportVersion(lost, context, to)).rejects.toMatchObject({ code: 'store-damaged' })
      expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(to))).toEqual([])
    }
    await expect(exportVersion(store, context, join(taken, 'x'))).rejects.toMatchObject({
      code: 'export-refused',
    })
    await expect(exportVersion(store, context, free(), { version: '99' })).rejects.toMatchObject({
      code: 'version-unknown',
    })
  })

  it('carries the names of nameless blocks where the files alone would give others', async () => {
    const { store } = memoryStore()
    const path = free()
    const unit = 'block-v1:O+C+R+type@vertical+block@v'
    const take = async (inside: string, into = store) => {
      rmSync(path, { recursive: true, force: true })
      write(path, new Map(Object.entries(courseOf(inside)).map(([name, text]) => [name, Buffer.from(text)])))
      return importPath(path, { types: testTypes, store: into })
    }
    const keysIn = async (of: AuthoringStore) =>
      (await (await of.view('course-v1:O+C+R', 'draft')).block(unit))?.children
    await take('<quiz>one</quiz><quiz>two</quiz>')
    const plain = free()
    await exportVersion(store, 'course-v1:O+C+R', plain)
    expect(existsSync(join(plain, 'unit-compositor.ids.json'))).toBe(false)
    const { version } = await take('<quiz>onE</quiz><quiz>two</quiz>')
    const keys = await keysIn(store)
    for (const ending of endings) {
      const to = free(ending)
      await exportVersion(store, 'course-v1:O+C+R', to)
      const { store: other } = memoryStore()
      expect((await importPath(to, { types: testTypes, store: other })).version).toBe(version)
      expect(await keysIn(other)).toEqual(keys)
    }
    const { store: elsewhere } = memoryStore()
    await take('<quiz>onE</quiz><quiz>two</quiz>', elsewhere)
    expect(await keysIn(elsewhere)).not.toEqual(keys)
  })
})

/** The same store, which has lost the last of its files that an export asks for. */
function damaged(store: AuthoringStore): AuthoringStore {
  const versions = new Proxy(store.versions, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name === 'stream') {
        return (hash: string) => target.stream(hash === lastFile ? 'f'.repeat(64) : hash)
      }
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'versions') return versions
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The file that comes last. */
const lastFile = hashOf(Buffer.from('kept'))

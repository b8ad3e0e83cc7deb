import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { array, assert, asyncProperty, nat, tuple } from 'fast-check'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CompositorError } from '../../runtime/errors/index.js'
import { entryPath } from '../../content/source/entry-path.js'
import { MemorySource, findRoot, openSource, sourceLimits } from '../../content/source/index.js'
import { tarArchive, zipArchive } from './archives.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'olx-source-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, bytes)
  return path
}

const course = '<course url_name="R" org="O" course="C"/>'

describe('a folder', () => {
  it('is read from its top or from the one folder that holds the course', async () => {
    write('plain/course.xml', `\uFEFF${course}`)
    write('nested/olx/course.xml', course)
    write('nested/olx/course/course.xml', '<course/>')
    write('nested/olx/static/ä b.png', 'x')
    const plain = await openSource(join(folder, 'plain'))
    expect(plain.source.text('course.xml')).toBe(course)
    const nested = await openSource(join(folder, 'nested'))
    expect(nested.rootFile).toBe('course.xml')
    expect(nested.source.paths()).toEqual(['course.xml', 'course/course.xml', 'static/ä b.png'])
    expect(nested.source.size('static/ä b.png')).toBe(1)
    expect(nested.source.text('../course.xml')).toBeUndefined()
  })

  it('may be named by its root file', async () => {
    const { source } = await openSource(write('by-file/course.xml', course))
    expect(source.exists('course.xml')).toBe(true)
  })

  it('passes over what operating systems leave behind', async () => {
    write('junk/course.xml', course)
    for (const name of ['._course.xml', '.DS_Store', '__MACOSX/course.xml', '.git/config']) {
      write(`junk/${name}`, 'x')
    }
    const { source } = await openSource(join(folder, 'junk'))
    expect(source.paths()).toEqual(['course.xml'])
  })

  it('is refused for a link that leads outside, nowhere or back, and read with one that stays inside', async () => {
    const links = { out: '/etc/hostname', nowhere: 'gone', back: '..' }
    for (const [name, target] of Object.entries(links)) {
      write(`link-${name}/olx/course.xml`, course)
      symlinkSync(target, join(folder, `link-${name}/olx/link`))
      await expect(openSource(join(folder, `link-${name}`))).rejects.toMatchObject({ code: 'archive-unsafe' })
    }
    write('link-in/course.xml', course)
    symlinkSync('course.xml', join(folder, 'link-in/copy.xml'))
    const { source } = await openSource(join(folder, 'link-in'))
    expect(source.text('copy.xml')).toBe(course)
  })

  it('goes without links among static files that lead outside, nowhere or back', async () => {
    write('static-links/olx/course.xml', course)
    write('static-links/olx/static/a/x.txt', 'x')
    write('static-links/olx/static/b/y.txt', 'y')
    const links = { 'out.png': '/etc/hostname', 'b/gone.png': 'nothing', back: '..', in: 'a' }
    for (const [name, target] of Object.entries(links))
      symlinkSync(target, join(folder, 'static-links/olx/static', name))
    const { source } = await openSource(join(folder, 'static-links'))
    expect(source.paths()).toEqual(['course.xml', 'static/a/x.txt', 'static/b/y.txt', 'static/in/x.txt'])
    expect(Object.fromEntries(source.leftOut.map(({ path, why }) => [path, why]))).toEqual({
      'static/out.png': 'leads outside',
      'static/b/gone.png': 'leads nowhere',
      'static/back': 'leads back to a folder it stands in',
    })
  })

  it('is refused past its limits', async () => {
    write('many/course.xml', course)
    write('many/a', 'a')
    const small = { ...sourceLimits, entries: 1 }
    await expect(openSource(join(folder, 'many'), small)).rejects.toMatchObject({ code: 'archive-too-large' })
    const light = { ...sourceLimits, total: 10 }
    await expect(openSource(join(folder, 'many'), light)).rejects.toMatchObject({ code: 'archive-too-large' })
  })
})

describe('the root', () => {
  it('is not guessed among several or without a root file', () => {
    const two = new MemorySource('two', [
      ['a/course.xml', Buffer.from(course)],
      ['b/library.xml', Buffer.from('<library/>')],
    ])
    expect(() => findRoot(two)).toThrow(/name one of: a, b/)
    expect(() => findRoot(new MemorySource('none', [['a.xml', Buffer.from('')]]))).toThrow(/holds none of/)
  })
})

describe('an archive', () => {
  it('gives the same files packed as tar, tar.gz or zip', async () => {
    write('pack/course/course.xml', course)
    write('pack/course/html/ä.html', 'é')
    for (const [name, gzip] of [
      ['p.tar', false],
      ['p.tar.gz', true],
      ['p.tgz', true],
    ] as const) {
      const file = join(folder, name)
      await create({ file, gzip, cwd: join(folder, 'pack') }, ['course'])
      const { source } = await openSource(file)
      expect(source.paths()).toEqual(['course.xml', 'html/ä.html'])
      expect(source.text('html/ä.html')).toBe('é')
    }
    const zip = zipArchive([
      { name: 'course/' },
      { name: 'course/course.xml', text: course },
      { name: 'course/html/ä.html', text: 'é' },
    ])
    const { source } = await openSource(write('p.zip', zip))
    expect(source.paths()).toEqual(['course.xml', 'html/ä.html'])
    expect(source.text('html/ä.html')).toBe('é')
  })

  const good = { name: 'course.xml', text: course }
  it.each([
    [
      'a tar with a symbolic link',
      tarArchive([good, { name: 'x', type: '2', link: '/etc/passwd' }]),
      'archive-unsafe',
    ],
    [
      'a tar with a hard link that leads outside',
      tarArchive([good, { name: 'x', type: '1', link: '../course.xml' }]),
      'archive-unsafe',
    ],
    [
      'a tar with a link that leads back',
      tarArchive([good, { name: 'a/x', type: '2', link: '..' }]),
      'archive-unsafe',
    ],
    [
      'a tar with links in a circle',
      tarArchive([good, { name: 'x', type: '2', link: 'y' }, { name: 'y', type: '2', link: 'x' }]),
      'archive-unsafe',
    ],
    ['a tar with a device', tarArchive([good, { name: 'x', type: '3' }]), 'archive-unsafe'],
    ['a tar with a pipe', tarArchive([good, { name: 'x', type: '6' }]), 'archive-unsafe'],
    ['a tar that climbs', tarArchive([good, { name: 'a/../../x', text: 'x' }]), 'archive-unsafe'],
    ['a tar with an absolute path', tarArchive([good, { name: '/tmp/x', text: 'x' }]), 'archive-unsafe'],
    [
      'a tar that is cut off',
      tarArchive([good, { name: 'x', text: 'x'.repeat(2000) }]).subarray(0, 2048),
      'archive-unreadable',
    ],
    ['a gzip that is cut off', gzipSync(tarArchive([good])).subarray(0, 40), 'archive-unreadable'],
    ['a gzip of something else', gzipSync(Buffer.from('no tar in here'.repeat(100))), 'archive-unreadable'],
    ['a gzip in a gzip', gzipSync(gzipSync(tarArchive([good]))), 'archive-unreadable'],
    ['a tar without files', tarArchive([]), 'source-unknown|archive-unreadable'],
    [
      'a zip with a symbolic link',
      zipArchive([good, { name: 'x', text: '/etc/passwd', mode: 0o120777 }]),
      'archive-unsafe',
    ],
    ['a zip with a device', zipArchive([good, { name: 'x', text: '', mode: 0o060666 }]), 'archive-unsafe'],
    ['a zip that climbs', zipArchive([good, { name: '../x', text: 'x' }]), 'archive-unsafe'],
    [
      'a zip that climbs with backslashes',
      zipArchive([good, { name: '..\\x', text: 'x' }]),
      'archive-unsafe',
    ],
    ['a zip with a drive letter', zipArchive([good, { name: 'C:\\x', text: 'x' }]), 'archive-unsafe'],
    ['a zip that lies about a size', zipArchive([{ ...good, claimedSize: 3 }]), 'archive-unreadable'],
    ['a zip that is cut off', zipArchive([good]).subarray(0, 60), 'archive-unreadable'],
    ['an encrypted zip', zipArchive([{ ...good, encrypted: true }]), 'archive-unreadable'],
    [
      'binary garbage',
      Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 251)),
      'source-unknown',
    ],
    ['an empty file', Buffer.alloc(0), 'source-unknown'],
    ['an archive without OLX', zipArchive([{ name: 'readme', text: 'x' }]), 'source-unknown'],
  ])('is refused: %s', async (name, bytes, codes) => {
    const path = write(`bad/${name}`, bytes)
    const error: unknown = await openSource(path).catch((thrown: unknown) => thrown)
    expect(error instanceof CompositorError && error.code).toMatch(new RegExp(`^(${codes})$`))
  })

  it.each([
    [
      'tar',
      tarArchive([
        { ...good, name: 'c/course.xml' },
        { name: 'c/before.xml', type: '1', link: 'c/html/a.xml' },
        { name: 'c/html/a.xml', text: 'A' },
        { name: 'c/html/hard.xml', type: '1', link: './c/html/a.xml' },
        { name: 'c/html/soft.xml', type: '2', link: 'hard.xml' },
        { name: 'c/static/up.xml', type: '2', link: '../html/soft.xml' },
        { name: 'c/more', type: '2', link: 'html' },
        { name: 'c/static/out.png', type: '2', link: '/etc/hostname' },
        { name: 'c/static/hard.png', type: '1', link: '../../etc/hostname' },
        { name: 'c/static/deep/gone.png', type: '2', link: 'nothing' },
        { name: 'c/static/back', type: '2', link: '..' },
      ]),
    ],
    [
      'zip',
      zipArchive([
        { ...good, name: 'c/course.xml' },
        { name: 'c/before.xml', text: 'html/a.xml', mode: 0o120777 },
        { name: 'c/html/a.xml', text: 'A' },
        { name: 'c/html/hard.xml', text: 'a.xml', mode: 0o120777 },
        { name: 'c/html/soft.xml', text: './hard.xml', mode: 0o120777 },
        { name: 'c/static/up.xml', text: '../html/soft.xml', mode: 0o120777 },
        { name: 'c/more', text: 'html/', mode: 0o120777 },
        { name: 'c/static/out.png', text: '/etc/hostname', mode: 0o120777 },
        { name: 'c/static/hard.png', text: '../../../etc/hostname', mode: 0o120777 },
        { name: 'c/static/deep/gone.png', text: 'nothing', mode: 0o120777 },
        { name: 'c/static/back', text: '..', mode: 0o120777 },
      ]),
    ],
  ])('takes links that stay inside, and leaves out others among static files: %s', async (kind, bytes) => {
    const { source } = await openSource(write(`links.${kind}`, bytes))
    const linked = ['before.xml', 'html/hard.xml', 'html/soft.xml', 'static/up.xml', 'more/a.xml']
    expect(linked.map((path) => source.text(path))).toEqual(linked.map(() => 'A'))
    expect(source.leftOut).toEqual([
      { path: 'static/out.png', why: 'leads outside' },
      { path: 'static/hard.png', why: 'leads outside' },
      { path: 'static/deep/gone.png', why: 'leads nowhere' },
      { path: 'static/back', why: 'leads back to a folder it stands in' },
    ])
    expect(source.paths().filter((path) => path.startsWith('static/'))).toEqual(['static/up.xml'])
  })

  it.each(['NFC', 'NFD'])(
    'takes links whose accents are composed otherwise than those of the file, which is %s',
    async (form) => {
      const name = 'ét\u00e9.png'.normalize(form)
      const other = name.normalize(form === 'NFC' ? 'NFD' : 'NFC')
      const bytes = zipArchive([
        good,
        { name: `static/${name}`, text: 'P' },
        { name: 'static/link.png', text: other, mode: 0o120777 },
      ])
      const { source } = await openSource(write(`accents-${form}.zip`, bytes))
      expect(source.text('static/link.png')).toBe('P')
      expect(source.leftOut).toEqual([])
    },
  )

  it('counts what links stand for', async () => {
    const links = Array.from({ length: 20 }, (_, at) => ({ name: `l${at}`, type: '1', link: 'big' }))
    const path = write('links.big.tar', tarArchive([good, { name: 'big', text: 'x'.repeat(1000) }, ...links]))
    await expect(openSource(path, { ...sourceLimits, total: 40_000 })).resolves.toBeDefined()
    await expect(openSource(path, { ...sourceLimits, total: 30_000 })).rejects.toMatchObject({
      code: 'archive-too-large',
    })
  })

  it('is refused quickly when it is a bomb', async () => {
    const zeros = Buffer.alloc(24 * 1024 ** 2)
    const tar = gzipSync(tarArchive([good, { name: 'zeros', bytes: zeros }]))
    await expect(openSource(write('bomb.tgz', tar))).rejects.toMatchObject({ code: 'archive-unsafe' })
    const zip = zipArchive([good, { name: 'zeros', bytes: zeros }])
    await expect(openSource(write('bomb.zip', zip))).rejects.toMatchObject({ code: 'archive-unsafe' })
    const padding = gzipSync(Buffer.concat([tarArchive([good]), zeros]))
    await expect(openSource(write('padding.tgz', padding))).rejects.toMatchObject({ code: 'archive-unsafe' })
  })

  it('is refused past its limits', async () => {
    const three = [good, { name: 'a', text: 'a' }, { name: 'b', text: 'b' }]
    const path = write('three.zip', zipArchive(three))
    await expect(openSource(path, { ...sourceLimits, entries: 2 })).rejects.toMatchObject({
      code: 'archive-too-large',
    })
    await expect(openSource(path, { ...sourceLimits, file: 5 })).rejects.toMatchObject({
      code: 'archive-too-large',
    })
    const tar = write('three.tar', tarArchive(three))
    await expect(openSource(tar, { ...sourceLimits, entries: 2 })).rejects.toMatchObject({
      code: 'archive-too-large',
    })
  })
})

describe('an archive with damaged bytes', () => {
  const texts = { 'course/course.xml': course, 'course/static/x.txt': 'x'.repeat(3000) }
  const entries = Object.entries(texts).map(([name, text]) => ({ name, text }))

  it.each([
    ['zip', zipArchive(entries)],
    ['tar', tarArchive(entries)],
    ['tar.gz', gzipSync(tarArchive(entries))],
  ])('is read or refused, and never crashes: %s', async (kind, archive) => {
    const path = join(folder, `damaged.${kind}`)
    const damage = array(tuple(nat(archive.length - 1), nat(255)), { minLength: 1, maxLength: 8 })
    await assert(
      asyncProperty(damage, nat(archive.length), async (changes, cut) => {
        const damaged = Buffer.from(archive)
        for (const [at, byte] of changes) damaged[at] = byte
        writeFileSync(path, cut % 3 === 0 ? damaged.subarray(0, cut) : damaged)
        const outcome = await openSource(path).then(
          ({ rootFile }) => rootFile,
          (error: unknown) => error,
        )
        expect(outcome === 'course.xml' || outcome instanceof CompositorError).toBe(true)
      }),
      { numRuns: 150, seed: 11 },
    )
  })
})

it('says which path does not exist', async () => {
  await expect(openSource(join(folder, 'gone'))).rejects.toMatchObject({ code: 'source-missing' })
})

it('keeps archive paths relative and below their folder', () => {
  expect(entryPath('a', './course//static/./x.png')).toBe('course/static/x.png')
  expect(entryPath('a', './')).toBe('')
  for (const bad of ['/x', '..', 'a/..', 'c:/x', '\\x', 'a\0b'])
    expect(() => entryPath('a', bad)).toThrow(/holds the path/)
})

import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rangeOf } from '../../host/http/file-range.js'
import { listenFrom, nodeServer, openHost, type Host } from '../../host/index.js'
import { FolderFiles } from '../../store/lmdb/folder-files.js'

const megabyte = 1024 * 1024
const size = 64 * megabyte
const context = 'course-v1:O+C+R'
const folder = mkdtempSync(join(tmpdir(), 'large-files-'))
const film = randomBytes(size)
const hash = createHash('sha256').update(film).digest('hex')
const address = `/assets/${encodeURIComponent(context)}/`

let host: Host
let server: ReturnType<typeof nodeServer>
let origin: string

const learner = () => ({ id: 'ada' })

beforeAll(async () => {
  const course = join(folder, 'course')
  mkdirSync(join(course, 'static'), { recursive: true })
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
      <vertical url_name="v"><html url_name="h"/></vertical></sequential></chapter></course>`,
  )
  writeFileSync(join(course, 'static', 'film.mp4'), film)
  writeFileSync(join(course, 'static', 'small.txt'), '0123456789')
  writeFileSync(join(course, 'static', 'none.txt'), '')
  host = await openHost({ store: join(folder, 'store'), learner, python: false, threads: 1 })
  await host.authoring.import(course)
  server = nodeServer(host.answer, undefined, 100)
  origin = await listenFrom(server, 0)
}, 60_000)

afterAll(async () => {
  await server.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(origin + address + name, { headers, method })
const memory = () => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Asks for the whole film and reads nothing of it. */
const stalled = () =>
  new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(origin + address + 'film.mp4', (response) => resolve(response.pause()))
      .on('error', reject)
      .end()
  })

describe('a large file of a course', () => {
  it('is on the disk once, and only there', () => {
    expect(readFileSync(join(folder, 'store', 'files', hash.slice(0, 2), hash)).equals(film)).toBe(true)
    const kept = readdirSync(join(folder, 'store'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).blocks * 512)
    expect(kept.reduce((all, one) => all + one, 0)).toBeLessThan(size + 8 * megabyte)
  })

  it('is sent whole, byte for byte, and for HEAD not at all', async () => {
    const response = await get('film.mp4')
    expect(response.headers.get('content-length')).toBe(String(size))
    expect(Buffer.from(await response.arrayBuffer()).equals(film)).toBe(true)
    const head = await get('film.mp4', { range: 'bytes=0-0' }, 'HEAD')
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
      200,
      String(size),
      'bytes',
    ])
    expect(await head.text()).toBe('')
  })

  it.each([
    ['one byte', 'bytes=40000000-40000000', 40_000_000, 40_000_001],
    ['the first bytes', 'bytes=0-99', 0, 100],
    ['the last bytes', 'bytes=-5', size - 5, size],
    ['over pieces', 'Bytes = 65530-131080', 65_530, 131_081],
    ['from somewhere on', `bytes=${size - 3}-`, size - 3, size],
    ['more than there is', `bytes=${size - 2}-99999999999999999999`, size - 2, size],
  ])('gives %s of it', async (_case, range, first, end) => {
    const response = await get('film.mp4', { range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${end - 1}/${size}`)
    expect(response.headers.get('content-length')).toBe(String(end - first))
    expect(Buffer.from(await response.arrayBuffer()).equals(film.subarray(first, end))).toBe(true)
  })

  it('costs little memory for each of many small parts, and for downloads that nobody reads', async () => {
    await get('film.mp4', { range: 'bytes=0-0' })
    const before = memory()
    let most = 0
    for (let index = 0; index < 40; index++) {
      await (await get('film.mp4', { range: `bytes=${index * 1000}-${index * 1000}` })).arrayBuffer()
      most = Math.max(most, memory() - before)
    }
    expect(most).toBeLessThan(32 * megabyte)
    const downloads = await Promise.all(Array.from({ length: 20 }, stalled))
    await wait(300)
    const held = memory() - before
    for (const one of downloads) one.destroy()
    expect(held).toBeLessThan(size)
  })
})

describe('a part of a file', () => {
  const request = (range?: string, ifRange?: string, method = 'GET') => {
    const headers: Record<string, string | undefined> = { range, 'if-range': ifRange }
    return {
      method,
      path: '/',
      query: new URLSearchParams(),
      header: (name: string) => headers[name],
      bytes: async () => new Uint8Array(),
      text: async () => '',
    }
  }
  const part = (range?: string, ifRange?: string, length = 10) =>
    rangeOf(request(range, ifRange), length, '"now"')

  it.each([
    ['bytes=2-3', { first: 2, end: 4 }],
    ['bytes=2-', { first: 2, end: 10 }],
    ['bytes=-3', { first: 7, end: 10 }],
    ['bytes=-30', { first: 0, end: 10 }],
    ['bytes=10-', 'none'],
    ['bytes=10-12', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=1-2', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('asked for as %j is %j', (range, expected) => {
    expect(part(range)).toEqual(expected)
  })

  it.each([
    ['"now"', { first: 2, end: 4 }],
    ['"before"', undefined],
    ['W/"now"', undefined],
    ['Sun, 29 Nov 2026 08:00:00 GMT', undefined],
    ['', undefined],
  ])('is given on the condition %j as %j', (condition, expected) => {
    expect(part('bytes=2-3', condition)).toEqual(expected)
  })

  it('is none of an empty file, nor for HEAD', () => {
    expect(part('bytes=0-0', undefined, 0)).toBe('none')
    expect(rangeOf(request('bytes=0-0', undefined, 'HEAD'), 10, '"now"')).toBeUndefined()
  })

  it('is refused over HTTP with the size, and given with the tag of the whole', async () => {
    const whole = await get('small.txt')
    const etag = whole.headers.get('etag') ?? ''
    expect(await whole.text()).toBe('0123456789')
    const refused = await get('small.txt', { range: 'bytes=10-' })
    expect([refused.status, refused.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const given = await get('small.txt', { range: 'bytes=3-4', 'if-range': etag })
    expect([given.status, await given.text(), given.headers.get('etag')]).toEqual([206, '34', etag])
    expect((await get('small.txt', { range: 'bytes=3-4', 'if-range': '"other"' })).status).toBe(200)
    expect((await get('small.txt', { range: 'bytes=3-4', 'if-none-match': etag })).status).toBe(304)
    expect((await get('small.txt', { 'if-none-match': `"a", W/${etag}` })).status).toBe(304)
    expect((await get('small.txt', { 'if-none-match': '*' })).status).toBe(304)
    const nothing = await get('none.txt')
    expect([nothing.status, await nothing.text()]).toEqual([200, ''])
  })
})

describe('files in a folder', () => {
  it('are put whole, once, and are not found under what is no hash', async () => {
    const place = join(folder, 'put')
    const files = new FolderFiles(place)
    const bytes = Buffer.from('a file')
    const name = createHash('sha256').update(bytes).digest('hex')
    await Promise.all(Array.from({ length: 8 }, () => files.put(name, bytes)))
    expect(readdirSync(place)).toEqual([name.slice(0, 2)])
    expect(await (await files.open(name))?.bytes()).toEqual(bytes)
    for (const odd of ['../secret', '', name.slice(1), `${name}/..`]) {
      expect(await files.has(odd)).toBe(false)
      expect(await files.open(odd)).toBeUndefined()
      await expect(files.put(odd, bytes)).rejects.toThrow(TypeError)
    }
  })
})

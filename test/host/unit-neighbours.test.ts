import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { LmdbBlobs } from '../../store/lmdb/lmdb-blobs.js'

const [small, large] = [100, 2000]
/** Units of a subsection that learners see. */
const inSection = 10

const unitOf = (size: number, place: number | string) =>
  `/units/${encodeURIComponent(`block-v1:Test+Beside+${size}+type@vertical+block@unit${place}`)}`

const numbers = (count: number) => Array.from({ length: count }, (_, place) => place)
const section = (name: string | number, attributes: string, units: string) =>
  `<chapter url_name="chapter${name}" ${attributes}><sequential url_name="section${name}">${units}</sequential></chapter>`
const unit = (name: string | number, attributes = '') =>
  `<vertical url_name="unit${name}" display_name="Unit ${name}" ${attributes}><html url_name="text${name}">Text ${name}</html></vertical>`

/** After the units of each section, one for staff; after each section, some that learners may not know of. */
function courseOf(size: number): string {
  const sections = numbers(size / inSection).map((at) => {
    const units = numbers(inSection).map((place) => unit(at * inSection + place))
    const beyond = ['visible_to_staff_only="true"', 'start="2999-01-01T00:00:00Z"', 'hide_from_toc="true"']
    return [
      section(at, '', [...units, unit(`${at}staff`, 'visible_to_staff_only="true"')].join('\n')),
      ...beyond.map((attributes, one) => section(`${at}x${one}`, attributes, unit(`${at}x${one}`))),
    ].join('\n')
  })
  return `<course org="Test" course="Beside" url_name="${size}" start="2020-01-01T00:00:00Z">${sections.join('\n')}</course>`
}

describe('a unit page of a process that has read nothing yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unit-neighbours-'))
  const hosts: Host[] = []
  const open = async () => {
    const host = await openHost({
      store: join(folder, 'store'),
      learner: (request) => ({ id: 'ada', isStaff: request.header('x-staff') === 'yes' }),
      threads: 0,
      python: false,
    })
    hosts.push(host)
    return host
  }
  const close = async () => {
    for (const host of hosts.splice(0)) await host.close()
  }
  const page = async (host: Host, path: string, staff = 'no') =>
    (await host.fetch(new Request(`http://localhost${path}`, { headers: { 'x-staff': staff } }))).text()

  beforeAll(async () => {
    const host = await open()
    for (const size of [small, large]) {
      const olx = join(folder, `course${size}`)
      mkdirSync(olx)
      writeFileSync(join(olx, 'course.xml'), courseOf(size))
      await host.authoring.import(olx, { publish: true })
    }
    await close()
  }, 120_000)

  afterAll(async () => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('reads about as much of a course of 2,000 units as of one of 100', async () => {
    /** Blobs that a new process reads for something. */
    const readBy = async (asked: (host: Host) => Promise<void>) => {
      const host = await open()
      const texts = vi.spyOn(LmdbBlobs.prototype, 'texts')
      try {
        await asked(host)
        return texts.mock.calls.flatMap(([names]) => names).length
      } finally {
        texts.mockRestore()
        await close()
      }
    }
    /** For the last unit of a section in the middle, with those before and after it. */
    const readOf = (size: number) =>
      readBy(async (host) => {
        const last = size / 2 + inSection - 1
        const text = await page(host, unitOf(size, last))
        expect(text).toContain(`&larr; Unit ${last - 1}<`)
        expect(text).toContain(`Unit ${last + 1} &rarr;`)
        expect(text).toContain(`${inSection} of ${inSection}`)
      })
    const [ofSmall, ofLarge] = [await readOf(small), await readOf(large)]
    const whole = await readBy(async (host) => {
      await (await host.published(`course-v1:Test+Beside+${large}`)).outline()
    })
    // A line lies a level deeper in the larger map, and fewer lie side by side.
    expect(ofSmall).toBeGreaterThan(0)
    expect(ofLarge).toBeLessThan(3 * ofSmall)
    expect(ofLarge).toBeLessThan(whole / 4)
  }, 60_000)

  it('goes on to what is closed for staff, and for nobody to what is left out of the contents', async () => {
    const host = await open()
    const text = await page(host, unitOf(small, 9), 'yes')
    expect(text).toContain('Unit 0staff &rarr;')
    expect(text).toContain(`${inSection} of ${inSection + 1}`)
    expect(await page(host, unitOf(small, '0staff'), 'yes')).toContain('Unit 0x0 &rarr;')
    expect(await page(host, unitOf(small, '0x0'), 'yes')).toContain('Unit 0x1 &rarr;')
    expect(await page(host, unitOf(small, '0x1'), 'yes')).toContain('Unit 10 &rarr;')
    expect(await page(host, unitOf(small, 10))).toContain('&larr; Unit 9<')
    await close()
  }, 60_000)
})

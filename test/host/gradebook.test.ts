import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LearnerStore, nothingChanged } from '../../lms/index.js'
import { openStore } from '../../store/index.js'
import { MadeSite } from './made-site.js'

const course = encodeURIComponent('course-v1:O+C+R')
const usage = 'block-v1:O+C+R+type@problem+block@p'
const page = `/staff/contexts/${course}/gradebook`
const files = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Numbers"><chapter url_name="c"><sequential url_name="s" display_name="Sums" format="Homework" graded="true">
<vertical url_name="v"><problem url_name="p" weight="100"><numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem></vertical></sequential></chapter></course>`,
}
const count = 450
/** Of the learner `l7`: a seventh one, who has 7 of 100 points; from 100 on they begin at 0 again. */
const pointsOf = (at: number) => at % 100
const nameOf = (id: string) => `${id === 'l3' ? '=Zoë' : 'Learner'} ${id.slice(1).padStart(4, '0')}`

describe('the gradebook of a large course', { timeout: 60_000 }, () => {
  let folder: string
  let site: MadeSite
  let asked: number[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradebook-'))
    const store = await openStore(join(folder, 'store'))
    const learners = new LearnerStore(store.records)
    for (let at = 0; at < count; at++) {
      const grade = { usage, earned: pointsOf(at), possible: 100, at: 5, onlyIfHigher: false }
      const updates = [{ scope: 'userState' as const, id: usage, field: 'done', value: true }]
      await learners.commit(await learners.load(`l${at}`), { ...nothingChanged, updates, grades: [grade] })
    }
    await store.close()
    site = await MadeSite.open({
      store: join(folder, 'store'),
      author: (_request, { id, isStaff }) => isStaff || id === 'writer',
      people: {
        directory: (ids) => {
          asked.push(ids.length)
          return ids.map((id) => ({
            id,
            name: nameOf(id),
            cohort: Number(id.slice(1)) % 200 === 7 ? 'Seven' : 'Others',
          }))
        },
        isEnrolled: (id, context) => id === 'l9001' && context === decodeURIComponent(course),
      },
    })
    await site.publish(files)
  }, 60_000)
  afterAll(async () => {
    await site.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const html = async (path: string, learner = 'staff') =>
    (await site.get(path, learner, { accept: 'text/html' })).text()
  const namesIn = (text: string) =>
    [...text.matchAll(/<bdi>((?:=Zoë|Learner) \d+)<\/bdi>/g)].map(([, name]) => name)
  const link = (text: string, rel: string) =>
    new RegExp(`rel="${rel}" href="([^"]*)"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''

  const optionsIn = (text: string) => {
    const [, choice = ''] = /<select id="gradebook-group"(.*?)<\/select>/s.exec(text) ?? []
    return [...choice.matchAll(/<option value="([^"]*)"/g)].map(([, name]) => name)
  }

  it('lists all of them page by page, and reads no more than a page each time once their groups are known', async () => {
    const found: (string | undefined)[] = []
    expect(optionsIn(await html(page))).toEqual(['', 'Others', 'Seven'])
    asked = []
    for (let path = page; path !== '';) {
      const text = await html(path)
      found.push(...namesIn(text))
      path = link(text, 'next')
    }
    expect([found.length, new Set(found).size]).toEqual([count, count])
    expect(Math.max(...asked)).toBeLessThanOrEqual(51)
  })

  it('finds by name and by group, whoever comes first by id', async () => {
    expect(namesIn(await html(`${page}?search=zo%C3%AB`))).toEqual(['=Zoë 0003'])
    expect(
      namesIn(await html(`${page}?group=seven`)).toSorted((one = '', other = '') => one.localeCompare(other)),
    ).toEqual(['Learner 0007', 'Learner 0207', 'Learner 0407'])
    expect(await html(`${page}?search=nobody`)).toContain('No learner matches')
  })

  it('is sorted by a job, and shows grades as they are', async () => {
    const sent = await site.form(
      `${page}/order`,
      'sort=grade&search=learner&group=Others&show=points',
      'staff',
    )
    expect(sent.status).toBe(303)
    const asked = new URL(sent.headers.get('location') ?? '', 'http://localhost')
    const order = asked.searchParams.get('order') ?? ''
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      search: 'learner',
      group: 'Others',
      show: 'points',
      order,
    })
    const address = `${page}?order=${order}`
    let text = await html(address)
    for (let tried = 0; tried < 200 && text.includes('data-waiting'); tried++) {
      await new Promise((done) => setTimeout(done, 50))
      text = await html(address)
    }
    const [, first = ''] = /<tbody>(.*?)<\/tr>/s.exec(text) ?? []
    expect(first).toContain('99%')
    expect(namesIn(text).slice(0, 5)).toEqual([
      'Learner 0199',
      'Learner 0299',
      'Learner 0399',
      'Learner 0099',
      'Learner 0198',
    ])
    const path = `/staff/blocks/${encodeURIComponent(usage)}/override`
    expect((await site.post(path, { learner: 'l199', score: 1, reason: 'Copied' }, 'staff')).status).toBe(200)
    expect(/<tbody>(.*?)<\/tr>/s.exec(await html(address))?.[1]).toContain('<td class="total">1%')
    const second = await html(link(text, 'next'))
    expect(namesIn(second)).toHaveLength(50)
    expect(namesIn(second)[0]).not.toBe(namesIn(text).at(-1))
    const narrowed = await html(`${asked.pathname}${asked.search}`)
    expect(narrowed).toContain(`<input type="hidden" name="order" value="${order}">`)
    expect(Object.fromEntries(new URL(link(narrowed, 'next'), 'http://localhost').searchParams)).toEqual({
      ...Object.fromEntries(asked.searchParams),
      from: '50',
    })
    expect((await site.get(address, 'l1')).status).toBe(403)
    // Whoever writes a course need not be one who teaches it.
    for (const path of ['/api/v1/jobs', `/api/v1/jobs/${order}`, `/author/jobs/${order}`])
      expect([path, (await (await site.get(path, 'writer')).text()).includes('"l399"')]).toEqual([
        path,
        false,
      ])
    expect((await site.get(`/api/v1/jobs/${order}`, 'writer')).status).toBe(403)
    expect((await site.get(`/api/v1/jobs/${order}`, 'staff')).status).toBe(200)
    // What the order keeps of a learner goes with them.
    await site.host.courseware.staff.eraseLearner(site.host.learner('l299'))
    const kept = JSON.stringify((await site.host.jobs.jobs.find(order))?.result)
    expect([kept.includes('"l399"'), kept.includes('"l299"')]).toEqual([true, false])
    expect(namesIn(await html(address)).slice(0, 3)).toEqual(['Learner 0199', 'Learner 0399', 'Learner 0099'])
    expect((await site.get(`${page}?order=none`, 'staff')).status).toBe(404)
  })

  it('gives a site the grades of those it asks for, by name, in its order, also of who did nothing', async () => {
    const grades = await site.host.grades(decodeURIComponent(course), ['l9001', 'l7', 'l42'])
    expect(grades.map(({ learner: { id, name }, points }) => [id, name, points.earned])).toEqual([
      ['l9001', 'Learner 9001', 0],
      ['l7', 'Learner 0007', 7],
      ['l42', 'Learner 0042', 42],
    ])
  })

  it('names to staff who is enrolled and has not begun, and nobody else who did nothing there', async () => {
    const heading = async (id: string) => {
      const path = `/staff/contexts/${course}/learners/${id}`
      return /<h1><bdi>(.*?)<\/bdi>/.exec(await (await site.get(path, 'staff')).text())?.[1]
    }
    expect(await Promise.all(['l9001', 'l7', 'l9002'].map(heading))).toEqual([
      'Learner 9001',
      'Learner 0007',
      'l9002',
    ])
  })

  it('leaves as CSV whole, with nothing in it that a spreadsheet runs', async () => {
    const answer = await site.get(`${page}.csv`, 'staff')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const lines = (await answer.text()).trim().split(/\r?\n/)
    expect(lines).toHaveLength(count)
    expect(lines.find((line) => line.startsWith('l3,'))).toMatch(/^l3,'=Zoë 0003,/)
    expect(
      (await (await site.get(`${page}.csv?group=seven`, 'staff')).text()).trim().split(/\r?\n/),
    ).toHaveLength(4)
  })
})

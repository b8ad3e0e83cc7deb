import { afterAll, beforeAll, expect, it } from 'vitest'
import { htmlIdOf } from '../../blocks/problem/block/html-id.js'
import { nodeServer } from '../../host/index.js'
import type { ComposedBlock } from '../../runtime/index.js'
import { MadeSite } from '../host/made-site.js'

/**
 * Exam day: 500 learners hand in within the last minute, over HTTP; one of them has an extension. Those who are late are refused,
 * nothing that was answered is lost, and grades are what was handed in.
 */
const learners = Array.from({ length: 500 }, (_, place) => `learner-${place}`)
const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const part = encodeURIComponent
const due = Date.parse('2026-06-10T12:00:00Z')
const minute = 60_000
/** Requests that are under way at once. */
const together = 50

const question = (id: string) =>
  `<problem url_name="${id}" max_attempts="1"><numericalresponse answer="5"><label>Five?</label><formulaequationinput/></numericalresponse></problem>`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Exam"><chapter url_name="ch">
    <sequential url_name="exam" display_name="Final exam" graded="true" format="Exam" due="2026-06-10T12:00:00Z">
      <vertical url_name="u">${question('a')}${question('b')}</vertical></sequential></chapter></course>`,
  'policies/R/grading_policy.json': JSON.stringify({
    GRADER: [{ type: 'Exam', min_count: 1, drop_count: 0, weight: 1 }],
    GRADE_CUTOFFS: { Pass: 0.5 },
  }),
}

let site: MadeSite
let server: ReturnType<typeof nodeServer>
let address: string
beforeAll(async () => {
  site = await MadeSite.open()
  await site.publish(course)
  server = nodeServer(site.host.answer)
  address = await server.listen({ host: '127.0.0.1', port: 0 })
}, 60_000)
afterAll(async () => {
  await server.close()
  await site.close()
})

function ask(path: string, learner: string, method = 'GET', body?: unknown): Promise<Response> {
  return fetch(`${address}${path}`, {
    method,
    headers: { 'x-learner': learner, accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function handIn(id: string, learner: string, answer: string): Promise<number> {
  const input = `input_${htmlIdOf({ key: key('problem', id) } as ComposedBlock)}_2_1`
  const path = `/blocks/${part(key('problem', id))}/handlers/problem_check`
  const answered = await ask(path, learner, 'POST', { [input]: answer })
  await answered.arrayBuffer()
  return answered.status
}

/** What `work` gives of each, a few at a time. */
async function each<T>(
  all: readonly string[],
  work: (one: string, place: number) => Promise<T>,
): Promise<T[]> {
  const done: T[] = []
  for (let start = 0; start < all.length; start += together)
    done.push(
      ...(await Promise.all(all.slice(start, start + together).map((one, at) => work(one, start + at)))),
    )
  return done
}

it(
  'exam day: 500 learners hand in within one minute, and one has an extension',
  { timeout: 120_000 },
  async () => {
    const extended = 'learner-7'
    const given = await ask(
      `/api/v1/contexts/${part(context)}/learners/${extended}/extensions/${part(key('sequential', 'exam'))}`,
      'staff',
      'PUT',
      { due: '2026-06-10T13:00:00Z', reason: 'The doctor’s note is here' },
    )
    expect([given.status, await given.json()]).toEqual([200, { changed: true }])

    // In the last minute everybody answers the first question, every third of them wrong.
    site.now = due - minute
    const first = await each(learners, async (learner, place) => {
      site.now = Math.min(due, site.now + 100)
      return handIn('a', learner, place % 3 === 0 ? '4' : '5')
    })
    expect(new Set(first)).toEqual(new Set([200]))

    // Just after it they try the second, and the one who has an extension may.
    site.now = due + 1000
    const late = await each(learners, (learner) => handIn('b', learner, '5'))
    expect(late.filter((status) => status === 200)).toHaveLength(1)
    expect(late[7]).toBe(200)

    const staff = site.host.learner('staff', 'Staff', true)
    const published = await site.host.courseware.options.units.publication(context)
    for (let start = 0; start < learners.length; start += 100) {
      const asked = learners.slice(start, start + 100).map((id) => site.host.learner(id))
      const { learners: grades } = await site.host.courseware.gradesOf(published, {
        learners: asked,
        seenBy: 'staff',
        isGradedOnly: true,
      })
      const expected = asked.map(({ id }, at) => {
        const earned = ((start + at) % 3 === 0 ? 0 : 1) + (id === extended ? 1 : 0)
        return { id, points: { earned, possible: 2 }, passed: earned > 0 }
      })
      const found = grades.map(({ learner, points, grade }) => ({
        id: learner.id,
        points,
        passed: grade?.passed,
      }))
      expect(found).toEqual(expected)
    }

    // After the hour is over nobody may, and the learner finds both answers in their progress.
    site.now = due + 61 * minute
    expect(await handIn('b', extended, '5')).not.toBe(200)
    const page = await (await ask(`/contexts/${part(context)}/progress`, extended)).text()
    expect(page).toContain('100%')
    expect(page).toContain('Extended for you')
    expect(
      (
        await site.host.courseware.staff.exceptionsOf(context, {
          learner: site.host.learner(extended),
          by: staff,
        })
      ).extensions.size,
    ).toBe(1)
  },
)

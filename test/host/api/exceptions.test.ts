import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from '../made-site.js'

const part = encodeURIComponent
const key = (type: string, id: string) => part(`block-v1:O+C+R+type@${type}+block@${id}`)
const learner = `/api/v1/contexts/${part('course-v1:O+C+R')}/learners/bob`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s" graded="true" format="Exam" due="2026-07-01T00:00:00Z"><vertical url_name="u">
    <problem url_name="p"><stringresponse answer="x"><label>X</label><textline/></stringresponse></problem></vertical></sequential></chapter></course>`,
}

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open()
  await site.publish(course)
}, 60_000)
afterAll(() => site.close())

const call = (method: string, path: string, body?: unknown, match?: string) =>
  site.host.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        'x-learner': 'staff-1',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(match !== undefined && { 'if-match': match }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  )

const due = (day: number) => `2026-07-0${day}T00:00:00.000Z`

describe.each([
  [
    'a score of a subsection',
    'override',
    `${learner}/overrides/${key('sequential', 's')}`,
    { earned: 0.5, possible: 1 },
    { earned: 1, possible: 1 },
  ],
  [
    'a score of a block',
    'override',
    `${learner}/overrides/${key('problem', 'p')}`,
    { earned: 0.5 },
    { earned: 1 },
  ],
  [
    'another date',
    'extension',
    `${learner}/extensions/${key('vertical', 'u')}`,
    { due: due(8) },
    { due: due(9) },
  ],
] as const)('%s', (_, name, path, first, second) => {
  it('is not replaced or taken away by who saw something else there, and is where they say what they saw', async () => {
    const standing = async () => {
      const answer = await call('GET', path)
      return {
        etag: answer.headers.get('etag') ?? undefined,
        given: ((await answer.json()) as Record<string, unknown>)[name],
      }
    }
    const refused = async (method: string, to: string, body: unknown, etag: string | undefined) => {
      const answer = await call(method, to, body, etag)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        409,
        'exception-changed',
      ])
    }
    const nothing = await standing()
    expect(nothing).toEqual({ etag: '""', given: null })
    expect((await call('PUT', path, { ...first, reason: 'One' }, nothing.etag)).status).toBe(200)
    // The other of staff looked before.
    await refused('PUT', path, { ...second, reason: 'Two' }, nothing.etag)
    const one = await standing()
    expect(one.given).toMatchObject({ ...first, reason: 'One', by: 'staff-1' })
    site.now += 1000
    expect((await call('PUT', path, { ...second, reason: 'Two' }, one.etag)).status).toBe(200)
    await refused('DELETE', `${path}?reason=Three`, undefined, one.etag)
    const two = await standing()
    expect(two.given).toMatchObject({ ...second, reason: 'Two' })
    expect((await call('DELETE', `${path}?reason=Three`, undefined, two.etag)).status).toBe(200)
    expect(await standing()).toEqual(nothing)
  })

  it('is changed whatever stands there where nothing is said, or a star', async () => {
    for (const match of [undefined, '*'])
      expect((await call('PUT', path, { ...first, reason: 'Again' }, match)).status).toBe(200)
    expect((await call('PUT', path, { ...first, reason: 'Again' }, 'no mark')).status).toBe(400)
  })
})

it('keeps why a score of a block was taken back', async () => {
  const path = `${learner}/overrides/${key('problem', 'p')}`
  await call('PUT', path, { earned: 1, reason: 'Given' })
  await call('DELETE', `${path}?reason=${part('Was a slip')}`)
  const page = await site.get(`/staff/contexts/${part('course-v1:O+C+R')}/learners/bob`, 'staff-1')
  expect(await page.text()).toContain('<q><bdi>Was a slip</bdi></q>')
})

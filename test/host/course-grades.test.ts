import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { htmlIdOf } from '../../blocks/problem/block/html-id.js'
import type { ComposedBlock } from '../../runtime/index.js'
import { rebuildState } from '../../lms/index.js'
import { memoryStore } from '../../store/index.js'
import { MadeSite } from './made-site.js'

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const part = encodeURIComponent

const problem = (id: string, attributes = '') =>
  `<problem url_name="${id}" ${attributes}><numericalresponse answer="5"><label>Five?</label><formulaequationinput/></numericalresponse></problem>`
const unit = (id: string, inside: string) => `<vertical url_name="${id}u">${inside}</vertical>`
const subsection = (id: string, attributes: string, inside: string) =>
  `<sequential url_name="${id}" display_name="${id}" ${attributes}>${inside}</sequential>`
const graded = (format: string) => `graded="true" format="${format}"`

/** Two labs and an exam that hides when it is due; what is withheld, drawn, ungraded and not open yet besides. */
const course = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Graded"><chapter url_name="ch">
    ${subsection('lab1', graded('Lab'), unit('lab1', problem('a') + problem('b', 'weight="3"')))}
    ${subsection('lab2', graded('Lab'), unit('lab2', problem('c')))}
    ${subsection('exam', `${graded('Exam')} due="2026-06-10T00:00:00Z" hide_after_due="true"`, unit('exam', problem('d') + problem('e')))}
    ${subsection('kept', graded('Exam'), unit('kept', problem('f', 'show_correctness="never"')))}
    ${subsection('drawn', graded('Lab'), unit('drawn', `<itembank url_name="bank" max_count="1">${problem('g')}${problem('h')}</itembank>`))}
    ${subsection('free', '', unit('free', problem('i')))}
    ${subsection('later', `${graded('Exam')} start="2026-07-01T00:00:00Z"`, unit('later', problem('j')))}
  </chapter></course>`,
  'policies/R/grading_policy.json': JSON.stringify({
    GRADER: [
      { type: 'Lab', short_label: 'L', min_count: 3, drop_count: 1, weight: 0.5 },
      { type: 'Exam', min_count: 1, drop_count: 0, weight: 0.5 },
    ],
    GRADE_CUTOFFS: { A: 0.9, Pass: 0.4 },
  }),
}

interface Grades {
  readonly percent: number
  readonly grade: string | null
  readonly breakdown: readonly { readonly type: string; readonly percent: number }[]
  readonly subsections: readonly {
    readonly title: string
    readonly earned: number
    readonly possible: number
    readonly withheld: boolean
    readonly due: string | null
  }[]
}

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open()
  await site.publish(course)
}, 60_000)
afterAll(() => site.close())

async function answer(id: string, learner: string): Promise<number> {
  const name = `input_${htmlIdOf({ key: key('problem', id) } as ComposedBlock)}_2_1`
  const path = `/blocks/${part(key('problem', id))}/handlers/problem_check`
  return (await site.post(path, { [name]: '5' }, learner)).status
}

async function api<T>(
  path: string,
  learner = 'staff',
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const response = await site.host.fetch(
    new Request(`http://localhost/api/v1/contexts/${part(context)}${path}`, {
      method: init.method ?? 'GET',
      headers: { 'x-learner': learner, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
    }),
  )
  if (response.status >= 400) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
const put = (path: string, body: unknown) => api<{ changed: boolean }>(path, 'staff', { method: 'PUT', body })
const scores = ({ subsections }: Grades) =>
  subsections.map(({ title, earned, possible }) => `${title} ${earned}/${possible}`)

describe('a learner’s course grade', () => {
  it('is made of what is open to them, by the policy that was imported', async () => {
    for (const id of ['a', 'b', 'd', 'f', 'i']) expect(await answer(id, 'ann')).toBe(200)
    const own = await api<Grades>('/grades', 'ann')
    expect(scores(own)).toEqual(['lab1 4/4', 'lab2 0/1', 'exam 1/2', 'kept 0/0', 'drawn 0/1', 'free 1/1'])
    expect(own.subsections.map(({ withheld }) => withheld)).toEqual([false, false, false, true, false, false])
    // Labs: the best two of three are 1 and 0; of exams the one that may be known is at one half.
    expect(own).toMatchObject({
      percent: 0.5,
      grade: 'Pass',
      breakdown: [
        { type: 'Lab', percent: 0.25 },
        { type: 'Exam', percent: 0.25 },
      ],
    })
    const seen = await api<Grades>('/learners/ann/grades')
    expect(scores(seen)[3]).toBe('kept 1/1')
    expect(seen).toMatchObject({ percent: 0.63, breakdown: [{ percent: 0.25 }, { percent: 0.375 }] })
  })

  it('counts what a bank drew for each, and what is hidden since it was due', async () => {
    const drawn = new Set<string>()
    for (const learner of ['ben', 'bea', 'bob', 'bo']) {
      const answered = [await answer('g', learner), await answer('h', learner)]
      expect(answered.filter((status) => status === 200)).toHaveLength(1)
      drawn.add(answered.join())
      expect(scores(await api<Grades>('/grades', learner))[4]).toBe('drawn 1/1')
    }
    const before = await api<Grades>('/grades', 'ann')
    const { now } = site
    site.now = Date.parse('2026-06-11T00:00:00Z')
    expect(await answer('e', 'ann')).toBe(403)
    expect(await api<Grades>('/grades', 'ann')).toMatchObject({ percent: before.percent })
    site.now = now
  })

  it('is that of others for staff alone', async () => {
    await expect(api('/learners/ann/grades', 'ben')).rejects.toThrow(/403.*staff-only/)
    await expect(api('/learners/ann/exceptions', 'ann')).rejects.toThrow(/403.*staff-only/)
    const path = `/learners/ben/overrides/${part(key('sequential', 'lab1'))}`
    await expect(api(path, 'ben', { method: 'PUT', body: { earned: 4, reason: 'me' } })).rejects.toThrow(
      /403.*staff-only/,
    )
  })

  it('takes a score that staff give in place of it, until it is taken back', async () => {
    const path = `/learners/cy/overrides/${part(key('sequential', 'lab1'))}`
    expect(await put(path, { earned: 2, reason: 'Did it on paper' })).toEqual({ changed: true })
    expect(await api<Grades>('/grades', 'cy')).toMatchObject({
      percent: 0.13,
      subsections: [{ earned: 2, possible: 4, override: { earned: 2 } }, {}, {}, {}, {}, {}],
    })
    await expect(put(path, { earned: -1, reason: 'Why' })).rejects.toThrow(/400/)
    await expect(put(path, { earned: 1, reason: ' ' })).rejects.toThrow(/400/)
    await expect(
      put(`/learners/cy/overrides/${part(key('sequential', 'none'))}`, { earned: 1, reason: 'Why' }),
    ).rejects.toThrow(/404/)
    expect(await api(`${path}?reason=Mended`, 'staff', { method: 'DELETE' })).toEqual({ changed: true })
    expect(await api(`${path}?reason=Again`, 'staff', { method: 'DELETE' })).toEqual({ changed: false })
    expect(await api<Grades>('/grades', 'cy')).toMatchObject({ percent: 0 })
  })
})

it('is made by another policy once that is published, not before, and never by one that is none', async () => {
  const { drafts, authoring, policies } = site.host
  const policy = {
    GRADER: [{ type: 'Exam', min_count: 1, drop_count: 0, weight: 1 }],
    GRADE_CUTOFFS: { Pass: 0.5 },
    note: 'kept',
  }
  const before = await api<Grades>('/grades', 'ann')
  await expect(drafts.operate(context, [{ do: 'grade-by', policy: { GRADER: 3 } }])).rejects.toMatchObject({
    code: 'olx-policy',
  })
  await drafts.operate(context, [{ do: 'grade-by', policy }])
  expect(await policies.grading(context)).toEqual(policy)
  expect(await api<Grades>('/grades', 'ann')).toEqual(before)
  await authoring.publish(context)
  const after = { percent: 0.5, breakdown: [{ type: 'Exam', percent: 0.5 }] }
  expect(await api<Grades>('/grades', 'ann')).toMatchObject(after)
  await site.publish(course, { publish: true, edits: 'replace' })
  expect(await api<Grades>('/grades', 'ann')).toEqual(before)
})

describe('an extension', () => {
  it('lets its learner alone answer after others may not, on every page of theirs', async () => {
    const exam = key('sequential', 'exam')
    const page = async (learner: string) => site.get(`/units/${part(key('vertical', 'examu'))}`, learner)
    expect((await page('di')).status).toBe(200)
    const path = `/learners/di/extensions/${part(exam)}`
    await put(path, { due: '2026-06-20T00:00:00Z', reason: 'Was ill' })
    const { now } = site
    site.now = Date.parse('2026-06-15T00:00:00Z')
    expect([await answer('d', 'di'), await answer('d', 'ed')]).toEqual([200, 403])
    expect([(await page('di')).status, (await page('ed')).status]).toEqual([200, 403])
    const grades = await api<Grades>('/grades', 'di')
    expect(grades.subsections[2]).toMatchObject({
      earned: 1,
      possible: 2,
      due: '2026-06-20T00:00:00.000Z',
      extension: { due: '2026-06-20T00:00:00.000Z' },
    })
    // Why is between staff.
    expect(JSON.stringify(grades)).not.toContain('Was ill')
    expect(await api('/learners/di/exceptions')).toMatchObject({
      overrides: [],
      extensions: [{ usage: exam, by: 'staff', due: '2026-06-20T00:00:00.000Z' }],
    })
    site.now = Date.parse('2026-06-21T00:00:00Z')
    expect(await answer('e', 'di')).toBe(403)
    await put(path, { due: null, reason: 'Never mind' })
    expect(await answer('e', 'di')).toBe(200)
    await api(`${path}?reason=Over`, 'staff', { method: 'DELETE' })
    expect([await answer('d', 'di'), (await page('di')).status]).toEqual([403, 403])
    site.now = now
  })
})

it('what staff give learners is in the log, with who and why, is had again from it, and goes with the learner', async () => {
  const staff = site.host.learner('staff', 'Staff', true)
  for (const learner of ['eva', 'fay']) {
    await put(`/learners/${learner}/extensions/${part(key('sequential', 'exam'))}`, {
      due: '2026-06-20T00:00:00Z',
      reason: 'Was ill',
    })
    await put(`/learners/${learner}/overrides/${part(key('sequential', 'lab2'))}`, {
      earned: 1,
      reason: 'On paper',
    })
  }
  await site.host.courseware.staff.eraseLearner(site.host.learner('fay'))
  expect(await api('/learners/fay/exceptions')).toEqual({ overrides: [], extensions: [] })
  const given = await api<object>('/learners/eva/exceptions')
  await site.host.close()
  const lines = readFileSync(join(site.folder, 'store', 'events.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
  const told = lines
    .map((line) => JSON.parse(line) as { name: string; event: Record<string, unknown> })
    .filter(({ event }) => event['reason'] === 'On paper')
  expect(told[0]).toMatchObject({
    name: 'unit_compositor.subsection.overridden',
    event: {
      usage_key: key('sequential', 'lab2'),
      instructor_id: staff.anonymousId,
      earned: 1,
      reason: 'On paper',
    },
  })
  const { records } = memoryStore()
  await rebuildState(records, async function* () {
    yield* lines
  })
  const found = await records.range({ from: 'exceptions.v1/userState ', to: 'exceptions.v1/userState!' })
  expect(found.map(({ key: name }) => name.split(' ')[1])).not.toContain('fay')
  const eva = JSON.parse(found.find(({ key: name }) => name.includes(' eva '))?.text ?? '') as {
    values: object
  }
  expect(Object.values(eva.values)).toHaveLength(2)
  expect(given).toMatchObject({
    overrides: [{ earned: 1 }],
    extensions: [{ due: '2026-06-20T00:00:00.000Z' }],
  })
})

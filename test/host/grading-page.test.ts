import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const context = 'course-v1:O+Graded+R'
const address = `/author/contexts/${encodeURIComponent(context)}/grading`
const policy = {
  GRADER: [{ type: 'Homework', short_label: 'HW', min_count: 3, drop_count: 1, weight: 0.7, own: 'kept' }],
  GRADE_CUTOFFS: { Pass: 0.5 },
}

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: (_request, { id }) => id === 'staff ann' })
  await site.publish({
    'course.xml':
      '<course org="O" course="Graded" url_name="R" display_name="Graded"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"/></sequential></chapter></course>',
    'policies/R/grading_policy.json': JSON.stringify(policy),
  })
}, 60_000)
afterAll(() => site.close())

const drafted = () => site.host.policies.grading(context)
const sent = (rows: readonly (readonly [string, string])[]) =>
  site.form(
    address,
    new URLSearchParams(rows.map(([name, value]): [string, string] => [name, value])).toString(),
    'staff ann',
  )
const type = (...values: string[]) =>
  ['at', 'type', 'short', 'weight', 'number', 'drops'].map((name, at) => [name, values[at] ?? ''] as const)
const cutOff = (grade: string, percent: string) =>
  [
    ['grade', grade],
    ['percent', percent],
  ] as const

it('says how a course is graded, and saves what its author changes of it, with what the page does not know', async () => {
  const text = await (await site.get(address, 'staff ann', { accept: 'text/html' })).text()
  expect(text).toContain('name="weight" value="70"')
  expect(text).toContain('The weights make 70%, not 100 %.')
  expect(text).toContain('name="grade" value="Pass"')
  const done = await sent([
    ...type('0', 'Homework', 'HW', '62.5', '4', '0'),
    ...type('', 'Exam', '', '37.5', '1', ''),
    ...type('', '', '', '', '', ''),
    ...cutOff('A', '80'),
    ...cutOff('Pass', '55'),
    ...cutOff('', ''),
  ])
  expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringContaining('news=graded')])
  expect(await drafted()).toEqual({
    GRADER: [
      { type: 'Homework', short_label: 'HW', min_count: 4, drop_count: 0, weight: 0.625, own: 'kept' },
      { type: 'Exam', short_label: '', min_count: 1, drop_count: 0, weight: 0.375 },
    ],
    GRADE_CUTOFFS: { A: 0.8, Pass: 0.55 },
  })
})

it.each([
  ['a weight that is no number', type('0', 'Homework', 'HW', 'much', '4', '0')],
  ['half an assignment', type('0', 'Homework', 'HW', '100', '1.5', '0')],
  ['a grade above all points', cutOff('A', '101')],
  ['one grade twice', [...cutOff('A', '80'), ...cutOff('A', '70')]],
])('refuses %s, and keeps what was typed', async (_what, rows) => {
  const before = await drafted()
  const answer = await sent(rows)
  expect([answer.status, await drafted()]).toEqual([400, before])
  expect(await answer.text()).toContain(`value="${rows.at(-1)?.[1]}"`)
})

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from '../host/made-site.js'

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open()
})
afterAll(() => site.close())

const half = '[{"id":7,"name":"Half","scheme":"random","groups":[{"id":0,"name":"A"},{"id":1,"name":"B"}]}]'
const found = async (course: string, inside: string, policy = {}) => {
  const { findings } = await site.publish({
    'course.xml': `<course org="O" course="C" url_name="R"/>`,
    'course/R.xml': `<course display_name="T" user_partitions='${half}' ${course}>\n${inside}</course>`,
    'policies/R/policy.json': JSON.stringify(policy),
  })
  return findings.filter(({ code }) => ['not-yet-open', 'not-in-group', 'rule-not-kept'].includes(code))
}
const unit = '<vertical url_name="u"><html url_name="h">Text</html></vertical>'
const part = (attributes: string) =>
  `<chapter url_name="ch"><sequential url_name="s" ${attributes}>${unit}</sequential></chapter>`

describe('an import says', () => {
  it('that a course opens later, and then nothing of its parts', async () => {
    expect(await found('start="2930-01-01T00:00:00Z"', part('start="2931-01-01T00:00:00Z"'))).toEqual([
      expect.objectContaining({
        level: 'note',
        code: 'not-yet-open',
        file: 'course/R.xml',
        line: 1,
        message: 'The course opens 2930-01-01: until then it is for staff only.',
      }),
    ])
  })

  it('which parts open later, once a day, with file and line', async () => {
    const parts = ['a', 'b', 'c'].map(
      (id, index) =>
        `<chapter url_name="${id}" start="${index < 2 ? 2930 : 2940}-05-01T10:00:00Z"><sequential url_name="s${id}" start="2020-01-01"/></chapter>`,
    )
    expect(await found('', parts.join('\n'))).toEqual([
      expect.objectContaining({
        count: 2,
        line: 2,
        message: expect.stringContaining('2 parts of the course open 2930-05-01') as string,
      }),
      expect.objectContaining({
        count: 1,
        line: 4,
        message: expect.stringContaining('opens 2940-05-01') as string,
      }),
    ])
    expect(await found('', part(''), { 'sequential/s': { start: '2950-01-01T00:00:00Z' } })).toEqual([
      expect.objectContaining({ message: expect.stringContaining('opens 2950-01-01') as string }),
    ])
  })

  it.each([
    ['is_time_limited="true" default_time_limit_minutes="30"', 'timed exams'],
    ['is_proctored_enabled="true"', 'proctored exams'],
    ['in_entrance_exam="true"', 'entrance exams'],
    ['prereq="block-v1:O+C+R+type@sequential+block@x"', 'prerequisites'],
    ['relative_weeks_due="3"', 'day of enrolment'],
  ])('once a kind which rules are not kept: %s', async (attributes, what) => {
    const two = part(attributes) + part(attributes).replaceAll(/url_name="(\w+)"/g, 'url_name="$12"')
    expect(await found('', two)).toEqual([
      expect.objectContaining({
        level: 'warning',
        code: 'rule-not-kept',
        count: 2,
        line: 2,
        message: expect.stringContaining(what) as string,
      }),
    ])
  })

  it('nothing of rules that are set to nothing', async () => {
    const no =
      'is_time_limited="false" is_proctored_enabled="false" in_entrance_exam="false" start="2020-01-01"'
    expect(await found('pre_requisite_courses="[]" entrance_exam_enabled="false"', part(no))).toEqual([])
  })

  it.each([
    ['{"99": [1]}', 'error', 'a partition 99 that the course does not have: no learner'],
    ['{"7": [5]}', 'error', 'groups 5 that partition 7 does not have: no learner'],
    ['{"7": [0, 5]}', 'warning', 'groups 5 that partition 7 does not have: only the other groups'],
    ['{"50": [2]}', 'note', 'enrolment tracks'],
  ])('which groups nobody is in: %s', async (access, level, what) => {
    expect(await found('', part(`group_access='${access}'`))).toEqual([
      expect.objectContaining({
        level,
        code: 'not-in-group',
        count: 1,
        message: expect.stringContaining(what) as string,
      }),
    ])
  })

  it('nothing of groups that are there, or of an empty list', async () => {
    expect(await found('', part(`group_access='{"7": [0, 1], "98": []}'`))).toEqual([])
  })
})

const cases = fileURLToPath(new URL('../../../shared/cases/', import.meta.url))
describe.skipIf(!existsSync(cases))('the shared cases', () => {
  it.each([
    ['release-dates', 403],
    ['hide-after-due', 403],
    ['self-paced', 200],
  ])('%s', async (name, status) => {
    const own = await MadeSite.open()
    try {
      await own.host.authoring.import(`${cases}${name}`)
      const unitPath = `/units/${encodeURIComponent('block-v1:O+C+r+type@vertical+block@u1')}`
      expect((await own.get(unitPath)).status).toBe(status)
      expect((await own.get(unitPath, 'staff')).status).toBe(200)
    } finally {
      await own.close()
    }
  })
})

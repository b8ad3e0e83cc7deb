import { afterAll, beforeAll, expect, it } from 'vitest'
import { htmlIdOf } from '../../blocks/problem/block/html-id.js'
import type { ComposedBlock } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const part = encodeURIComponent
const reports = `/staff/contexts/${part('course-v1:O+C+R')}/reports`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s" display_name="Part"><vertical url_name="u" display_name="Colours">
    <problem url_name="p" display_name="The sky"><multiplechoiceresponse><label>Which colour?</label><choicegroup type="MultipleChoice">
      <choice correct="true">Blue</choice><choice correct="false">Green</choice></choicegroup></multiplechoiceresponse></problem>
  </vertical><vertical url_name="v" display_name="Drawn"><itembank url_name="bank" display_name="One of two" max_count="1">
    <problem url_name="g" display_name="Sand"><stringresponse answer="yes"><label>G?</label><textline/></stringresponse></problem>
    <problem url_name="h" display_name="Snow"><stringresponse answer="yes"><label>H?</label><textline/></stringresponse></problem>
  </itembank></vertical></sequential></chapter></course>`,
}

let site: MadeSite
beforeAll(async () => {
  const directory = async () => [{ id: 'wrong-0', name: 'Ada Oye', email: '=ada@example.org' }]
  site = await MadeSite.open({ people: { directory } })
  await site.publish(course)
  const input = `input_${htmlIdOf({ key: key('problem', 'p') } as ComposedBlock)}_2_1`
  const answer = (learner: string, choice: number) =>
    site.post(
      `/blocks/${part(key('problem', 'p'))}/handlers/problem_check`,
      { [input]: `choice_${choice}` },
      learner,
    )
  for (let place = 0; place < 6; place++) await answer(`right-${place}`, 0)
  for (let place = 0; place < 5; place++) await answer(`wrong-${place}`, 1)
  for (let times = 0; times < 3; times++) await answer('wrong-0', 1)
}, 60_000)
afterAll(() => site.close())

const text = async (path: string, learner = 'staff') =>
  (await (await site.get(path, learner, { accept: 'text/html' })).text())
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

it('tells staff what learners answered, which answer is right, and who is stuck', async () => {
  expect(await text(reports)).toContain('Colours')
  const unit = await text(`${reports}?unit=${part(key('vertical', 'u'))}`)
  expect(unit).toMatch(/Which colour\? Answer Learners Share Blue ✓ right 6 55% Green 5 45%/)
  expect(unit).toMatch(/Learners 11 Right at the first try 55% Attempts on average 1\.3/)
  expect(unit).toMatch(/Stuck: 3 attempts or more, and no point Ada Oye 4 attempts/)
  expect(unit).toMatch(/Scores Score Learners Share 0% 5 45% 100% 6 55%/)
  expect(unit).toMatch(/Attempts until right Attempts Learners Share 1 6 55% Not right yet 5 45%/)
  expect(unit).not.toContain('wrong-1')
})

it('gives what learners submitted as rows, whatever the type of the block', async () => {
  const csv = await (await site.get(`/staff/blocks/${part(key('problem', 'p'))}/responses`, 'staff')).text()
  const lines = csv.trim().split(/\r?\n/)
  expect(lines[0]).toBe(
    'Id,Name,Username,Mail,Attempt,Time,Points earned,Points possible,Question,Answer,Correctness,Remark',
  )
  const of = (id: string) => lines.filter((line) => line.startsWith(`${id},`))
  expect(of('right-3')).toEqual([
    'right-3,right-3,,,1,2026-06-01T00:00:00.000Z,1,1,Which colour?,Blue,correct,',
  ])
  expect(of('wrong-0')).toHaveLength(4)
  expect(of('wrong-0')[3]).toBe(
    "wrong-0,Ada Oye,,'=ada@example.org,4,2026-06-01T00:00:00.000Z,0,1,Which colour?,Green,incorrect,",
  )
  expect(lines).toHaveLength(1 + 6 + 8)
})

it('tells what a bank gave to whom, and how they fared', async () => {
  const shown = new Map<string, string>()
  const of = { Sand: 'g', Snow: 'h' }
  for (const learner of ['right-1', 'right-2', 'right-3']) {
    const unit = await text(`/units/${part(key('vertical', 'v'))}`, learner)
    shown.set(learner, unit.includes('Sand') ? 'Sand' : 'Snow')
  }
  const mine = key('problem', of[shown.get('right-1') === 'Sand' ? 'Sand' : 'Snow'])
  const input = `input_${htmlIdOf({ key: mine } as ComposedBlock)}_2_1`
  await site.post(`/blocks/${part(mine)}/handlers/problem_check`, { [input]: 'yes' }, 'right-1')
  const path = `/staff/blocks/${part(key('itembank', 'bank'))}/given`
  const rows = (await (await site.get(path, 'staff')).text()).trim().split(/\r?\n/)
  expect(rows).toEqual([
    'Id,Name,Username,Mail,Place,Given,Points earned,Points possible',
    ...[...shown].map(([id, title]) => `${id},${id},,,1,${title},${id === 'right-1' ? '1,1' : ','}`),
  ])
  const report = await text(`${reports}?unit=${part(key('vertical', 'v'))}`)
  expect(report).toContain('It gave blocks to 3 learners.')
  const took = [...shown.values()].filter((title) => title === shown.get('right-1')).length
  expect(report).toContain(`${shown.get('right-1')} ${took} 1 100%`)
  expect((await site.get(path, 'right-1')).status).toBe(403)
})

it('tells learners nothing of it', async () => {
  const responses = `/staff/blocks/${part(key('problem', 'p'))}/responses`
  for (const path of [reports, `${reports}?unit=${part(key('vertical', 'u'))}`, responses])
    expect((await site.get(path, 'right-1')).status).toBe(403)
})

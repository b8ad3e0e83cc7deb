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
  </vertical></sequential></chapter></course>`,
}

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open()
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
  expect(unit).toMatch(/Which colour\? Answer Learners Share Blue right 6 55% Green 5 45%/)
  expect(unit).toMatch(/Learners 11 Right at the first try 55% Attempts on average 1\.3/)
  expect(unit).toMatch(/Stuck: 3 attempts or more, and no point wrong-0 4 attempts/)
  expect(unit).not.toContain('wrong-1')
})

it('tells learners nothing of it', async () => {
  for (const path of [reports, `${reports}?unit=${part(key('vertical', 'u'))}`])
    expect((await site.get(path, 'right-1')).status).toBe(403)
})

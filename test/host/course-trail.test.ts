import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const problem = (id: string) =>
  `<problem url_name="${id}"><numericalresponse answer="4"><label>${id}?</label><formulaequationinput/></numericalresponse></problem>`
const unit = (id: string, blocks: string, attributes = '') =>
  `<vertical url_name="${id}" display_name="Unit ${id}" ${attributes}>${blocks}</vertical>`

/** A bank that draws two of three, one unit for staff, one block for a group: four activities of the first section are everybody's. */
const course = (title: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R" display_name="${title}" start="2020-01-01T00:00:00Z">
<chapter url_name="first"><sequential url_name="s1" due="2026-06-09T00:00:00Z">
${unit('a', `<html url_name="ha">Words</html>${problem('pa')}`)}
${unit('b', `<library_content url_name="bank" max_count="2">${problem('b1')}${problem('b2')}${problem('b3')}</library_content>`)}
${unit('t', problem('pt'), 'visible_to_staff_only="true"')}
</sequential></chapter>
<chapter url_name="second"><sequential url_name="s2" format="Homework">${unit('c', problem('pc'))}</sequential></chapter></course>`,
})
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'

describe('how far a learner is in a course', () => {
  let site: MadeSite
  const line = async (type: string, id: string) => (await site.host.published(context)).line(key(type, id))
  const trail = (learner: string) => site.host.courseware.trail(site.host.learner(learner), context)
  const submit = (learner: string, id: string, unitId: string) =>
    site.post(
      `/blocks/${encodeURIComponent(key('problem', id))}/handlers/problem_check?unit=${unitId}`,
      {},
      learner,
    )
  beforeAll(async () => {
    site = await MadeSite.open()
    await site.publish(course('Before'))
  }, 60_000)
  afterAll(() => site.close())

  it('is out of what everybody finds there: drawn blocks as they are drawn, nothing that is for staff', async () => {
    expect((await line('chapter', 'first'))?.contents).toMatchObject({
      units: 2,
      activities: 4,
      dues: [{ key: key('sequential', 's1') }],
    })
    expect((await line('course', 'course'))?.contents).toMatchObject({ units: 3, activities: 5 })
    expect((await line('course', 'course'))?.contents?.dues).toBeUndefined()
  })

  it('is told anew of the parts above a unit that changed, and of no others', async () => {
    const before = await line('chapter', 'second')
    const text = course('Before')['course.xml'].replace('<html url_name="ha">Words</html>', '')
    await site.publish({ 'course.xml': text })
    expect((await line('chapter', 'first'))?.contents).toMatchObject({ units: 2, activities: 3 })
    expect((await line('course', 'course'))?.contents).toMatchObject({ activities: 4 })
    expect(await line('chapter', 'second')).toEqual(before)
    await site.publish(course('After'))
    expect((await line('course', 'course'))?.contents).toMatchObject({ activities: 5 })
  })

  it('is kept with what they do: once a block, whatever they do again, and less once it is deleted', async () => {
    expect(await trail('ada')).toBeUndefined()
    await site.get(`/units/${encodeURIComponent(key('vertical', 'a'))}`)
    await expect.poll(async () => (await trail('ada'))?.done).toEqual({ first: 1 })
    for (let again = 0; again < 2; again++) await submit('ada', 'pa', 'a')
    expect(await trail('ada')).toEqual({ unit: key('vertical', 'a'), at: site.now, done: { first: 2 } })

    site.now += 1000
    await submit('ada', 'pc', 'c')
    expect(await trail('ada')).toEqual({
      unit: key('vertical', 'c'),
      at: site.now,
      done: { first: 2, second: 1 },
    })
    const deleted = await site.post(
      `/staff/blocks/${encodeURIComponent(key('problem', 'pa'))}/delete-state`,
      { learner: 'ada' },
      'staff',
    )
    expect(deleted.status).toBe(200)
    expect((await trail('ada'))?.done).toEqual({ first: 1, second: 1 })
    // Where they were is where they were, not where staff were.
    expect((await trail('ada'))?.unit).toBe(key('vertical', 'c'))
  })

  it('leads on: to the first unit that is not done after where they were', async () => {
    const home = await (await site.get('/')).text()
    expect(home).toContain('Continue: Unit a')
    await submit('ada', 'pa', 'a')
    expect(await (await site.get('/')).text()).toContain('Continue: Unit b')
    expect(await (await site.get('/', 'eve')).text()).toContain('Start: Unit a')
    expect(home).not.toContain('block-v1:O+C+R+type@vertical+block@t')
    expect(home).not.toMatch(/course-v1:O\+C\+R</)
  })
})

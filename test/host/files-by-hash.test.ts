import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

let site: MadeSite
const context = encodeURIComponent('course-v1:O+C+R')
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@u')}`
const problem = 'block-v1:O+C+R+type@problem+block@p'
const stamp = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
const course = (plan: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R" display_name="T"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="u">
    <html url_name="h"><![CDATA[<img src="/static/plan.svg" alt="plan"> <a href="/static/my notes.txt#two">Notes</a> <img src="/static/none.png" alt="none">
      <code>src="/assets/${context}/plan.svg"</code>]]></html>
    <problem url_name="p"><stringresponse answer="a"><label>Q</label><textline/></stringresponse><p><img src="/static/plan.svg" alt="plan"/></p></problem>
  </vertical></sequential></chapter></course>`,
  'static/plan.svg': plan,
  'static/my notes.txt': 'notes',
})
const plan = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const newPlan = '<svg xmlns="http://www.w3.org/2000/svg" width="9"/>'
const page = async () => (await site.get(unit)).text()

beforeAll(async () => {
  site = await MadeSite.open()
  await site.publish(course(plan))
}, 60_000)
afterAll(() => site.close())

it('stand with their hashes in pages, where an attribute loads them, and are kept for good by these addresses alone', async () => {
  const shown = await page()
  const own = `/assets/${context}`
  const address = `${own}/plan.svg?v=${stamp(plan)}`
  expect(shown).toContain(`<img src="${address}" alt="plan"`)
  expect(shown).toContain(`<a href="${own}/my%20notes.txt?v=${stamp('notes')}#two"`)
  expect(shown).toContain(`src="${own}/none.png"`)
  expect(shown).toMatch(/<code>src=("|&quot;)\/assets\/[^<?]*plan\.svg("|&quot;)<\/code>/)
  const caching = async (path: string) => {
    const { status, headers } = await site.get(path)
    return [status, headers.get('cache-control')]
  }
  expect(await caching(address)).toEqual([200, 'private, max-age=31536000, immutable'])
  for (const other of ['', '?v=', `?v=${stamp(newPlan)}`])
    expect(await caching(`${own}/plan.svg${other}`)).toEqual([200, 'private, max-age=300'])
})

it('stand so in what a handler answers, and nothing that a learner wrote is changed', async () => {
  const written = `src="/assets/${context}/plan.svg"`
  const [, input = ''] = /name="(input_\w+_2_1)"/.exec(await page()) ?? []
  const answer = await site.post(`/blocks/${encodeURIComponent(problem)}/handlers/problem_check`, {
    [input]: written,
  })
  const text = await answer.text()
  expect(text).toContain(`/assets/${context}/plan.svg?v=${stamp(plan)}`)
  expect(text).toContain(`value=\\"src=&quot;/assets/${context}/plan.svg&quot;\\"`)
})

it('are another address once another file of the name is published, though no block was edited', async () => {
  await site.publish(course(newPlan), { publish: true })
  const shown = await page()
  expect(shown).toContain(`plan.svg?v=${stamp(newPlan)}`)
  expect(shown).not.toContain(stamp(plan))
})

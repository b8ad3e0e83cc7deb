import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { libraryWith } from '../content/migrate/made-store.js'
import { MadeSite } from './made-site.js'

const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@u')}`
const reference = 'block-v1:O+C+R+type@library_content_v2+block@r'
const at = (id: string) => `cb::${reference}::lb:O:L:problem:${id}`
const problem = (id: string) =>
  `<problem display_name="${id}"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`
const records = `/staff/contexts/${encodeURIComponent(course)}/left-records`

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: () => true, threads: 0 })
  const { version } = await site.publish(
    libraryWith({ 'problem/a': problem('a'), 'problem/b': problem('b') }),
  )
  await site.publish({
    'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u"><library_content_v2 url_name="r" source_libraries='["${library}:${version}"]' library_blocks='["lb:O:L:problem:a", "lb:O:L:problem:b"]'/></vertical></sequential></chapter></course>`,
  })
}, 60_000)
afterAll(() => site.close())

async function answer(id: string, text: string, learner: string): Promise<number> {
  const page = await (await site.get(unit, learner, { accept: 'text/html' })).text()
  const [, part = ''] = page.split(`data-usage-key="${at(id)}"`)
  const [, input = 'none'] = /name="(input_[^"]+)"/.exec(part) ?? []
  return (
    await site.post(
      `/blocks/${encodeURIComponent(at(id))}/handlers/problem_check`,
      { [input]: text },
      learner,
    )
  ).status
}
const exported = async (query = '') => (await site.get(`${records}${query}`, 'staff')).text()
const lines = async () =>
  (await exported())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

it('what learners did at a block that left stays, is told before, leaves as lines for staff alone, and counts again when it is back', async () => {
  const { courseUpdates, drafts, authoring, content } = site.host
  expect([
    await answer('a', '1', 'ann'),
    await answer('b', '1', 'ann'),
    await answer('b', '2', '=bob'),
  ]).toEqual([200, 200, 200])
  await drafts.operate(library, [{ do: 'delete', usage: 'lb:O:L:problem:b' }])
  await authoring.publish(library, undefined, undefined, { name: 'Without b' })
  const preview = await courseUpdates.preview(parseUsageKey(reference))
  expect(preview.removed.map(({ block, learners }) => [block, learners])).toEqual([['lb:O:L:problem:b', 2]])
  expect(await lines()).toEqual([])
  const { undo } = await courseUpdates.update(parseUsageKey(reference), {}, { removed: 'leave' })
  await authoring.publish(course)
  expect(await answer('b', '1', 'ann')).toBe(404)
  expect(await lines()).toMatchObject([
    {
      usage: at('b'),
      learner: '=bob',
      state: { attempts: 1 },
      grade: { earned: 0, possible: 1 },
      completion: 1,
    },
    {
      usage: at('b'),
      learner: 'ann',
      state: { attempts: 1 },
      grade: { earned: 1, possible: 1 },
      completion: 1,
    },
  ])
  const [head, bob, ann] = (await exported('?format=csv')).split('\r\n')
  expect(head).toBe('usage,learner,earned,possible,completion,state')
  expect([bob, ann]).toEqual([
    expect.stringContaining(`${at('b')},'=bob,0,1,1,"{`) as string,
    expect.stringContaining(`${at('b')},ann,1,1,1,"{`) as string,
  ])
  expect(await exported(`?usage=${encodeURIComponent(at('a'))}`)).toContain('"learner":"ann"')
  expect(
    (await site.get(`${records}?usage=${encodeURIComponent('block-v1:O+D+R+type@html+block@h')}`, 'staff'))
      .status,
  ).toBe(404)
  expect((await site.get(records, 'ann')).status).toBe(403)
  await content.revert(course, String(undo))
  await authoring.publish(course)
  const state = await site.get(`/blocks/${encodeURIComponent(at('b'))}/views/student_view_user_state`, 'ann')
  expect([await lines(), ((await state.json()) as { attempts: number }).attempts]).toEqual([[], 1])
})

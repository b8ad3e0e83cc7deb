import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite, outcomeOf } from './made-site.js'
import { waysToBlock } from './ways-in.js'

let site: MadeSite
const problem = (id: string, attributes = '') =>
  `<problem url_name="${id}" ${attributes}><numericalresponse answer="5"><label>Ask ${id}</label><formulaequationinput/></numericalresponse></problem>`
const component = (id: string, attributes = '') => ({
  [`entities/xblock.v1/problem/${id}.toml`]: `[entity]
can_stand_alone = true
key = "xblock.v1:problem:${id}"
created = 2026-01-01T00:00:00Z
[entity.draft]
version_num = 1
[entity.published]
version_num = 1
[[version]]
title = "${id}"
version_num = 1
`,
  [`entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`]: problem(id, attributes),
})
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'
const unit = key('vertical', 'u')

beforeAll(async () => {
  site = await MadeSite.open()
  const { version } = await site.publish({
    'package.toml':
      '[meta]\ncreated_at = 2026-01-01T00:00:00Z\n[learning_package]\nkey = "lib:O:L"\ntitle = "Library"\n',
    ...component('early'),
    ...component('late', 'start="2026-07-01T00:00:00Z"'),
  })
  const library = (id: string, blocks: string[], more = '') =>
    `<library_content_v2 url_name="${id}" source_libraries='["lib:O:L:${version}"]' library_blocks='${JSON.stringify(blocks)}' ${more}/>`
  const { findings } = await site.publish({
    'course.xml': `<course org="O" course="C" url_name="R" display_name="T"><chapter url_name="ch"><sequential url_name="s">
      <vertical url_name="u">
        ${library('lc', ['lb:O:L:problem:early', 'lb:O:L:problem:late'])}
        ${library('lo', ['lb:O:L:problem:early'], `block_field_overrides='{"lb:O:L:problem:early": {"start": "2026-07-01T00:00:00Z"}}'`)}
        <vertical url_name="box" start="2026-07-01T00:00:00Z">${problem('inbox')}</vertical>
        <html url_name="links">&lt;a href="/jump_to_id/inbox"&gt;Into the box&lt;/a&gt;</html>
        <randomized url_name="bank" count="1">${problem('drawn', 'visible_to_staff_only="true"')}</randomized>
      </vertical></sequential></chapter></course>`,
  })
  expect(findings.filter(({ level }) => level === 'error')).toEqual([])
}, 60_000)
afterAll(() => site.close())

const inLibrary = (at: string, id: string) => `cb::${key('library_content_v2', at)}::lb:O:L:problem:${id}`
const places = {
  'a library block with a start of its own': inLibrary('lc', 'late'),
  'a library block by an override': inLibrary('lo', 'early'),
  'a block in a container': key('problem', 'inbox'),
}

it.each(Object.entries(places))('%s is left out of its unit, and refused', async (_, block) => {
  for (const [name, way] of Object.entries(waysToBlock)) {
    const outcome = await way(site, { context, unit, problem: block, id: 'none' }, 'ada')
    expect([name, outcome]).toEqual([name, name.includes('unit') ? '200' : '403 not-yet-open'])
  }
  const jump = await site.get(`/jump/${encodeURIComponent(context)}/${encodeURIComponent(block)}`)
  expect(await outcomeOf(jump)).toBe('404 block-not-found')
})

it('leaves the rest of the unit as it is, for totals too, and opens it in time', async () => {
  const page = async (learner = 'ada') =>
    (await site.get(`/units/${encodeURIComponent(unit)}`, learner)).text()
  const questions = async (learner?: string) =>
    [...(await page(learner)).matchAll(/Ask (\w+)/g)].map(([, id]) => id)
  const possible = async () =>
    (
      (await (await site.get(`/progress/${encodeURIComponent(context)}`)).json()) as {
        score: { possible: number }
      }
    ).score.possible
  expect(await questions('staff')).toEqual(['early', 'late', 'early', 'inbox', 'drawn'])
  expect(await questions()).toEqual(['early'])
  expect(await possible()).toBe(1)
  site.now = Date.parse('2026-07-01T00:00:00Z')
  expect(await questions()).toEqual(['early', 'late', 'early', 'inbox'])
  expect(await possible()).toBe(4)
  const link = /href="([^"]+inbox)"/.exec(await page())?.[1] ?? ''
  expect((await site.get(link)).status).toBe(303)
  site.now = Date.parse('2026-06-01T00:00:00Z')
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey, type Json } from '../../runtime/index.js'
import { courseOf } from '../content/made-olx.js'
import { component, libraryTexts, sources } from '../content/travelling-courses.js'
import { MadeSite } from './made-site.js'

const at = encodeURIComponent
const first = 'course-v1:O+C+R'
const second = 'course-v1:O+C+S'
const blockOf = (course: string, type: string, id: string) =>
  `${course.replace('course-v1', 'block-v1')}+type@${type}+block@${id}`
const question = (id: string, title = id) =>
  component(
    'problem',
    id,
    `<problem display_name="${title}"><numericalresponse answer="7"><label>Seven?</label><formulaequationinput/></numericalresponse></problem>`,
  )

let site: MadeSite
let older: string
let newer: string
beforeAll(async () => {
  site = await MadeSite.open()
  older = (await site.publish(libraryTexts('Quiz', question('a'), question('b')))).version
  newer = (await site.publish(libraryTexts('Quiz', question('a', 'Renamed'), question('b')))).version
  const inside = [
    `<library_content_v2 url_name="ref" library_blocks='["lb:O:Quiz:problem:a"]' block_field_overrides='{"lb:O:Quiz:problem:a":{"weight":3,"display_name":"Ours"}}' declined_versions='["lib:O:Quiz:${newer}"]' ${sources(['Quiz', older])}/>`,
    `<randomized url_name="bank" count="1" reference_group="g" field_overrides='{"max_attempts":2}' ${sources(['Quiz', older])}/>`,
    `<randomized url_name="same" count="1" same_as="${blockOf(first, 'randomized', 'bank')}" ${sources(['Quiz', older])}/>`,
    `<problem url_name="linked" upstream="lb:O:Quiz:problem:b" upstream_version="1" downstream_customized='["display_name"]' display_name="Mine"><numericalresponse answer="7"><label>Seven?</label><formulaequationinput/></numericalresponse></problem>`,
  ].join('')
  const files = courseOf(inside)
  files['course/R.xml'] =
    files['course/R.xml']?.replace(
      'display_name="Made"',
      `display_name="Made" policy_groups='{"exam":{"fields":{"max_attempts":1}}}'`,
    ) ?? ''
  files['policies/R/policy.json'] = JSON.stringify({
    'course/R': { graceperiod: '1 day' },
    'sequential/s': { graded: true },
  })
  await site.publish(files)
}, 60_000)
afterAll(() => site.close())

/** All blocks of a draft, with the keys of the course as those of the first run. */
async function said(course: string): Promise<Record<string, Json>> {
  const view = await site.host.content.view(course, 'draft')
  const blocks: Record<string, Json> = {}
  for await (const [usage, { type, settings, definition, xmlAttributes = {} }] of view.allBlocks())
    blocks[usage] = { type, settings, definition, xmlAttributes }
  const text = JSON.stringify(blocks).replaceAll('O+C+S', 'O+C+R')
  return JSON.parse(text) as Record<string, Json>
}

async function answered(course: string, learner: string): Promise<number> {
  const unit = blockOf(course, 'vertical', 'v')
  const page = await (await site.get(`/units/${at(unit)}`, learner)).text()
  const problem = `cb::${blockOf(course, 'library_content_v2', 'ref')}::lb:O:Quiz:problem:a`
  const form = page.slice(page.indexOf(`data-usage-key="${problem}"`))
  const [, input = ''] = /name="(input_[^"]+)"/.exec(form) ?? []
  return (await site.post(`/blocks/${at(problem)}/handlers/problem_check`, { [input]: '7' }, learner)).status
}

const score = async (course: string, learner = 'ada') =>
  (
    await site.host.courseware.progress(
      parseUsageKey(blockOf(course, 'vertical', 'v')),
      site.host.learner(learner),
    )
  ).blocks.map(({ key, score: of }) => [key.split('::').at(-1), of?.earned])

describe('a copied run', () => {
  it('says of references, links and policies what its course says, under its own keys', async () => {
    expect(await answered(first, 'ada')).toBe(200)
    await site.host.drafts.copyRun(first, second)
    expect(await said(second)).toEqual(await said(first))
    const same = await (
      await site.host.content.view(second, 'draft')
    ).block(blockOf(second, 'randomized', 'same'))
    expect(same?.settings['same_as']).toBe(blockOf(second, 'randomized', 'bank'))
    expect((await site.host.content.head(second)).published).toBeNull()
    await site.host.authoring.publish(second)
    expect((await score(second)).map(([, earned]) => earned ?? 0).every((earned) => earned === 0)).toBe(true)
  })

  it('and its course touch each other no more: edits, updates, publishing, and what learners have', async () => {
    expect(await answered(second, 'bob')).toBe(200)
    for (const [course, other, learner, others] of [
      [first, second, 'ada', 'bob'],
      [second, first, 'bob', 'ada'],
    ] as const) {
      const [draft, head, before, kept] = [
        await said(other),
        await site.host.content.head(other),
        await score(other, others),
        await score(course, learner),
      ]
      await site.host.drafts.operate(course, [
        {
          do: 'edit',
          edit: {
            usage: blockOf(course, 'library_content_v2', 'ref'),
            content: {},
            settings: { source_libraries: [`lib:O:Quiz:${newer}`] },
            reset: ['block_field_overrides', 'declined_versions'],
          },
        },
        { do: 'delete', usage: blockOf(course, 'randomized', 'same') },
      ])
      await site.host.authoring.publish(course)
      expect(await said(other)).toEqual(draft)
      expect(await site.host.content.head(other)).toEqual(head)
      expect(await score(other, others)).toEqual(before)
      // Without the override its weight is that of the library.
      const own = await score(course, learner)
      expect(own.find(([key]) => key === 'lb:O:Quiz:problem:a')?.[1]).toBe(1)
      expect(kept.find(([key]) => key === 'lb:O:Quiz:problem:a')?.[1]).toBe(3)
    }
    expect((await score(first, 'bob')).map(([, earned]) => earned ?? 0).every((earned) => earned === 0)).toBe(
      true,
    )
  })
})

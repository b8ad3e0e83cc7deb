import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { MadeSite, outcomeOf } from './made-site.js'

const key = (id: string) => `block-v1:O+C+R+type@essay+block@${id}`
const unit = 'block-v1:O+C+R+type@vertical+block@u'
const dates = 'created = 2025-01-01T00:00:00Z\nupdated = 2025-01-01T00:00:00Z\n'
const library = {
  'package.toml': `[meta]\nformat_version = 1\n[learning_package]\ntitle = "L"\nkey = "lib:O:L"\ndescription = ""\n${dates}`,
  'entities/xblock.v1/essay/shared.toml':
    '[entity]\ncan_stand_alone = true\nkey = "xblock.v1:essay:shared"\ncreated = 2025-01-01T00:00:00Z\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "Shared"\nversion_num = 1\n',
  'entities/xblock.v1/essay/shared/component_versions/v1/block.xml': '<essay/>',
}
const brought = 'cb::block-v1:O+C+R+type@library_content_v2+block@ref::lb:O:L:essay:shared'
const courseWith = (version: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
    <essay url_name="e"/><essay url_name="other"/></vertical><vertical url_name="u2">
    <library_content_v2 url_name="ref" source_libraries='["lib:O:L:${version}"]' library_blocks='["lb:O:L:essay:shared"]'/>
    </vertical></sequential></chapter></course>`,
})

let site: MadeSite
const lines: { name: string; event: Record<string, unknown>; context: { user_id: string } }[] = []
const call = (name: string, body: unknown, who = 'ada', id = 'e') =>
  site.post(`/blocks/${encodeURIComponent(key(id))}/handlers/${name}`, body, who)
const read = async (response: Promise<Response>) => (await response).json()
const list = (query = '', id = 'e') =>
  read(site.get(`/blocks/${encodeURIComponent(key(id))}/handlers/list${query}`, 'staff'))
const page = async (who: string) => (await site.get(`/units/${encodeURIComponent(unit)}`, who)).text()

beforeAll(async () => {
  site = await MadeSite.open({
    plugins: [new URL('essay-plugin.ts', import.meta.url).href],
    events: [
      {
        sink: {
          name: 'seen',
          take: async (taken) =>
            void lines.push(...taken.map(({ text }) => JSON.parse(text) as (typeof lines)[number])),
        },
      },
    ],
  })
  await site.publish(library)
  const { published } = await site.host.drafts.head('lib:O:L')
  await site.publish(courseWith(published ?? ''))
  for (const [who, text] of [
    ['ada', 'A text.'],
    ['bob', '=SUM(1)'],
  ] as const)
    expect(await read(call('write', { text }, who))).toBe(1)
  expect(await read(call('write', { text: 'Other.' }, 'cleo', 'other'))).toBe(1)
})
afterAll(() => site.close())

describe('the staff’s side of a block', () => {
  it('is refused to learners, on whatever way they come', async () => {
    const address = `/blocks/${encodeURIComponent(key('e'))}`
    const refused = [
      call('grade', { learner: 'ada', score: 10 }),
      call('grade', {}, 'bob'),
      site.get(`${address}/handlers/list`),
      call('moderate', { key: 'x' }),
      call('grade_everybody', {}),
      site.get(`/staff${address}/report`),
      site.get(`/staff/blocks/${encodeURIComponent(key('e'))}/submissions?learner=ada`),
    ]
    for (const response of await Promise.all(refused))
      expect(await outcomeOf(response)).toBe('403 staff-only')
    expect(await outcomeOf(await call('spy', {}))).toBe('500 service-use')
    expect(await outcomeOf(await call('spy', {}, 'staff'))).toBe('500 service-use')
    const { error } = (await read(call('none', {}))) as { error: { message: string } }
    expect(error.message).not.toContain('grade')
    const embedded = await site.embedded(unit, 'staff')
    const { content } = (await embedded.json()) as { content?: string }
    expect(content ?? '').not.toContain('grade_everybody')
  })

  it('lists the learners of its own block with their fields and collections', async () => {
    expect(await list()).toEqual({
      items: [
        ['ada', 'A text.', 1, null],
        ['bob', '=SUM(1)', 1, null],
      ],
      next: null,
    })
    expect(await list('?limit=1')).toMatchObject({ next: 'ada' })
    expect(await list('', 'other')).toMatchObject({ items: [['cleo', 'Other.', 1, null]] })
  })

  it('grades a learner, whose page and progress show it, and logs who did', async () => {
    expect(await page('ada')).toContain('A text.: no grade')
    expect((await call('grade', { learner: 'ada', score: 7, comment: 'Well <done>' }, 'staff')).status).toBe(
      200,
    )
    expect(await page('ada')).toContain('A text.: 7 of 10: Well &lt;done&gt;')
    expect(await page('bob')).toContain('no grade')
    const progress = await site.host.courseware.progress(parseUsageKey(unit), site.host.learner('ada'))
    expect(progress.score).toEqual({ earned: 7, possible: 20 })
    await eventually(() => lines.some(({ name }) => name === 'edx.grades.problem.score_overridden'))
    const line = lines.find(({ name }) => name === 'edx.grades.problem.score_overridden')
    const anonymous = (id: string) => site.host.learner(id).anonymousId
    expect(line).toMatchObject({
      context: { user_id: anonymous('ada') },
      event: {
        problem_id: key('e'),
        user_id: anonymous('ada'),
        instructor_id: anonymous('staff'),
        new_weighted_earned: 7,
        new_weighted_possible: 10,
        only_if_higher: false,
      },
    })
  })

  it('shows a page what others append at once, and staff moderate', async () => {
    await page('ada')
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) => call('remark', { by: `l${at}`, text: `remark ${at}` }, `l${at}`)),
    )
    const keys = await Promise.all(answers.map(async (answer) => (await answer.json()) as string))
    expect(new Set(keys).size).toBe(12)
    expect(await page('ada')).toMatch(/<q>remark \d+<\/q>/)
    expect(await read(call('moderate', { key: keys.toSorted().at(-1) ?? '' }, 'staff'))).toBe(11)
  })

  it('reports in rows, as CSV that no spreadsheet runs, as lines, and on its page', async () => {
    const address = `/staff/blocks/${encodeURIComponent(key('e'))}`
    const csv = await site.get(`${address}/report`, 'staff')
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="report.csv"')
    expect((await csv.text()).trim().split(/\r?\n/)).toEqual([
      "'=Learner,text,length,remarks",
      'ada,A text.,7,11',
      "bob,'=SUM(1),7,11",
    ])
    const asLines = await (await site.get(`${address}/report?format=json`, 'staff')).text()
    expect(
      asLines
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one) as unknown),
    ).toContainEqual({
      learner: 'bob',
      text: '=SUM(1)',
      length: 7,
      remarks: 11,
    })
    const html = await (await site.get(address, 'staff')).text()
    expect(html).toContain('<td>A text.</td>')
    expect(html).toContain(`${address}/report`)
    const vertical = `/staff/blocks/${encodeURIComponent(unit)}/report`
    expect(await outcomeOf(await site.get(vertical, 'staff'))).toBe('404 report-missing')
  })

  it('shows what a learner handed in, attempt by attempt', async () => {
    expect(await read(call('write', { text: 'Better.' }))).toBe(2)
    const address = `/staff/blocks/${encodeURIComponent(key('e'))}/submissions?learner=ada`
    expect(await read(site.get(address, 'staff'))).toMatchObject({
      submissions: [
        { number: 1, answers: { answer: 'A text.' } },
        { number: 2, answers: { answer: 'Better.' } },
      ],
    })
  })

  it('does long work as a job, which staff of the course alone may see', async () => {
    const id = (await read(call('grade_everybody', {}, 'staff'))) as string
    const job = () =>
      read(site.get(`/api/v1/jobs/${id}`, 'staff')) as Promise<{ state: string; result: unknown }>
    await eventually(async () => (await job()).state === 'done')
    expect(await job()).toMatchObject({ progress: { done: 2, total: 2 }, result: { graded: 2 } })
    expect((await site.get(`/api/v1/jobs/${id}`, 'ada')).status).toBe(403)
    expect(await list()).toMatchObject({
      items: [
        ['ada', 'Better.', 2, 9],
        ['bob', '=SUM(1)', 1, 9],
      ],
    })
  })

  it('is that of the usage where a block comes from a library', async () => {
    const at = `/blocks/${encodeURIComponent(brought)}/handlers`
    expect(await read(site.post(`${at}/write`, { text: 'Brought.' }, 'dora'))).toBe(1)
    expect(await outcomeOf(await site.get(`${at}/list`, 'dora'))).toBe('403 staff-only')
    expect((await site.post(`${at}/grade`, { learner: 'dora', score: 3 }, 'staff')).status).toBe(200)
    expect(await read(site.get(`${at}/list`, 'staff'))).toEqual({
      items: [['dora', 'Brought.', 1, 3]],
      next: null,
    })
    expect(
      await (await site.get(`/staff/blocks/${encodeURIComponent(brought)}/report`, 'staff')).text(),
    ).toContain('dora,Brought.,8,0')
    expect(JSON.stringify(await list())).not.toContain('dora')
  })

  it('forgets a learner’s entries with their state', async () => {
    const address = `/staff/blocks/${encodeURIComponent(key('e'))}/delete-state`
    expect(await read(site.post(address, { learner: 'ada' }, 'staff'))).toEqual({ deleted: true })
    expect(await list()).toMatchObject({ items: [['bob', '=SUM(1)', 1, 9]] })
    expect(await read(call('write', { text: 'Again.' }))).toBe(1)
  })
})

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 200; tried++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It did not come so.')
}

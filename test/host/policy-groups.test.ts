import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey, type ComposedBlock } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

const course = 'course-v1:O+C+R'
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unit = usage('vertical', 'v')
const problem = (id: string, attributes = '') =>
  `<problem url_name="${id}" ${attributes}><stringresponse answer="x"><label>${id}?</label><textline/></stringresponse></problem>`
const files = {
  'course.xml': `<course org="O" course="C" url_name="R" start="2026-01-01T00:00:00Z" end="2026-07-01T00:00:00Z"
    policy_groups='{"exam": {"settings": {"max_attempts": 1, "showanswer": "never", "weight": 2}, "formats": ["Exam"],
      "dated": [{"from": "end", "settings": {"showanswer": "always", "max_attempts": null}}]},
      "easy": {"settings": {"max_attempts": 9}}}'>
    <chapter url_name="ch" max_attempts="5">
      <sequential url_name="s" format="Exam"><vertical url_name="v">${problem('p')}${problem('q', 'max_attempts="3"')}</vertical></sequential>
      <sequential url_name="t" format="Homework"><vertical url_name="w">${problem('r')}</vertical></sequential>
    </chapter></course>`,
}

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: () => true })
  await site.publish(files)
})
afterAll(() => site.close())

async function values(of: string, name: string): Promise<Record<string, unknown>> {
  const { root } = await site.host.courseware.unit(parseUsageKey(of))
  const found: Record<string, unknown> = {}
  const walk = ({ key, type, fields, sources, children }: ComposedBlock) => {
    if (type === 'problem') found[parseUsageKey(key).blockId] = [fields[name], sources?.[name]]
    children.forEach(walk)
  }
  walk(root)
  return found
}

const page = async () => (await site.get(`/units/${encodeURIComponent(unit)}`)).text()
const steps = async (make: Promise<readonly Parameters<typeof site.host.drafts.operate>[1][number][]>) => {
  await site.host.drafts.operate(course, await make)
  await site.host.authoring.publish(course)
}

describe('a policy group', () => {
  it('holds for its kind of assignment, before what stands above, and after what a block says itself', async () => {
    expect(await values(unit, 'max_attempts')).toEqual({ p: [1, 'policy'], q: [3, undefined] })
    expect(await values(unit, 'weight')).toEqual({ p: [2, 'policy'], q: [2, 'policy'] })
    expect(await values(usage('vertical', 'w'), 'max_attempts')).toEqual({ r: [5, 'inherited'] })
  })

  it('says something else from the end of the course on, without a publication, on pages that were kept, too', async () => {
    expect(await values(unit, 'showanswer')).toEqual({ p: ['never', 'policy'], q: ['never', 'policy'] })
    const before = await page()
    expect(await page()).toBe(before)
    site.now = Date.parse('2026-07-02T00:00:00Z')
    expect(await values(unit, 'showanswer')).toEqual({ p: ['always', 'policy'], q: ['always', 'policy'] })
    expect(await values(unit, 'max_attempts')).toEqual({ p: [5, 'inherited'], q: [3, undefined] })
    expect(await page()).not.toBe(before)
    site.now = Date.parse('2026-06-01T00:00:00Z')
  })

  it('is applied to many blocks in one step, the one named last first, and withdrawn so', async () => {
    const { policies } = site.host
    const all = [usage('sequential', 's'), usage('problem', 'r')]
    await steps(policies.apply(course, 'easy', all, true))
    expect(await values(unit, 'max_attempts')).toEqual({ p: [9, 'policy'], q: [3, undefined] })
    expect(await values(usage('vertical', 'w'), 'max_attempts')).toEqual({ r: [9, 'policy'] })
    const { fields } = await site.host.drafts.provenance(parseUsageKey(usage('problem', 'r')), {
      fields: ['max_attempts'],
    })
    expect(fields[0]).toMatchObject({
      value: 9,
      layer: 'policy',
      layers: [
        { layer: 'policy', from: 'easy', won: true },
        { layer: 'inherited', value: 5 },
        { layer: 'default' },
      ],
    })
    expect(await policies.of(course)).toMatchObject([
      { name: 'easy', settings: { max_attempts: 9 }, usages: expect.arrayContaining(all) as string[] },
      { name: 'exam', formats: ['Exam'], usages: [] },
    ])
    await steps(policies.remove(course, 'easy'))
    expect(await values(unit, 'max_attempts')).toEqual({ p: [1, 'policy'], q: [3, undefined] })
  })

  it('is changed by one setting of the course, and makes no unit anew', async () => {
    const { policies } = site.host
    await steps(
      policies.set(course, 'exam', { settings: { max_attempts: '2' }, formats: ['Homework'], dated: [] }),
    )
    expect(await values(unit, 'max_attempts')).toEqual({ p: [5, 'inherited'], q: [3, undefined] })
    expect(await values(usage('vertical', 'w'), 'max_attempts')).toEqual({ r: [2, 'policy'] })
  })

  it('tells before it is saved what it would change, by then and from its dates on, and holds at the places that are said and at no others', async () => {
    const { policies, drafts } = site.host
    const now = Date.parse('2026-03-01T00:00:00Z')
    const group = {
      settings: { max_attempts: 1 },
      formats: ['Exam'],
      dated: [{ from: 'end', settings: { max_attempts: null, showanswer: 'always' } }],
    }
    const save = () => policies.save(course, 'exam', group, [usage('vertical', 'w')])
    const told = (await policies.changes(course, await save(), now)).map(
      ({ usage: of, field, from = 'now', old, new: then, own }) =>
        `${parseUsageKey(of).blockId} ${field} ${from.slice(0, 10)}: ${JSON.stringify(old)} -> ${JSON.stringify(then)}${own === undefined ? '' : `, own ${JSON.stringify(own)}`}`,
    )
    // Before: at Homework 2 attempts. `q` says 3 itself.
    expect(told.sort()).toEqual([
      'p max_attempts now: undefined -> 1',
      'p showanswer 2026-07-01: undefined -> "always"',
      'q showanswer 2026-07-01: undefined -> "always"',
      'r max_attempts 2026-07-01: 2 -> undefined',
      'r max_attempts now: 2 -> 1',
      'r showanswer 2026-07-01: undefined -> "always"',
    ])
    await drafts.operate(course, await save())
    const places = async () =>
      (await policies.places(course)).map(({ usage: of, names }) => [parseUsageKey(of).blockId, ...names])
    expect(await places()).toEqual([['ch'], ['s'], ['t'], ['w', 'exam']])
    await drafts.operate(course, await policies.save(course, 'exam', group, []))
    await drafts.operate(course, await policies.holdAt(course, usage('chapter', 'ch'), ['exam']))
    expect(await places()).toEqual([['ch', 'exam'], ['s'], ['t']])
    await drafts.operate(course, await policies.holdAt(course, usage('chapter', 'ch'), []))
    expect(await places()).toEqual([['ch'], ['s'], ['t']])
  })

  it.each([
    ['content', { settings: { data: 'x' } }, /no setting that belongs to courses/],
    ['a date of opening', { settings: { start: '2030-01-01' } }, /no setting that belongs to courses/],
    ['what nobody has', { settings: { nonsense: 1 } }, /of no block type here/],
    ['a value of another type', { settings: { max_attempts: 'many' } }, /max_attempts/],
    ['no moment', { settings: {}, dated: [{ from: 'soon', settings: {} }] }, /no moment/],
  ])('takes no %s, however it is set, and an import tells', async (_what, group, why) => {
    const said = { formats: [], dated: [], ...group }
    const refused = await site.host.policies.set(course, 'bad', said).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'field-value', message: expect.stringMatching(why) as string })
    const message = expect.stringContaining((refused as Error).message) as string
    const settings = { policy_groups: { bad: group } }
    const edit = { usage: usage('course', 'course'), content: {}, settings, reset: [] }
    const edited = site.host.drafts.operate(course, [{ do: 'edit', edit }])
    await expect(edited).rejects.toMatchObject({ code: 'field-value', message })
    const { findings } = await site.publish({
      'course.xml': `<course org="O" course="Bad" url_name="R"\n policy_groups='${JSON.stringify({ bad: group })}'/>`,
    })
    expect(findings).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        code: 'field-value',
        message,
        file: 'course.xml',
        line: 1,
      }),
    )
  })

  it('is one that there is: others are refused where blocks name them, and an import tells', async () => {
    const message = expect.stringContaining(`'${course}' has no policy group 'gone'.`) as string
    const olx = `<vertical>\n${problem('named', `policies='["gone"]'`).replace(' url_name="named"', '')}</vertical>`
    const parent = usage('sequential', 's')
    const edit = { usage: unit, content: {}, settings: { policies: ['gone'] }, reset: [] }
    for (const [step, location] of [
      [
        { do: 'add', parent, olx, name: 'v.xml' },
        { file: 'v.xml', line: 2, column: 1 },
      ],
      [{ do: 'edit', edit }, undefined],
    ] as const)
      await expect(site.host.drafts.operate(course, [step])).rejects.toMatchObject({
        code: 'field-value',
        message,
        ...(location && { location }),
      })
    const { findings } = await site.publish({
      'course.xml': `<course org="O" course="Bad" url_name="R"><chapter url_name="ch" policies='["gone"]'>
        <sequential url_name="s" policies='["gone"]' policy_groups='{"gone": {}}'/></chapter></course>`,
    })
    const told = findings.filter(({ code }) => code === 'field-value')
    expect(told).toMatchObject([
      { message: "'course-v1:O+Bad+R' has no policy group 'gone'.", count: 2, line: 1 },
      { message: expect.stringMatching(/stand at the course itself/) as string, line: 2 },
    ])
  })

  it('is made and named in one change', async () => {
    const made = { settings: { weight: 4 }, formats: [], dated: [] }
    const groups = await site.host.policies.set(course, 'late', made)
    const edit = { usage: unit, content: {}, settings: { policies: ['late'] }, reset: [] }
    const { changed } = await site.host.drafts.operate(course, [...groups, { do: 'edit', edit }])
    expect(changed).toBe(true)
    await site.host.drafts.operate(course, await site.host.policies.remove(course, 'late'))
  })

  it('holds in drafts and previews by the clock of the host, and by the date that an author asks for', async () => {
    const { policies, drafts } = site.host
    const exam = {
      settings: { weight: 2 },
      formats: ['Exam'],
      dated: [{ from: 'end', settings: { weight: 7 } }],
    }
    await steps(policies.set(course, 'exam', exam))
    const weightAt = async (at: string) => {
      const path = `/author/previews/${encodeURIComponent(unit)}?name=Ada&at=${at}`
      const text = await (await site.get(path, 'ann', { accept: 'text/html' })).text()
      return [...text.matchAll(/(\d+) points? possible/g)].map(([, points]) => Number(points))
    }
    const inDraft = async () => {
      const asked = { fields: ['weight'] }
      return (await drafts.provenance(parseUsageKey(usage('problem', 'p')), asked)).fields[0]?.value
    }
    expect([await weightAt(''), await inDraft()]).toEqual([[2, 2], 2])
    expect(await weightAt('2026-08-01T00:00')).toEqual([7, 7])
    site.now = Date.parse('2026-08-01T00:00:00Z')
    expect([await weightAt(''), await inDraft()]).toEqual([[7, 7], 7])
    expect((await drafts.block(parseUsageKey(usage('problem', 'p')))).block.fields['weight']).toBe(7)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LearnerStanding, unknownStanding, type Standing } from '../../runtime/index.js'
import { MadeSite, outcomeOf } from './made-site.js'
import { laterWays, waysToBlock, waysToContext, type Place } from './ways-in.js'

/** What the host knows of learners, as each test sets it. */
class Enrolments extends LearnerStanding {
  readonly known = new Map<string, Partial<Standing>>()
  readonly asked: string[] = []
  #numbers = 0

  set(learner: string, standing: Partial<Standing>): void {
    this.known.set(learner, { ...standing, number: ++this.#numbers })
  }

  of({ id }: { readonly id: string }, context: string): Promise<Standing> {
    this.asked.push(`${id} ${context}`)
    const standing = this.known.get(id)
    if (id === 'lost') return Promise.reject(new Error('no directory'))
    return Promise.resolve({ ...unknownStanding, ...standing })
  }
}

const problem = (id: string, attributes = '') =>
  `<problem url_name="${id}" ${attributes}><numericalresponse answer="5"><label>Five?</label><formulaequationinput/></numericalresponse></problem>`

/** Where attributes stand: on the course, its section, its subsection, its unit, or the problem. */
interface Attributes {
  readonly course?: string
  readonly chapter?: string
  readonly sequential?: string
  readonly vertical?: string
  readonly problem?: string
  /** Settings of the policy file, by `type/url_name`. */
  readonly policy?: object
}

/** A course with one unit the attributes are about, and one beside it. */
function courseOf(run: string, { course, chapter, sequential, vertical, problem: own, policy }: Attributes) {
  return {
    'course.xml': `<course url_name="${run}" org="O" course="C"/>`,
    [`course/${run}.xml`]: `<course display_name="Course ${run}" user_partitions='${JSON.stringify(partitions)}' ${course ?? ''}>
      <chapter url_name="other"><sequential url_name="others"><vertical url_name="open" display_name="Open unit"><html url_name="h">Open</html></vertical></sequential></chapter>
      <chapter url_name="ch" display_name="Told section" ${chapter ?? ''}>
        <sequential url_name="s" display_name="Told subsection" ${sequential ?? ''}>
          <vertical url_name="u" display_name="Told unit" ${vertical ?? ''}>
            ${problem('p', own)}<html url_name="beside">Beside it</html>
          </vertical></sequential></chapter></course>`,
    ...(policy && { [`policies/${run}/policy.json`]: JSON.stringify(policy) }),
    'static/note.txt': 'of the course',
  }
}
const partitions = [
  {
    id: 60,
    name: 'Cohorts',
    scheme: 'cohort',
    version: 3,
    groups: [1, 2].map((id) => ({ id, name: `G${id}`, version: 1 })),
  },
  {
    id: 61,
    name: 'Old',
    scheme: 'cohort',
    active: false,
    version: 3,
    groups: [{ id: 1, name: 'A', version: 1 }],
  },
  {
    id: 62,
    name: 'Half',
    scheme: 'random',
    version: 3,
    groups: [1, 2].map((id) => ({ id, name: `R${id}`, version: 1 })),
  },
]
const placeOf = (run: string): Place => ({
  context: `course-v1:O+C+${run}`,
  unit: `block-v1:O+C+${run}+type@vertical+block@u`,
  problem: `block-v1:O+C+${run}+type@problem+block@p`,
  id: 'p',
})

const start = 'start="2026-07-01T00:00:00Z"'
const hides = 'due="2026-05-01T00:00:00Z" hide_after_due="true"'
const access = (groups: object) => `group_access='${JSON.stringify(groups)}'`

type Code = 'not-yet-open' | 'closed' | 'not-in-group' | 'block-not-found'
/** What closes, where, and with which code. */
const closings: readonly { run: string; is: Attributes; code: Code; what: string }[] = [
  { run: 'A1', what: 'a course that starts later', is: { course: start }, code: 'not-yet-open' },
  { run: 'A2', what: 'a section that starts later', is: { chapter: start }, code: 'not-yet-open' },
  { run: 'A3', what: 'a subsection that starts later', is: { sequential: start }, code: 'not-yet-open' },
  { run: 'A4', what: 'a unit that starts later', is: { vertical: start }, code: 'not-yet-open' },
  { run: 'A5', what: 'a problem that starts later', is: { problem: start }, code: 'not-yet-open' },
  {
    run: 'A6',
    what: 'an earlier start below a later one',
    is: {
      chapter: start,
      sequential: 'start="2020-01-01T00:00:00Z"',
      problem: 'start="2020-01-01T00:00:00Z"',
    },
    code: 'not-yet-open',
  },
  {
    run: 'A7',
    what: 'a start by policy',
    is: { policy: { 'sequential/s': { start: '2026-07-01T00:00:00Z' } } },
    code: 'not-yet-open',
  },
  {
    run: 'A8',
    what: 'a course’s start by policy',
    is: { policy: { 'course/A8': { start: '2030-01-01T00:00:00Z' } } },
    code: 'not-yet-open',
  },
  { run: 'B1', what: 'a subsection hidden since it was due', is: { sequential: hides }, code: 'closed' },
  {
    run: 'B2',
    what: 'a subsection hidden by the date of its section',
    is: { chapter: 'due="2026-05-01T00:00:00Z"', sequential: 'hide_after_due="true"' },
    code: 'closed',
  },
  { run: 'B3', what: 'a section hidden since it was due', is: { chapter: hides }, code: 'closed' },
  {
    run: 'B4',
    what: 'a unit due before the rest of what hides',
    is: {
      sequential: 'due="2026-08-01T00:00:00Z" hide_after_due="true"',
      vertical: 'due="2026-05-01T00:00:00Z"',
    },
    code: 'closed',
  },
  {
    run: 'B5',
    what: 'hiding by policy',
    is: { policy: { 'sequential/s': { due: '2026-05-01T00:00:00Z', hide_after_due: true } } },
    code: 'closed',
  },
  {
    run: 'B6',
    what: 'a self-paced course that ended',
    is: { course: 'self_paced="true" end="2026-05-01T00:00:00Z"', sequential: hides },
    code: 'closed',
  },
  {
    run: 'B7',
    what: 'a problem due before the rest of what hides',
    is: { sequential: 'hide_after_due="true"', problem: 'due="2026-05-01T00:00:00Z"' },
    code: 'closed',
  },
  {
    run: 'C0',
    what: 'a course for another group',
    is: { course: access({ 60: [2] }) },
    code: 'not-in-group',
  },
  {
    run: 'C1',
    what: 'a section for another group',
    is: { chapter: access({ 60: [2] }) },
    code: 'not-in-group',
  },
  {
    run: 'C2',
    what: 'a unit for another group',
    is: { vertical: access({ 60: [2] }) },
    code: 'not-in-group',
  },
  {
    run: 'C3',
    what: 'a problem for another group',
    is: { problem: access({ 60: [2] }) },
    code: 'not-in-group',
  },
  {
    run: 'C4',
    what: 'groups that must fit on every level',
    is: { chapter: access({ 60: [2] }), problem: access({ 60: [1] }) },
    code: 'not-in-group',
  },
  {
    run: 'C5',
    what: 'one of two partitions',
    is: { vertical: access({ 60: [1], 62: [9] }) },
    code: 'not-in-group',
  },
  {
    run: 'C6',
    what: 'a partition that does not exist',
    is: { vertical: access({ 99: [1] }) },
    code: 'not-in-group',
  },
  {
    run: 'C7',
    what: 'a group that does not exist',
    is: { vertical: access({ 60: [7] }) },
    code: 'not-in-group',
  },
  { run: 'C8', what: 'an enrolment track', is: { sequential: access({ 50: [2] }) }, code: 'not-in-group' },
  {
    run: 'D1',
    what: 'a subsection for staff',
    is: { sequential: 'visible_to_staff_only="true"' },
    code: 'block-not-found',
  },
  {
    run: 'D2',
    what: 'a unit for staff',
    is: { vertical: 'visible_to_staff_only="true"' },
    code: 'block-not-found',
  },
  {
    run: 'D3',
    what: 'a problem for staff',
    is: { problem: 'visible_to_staff_only="true"' },
    code: 'block-not-found',
  },
]
/** What is open to nobody but staff, whenever and of whatever group. */
const nobodys = new Set(['C4', 'C5', 'C6', 'C7'])
/** What closes nothing. */
const openings: readonly { run: string; is: Attributes; what: string }[] = [
  {
    run: 'O1',
    what: 'starts that have come',
    is: { course: 'start="2026-05-31T23:59:59Z"', vertical: 'start="2020-01-01T00:00:00Z"' },
  },
  { run: 'O2', what: 'a due date in the past', is: { sequential: 'due="2026-05-01T00:00:00Z"' } },
  { run: 'O3', what: 'hiding without a date', is: { sequential: 'hide_after_due="true"' } },
  { run: 'O4', what: 'hiding later', is: { sequential: 'due="2026-06-02T00:00:00Z" hide_after_due="true"' } },
  {
    run: 'O5',
    what: 'a left-over date of a self-paced course',
    is: { course: 'self_paced="true"', sequential: hides },
  },
  {
    run: 'O6',
    what: 'a self-paced course that has not ended',
    is: { course: 'self_paced="true" end="2026-07-01T00:00:00Z"', sequential: hides },
  },
  {
    run: 'O7',
    what: 'the learner’s group on every level',
    is: { chapter: access({ 60: [1, 2] }), vertical: access({ 60: [1] }) },
  },
  { run: 'O8', what: 'an empty list of groups', is: { vertical: access({ 60: [] }) } },
  { run: 'O9', what: 'all groups of a random partition', is: { vertical: access({ 62: [1, 2] }) } },
  { run: 'P1', what: 'a partition out of use', is: { vertical: access({ 61: [1] }) } },
  { run: 'P2', what: 'dates that are none', is: { sequential: 'start="soon" due="later"' } },
]

const ways = Object.entries({ ...waysToBlock, ...waysToContext })
const enrolments = new Enrolments()
let site: MadeSite

beforeAll(async () => {
  site = await MadeSite.open({
    services: (services) => services.bind(LearnerStanding).toConstantValue(enrolments),
  })
  for (const { run, is } of [...closings, ...openings]) await site.publish(courseOf(run, is))
}, 120_000)
afterAll(() => site.close())
beforeEach(() => {
  site.now = Date.parse('2026-06-01T00:00:00Z')
  enrolments.set('ada', { groups: { 60: 1 } })
})

async function outcomes(run: string, learner: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, way] of ways) found[name] = await way(site, placeOf(run), learner)
  return found
}
const statusOf = (code: Code) => (code === 'block-not-found' ? '404 block-not-found' : `403 ${code}`)
const onBlocks = Object.keys(waysToBlock)

/** How each way in ends when something at this level is closed. */
function refused(run: string, { course, chapter, sequential, vertical, policy }: Attributes, code: Code) {
  const isWholeCourse = /start|group/.test(course ?? '') || (policy && `course/${run}` in policy) === true
  const isUnit =
    isWholeCourse ||
    policy !== undefined ||
    [chapter, sequential, vertical].some((one) => one && /start|hide|group|staff/.test(one))
  return Object.fromEntries(
    ways.map(([name]) => {
      if (isWholeCourse) return [name, statusOf(code)]
      if (name.startsWith('jump')) return [name, '404 block-not-found']
      if (!onBlocks.includes(name)) return [name, '200']
      if (!name.includes('unit')) return [name, statusOf(code)]
      if (!isUnit || run === 'B7') return [name, '200']
      return [name, code === 'block-not-found' ? '404 unit-not-found' : statusOf(code)]
    }),
  )
}

describe('a learner is kept out, on every way in, by', () => {
  it.each(closings)('$what ($run)', async ({ run, is, code }) => {
    const found = await outcomes(run, 'ada')
    expect({ ...found, 'handler of a form': undefined }).toEqual({
      ...refused(run, is, code),
      'handler of a form': undefined,
    })
    expect(found['handler of a form']).toBe(found['handler'])
  })

  it.each(closings)('$what, which is told nowhere and counts nowhere ($run)', async ({ run, is, code }) => {
    const { context, unit } = placeOf(run)
    const path = encodeURIComponent(context)
    const said = async (address: string) => (await site.get(address, 'ada')).text()
    const isWholeCourse = refused(run, is, code)['outline'] !== '200'
    expect((await said('/')).includes(`Course ${run}`)).toBe(!isWholeCourse)
    if (isWholeCourse) return
    const outline = await said(`/contexts/${path}`)
    expect(outline).toContain('Open unit')
    const isUnitShown = refused(run, is, code)['page of the unit'] === '200'
    expect(outline.includes('Told unit')).toBe(isUnitShown)
    const progress = (await (await site.get(`/progress/${path}`, 'ada')).json()) as {
      blocks: { key: string }[]
    }
    expect(progress.blocks.map(({ key }) => key.split('@').at(-1) ?? '').sort()).toEqual(
      isUnitShown ? ['beside', 'h'] : ['h'],
    )
    const beside = await said(`/units/${encodeURIComponent(unit.replace('@u', '@open'))}`)
    expect(beside.includes('Told unit')).toBe(isUnitShown)
    if (!isUnitShown) return
    const page = await said(`/units/${encodeURIComponent(unit)}`)
    expect([page.includes('Beside it'), page.includes('Five?')]).toEqual([true, false])
  })

  it.each(closings.filter(({ run, code }) => code !== 'block-not-found' && !nobodys.has(run)))(
    '$what, where an embedded page was shown while it was open, too ($run)',
    async ({ run, is, code }) => {
      // Long after or long before, and in the group, the address was given out.
      site.now = Date.parse(code === 'closed' ? '2026-04-30T23:59:59Z' : '2031-01-01T00:00:00Z')
      enrolments.set('eve', { groups: { 50: 2, 60: 2 } })
      const places = await laterWays(site, placeOf(run), 'eve')
      for (const way of Object.values(places)) expect(await way()).toBe('200')
      site.now = Date.parse(code === 'closed' ? '2026-05-01T00:00:00Z' : '2026-06-01T00:00:00Z')
      enrolments.set('eve', { groups: { 60: 1 } })
      const isWholeCourse = refused(run, is, code)['outline'] !== '200'
      expect(await places['embedded handler']?.()).toBe(`403 ${code}`)
      expect(await places['embedded data']?.()).toBe(`403 ${code}`)
      expect(await places['embedded file']?.()).toBe(isWholeCourse ? `403 ${code}` : '200')
    },
  )

  it.each(closings)('$what, but staff go on and are told what learners see ($run)', async ({ run, code }) => {
    const found = await outcomes(run, 'staff')
    const { 'embedded unit': _, 'signed address': __, ...own } = found
    expect(Object.entries(own).filter(([, outcome]) => !/^[23]/.test(outcome))).toEqual([])
    const note = {
      'not-yet-open': 'Learners see this from',
      closed: 'Learners do not see this since May 1, 2026',
      'not-in-group': 'Only learners of some groups see this.',
      'block-not-found': 'it is for staff only',
    }[code]
    const page = await (await site.get(`/units/${encodeURIComponent(placeOf(run).unit)}`, 'staff')).text()
    expect(page).toContain(note)
    expect(page).toContain('Five?')
    const after = await (await site.get(`/units/${encodeURIComponent(placeOf(run).unit)}`, 'ada')).text()
    expect(after).not.toContain('Five?')
    expect(after).not.toContain(note)
  })
})

describe('nothing is closed by', () => {
  it.each(openings)('$what ($run)', async ({ run }) => {
    const found = await outcomes(run, 'ada')
    expect(Object.entries(found).filter(([, outcome]) => !/^[23]/.test(outcome))).toEqual([])
    const { context } = placeOf(run)
    const progress = await (await site.get(`/progress/${encodeURIComponent(context)}`, 'ada')).json()
    expect(progress).toMatchObject({ score: { possible: 1 } })
  })

  it('a left-over date of a self-paced course, for answers either', async () => {
    expect([await check('O5'), await check('O2')]).toEqual(['200', '409 undefined'])
  })
})

/** The right answer, under the name its input has on the page. */
async function answers(run: string): Promise<Record<string, string>> {
  const page = await (await site.get(`/units/${encodeURIComponent(placeOf(run).unit)}`, 'staff')).text()
  return { [/name="(input_[^"]+_2_1)"/.exec(page)?.[1] ?? '']: '5' }
}
const check = async (run: string, learner = 'ada') =>
  outcomeOf(
    await site.post(
      `/blocks/${encodeURIComponent(placeOf(run).problem)}/handlers/problem_check`,
      await answers(run),
      learner,
    ),
  )
const pageOf = (run: string, learner: string, headers = {}) =>
  site.get(`/units/${encodeURIComponent(placeOf(run).unit)}`, learner, { accept: 'text/html', ...headers })

describe('a kept page', () => {
  it.each([
    { run: 'A2', before: '2026-06-30T23:59:59Z', after: '2026-07-01T00:00:00Z', ends: ['403', '200'] },
    {
      run: 'A5',
      before: '2026-06-30T23:59:59Z',
      after: '2026-07-01T00:00:00Z',
      ends: ['200 beside', '200 whole'],
    },
    { run: 'O4', before: '2026-06-01T23:59:59Z', after: '2026-06-02T00:00:00Z', ends: ['200 whole', '403'] },
    {
      run: 'B7',
      before: '2026-04-30T23:59:59Z',
      after: '2026-05-01T00:00:00Z',
      ends: ['200 whole', '200 beside'],
    },
    { run: 'B6', before: '2026-04-30T23:59:59Z', after: '2026-05-01T00:00:00Z', ends: ['200 whole', '403'] },
  ])(
    'ends at the date that the unit, or what stands above or in it, names ($run)',
    async ({ run, before, after, ends }) => {
      const seen = async (etag?: string) => {
        const response = await pageOf(run, 'dora', etag === undefined ? {} : { 'if-none-match': etag })
        const text = await response.text()
        const what = text.includes('Five?') ? 'whole' : 'beside'
        return {
          end: response.status === 200 ? `200 ${what}` : String(response.status),
          etag: response.headers.get('etag'),
        }
      }
      enrolments.set('dora', { groups: { 60: 1 } })
      site.now = Date.parse(before)
      await seen()
      const first = await seen()
      expect(first.end).toContain(ends[0])
      if (first.etag) expect((await seen(first.etag)).end).toBe('304')
      site.now = Date.parse(after)
      expect((await seen(first.etag ?? undefined)).end).toContain(ends[1])
    },
  )

  it('ends when the host knows something else of the learner', async () => {
    enrolments.set('gil', { groups: { 60: 1 } })
    const first = await pageOf('C3', 'gil')
    expect(await first.text()).not.toContain('Five?')
    const etag = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await pageOf('C3', 'gil', etag)).status).toBe(304)
    enrolments.set('gil', { groups: { 60: 2 } })
    const second = await pageOf('C3', 'gil', etag)
    expect([second.status, (await second.text()).includes('Five?')]).toEqual([200, true])
  })

  it('ends when what stands above the unit is published anew, though the unit is the same', async () => {
    await site.publish(courseOf('K', {}))
    expect(await (await pageOf('K', 'ada')).text()).toContain('Five?')
    await site.publish(courseOf('K', { chapter: access({ 60: [2] }), policy: {} }))
    expect((await pageOf('K', 'ada')).status).toBe(403)
    await site.publish(courseOf('K', { sequential: hides }))
    expect((await pageOf('K', 'ada')).status).toBe(403)
  })

  it('leads to the units beside it as they are open then', async () => {
    const { unit } = placeOf('A4')
    const beside = `/units/${encodeURIComponent(unit.replace('@u', '@open'))}`
    const hasNext = async () => (await (await site.get(beside, 'hal')).text()).includes('Told unit')
    expect(await hasNext()).toBe(false)
    site.now = Date.parse('2026-07-01T00:00:00Z')
    expect(await hasNext()).toBe(true)
  })
})

describe('what a host knows of a learner', () => {
  it('is asked once a request', async () => {
    for (const [name, way] of ways) {
      enrolments.asked.length = 0
      await way(site, placeOf('O1'), 'ada')
      expect([name, enrolments.asked]).toEqual([name, ['ada course-v1:O+C+O1']])
    }
  })

  it('lets nobody in when it cannot be read', async () => {
    for (const [name, way] of ways)
      expect([name, await way(site, placeOf('O1'), 'lost')]).toEqual([name, '503 standing-unavailable'])
  })

  it('opens parts to beta testers as many days early as the course says', async () => {
    const early = { chapter: 'start="2026-06-11T00:00:00Z" days_early_for_beta="10"' }
    await site.publish(courseOf('BETA', early))
    enrolments.set('beta', { isBetaTester: true })
    site.now = Date.parse('2026-05-31T23:59:59Z')
    expect(await check('BETA', 'beta')).toBe('403 not-yet-open')
    site.now = Date.parse('2026-06-01T00:00:00Z')
    expect([await check('BETA', 'beta'), await check('BETA', 'ada')]).toEqual(['200', '403 not-yet-open'])
  })

  it.each([
    { what: 'the subsection', key: 'type@sequential+block@s' },
    { what: 'the problem', key: 'type@problem+block@p' },
  ])('gives them more time for $what, and nobody else', async ({ what, key }) => {
    const run = what === 'the problem' ? 'X1' : 'X2'
    await site.publish(courseOf(run, { sequential: 'due="2026-05-01T00:00:00Z"' }))
    const shown = async (learner: string) => (await pageOf(run, learner)).text()
    // Another learner's page is drawn first, and must not be taken for theirs.
    expect(await shown('bob')).toContain('closed: it was due on')
    enrolments.set('xia', {
      extensions: { [`block-v1:O+C+${run}+${key}`]: new Date('2026-06-02T00:00:00Z') },
    })
    expect(await shown('xia')).not.toContain('closed: it was due on')
    expect(await shown('bob')).toContain('closed: it was due on')
    expect([await check(run, 'xia'), await check(run, 'bob')]).toEqual(['200', '409 undefined'])
    site.now = Date.parse('2026-06-02T00:00:01Z')
    expect(await shown('xia')).toContain('closed: it was due on')
  })

  it('keeps open what hides, as long as their time is extended', async () => {
    enrolments.set('yan', {
      groups: { 60: 1 },
      extensions: { 'block-v1:O+C+B1+type@sequential+block@s': new Date('2026-06-02T00:00:00Z') },
    })
    expect([await check('B1', 'yan'), await check('B1', 'ada')]).toEqual(['200', '403 closed'])
    site.now = Date.parse('2026-06-02T00:00:01Z')
    expect(await check('B1', 'yan')).toBe('403 closed')
  })

  it('leaves a draw as it is kept, so that half of all learners see what is for one of two groups', async () => {
    await site.publish(courseOf('R', { vertical: access({ 62: [1] }) }))
    const names = Array.from({ length: 60 }, (_, index) => `member ${index}`)
    const statuses = async () => Promise.all(names.map(async (name) => (await pageOf('R', name)).status))
    const before = await statuses()
    expect(before.filter((status) => status === 200).length).toBeGreaterThan(15)
    expect(before.filter((status) => status === 403).length).toBeGreaterThan(15)
    expect(await statuses()).toEqual(before)
  })
})

describe('staff', () => {
  it('rescore what learners answered before it was closed to them, and see it', async () => {
    site.now = Date.parse('2026-04-01T00:00:00Z')
    expect(await check('B1', 'ria')).toBe('200')
    site.now = Date.parse('2026-06-01T00:00:00Z')
    const block = encodeURIComponent(placeOf('B1').problem)
    const rescored = await site.post(`/staff/blocks/${block}/rescore`, { learner: 'ria' }, 'staff')
    expect(await rescored.json()).toMatchObject({ learner: 'ria', after: { earned: 1, possible: 1 } })
    const submitted = await site.get(`/staff/blocks/${block}/submissions?learner=ria`, 'staff')
    expect(await submitted.json()).toMatchObject({ attempts: 1 })
    expect(await outcomeOf(await site.get(`/staff/blocks/${block}`, 'staff'))).toBe('200')
  })
})

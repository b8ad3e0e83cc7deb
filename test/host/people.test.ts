import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LearnerIdentity, Role } from '../../host/index.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+P+R+type@${type}+block@${id}`
const unit = key('vertical', 'v')
const badge = key('badge', 'b')
const course = (run: string) => ({
  'course.xml': `<course org="O" course="P" url_name="${run}" display_name="People"><chapter url_name="c"><sequential url_name="s">
    <vertical url_name="v"><badge url_name="b"/></vertical><vertical url_name="n"><nosy url_name="x"/></vertical>
    <vertical url_name="early"><html url_name="h">early bird</html></vertical></sequential></chapter></course>`,
})
const early = {
  'course.xml': `<course org="O" course="Early" url_name="R" display_name="Early" days_early_for_beta="3"><chapter url_name="c">
    <sequential url_name="s" start="2026-06-03T00:00:00Z"><vertical url_name="v"><html url_name="h">early bird</html></vertical></sequential></chapter></course>`,
}

/** Who people are, as the host of these tests knows them. */
const known: Readonly<Record<string, LearnerIdentity>> = {
  ada: {
    id: 'ada',
    name: 'Ada L',
    email: 'ada@example.org',
    username: 'ada_l',
    roles: ['mentor'],
    cohort: 'Red',
    teams: ['t1', 't2'],
  },
  bob: { id: 'bob', name: 'Bob', email: 'bob@example.org' },
  ines: { id: 'ines', roles: ['instructor'] },
  sam: { id: 'sam', isStaff: true, email: 'sam@example.org' },
  beta: { id: 'beta', roles: ['beta_tester'] },
}

const plugins = [new URL('people-plugin.ts', import.meta.url).pathname]
const asked: string[][] = []
let hostFails = false

function open(options: Partial<Parameters<typeof MadeSite.open>[0]> = {}): Promise<MadeSite> {
  return MadeSite.open({
    plugins,
    learner: (request) => known[request.header('x-learner') ?? ''],
    people: {
      directory: async (ids) => {
        asked.push([...ids])
        if (hostFails) throw new Error('the directory is away')
        return ids.flatMap((id) => known[id] ?? [])
      },
    },
    ...options,
  })
}

async function toldTo(site: MadeSite, learner: string): Promise<Record<string, unknown>> {
  const page = await (await site.get(`/units/${encodeURIComponent(unit)}`, learner)).text()
  const text = /<pre>(.*?)<\/pre>/s.exec(page)?.[1] ?? 'null'
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&#39;', "'")) as Record<string, unknown>
}

async function called(site: MadeSite, learner: string, handler: string, input: unknown) {
  const answer = await site.post(`/blocks/${encodeURIComponent(badge)}/handlers/${handler}`, input, learner)
  return { status: answer.status, body: await answer.json() }
}

describe('what a host tells of people', () => {
  let site: MadeSite
  beforeAll(async () => {
    site = await open()
    await site.publish(course('R'))
    await site.publish(course('S'))
    await site.publish(early)
  }, 60_000)
  afterAll(() => site.close())

  it('reaches blocks that declare it, each learner on a page of their own', async () => {
    expect(await toldTo(site, 'ada')).toEqual({
      name: 'Ada L',
      email: 'ada@example.org',
      username: 'ada_l',
      roles: ['learner', 'mentor'],
      cohort: 'Red',
      teams: ['t1', 't2'],
      pseudonym: expect.stringMatching(/^[\w-]{40,}$/) as string,
    })
    expect(await toldTo(site, 'bob')).toMatchObject({
      name: 'Bob',
      email: 'bob@example.org',
      roles: ['learner'],
      teams: [],
    })
    expect((await toldTo(site, 'ines'))['roles']).toEqual(['staff', 'instructor'])
    expect((await toldTo(site, 'sam'))['roles']).toEqual(['staff'])
  })

  it('is shown anew when it is another thing', async () => {
    const before = known['bob']
    expect((await toldTo(site, 'bob'))['email']).toBe('bob@example.org')
    Object.assign(known, { bob: { ...before, email: 'new@example.org' } })
    expect((await toldTo(site, 'bob'))['email']).toBe('new@example.org')
    Object.assign(known, { bob: before })
  })

  it('does not reach a block that declares nothing', async () => {
    const path = `/units/${encodeURIComponent(key('vertical', 'n'))}`
    const page = await (await site.get(path, 'ada')).text()
    expect(page).not.toContain('example.org')
    const forStaff = await (await site.get(path, 'sam')).text()
    expect(forStaff).toContain('did not declare')
    expect(forStaff).not.toContain('example.org')
  })

  it('refuses what a class does not declare, and who is looking in data that is the same for all', async () => {
    expect(await called(site, 'ada', 'undeclared', {})).toMatchObject({ status: 500 })
    const data = await site.get(`/blocks/${encodeURIComponent(badge)}/views/student_view_data`, 'ada')
    expect(data.status).toBe(500)
    expect(await data.text()).not.toContain('Ada')
  })

  it('has a pseudonym for each course, which stays', async () => {
    const { pseudonym } = await toldTo(site, 'ada')
    const other = await (
      await site.get(`/units/${encodeURIComponent(unit.replace('+R+', '+S+'))}`, 'ada')
    ).text()
    expect(other).toContain('&quot;pseudonym&quot;:&quot;')
    expect(other).not.toContain(String(pseudonym))
    expect((await toldTo(site, 'ada'))['pseudonym']).toBe(pseudonym)
    expect((await toldTo(site, 'bob'))['pseudonym']).not.toBe(pseudonym)
  })

  it('names other people to staff alone, as far as the class declares', async () => {
    const told = await toldTo(site, 'ada')
    const pseudonym = String(told['pseudonym'])
    const ada = { id: 'ada', name: 'Ada L', email: 'ada@example.org', pseudonym }
    const answer = await called(site, 'sam', 'others', { learners: ['ada', 'ghost', 'ada'] })
    expect(answer.body).toEqual({
      ada,
      ghost: { id: 'ghost', pseudonym: expect.any(String) as string },
    })
    expect(asked.at(-1)).toEqual(['ada', 'ghost'])
    expect((await called(site, 'sam', 'behind', { pseudonym })).body).toEqual(ada)
    expect((await called(site, 'sam', 'behind', { pseudonym: 'nonsense' })).body).toBe('nobody')
    const elsewhere = await site.post(
      `/blocks/${encodeURIComponent(badge.replace('+R+', '+S+'))}/handlers/behind`,
      { pseudonym },
      'sam',
    )
    expect(await elsewhere.json()).toBe('nobody')
    for (const handler of ['others', 'behind'])
      expect((await called(site, 'ada', handler, {})).status).toBe(403)
    for (const learner of ['ada', 'sam'])
      expect(await called(site, learner, 'others_for_all', {})).toMatchObject({ status: 500 })
  })

  it('says that it cannot say who people are', async () => {
    hostFails = true
    const answer = await called(site, 'sam', 'others', { learners: ['ada'] })
    hostFails = false
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'people-unavailable' } } })
  })

  it('lets beta testers in early, by their role', async () => {
    const path = `/units/${encodeURIComponent('block-v1:O+Early+R+type@vertical+block@v')}`
    expect((await site.get(path, 'ada')).status).toBe(403)
    expect((await site.get(path, 'beta')).status).toBe(200)
  })

  it('says nothing of roles to who comes by a token', async () => {
    const { html } = (await (await site.embedded(unit, 'ada')).json()) as { html: string }
    expect(html).toContain('&quot;roles&quot;:[&quot;learner&quot;]')
    expect(html).not.toContain('example.org')
  })
})

describe('a host that says what people are in each course, and denies the rest', () => {
  const roles: Record<string, Role> = { ada: 'instructor', ines: 'learner', bob: 'staff' }
  let site: MadeSite
  beforeAll(async () => {
    site = await open({
      access: (_request, { id }) => roles[id] ?? 'none',
      people: { deny: { '*': ['email'], 'people-plugin': ['name', 'teams'] } },
    })
    await site.publish(course('R'))
  }, 60_000)
  afterAll(() => site.close())

  it('is who says who teaches, whatever somebody is elsewhere', async () => {
    const told = async (learner: string) => (await toldTo(site, learner))['roles']
    expect(await told('ada')).toEqual(['staff', 'instructor', 'mentor'])
    expect(await told('ines')).toEqual(['learner'])
    expect(await told('bob')).toEqual(['staff'])
  })

  it('keeps what it denies from blocks that ask for it', async () => {
    const told = await toldTo(site, 'ada')
    expect(told).toEqual({
      username: 'ada_l',
      roles: ['staff', 'instructor', 'mentor'],
      cohort: 'Red',
      teams: [],
      pseudonym: told['pseudonym'],
    })
    const operators = await site.host.operations.fetch(new Request('http://operators/plugins'))
    const { plugins: asking } = (await operators.json()) as { plugins: { plugin: string }[] }
    const everything = ['name', 'email', 'username', 'roles', 'cohort', 'teams']
    expect(asking.find(({ plugin }) => plugin === 'people-plugin')).toMatchObject({
      people: everything,
      denied: ['name', 'email', 'teams'],
      types: [{ type: 'badge', people: everything }, { type: 'nosy', people: [] }, {}, {}, {}],
    })
    expect((await called(site, 'ada', 'others', { learners: ['bob'] })).body).toEqual({
      bob: { id: 'bob', pseudonym: expect.any(String) as string },
    })
  })
})

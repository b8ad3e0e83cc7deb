import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../host/index.js'
import { MadeSite, outcomeOf } from './made-site.js'
import { laterWays, waysToBlock, waysToContext, type Place } from './ways-in.js'

const problem =
  '<numericalresponse answer="5"><label>Five?</label><formulaequationinput/></numericalresponse>'
const component = (id: string) => ({
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
  [`entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`]: `<problem>${problem}</problem>`,
  [`entities/xblock.v1/problem/${id}/component_versions/v1/static/note.txt`]: 'of the library',
})
const libraryV2 = {
  'package.toml':
    '[meta]\ncreated_at = 2026-01-01T00:00:00Z\n[learning_package]\nkey = "lib:O:L"\ntitle = "Secret library"\n',
  ...component('p'),
}
const libraryV1 = {
  'library.xml': `<library xblock-family="xblock.v1" display_name="Older library" library="L" org="O" url_name="library"><problem url_name="p">${problem}</problem></library>`,
  'static/note.txt': 'of the older library',
}
const course = (run: string) => ({
  'course.xml': `<course org="O" course="C" url_name="${run}" display_name="Course ${run}"><chapter url_name="ch"><sequential url_name="s">
    <vertical url_name="u"><problem url_name="p">${problem}</problem></vertical></sequential></chapter></course>`,
  'static/note.txt': 'of the course',
})
const places = {
  v2: { context: 'lib:O:L', unit: 'lb:O:L:problem:p', problem: 'lb:O:L:problem:p', id: 'p' },
  v1: {
    context: 'library-v1:O+L',
    unit: 'lib-block-v1:O+L+type@problem+block@p',
    problem: 'lib-block-v1:O+L+type@problem+block@p',
    id: 'p',
  },
  course: {
    context: 'course-v1:O+C+A',
    unit: 'block-v1:O+C+A+type@vertical+block@u',
    problem: 'block-v1:O+C+A+type@problem+block@p',
    id: 'p',
  },
} as const satisfies Record<string, Place>

const ways = Object.entries({ ...waysToBlock, ...waysToContext })
const notPublished = '404 context-not-published'
const isOpen = (outcome: string) => /^[23]/.test(outcome) || outcome === '404 view-missing'
async function outcomes(site: MadeSite, place: Place, learner: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, way] of ways) found[name] = await way(site, place, learner)
  return found
}
const all = (outcome: string) => Object.fromEntries(ways.map(([name]) => [name, outcome]))

describe('a library', () => {
  let site: MadeSite
  beforeAll(async () => {
    site = await MadeSite.open()
    await site.publish(libraryV2)
    await site.publish(libraryV1)
    await site.publish(course('A'))
  }, 60_000)
  afterAll(() => site.close())

  it.each(['v1', 'v2'] as const)(
    'of %s is not for learners on any way in, as if it were not there',
    async (kind) => {
      expect(await outcomes(site, places[kind], 'ada')).toEqual(all(notPublished))
      const said = async (context: string) =>
        (await (await site.get(`/contexts/${encodeURIComponent(context)}`)).text()).replaceAll(context, 'X')
      expect(await said(places[kind].context)).toBe(await said(places[kind].context.replace('L', 'NONE')))
    },
  )

  it('is listed for staff alone', async () => {
    const listed = async (learner: string) => {
      const page = await (await site.get('/', learner)).text()
      return ['Course A', 'Secret library', 'Older library'].filter((title) => page.includes(title))
    }
    expect(await listed('ada')).toEqual(['Course A'])
    expect(await listed('staff')).toEqual(['Course A', 'Secret library', 'Older library'])
  })

  it.each(['v1', 'v2'] as const)('of %s is there for staff', async (kind) => {
    const found = await outcomes(site, places[kind], 'staff')
    // What a token or a signed address says makes nobody staff.
    const { 'embedded unit': embedded, 'signed address': signed, ...others } = found
    expect([embedded, signed]).toEqual([notPublished, notPublished])
    expect(Object.entries(others).filter(([, outcome]) => !isOpen(outcome))).toEqual([])
  })

  it.each(['v1', 'v2'] as const)(
    'of %s is open to learners where this site says so, until it takes that back',
    async (kind) => {
      const place = places[kind]
      await site.host.units.setPublicLearning(place.context, true)
      const found = await outcomes(site, place, 'bob')
      expect(Object.entries(found).filter(([, outcome]) => !isOpen(outcome))).toEqual([])
      const later = await laterWays(site, place, 'bob')
      for (const way of Object.values(later)) expect(await way()).toBe('200')
      await site.host.units.setPublicLearning(place.context, false)
      expect(await outcomes(site, place, 'bob')).toEqual(all(notPublished))
      for (const way of Object.values(later)) expect(await way()).toBe(notPublished)
    },
  )
})

describe('a host that says who may see a context', () => {
  const asked: string[] = []
  const answers = new Map<string, Role | Error | 'nonsense'>()
  const access = async (_request: unknown, { id }: { id: string }, context: string): Promise<Role> => {
    asked.push(`${id} ${context}`)
    await Promise.resolve()
    const answer = answers.get(`${id} ${context}`) ?? 'learner'
    if (answer instanceof Error) throw answer
    return answer as Role
  }
  let site: MadeSite
  beforeAll(async () => {
    site = await MadeSite.open({ access, author: () => true })
    await site.publish(course('A'))
    await site.publish(course('B'))
    await site.publish(libraryV2)
  }, 60_000)
  afterAll(() => site.close())
  const say = (learner: string, answer: Role | Error | 'nonsense', { context }: Place = places.course) =>
    answers.set(`${learner} ${context}`, answer)

  it('is asked once for each request and context, with the learner of the token where there is one', async () => {
    for (const [name, way] of ways) {
      asked.length = 0
      await way(site, places.course, 'cleo')
      expect([name, asked]).toEqual([name, ['cleo course-v1:O+C+A']])
    }
    const later = await laterWays(site, places.course, 'cleo')
    for (const way of Object.values(later)) {
      asked.length = 0
      expect(await way()).toBe('200')
      expect(asked).toEqual(['cleo course-v1:O+C+A'])
    }
    asked.length = 0
    await site.get('/', 'cleo')
    expect(asked).toEqual(['cleo course-v1:O+C+A', 'cleo course-v1:O+C+B', 'cleo lib:O:L'])
  })

  it('hides it with "none" on every way in, authors’ and staff’s too, and does not list it', async () => {
    const later = await laterWays(site, places.course, 'dan')
    for (const learner of ['dan', 'staff dan']) {
      say(learner, 'none')
      expect(await outcomes(site, places.course, learner)).toEqual(all(notPublished))
      const page = await (await site.get('/', learner)).text()
      expect([page.includes('Course A'), page.includes('Course B')]).toEqual([false, true])
    }
    for (const way of Object.values(later)) expect(await way()).toBe(notPublished)
    const [block, unit] = [places.course.problem, places.course.unit].map(encodeURIComponent)
    const others = [
      site.get(`/author/contexts/${encodeURIComponent(places.course.context)}`, 'dan'),
      site.get(`/author/blocks/${block}`, 'dan'),
      site.get(`/staff/units/${unit}`, 'staff dan'),
      site.get(`/staff/blocks/${block}`, 'staff dan'),
      site.get(`/staff/blocks/${block}/submissions?learner=ada`, 'staff dan'),
      site.get(`/staff/blocks/${block}/learners`, 'staff dan'),
      ...['rescore', 'delete-state', 'rescore-all'].map((deed) =>
        site.post(`/staff/blocks/${block}/${deed}`, { learner: 'ada' }, 'staff dan'),
      ),
    ]
    for (const response of await Promise.all(others)) expect(await outcomeOf(response)).toBe(notPublished)
  })

  it('makes staff of whom it says, there alone, and learners of others', async () => {
    say('eve', 'staff')
    say('eve', 'staff', places.v2)
    const block = encodeURIComponent(places.course.problem)
    const other = block.replace('C%2BA', 'C%2BB')
    const submissions = async (at: string, learner: string) =>
      outcomeOf(await site.get(`/staff/blocks/${at}/submissions?learner=ada`, learner))
    expect(await submissions(block, 'eve')).toBe('200')
    expect(await submissions(other, 'eve')).toBe('403 staff-only')
    expect(await submissions(block, 'staff fay')).toBe('403 staff-only')
    expect(await outcomeOf(await site.get(`/contexts/lib%3AO%3AL`, 'eve'))).toBe('200')
    expect(await outcomeOf(await site.get(`/contexts/lib%3AO%3AL`, 'staff fay'))).toBe(notPublished)
  })

  it.each([new Error('the directory is away'), 'nonsense'] as const)(
    'lets nobody in when it answers %s',
    async (answer) => {
      say('gus', answer)
      expect(await outcomes(site, places.course, 'gus')).toEqual(all('503 access-unavailable'))
      expect(await outcomeOf(await site.get('/', 'gus'))).toBe('503 access-unavailable')
      const response = await site.get(`/contexts/${encodeURIComponent(places.course.context)}`, 'gus')
      expect(await response.text()).not.toContain('directory')
    },
  )
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LearnerStanding, parseUsageKey, type SurroundingBlock } from '../../runtime/index.js'
import { component, libraryTexts, sources } from '../content/travelling-courses.js'
import { MadeSite } from './made-site.js'
import { shown } from './people-plugin.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const root = key('course', 'course')
const plugins = [new URL('people-plugin.ts', import.meta.url).pathname]
const points = (id: string, more = '') => `<points url_name="${id}" display_name="Points ${id}" ${more}/>`

/** A course with every kind of line that somebody may not see. @param title of its first section @param from version of its library */
const course = (title: string, from: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Around" language="pt-BR" start="2026-01-01T00:00:00Z" end="2027-01-01T00:00:00Z"
    user_partitions='[{"id": 50, "name": "G", "scheme": "cohort", "version": 3, "parameters": {}, "groups": [{"id": 1, "name": "one", "version": 1}, {"id": 2, "name": "two", "version": 1}]}]'>
  <chapter url_name="c1" display_name="${title}">
    <sequential url_name="s1" display_name="Sub one">
      <vertical url_name="v1" display_name="Unit one">
        <signpost url_name="post"/>${points('p1')}${points('p2', 'weight="5"')}
        ${points('staff', 'visible_to_staff_only="true"')}${points('later', 'start="2026-07-01T00:00:00Z"')}
        ${points('g1', `group_access='{"50": [1]}'`)}${points('g2', `group_access='{"50": [2]}'`)}
        ${points('secret', 'show_correctness="never"')}
        <vertical url_name="inner" display_name="Inner">${points('deep')}<overview url_name="within"/></vertical>
        <library_content_v2 url_name="lib" ${sources(['L', from])} library_blocks='["lb:O:L:points:a", "lb:O:L:overview:o"]'/>
        <randomized url_name="bank" display_name="Bank" count="1" ${sources(['L', from])} pool='["lb:O:L:points:b", "lb:O:L:points:c"]'/>
        <overview url_name="look"/>
      </vertical>
      <vertical url_name="v2" display_name="Unit two"><overview url_name="units" of="${key('vertical', 'v2')}"/>${points('q1')}</vertical>
      <vertical url_name="v3" display_name="Of group two" group_access='{"50": [2]}'>${points('q2')}</vertical>
      <vertical url_name="v4" display_name="Out of contents" hide_from_toc="true">${points('q3')}</vertical>
    </sequential>
  </chapter>
  <chapter url_name="c2" display_name="Later" start="2026-08-01T00:00:00Z"><sequential url_name="s2"><vertical url_name="v5">${points('q4')}</vertical></sequential></chapter>
  <chapter url_name="c3" display_name="Staff" visible_to_staff_only="true"><sequential url_name="s3"><vertical url_name="v6">${points('q5')}</vertical></sequential></chapter>
</course>`,
})
const library = libraryTexts(
  'L',
  ...['a', 'b', 'c'].map((id) => component('points', id, `<points display_name="Drawn ${id}"/>`)),
  component('overview', 'o', '<overview display_name="Of the library"/>'),
)

/** What a call found. @throws for an error, with all that it says */
function found(answer: unknown): readonly SurroundingBlock[] {
  if (Array.isArray(answer)) return answer as readonly SurroundingBlock[]
  throw new Error(JSON.stringify(answer))
}

const at = (text: string) => encodeURIComponent(text)

describe('a block that looks at its course', () => {
  let site: MadeSite
  let version: string
  const page = async (unit: string, learner: string): Promise<unknown[]> => {
    const answer = await site.get(`/units/${at(key('vertical', unit))}`, learner)
    return [...(await answer.text()).matchAll(/<pre>(.*?)<\/pre>/gs)].map(
      ([, text = '']) =>
        JSON.parse(
          text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
        ) as unknown,
    )
  }
  const ask = async (learner: string, input: object, block = key('overview', 'look')): Promise<unknown> =>
    (await site.post(`/blocks/${at(block)}/handlers/look`, input, learner)).json()
  const look = async (learner: string, input: object, block?: string) =>
    found(await ask(learner, input, block))
  const titles = (blocks: readonly SurroundingBlock[]) => blocks.map(({ title }) => title)
  const take = async (learner: string, block: string, gives: number) => {
    const answer = await site.post(`/blocks/${at(block)}/handlers/take`, { points: gives }, learner)
    expect(answer.status).toBe(200)
  }

  beforeAll(async () => {
    class Groups extends LearnerStanding {
      of({ id }: { id: string }) {
        return { number: 1, groups: { 50: id === 'bob' ? 2 : 1 } }
      }
    }
    site = await MadeSite.open({
      plugins,
      services: (container) => void container.bind(LearnerStanding).toConstantValue(new Groups()),
    })
    version = (await site.publish(library)).version
    await site.publish(course('Section one', version))
  }, 60_000)
  afterAll(() => site.close())

  it('is told what the course says of itself and where it stands, in a view that all share', async () => {
    const [post] = await page('v1', 'ada')
    expect(post).toEqual({
      key: 'course-v1:O+C+R',
      title: 'Around',
      language: 'pt-BR',
      start: '2026-01-01T00:00:00.000Z',
      end: '2027-01-01T00:00:00.000Z',
      path: ['Section one', 'Sub one', 'Unit one'],
    })
    const before = shown.filter((type) => type === 'signpost').length
    expect((await page('v1', 'carol'))[0]).toEqual(post)
    expect(shown.filter((type) => type === 'signpost')).toHaveLength(before)
  })

  it('finds beside it what this learner has: by time, group, staff and draw', async () => {
    const theirs = [
      'post',
      'Points p1',
      'Points p2',
      'Points g1',
      'Points secret',
      'Inner',
      'Drawn a',
      'Of the library',
      'Bank',
    ]
    expect(titles(await look('ada', {}))).toEqual(theirs)
    expect(titles(await look('bob', {}))).toEqual(theirs.map((title) => title.replace('g1', 'g2')))
    const all = [...theirs]
    all.splice(3, 1, 'Points staff', 'Points later', 'Points g1', 'Points g2')
    expect(titles(await look('staff', {}))).toEqual(all)
    const [bank] = (await look('ada', {})).slice(-1)
    const drawn = await look('ada', { children: bank?.key })
    expect(drawn).toHaveLength(1)
    expect(['Drawn b', 'Drawn c']).toContain(drawn[0]?.title)
    expect(drawn[0]?.key).toMatch(/^cb:/)
    expect(titles(await look('ada', {}, key('overview', 'within')))).toEqual(['Points deep'])
    // A block of a library, in its place in the course.
    const inLibrary = (await look('ada', {})).find(({ title }) => title === 'Of the library')
    expect(titles(await look('ada', {}, inLibrary?.key))).toEqual(
      theirs.flatMap((title) => (title === 'Of the library' ? [] : [title])).concat('look'),
    )
  })

  it('is told how far this learner is, weighted, and no score that they may not know', async () => {
    await take('ada', key('points', 'p2'), 4)
    await take('ada', key('points', 'secret'), 9)
    await take('ada', key('points', 'deep'), 7)
    const blocks = new Map((await look('ada', {})).map((one) => [one.title, one]))
    expect(blocks.get('Points p1')).toEqual({
      key: key('points', 'p1'),
      type: 'points',
      title: 'Points p1',
      hasChildren: false,
      completion: { done: 0, blocks: 1 },
      score: { earned: 0, possible: 10 },
    })
    expect(blocks.get('Points p2')).toMatchObject({
      completion: { done: 1, blocks: 1 },
      score: { earned: 2, possible: 5 },
    })
    expect(blocks.get('Points secret')).toEqual({
      key: key('points', 'secret'),
      type: 'points',
      title: 'Points secret',
      hasChildren: false,
      completion: { done: 1, blocks: 1 },
    })
    expect(blocks.get('Inner')).toMatchObject({ hasChildren: true, score: { earned: 7, possible: 10 } })
    const others = new Map((await look('bob', {})).map((one) => [one.title, one]))
    expect(others.get('Points p2')).toMatchObject({
      completion: { done: 0, blocks: 1 },
      score: { earned: 0, possible: 5 },
    })
  })

  it('reads units, subsections and sections as their outline has them, with what is in them', async () => {
    const [one] = await look('ada', { siblings: key('vertical', 'v2') })
    expect(titles(await look('ada', { siblings: key('vertical', 'v2') }))).toEqual(['Unit one'])
    expect(titles(await look('bob', { siblings: key('vertical', 'v2') }))).toEqual([
      'Unit one',
      'Of group two',
    ])
    // p1, p2, g1, deep, a library block, a drawn one, of 10 each, and p2 of 5; what is secret is not told.
    expect(one).toMatchObject({ type: 'vertical', hasChildren: true, score: { earned: 2 + 7, possible: 55 } })
    const sections = await look('ada', { children: root })
    expect(await look('ada', { children: 'course-v1:O+C+R' })).toEqual(sections)
    expect(titles(sections)).toEqual(['Section one'])
    expect(sections[0]?.score).toEqual({ earned: 9, possible: 65 })
    expect(titles(await look('staff', { children: root }))).toEqual(['Section one', 'Later', 'Staff'])
    expect(titles(await look('ada', { children: key('vertical', 'v2') }))).toEqual(['units', 'Points q1'])
    expect(await look('ada', { siblings: root })).toEqual([])
  })

  it.each([
    ['a section that is not open yet', { children: key('chapter', 'c2') }, 'block-not-found'],
    ['what is in it', { children: key('vertical', 'v5') }, 'block-not-found'],
    ['what stands beside a unit in it', { siblings: key('vertical', 'v5') }, 'block-not-found'],
    ['a section for staff', { children: key('sequential', 's3') }, 'block-not-found'],
    ['a unit of another group', { children: key('vertical', 'v3') }, 'block-not-found'],
    ['a block of another group', { siblings: key('points', 'g2') }, 'block-not-found'],
    ['a block for staff', { children: key('points', 'staff') }, 'block-not-found'],
    ['what is nowhere', { children: key('points', 'nowhere') }, 'block-not-found'],
    ['another course', { children: 'block-v1:O+C+Other+type@course+block@Other' }, 'service-use'],
  ])('finds nothing of %s', async (_what, input, code) => {
    expect(await ask('ada', input)).toMatchObject({ error: { code } })
  })

  it('shows each learner a page of their own, which is made anew when anything of it changes', async () => {
    const beside = async (learner: string) =>
      ((await page('v2', learner))[0] as SurroundingBlock[]).map(
        ({ title, score }) => `${title} ${score?.earned}`,
      )
    expect(await beside('ada')).toEqual(['Unit one 9'])
    expect(await beside('dora')).toEqual(['Unit one 0'])
    const before = shown.length
    expect(await beside('ada')).toEqual(['Unit one 9'])
    expect(shown).toHaveLength(before)
    await take('ada', key('points', 'p1'), 10)
    expect(await beside('ada')).toEqual(['Unit one 19'])
    // Titles above and beside, which change nothing of the unit itself.
    await site.publish(course('Section 1 &amp; more', version))
    const [post] = await page('v1', 'ada')
    expect(post).toMatchObject({ path: ['Section 1 & more', 'Sub one', 'Unit one'] })
    await site.publish({
      'course.xml': course('Section 1 &amp; more', version)['course.xml'].replace('Unit one', 'Unit uno'),
    })
    expect(await beside('ada')).toEqual(['Unit uno 19'])
    const { html } = (await (await site.embedded(key('vertical', 'v2'), 'ada')).json()) as { html: string }
    expect(html).toContain('Unit uno')
    site.now = Date.parse('2026-07-02T00:00:00Z')
    expect(titles(await look('ada', {}))).toContain('Points later')
    site.now = Date.parse('2026-08-02T00:00:00Z')
    expect(titles(await look('ada', { children: root }))).toEqual(['Section 1 & more', 'Later'])
  })

  it('finds the same in a library and in a pathway', async () => {
    const unit = parseUsageKey('lb:O:L:overview:o').toString()
    await site.host.units.setPublicLearning('lib:O:L', true)
    expect(titles(await look('ada', {}, unit))).toEqual(['Drawn a', 'Drawn b', 'Drawn c'])
    const context = 'lx-pathway:8d3e5a52-1f4b-4c7e-9a50-0123456789ab'
    await site.host.pathways.create({ uuid: context.split(':')[1] ?? '', title: 'Way' })
    const steps = ['points:a', 'overview:o', 'points:c']
    for (const step of steps) await site.host.pathways.add(context, { block: `lb:O:L:${step}` })
    await site.host.authoring.publish(context)
    const [first, second] = await site.host.pathways.items(context)
    const inside = (usage = '', type: string) =>
      usage.replace(/^(lx-pb:[^:]+):[^:]+:/, (_all, start: string) => `${start}:${type}:`)
    await take('ada', inside(first?.usage, 'points'), 6)
    const beside = await look('ada', { siblings: second?.usage }, inside(second?.usage, 'overview'))
    expect(beside.map(({ score }) => score)).toEqual([
      { earned: 6, possible: 10 },
      { earned: 0, possible: 10 },
    ])
    expect(titles(beside)).toEqual(['Drawn a', 'Drawn c'])
  })
})

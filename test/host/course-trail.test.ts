import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHash, type Json, type OutlineLine, type UnitEntry } from '../../runtime/index.js'
import { openStore } from '../../store/index.js'
import { Trees } from '../../store/tree/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'
import { MadeSite } from './made-site.js'

const problem = (id: string) =>
  `<problem url_name="${id}"><numericalresponse answer="4"><label>${id}?</label><formulaequationinput/></numericalresponse></problem>`
const unit = (id: string, blocks: string, attributes = '') =>
  `<vertical url_name="${id}" display_name="Unit ${id}" ${attributes}>${blocks}</vertical>`

/** A bank that draws two of three, one unit for staff, one block for a group: four activities of the first section are everybody's. */
const course = (title: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R" display_name="${title}" start="2020-01-01T00:00:00Z">
<chapter url_name="first"><sequential url_name="s1" due="2026-06-09T00:00:00Z">
${unit('a', `<html url_name="ha">Words</html>${problem('pa')}`)}
${unit('b', `<library_content url_name="bank" max_count="2">${problem('b1')}${problem('b2')}${problem('b3')}</library_content>`)}
${unit('t', problem('pt'), 'visible_to_staff_only="true"')}
</sequential></chapter>
<chapter url_name="second"><sequential url_name="s2" format="Homework">${unit('c', problem('pc'))}</sequential></chapter></course>`,
})
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'

describe('how far a learner is in a course', () => {
  let site: MadeSite
  const line = async (type: string, id: string) => (await site.host.published(context)).line(key(type, id))
  const trail = (learner: string) => site.host.courseware.trail(site.host.learner(learner), context)
  const submit = (learner: string, id: string, unitId: string) =>
    site.post(
      `/blocks/${encodeURIComponent(key('problem', id))}/handlers/problem_check?unit=${unitId}`,
      {},
      learner,
    )
  beforeAll(async () => {
    site = await MadeSite.open()
    await site.publish(course('Before'))
  }, 60_000)
  afterAll(() => site.close())

  it('is out of what everybody finds there: drawn blocks as they are drawn, nothing that is for staff', async () => {
    expect((await line('chapter', 'first'))?.contents).toMatchObject({
      units: 2,
      activities: 4,
      dues: [{ key: key('sequential', 's1') }],
    })
    expect((await line('course', 'course'))?.contents).toMatchObject({ units: 3, activities: 5 })
    expect((await line('course', 'course'))?.contents?.dues).toBeUndefined()
  })

  it('is told anew of the parts above a unit that changed, and of no others', async () => {
    const before = await line('chapter', 'second')
    const text = course('Before')['course.xml'].replace('<html url_name="ha">Words</html>', '')
    await site.publish({ 'course.xml': text })
    expect((await line('chapter', 'first'))?.contents).toMatchObject({ units: 2, activities: 3 })
    expect((await line('course', 'course'))?.contents).toMatchObject({ activities: 4 })
    expect(await line('chapter', 'second')).toEqual(before)
    await site.publish(course('After'))
    expect((await line('course', 'course'))?.contents).toMatchObject({ activities: 5 })
  })

  it('is kept with what they do: once a block, whatever they do again, and less once it is deleted', async () => {
    expect(await trail('ada')).toBeUndefined()
    await site.get(`/units/${encodeURIComponent(key('vertical', 'a'))}`)
    await expect.poll(async () => (await trail('ada'))?.done).toEqual({ first: 1 })
    for (let again = 0; again < 2; again++) await submit('ada', 'pa', 'a')
    expect(await trail('ada')).toEqual({ unit: key('vertical', 'a'), at: site.now, done: { first: 2 } })

    site.now += 1000
    await submit('ada', 'pc', 'c')
    expect(await trail('ada')).toEqual({
      unit: key('vertical', 'c'),
      at: site.now,
      done: { first: 2, second: 1 },
    })
    const deleted = await site.post(
      `/staff/blocks/${encodeURIComponent(key('problem', 'pa'))}/delete-state`,
      { learner: 'ada' },
      'staff',
    )
    expect(deleted.status).toBe(200)
    expect((await trail('ada'))?.done).toEqual({ first: 1, second: 1 })
    // Where they were is where they were, not where staff were.
    expect((await trail('ada'))?.unit).toBe(key('vertical', 'c'))
  })

  it('leads on: to the first unit that is not done after where they were', async () => {
    const home = await (await site.get('/')).text()
    expect(home).toContain('Continue: Unit a')
    await submit('ada', 'pa', 'a')
    expect(await (await site.get('/')).text()).toContain('Continue: Unit b')
    expect(await (await site.get('/', 'eve')).text()).toContain('Start: Unit a')
    // What is due first is done, but for the bank.
    expect(home).toContain('Due next')
    for (const id of ['b1', 'b2', 'b3']) await submit('ada', id, 'b')
    expect(await (await site.get('/')).text()).not.toContain('Due next')
    expect(home).not.toContain('block-v1:O+C+R+type@vertical+block@t')
    expect(home).not.toMatch(/course-v1:O\+C\+R</)
  })
})

it('is said of a publication of before, once somebody looks at it: as if it were published again', async () => {
  const site = await MadeSite.open()
  await site.publish(course('Before'))
  await using store = await openStore(join(site.folder, 'store'))
  const { publication, hash } = await site.host.published(context)
  const trees = new Trees(store.blobs)
  const without = async <V extends object>(root: string, name: keyof V) => {
    const map = trees.open<V>(root)
    const bare = new Map<string, V>()
    for await (const [one, { [name]: _, ...value }] of map.entries()) bare.set(one, value as V)
    return (await map.with(bare)).root
  }
  const older = {
    ...publication,
    outline: await without<OutlineLine>(publication.outline, 'contents'),
    units: await without<UnitEntry>(publication.units, 'counts'),
  }
  const olderHash = contentHash(older as unknown as Json)
  await store.blobs.put([{ name: `publication:${olderHash}`, text: JSON.stringify(older) }])
  await store.heads.change([{ name: `published:${context}`, before: hash, after: olderHash }])

  const page = await site.get(`/contexts/${encodeURIComponent(context)}`)
  expect(page.status).toBe(200)
  await expect.poll(() => store.heads.texts([`published:${context}`])).toEqual([hash])
  await site.close()
})

const stores = [
  { name: 'a folder', isHere: true, open: async () => undefined },
  { name: onPostgres, isHere: hasPostgres, open: newPostgresStore },
] as const

describe.each(stores)(
  'who did something before it was kept how far they are, in $name',
  ({ isHere, open }) => {
    describe.runIf(isHere)('is counted once', () => {
      let sites: readonly [MadeSite, MadeSite]
      const work = (site: MadeSite, learner: string, id: string, unitId: string) =>
        site.post(
          `/blocks/${encodeURIComponent(key('problem', id))}/handlers/problem_check?unit=${unitId}`,
          {},
          learner,
        )
      const recordsOf = ({ host }: MadeSite) => host.courseware.options.learners.records
      /** Leaves of a learner what a host kept that knew no trails. */
      const forget = async (learner: string) => {
        const records = recordsOf(sites[0])
        const found = await records.range({ from: `trail ${learner} `, to: `trail ${learner} ~` })
        await records.commit({
          expected: new Map(),
          writes: new Map(found.map(({ key: one }) => [one, undefined])),
        })
        return found.length
      }
      const kept = (site: MadeSite, learner: string) =>
        site.host.courseware.options.learners.trails.of(learner, context)
      const number = async (learner: string) =>
        (await sites[0].host.courseware.options.learners.versions(learner)).stateVersion
      beforeAll(async () => {
        const store = await open()
        const first = await MadeSite.open(store === undefined ? {} : { store })
        await first.publish(course('Before'))
        const second = await MadeSite.open({ store: store ?? join(first.folder, 'store') })
        sites = [first, second]
      }, 60_000)
      afterAll(async () => {
        for (const site of sites.toReversed()) await site.close()
      }, 60_000)

      it('when home is first asked for, and never again, whatever they did in between', async () => {
        const [site] = sites
        for (const [id, unitId] of [
          ['pa', 'a'],
          ['pc', 'c'],
        ] as const)
          await work(site, 'old', id, unitId)
        expect((await kept(site, 'old')).isWhole).toBe(true)
        expect(await forget('old')).toBe(2)
        await work(site, 'old', 'b1', 'b')
        expect((await kept(site, 'old')).trails.get(context)?.done).toEqual({ first: 1 })

        expect(await (await site.get('/', 'old')).text()).toContain('Continue: Unit')
        expect((await kept(site, 'old')).trails.get(context)).toMatchObject({
          unit: key('vertical', 'b'),
          done: { first: 2, second: 1 },
        })
        const counted = await number('old')
        for (const path of ['/', `/contexts/${encodeURIComponent(context)}`]) await site.get(path, 'old')
        expect(await number('old')).toBe(counted)
        await work(site, 'old', 'pa', 'a')
        expect((await kept(site, 'old')).trails.get(context)?.done).toEqual({ first: 2, second: 1 })
      })

      it('while they submit on one host and look at home on two', async () => {
        await work(sites[0], 'busy', 'pc', 'c')
        await forget('busy')
        await Promise.all([
          sites[0].get('/', 'busy'),
          work(sites[1], 'busy', 'pa', 'a'),
          sites[1].get('/', 'busy'),
          work(sites[0], 'busy', 'b2', 'b'),
        ])
        await sites[0].get('/', 'busy')
        expect((await kept(sites[1], 'busy')).trails.get(context)?.done).toEqual({ first: 2, second: 1 })
      })

      it('of what is left of them alone: nothing is kept of who has nothing', async () => {
        for (const learner of ['nobody', 'busy']) {
          if (learner === 'busy')
            await sites[0].host.courseware.staff.eraseLearner(sites[0].host.learner('busy'))
          const before = await number(learner)
          await sites[0].get('/', learner)
          expect(await number(learner)).toBe(before)
        }
      })
    })
  },
)

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { ApiSite, part } from './api/api-site.js'

const component = 'lb:O:R:problem:sum'
const library = (answer: string) => ({
  'package.toml': '[learning_package]\nkey = "lib:O:R"\ntitle = "Rescored"\n',
  'entities/xblock.v1/problem/sum.toml':
    '[entity]\nkey = "xblock.v1:problem:sum"\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "Sum"\nversion_num = 1\n',
  'entities/xblock.v1/problem/sum/component_versions/v1/block.xml': `<problem display_name="Sum"><numericalresponse answer="${answer}"><formulaequationinput/></numericalresponse></problem>\n`,
  'entities/week.toml':
    '[entity]\nkey = "week"\n[entity.container.unit]\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "Week"\nversion_num = 1\n[version.container]\nchildren = ["xblock.v1:problem:sum"]\n',
})
const reference = (id: string, blocks: readonly string[]) =>
  `<library_content_v2 url_name="${id}" source_libraries='["lib:O:R"]' library_blocks='${JSON.stringify(blocks)}'/>`
const course = (name: string, inside: string) => ({
  'course.xml': `<course org="O" course="${name}" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${inside}</vertical></sequential></chapter></course>`,
})
const courses = {
  Direct: course('Direct', reference('r', [component])),
  Unit: course('Unit', reference('u', ['lb:O:R:unit:week'])),
  Others: course('Others', reference('r', [component])),
  None: course('None', '<html url_name="h"/>'),
}

let site: ApiSite
beforeAll(async () => {
  site = await ApiSite.open({
    learner: (request) => {
      const id = request.header('x-learner')
      return id === undefined ? undefined : { id }
    },
    author: (_request, person) => person.id === 'ann',
    access: (_request, { id }, context) =>
      id === 'ann' && !context.includes('Others') ? 'staff' : 'learner',
  })
  await site.import(library('1'))
  for (const files of Object.values(courses)) await site.import(files)
}, 60_000)
afterAll(() => site.close())

const call = (as: string, path: string, body?: object) =>
  site.host.fetch(
    new Request(`http://localhost${path}`, {
      headers: { 'x-learner': as, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
const contextOf = (name: string) => `course-v1:O+${name}+R`

async function answer(name: string, learner: string, value: string): Promise<void> {
  const text = await (
    await call(learner, `/units/${part(`block-v1:O+${name}+R+type@vertical+block@v`)}`)
  ).text()
  const [, key = ''] =
    /data-usage-key="([^"]*)" data-view="student_view" data-client="[^"]*problem/.exec(text) ?? []
  const [, input = ''] = /name="(input_[^"]*)"/.exec(text) ?? []
  const submitted = await call(learner, `/blocks/${part(key)}/handlers/problem_check`, { [input]: value })
  expect([name, learner, submitted.status]).toEqual([name, learner, 200])
}
interface Place {
  readonly context: string
  readonly counts: Readonly<Record<string, number>>
  readonly scores: readonly { readonly before: object; readonly after: object; readonly learners: number }[]
}
async function rescored(as = 'ann'): Promise<{ places: readonly Place[]; left: readonly string[] }> {
  await site.host.catalogue.followAll()
  const path = `/blocks/${part(component)}/rescore-everywhere`
  const started = await site.ask({ method: 'POST', path, body: {}, as })
  expect(started.status).toBe(202)
  const { id } = (await started.json()) as { id: string }
  await site.host.jobs.ended(id)
  const { state, result } = (await (await site.ask({ path: `/jobs/${id}`, as })).json()) as {
    state: string
    result: { places: readonly Place[]; left: readonly string[] }
  }
  expect(state).toBe('done')
  return result
}

describe('a component over all courses', () => {
  it('is rescored for everybody in the courses that its author is staff of, and says by course how many had which grade before and after', async () => {
    for (const name of ['Direct', 'Unit', 'Others']) {
      for (const learner of ['a', 'b', 'c', 'd', 'e']) await answer(name, learner, '1')
      await answer(name, 'wrong', '2')
    }
    const wholes = async () => {
      await site.host.catalogue.followAll()
      const told = await site.ask({ path: `/blocks/${part(component)}/scores` })
      const { versions } = (await told.json()) as { versions: readonly Record<string, unknown>[] }
      return versions.map(({ courses: all, learners, mean, full }) => [all, learners, mean, full])
    }
    const all = ['Direct', 'Others', 'Unit'].map(contextOf)
    expect(await wholes()).toEqual([[all, 18, 15 / 18, 15]])
    await site.import(library('2'))
    for (const name of ['Direct', 'Unit', 'Others']) await site.host.authoring.publish(contextOf(name))
    const { places, left } = await rescored()
    expect(left).toEqual([contextOf('Others')])
    const grade = (earned: number) => ({ earned, possible: 1 })
    expect(places.map(({ context, counts, scores }) => [context, counts, scores])).toEqual(
      ['Direct', 'Unit'].map((name) => [
        contextOf(name),
        { rescored: 6, changed: 6, failed: 0, skipped: 0 },
        [
          {
            before: expect.objectContaining(grade(1)) as object,
            after: expect.objectContaining(grade(0)) as object,
            learners: 5,
          },
          {
            before: expect.objectContaining(grade(0)) as object,
            after: expect.objectContaining(grade(1)) as object,
            learners: 1,
          },
        ],
      ]),
    )
    expect(JSON.stringify(places)).not.toContain('wrong')
    expect(await wholes()).toEqual([[all, 18, (2 + 5) / 18, 7]])
    const again = await rescored()
    expect(again.places.map(({ counts }) => counts)).toEqual([
      { rescored: 6, changed: 0, failed: 0, skipped: 0 },
      { rescored: 6, changed: 0, failed: 0, skipped: 0 },
    ])
  }, 60_000)

  it('is rescored by nobody who is staff of none of the courses, and seen by nobody who may not read the library', async () => {
    const path = `/blocks/${part(component)}/rescore-everywhere`
    const stranger = await site.ask({ method: 'POST', path, body: {}, as: 'bob' })
    expect([403, 404]).toContain(stranger.status)
    const access = { method: 'PATCH', path: `/libraries/${part('lib:O:R')}/access` }
    await site.ask({ ...access, body: { roles: { users: { bob: 'admin' } } } })
    const reader = await site.ask({ method: 'POST', path, body: {}, as: 'bob' })
    expect([reader.status, ((await reader.json()) as { code: string }).code]).toEqual([403, 'staff-only'])
  })

  it('is rescored where a course follows the library, by what is published there without anybody’s doing, and by its own version where one is pinned', async () => {
    const version = (await site.host.content.head('lib:O:R')).published ?? ''
    await site.import(course('Follows', reference('r', [component]).replace('lib:O:R"', 'lib:O:R:latest"')))
    await site.import(course('Pins', reference('r', [component]).replace('lib:O:R"', `lib:O:R:${version}"`)))
    for (const name of ['Follows', 'Pins']) {
      await answer(name, 'two', '2')
      await answer(name, 'three', '3')
    }
    await site.import(library('3'))
    const { places } = await rescored()
    const of = (name: string) => places.find(({ context }) => context === contextOf(name))
    expect(of('Follows')?.counts).toEqual({ rescored: 2, changed: 2, failed: 0, skipped: 0 })
    expect(of('Pins')?.counts).toEqual({ rescored: 2, changed: 0, failed: 0, skipped: 0 })
    const earned = async (name: string, learner: string) =>
      (
        (await (await call(learner, `/progress/${part(contextOf(name))}`)).json()) as {
          score: { earned: number }
        }
      ).score.earned
    expect(await Promise.all(['Follows', 'Pins'].map((name) => earned(name, 'two')))).toEqual([0, 1])
    expect(await Promise.all(['Follows', 'Pins'].map((name) => earned(name, 'three')))).toEqual([1, 0])
  }, 60_000)

  it('is rescored for each learner once where the job is ended and asked for again, or its host goes and another goes on', async () => {
    await site.import(course('Many', reference('r', [component]).replace('lib:O:R"', 'lib:O:R:latest"')))
    const learners = Array.from({ length: 40 }, (_, place) => `many-${place}`)
    await Promise.all(learners.map((learner) => answer('Many', learner, '4')))
    const start = async () => {
      await site.host.catalogue.followAll()
      const path = `/blocks/${part(component)}/rescore-everywhere`
      return ((await (await site.ask({ method: 'POST', path, body: {} })).json()) as { id: string }).id
    }
    const earned = async (host: Host) => {
      const ask = async (learner: string) => {
        const request = new Request(`http://localhost/progress/${part(contextOf('Many'))}`, {
          headers: { 'x-learner': learner, accept: 'application/json' },
        })
        return ((await (await host.fetch(request)).json()) as { score: { earned: number } }).score.earned
      }
      return (await Promise.all(learners.map(ask))).reduce((sum, one) => sum + one, 0)
    }
    expect(await earned(site.host)).toBe(0)
    await site.import(library('4'))
    const ended = await start()
    await site.ask({ method: 'POST', path: `/jobs/${ended}/cancel`, body: {} })
    await site.host.jobs.ended(ended)
    // Whoever was done when it ended is done: the rest are by the next.
    const before = await earned(site.host)
    const { places } = await rescored()
    const many = places.find(({ context }) => context === contextOf('Many'))
    expect(many?.counts).toEqual({ rescored: 40, changed: 40 - before, failed: 0, skipped: 0 })
    expect(await earned(site.host)).toBe(40)

    await site.import(library('5'))
    const left = await start()
    await site.host.close()
    const other = await openHost({
      store: join(site.folder, 'store'),
      learner: (request) => ({ id: request.header('x-learner') ?? '' }),
      python: false,
      threads: 0,
    })
    try {
      await other.jobs.ended(left)
      const job = await other.jobs.jobs.find(left)
      const result = job?.result as { places: readonly Place[] } | undefined
      const done = result?.places.find(({ context }) => context === contextOf('Many'))
      expect([job?.state, done?.counts]).toEqual([
        'done',
        { rescored: 40, changed: 40, failed: 0, skipped: 0 },
      ])
      expect(done?.scores.map(({ learners: count }) => count)).toEqual([40])
      expect(await earned(other)).toBe(0)
    } finally {
      await other.close()
    }
  }, 60_000)
})

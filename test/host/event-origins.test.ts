import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { component, libraryTexts } from '../content/travelling-courses.js'
import { MadeSite } from './made-site.js'

const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const problem = `<problem display_name="Sum" showanswer="always" show_reset_button="true" rerandomize="always"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse><demandhint><hint>Less than two.</hint></demandhint></problem>`
const poll = `<poll display_name="Drinks" question="Which?" max_submissions="0" answers='[["a",{"label":"A","img":"","img_alt":""}],["b",{"label":"B","img":"","img_alt":""}]]'/>`
const survey = `<survey block_name="Week" max_submissions="0" questions='[["q",{"label":"Good?","img":"","img_alt":""}]]' answers='[["y","Yes"],["n","No"]]'/>`
const components = { problem, poll, survey, done: '<done display_name="Done"/>' }
const lb = (type: string) => `lb:O:L:${type}:one`

interface Line {
  readonly name: string
  readonly context: {
    readonly module?: Readonly<Record<'usage_key' | 'original_usage_key' | 'original_usage_version', string>>
  }
  readonly event: unknown
}

let site: MadeSite
let taken: Line[] = []
/** Keys of the blocks by the ways in which they came into the course. */
const blocks = new Map<string, { readonly type: string; readonly isCopy: boolean }>()

beforeAll(async () => {
  const take = async (lines: readonly { readonly text: string }[]) =>
    void taken.push(...lines.map(({ text }) => JSON.parse(text) as Line))
  site = await MadeSite.open({ threads: 0, events: [{ sink: { name: 'kept', take } }] })
  const entities = Object.entries(components).map(([type, olx]) => component(type, 'one', olx))
  const { version } = await site.publish(libraryTexts('L', ...entities, component('problem', 'two', problem)))
  const pin = `source_libraries='["${library}:${version}"]'`
  const named = JSON.stringify(Object.keys(components).map(lb))
  await site.publish({
    'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u"><library_content_v2 url_name="r" ${pin} library_blocks='${named}'/><randomized url_name="bank" count="1" ${pin} pool='["lb:O:L:problem:two"]' allow_resetting_children="true"/></vertical></sequential></chapter></course>`,
  })
  for (const type of Object.keys(components)) {
    blocks.set(`cb::${key('library_content_v2', 'r')}::${lb(type)}`, { type, isCopy: false })
    const { usages } = await site.host.upstreams.add(lb(type), { parent: key('vertical', 'u') })
    blocks.set(usages[0] ?? '', { type, isCopy: true })
  }
  await site.host.authoring.publish(course)
}, 60_000)
afterAll(() => site.close())

/** Does everything that tells of anything, as a learner and as staff, and gives what was told. */
async function everything(learner: string): Promise<readonly Line[]> {
  taken = []
  const unit = await (
    await site.get(`/units/${encodeURIComponent(key('vertical', 'u'))}`, learner, { accept: 'text/html' })
  ).text()
  for (const [usage, { type }] of blocks) {
    const call = (name: string, body: object) =>
      site.post(`/blocks/${encodeURIComponent(usage)}/handlers/${name}`, body, learner)
    if (type === 'problem') {
      const part = unit.split(`data-usage-key="${usage}"`)[1] ?? ''
      const [, input = ''] = /name="(input_[^"]+)"/.exec(part) ?? []
      await call('problem_save', { [input]: '3' })
      await call('hint_button', { hint_index: 0 })
      await call('problem_check', { [input]: '1' })
      await call('problem_show', {})
      const staff = `/staff/blocks/${encodeURIComponent(usage)}`
      await site.post(`${staff}/rescore`, { learner }, 'staff')
      await call('problem_reset', {})
      await site.post(`${staff}/delete-state`, { learner }, 'staff')
    } else if (type === 'done') await call('toggle_button', { done: true })
    else await call('vote', type === 'poll' ? { choice: 'a' } : { q: 'y' })
  }
  const relay = (site.host as unknown as { stores: { events: { send(): Promise<void> } } }).stores.events
  await relay.send()
  return taken
}

it('every event of a block from a reference or of a linked copy says its library block and the version, after an update, too', async () => {
  const { drafts, authoring, courseUpdates, upstreams } = site.host
  const versions: unknown[] = []
  for (const learner of ['ada', 'bob']) {
    const pinned = (await site.host.references.state(parseUsageKey(key('library_content_v2', 'r')))).libraries
    const lines = await everything(learner)
    const told = new Map<string, Set<string>>()
    for (const { name, context } of lines) {
      const {
        usage_key: usage = '',
        original_usage_key: from,
        original_usage_version: version,
      } = context.module ?? {}
      const block = blocks.get(usage)
      if (!block) continue
      const expected = block.isCopy ? String((await upstreams.status(usage)).version) : pinned[0]?.version
      expect([name, usage, from, version]).toEqual([name, usage, lb(block.type), expected])
      versions.push(version)
      const way = `${block.type} ${block.isCopy ? 'copy' : 'reference'}`
      told.set(way, (told.get(way) ?? new Set()).add(name))
    }
    const names = {
      problem:
        'edx.grades.problem.rescored edx.grades.problem.state_deleted edx.grades.problem.submitted edx.problem.hint.demandhint_displayed problem_check problem_rescore reset_problem save_problem_success showanswer',
      poll: 'xblock.poll.submitted xblock.poll.view_results',
      survey: 'xblock.survey.submitted xblock.survey.view_results',
      done: 'edx.done.toggled edx.grades.problem.submitted',
    }
    for (const [type, all] of Object.entries(names))
      for (const way of ['copy', 'reference'])
        expect([type, way, [...(told.get(`${type} ${way}`) ?? [])].sort()]).toEqual([
          type,
          way,
          all.split(' '),
        ])
    const drawnOf = (await site.host.references.state(parseUsageKey(key('randomized', 'bank')))).libraries
    const assigned = lines.find(({ name }) => name.endsWith('.content.assigned'))
    expect(assigned?.event).toMatchObject({
      added: [{ original_usage_key: 'lb:O:L:problem:two', original_usage_version: drawnOf[0]?.version }],
    })
    if (learner === 'bob') break
    for (const type of Object.keys(components))
      await drafts.operate(library, [
        {
          do: 'edit',
          edit: { usage: lb(type), content: {}, settings: { display_name: 'Called anew' }, reset: [] },
        },
      ])
    await authoring.publish(library, undefined, undefined, { name: 'Second' })
    await courseUpdates.updateMany(course, {})
    await upstreams.sync(course)
    await authoring.publish(course)
  }
  expect(new Set(versions).size).toBe(4)
}, 60_000)

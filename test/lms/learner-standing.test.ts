import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { LearnersSide, MemoryEventLog, type LearnerStore, type Learner } from '../../lms/index.js'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Clock,
  Fragment,
  html,
  json,
  LearnerGroups,
  needs,
  Partitions,
  unknownStanding,
  view,
  type ChoiceRequest,
  type ComposedUnit,
  type ConcreteBlockClass,
  type Json,
  type Standing,
} from '../../runtime/index.js'
import { block as draft, MemoryRuntime } from '../../plugins/testing/index.js'
import { keyOf, one, person, SetClock } from './sky-unit.js'
import { memoryLearners } from './learner-stores.js'

/** Shows the one of its children that stands at the number of the learner's group in partition 7. */
const choose = ({ children, groupOf }: ChoiceRequest<object>) => {
  const group = groupOf(7)
  const selected = children.filter((_, index) => index === group)
  return { selected, toStore: null, changed: false, invalid: [], overlimit: [], added: [] }
}

@block('experiment', {
  choice: { field: 'kept', eventPrefix: () => 'test.experiment', maxCount: () => 1, choose },
})
class Experiment extends Block({ userState: { kept: json() } }) {
  @view async studentView() {
    const { content } = await this.renderChildren()
    return new Fragment(html`${content}`)
  }
}

@needs(Partitions)
@block('group')
class Group extends Block({}) {
  @view studentView() {
    return new Fragment(html`in ${String(this.service(Partitions).groupOf(7))}`)
  }
}

const course = 'course-v1:O+C+R'
const partition = (ids: readonly number[], more: object = { scheme: 'random' }): Json => [
  { id: 7, name: 'Half', groups: ids.map((id) => ({ id, name: `G${id}`, version: 1 })), ...more },
]

function unitWith(partitions: Json, version = 'v1'): ComposedUnit {
  const fields = { user_partitions: partitions }
  const children = ['a', 'b', 'c', 'd'].map((id) => one('group', id, fields))
  return {
    key: keyOf('experiment', 'u'),
    context: course,
    version,
    root: one('experiment', 'u', fields, ...children),
  }
}

function open() {
  const types = new Map(
    [Experiment, Group]
      .flatMap((blockClass) => BlockType.allOf(blockClass as ConcreteBlockClass, 'test'))
      .map((type) => [type.name, type]),
  )
  const [services, store, clock] = [new Container(), memoryLearners(), new SetClock()]
  services.bind(Clock).toConstantValue(clock)
  const lms = new LearnersSide({
    runtime: new BlockRuntime({ types, services }),
    store,
    events: new MemoryEventLog(),
    clock,
  })
  const shown = async (unit: ComposedUnit, learner: Learner) =>
    (await lms.unitPage(unit, learner)).fragment.content.text
  return { lms, store, shown }
}

const knowing = (standing: Partial<Standing>, name = 'ada') => ({
  ...person(name),
  standing: { ...unknownStanding, ...standing },
})
const names = Array.from({ length: 200 }, (_, index) => `learner ${index}`)
const kept = async (store: LearnerStore, learner: string) =>
  (await store.load(learner, [])).record({ scope: 'userState', id: course })

describe('the group of a random partition', () => {
  it('is drawn evenly, by learner, course and partition', () => {
    const groupOf = (learner: string, context: string) =>
      new LearnerGroups({
        learner,
        context,
        standing: unknownStanding,
        partitions: partition([4, 9]),
        stored: { record: () => undefined },
      }).groupOf(7)
    const drawn = names.map((name) => groupOf(name, course))
    expect(new Set(drawn)).toEqual(new Set([4, 9]))
    // Of 200 even draws fewer than 70 of one kind come once in 100,000 times.
    expect(drawn.filter((group) => group === 4).length).toBeGreaterThan(70)
    expect(drawn.filter((group) => group === 9).length).toBeGreaterThan(70)
    expect(names.map((name) => groupOf(name, course))).toEqual(drawn)
    expect(names.map((name) => groupOf(name, 'course-v1:O+C+OTHER'))).not.toEqual(drawn)
  })

  it('stays when groups are added, and is drawn anew when it is gone', async () => {
    const { shown, store } = open()
    const before = new Map<string, string>()
    for (const name of names.slice(0, 40)) {
      before.set(name, await shown(unitWith(partition([0, 1])), person(name)))
    }
    expect(new Set(before.values()).size).toBe(2)
    const more = unitWith(partition([2, 3, 0, 1]), 'v2')
    for (const [name, page] of before) expect(await shown(more, person(name))).toBe(page)
    let moved = ''
    for (const name of names.slice(0, 40)) if ((await kept(store, name))?.['partition_7'] === 1) moved = name
    await shown(unitWith(partition([0]), 'v3'), person(moved))
    expect(await kept(store, moved)).toEqual({ partition_7: 0 })
  })

  it('is stored only once it was shown', async () => {
    const { lms, store, shown } = open()
    await lms.courseBlocks(unitWith(partition([0, 1])), person('ada'))
    expect(await kept(store, 'ada')).toBeUndefined()
    await shown(unitWith(partition([0, 1])), person('ada'))
    expect(await kept(store, 'ada')).toEqual({ partition_7: expect.any(Number) as number })
  })

  it.each([
    { what: 'the oldest form, which names no scheme', more: { version: 1 }, groups: [0] },
    { what: 'a partition without groups', more: { scheme: 'random' }, groups: [] },
    { what: 'a cohort', more: { scheme: 'cohort' }, groups: [0] },
  ])('of $what', async ({ what, more, groups }) => {
    const page = await open().shown(unitWith(partition(groups, more)), person('ada'))
    expect(page.includes('in 0')).toBe(what.startsWith('the oldest'))
  })
})

describe('what the host says of a learner', () => {
  it.each([
    { standing: { groups: { 7: 2 } }, more: { scheme: 'random' }, group: 2 },
    { standing: { groups: { 7: 1 } }, more: { scheme: 'cohort' }, group: 1 },
    { standing: { groups: { 7: null } }, more: { scheme: 'random' }, group: undefined },
    { standing: { groups: { 8: 1 } }, more: { scheme: 'cohort' }, group: undefined },
    { standing: { track: 'verified' }, more: { scheme: 'enrollment_track' }, group: 2 },
    { standing: { track: 'audit' }, more: { scheme: 'enrollment_track' }, group: 1 },
    { standing: { track: 'toString' }, more: { scheme: 'enrollment_track' }, group: undefined },
    { standing: { track: 'verified' }, more: { scheme: 'cohort' }, group: undefined },
  ])('puts them into group $group: $standing in $more', async ({ standing, more, group }) => {
    const page = await open().shown(unitWith(partition([0, 1, 2], more)), knowing(standing))
    if (group === undefined) expect(page).not.toContain('in ')
    else expect(page).toContain(`in ${group}`)
  })

  it('makes a page anew when its number is another, and only then', async () => {
    const { shown } = open()
    const unit = unitWith(partition([0, 1], { scheme: 'cohort' }))
    expect(await shown(unit, knowing({ number: 1, groups: { 7: 0 } }))).toContain('in 0')
    expect(await shown(unit, knowing({ number: 2, groups: { 7: 1 } }))).toContain('in 1')
    expect(await shown(unit, knowing({ number: 2, groups: { 7: 0 } }))).toContain('in 1')
  })
})

describe('the test kit', () => {
  it('draws groups and keeps them, for choices and for the service', async () => {
    const runtime = new MemoryRuntime()
    const children = ['a', 'b'].map(() => draft(Group))
    const placed = runtime.add(draft(Experiment, {}, children), { user_partitions: partition([0, 1]) })
    const pages = await Promise.all(names.slice(0, 20).map((name) => runtime.learner(name).show(placed)))
    expect(new Set(pages.map(({ text }) => text))).toEqual(new Set(['in 0', 'in 1']))
    const group = runtime.fieldData.record('learner 1', { scope: 'userState', id: 'course-v1:Test+Kit+2026' })
    expect(pages[1]?.text).toBe(`in ${JSON.stringify(group?.['partition_7'])}`)
  })
})

// A learners' side on the built package, with one problem in one unit, for processes of drills.
import 'reflect-metadata'
import { Container } from 'inversify'
import { BlockRuntime, Clock, Random } from 'unit-compositor'
import { LearnersSide, LearnerStore, MemoryEventLog } from 'unit-compositor/lms'
import { loadPlugins, shippedPlugin } from 'unit-compositor/plugins'

export const problem = 'block-v1:O+C+R+type@problem+block@p'

/** A unit whose problem has one right answer. */
export function unitOf(answer, attempts) {
  const data = `<problem><stringresponse answer="${answer}"><textline/></stringresponse></problem>`
  const fields = { data, ...(attempts !== undefined && { max_attempts: attempts }) }
  return {
    key: 'block-v1:O+C+R+type@vertical+block@u',
    context: 'course-v1:O+C+R',
    version: `${answer}-${attempts}`,
    root: {
      key: 'block-v1:O+C+R+type@vertical+block@u',
      type: 'vertical',
      definition: 'd',
      fields: {},
      children: [{ key: problem, type: 'problem', definition: 'd', fields, children: [] }],
    },
  }
}

export function person(id, isStaff = false) {
  return { id, anonymousId: `anon-${id}`, name: id, isStaff }
}

export async function sideOn(records) {
  const { types } = await loadPlugins({ specifiers: [shippedPlugin] })
  const services = new Container()
  const clock = { now: () => 1_000_000, isPast: () => false }
  services.bind(Clock).toConstantValue(clock)
  services.bind(Random).toConstantValue({ next: () => 0.5 })
  const store = new LearnerStore(records)
  const lms = new LearnersSide({
    runtime: new BlockRuntime({ types, services, deadline: 60_000 }),
    store,
    events: new MemoryEventLog(),
    clock,
  })
  let name
  const submit = async (unit, learner, answer) => {
    name ??= lms
      .unitPage(unit, person('somebody'))
      .then(({ fragment }) => /name="(input_[^"]+)"/.exec(fragment.content.text)?.[1])
    return lms.handle(unit, learner, {
      usageKey: problem,
      handler: 'problem_check',
      request: {
        method: 'POST',
        suffix: '',
        query: new Map(),
        body: JSON.stringify({ [await name]: answer }),
      },
    })
  }
  return { lms, store, submit }
}

import { Container } from 'inversify'
import type { LoadedPlugins } from '../plugins/index.js'
import type { Members } from '../compositor/index.js'
import { HostUrls } from '../host/host-urls.js'
import { LearnersSide, MemoryEventLog, LearnerStore, type EventLog, type Learner } from '../lms/index.js'
import { MemoryRecords } from '../store/index.js'
import { BlockRuntime, Clock, Random, Urls } from '../runtime/index.js'

class FixedClock extends Clock {
  now(): number {
    return Date.UTC(2026, 0, 10)
  }
}

class FixedRandom extends Random {
  next(): number {
    return 0.5
  }
}

/** A learners' side wired as the host wires it, with nobody's state in it. */
export function emptyLearnersSide(
  { types }: LoadedPlugins,
  events: EventLog = new MemoryEventLog(),
  members?: Members,
): LearnersSide {
  const clock = new FixedClock()
  const services = new Container()
  services.bind(Clock).toConstantValue(clock)
  services.bind(Random).toConstantValue(new FixedRandom())
  services.bind(Urls).toConstantValue(new HostUrls({ base: '' }))
  const runtime = new BlockRuntime({ types, services, onFailure: fail })
  return new LearnersSide({
    runtime,
    store: new LearnerStore(new MemoryRecords(), { sendsStates: true }),
    events,
    clock,
    ...(members && { members }),
    onFailure: fail,
  })
}

/** A learner who was never seen before. */
export function newLearner(number: number): Learner {
  return { id: `learner-${number}`, name: `Learner ${number}`, anonymousId: String(number), isStaff: false }
}

function fail(error: Error): never {
  throw error
}

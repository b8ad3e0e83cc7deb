/** A process that opens a host on a store and visits each unit, first by one new learner each, then by others. */
import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openHost } from '../host/index.js'
import { pageRequest } from './page-request.js'
import { wholePage } from './stress-unit.js'

export interface VisitsTask {
  readonly store: string
  readonly units: readonly string[]
  /** Tells its learners from those of other processes. */
  readonly name: string
}

/** Milliseconds of processor of the whole process, by unit. */
export interface VisitsMade {
  readonly first: readonly number[]
  readonly again: readonly number[]
}

const [task]: VisitsTask[] = await once(process, 'message')
if (!task) throw new Error('There is nothing to visit.')
const { store, units, name } = task
const host = await openHost({
  store,
  learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
})

async function visits(who: string): Promise<number[]> {
  const took: number[] = []
  for (const [at, unit] of units.entries()) {
    const began = process.cpuUsage()
    const { status, body } = await host.answer(pageRequest(unit, `${name}-${who}-${at}`))
    await nextTurn()
    const { user, system } = process.cpuUsage(began)
    took.push((user + system) / 1000)
    if (status !== 200) throw new Error(`The unit was answered with ${status}.`)
    wholePage(Buffer.from(body).toString())
  }
  return took
}

const made: VisitsMade = { first: await visits('first'), again: await visits('again') }
await host.close()
process.send?.(made, () => process.disconnect())

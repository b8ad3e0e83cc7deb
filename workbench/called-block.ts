import { CompositorError, reportOf } from '../runtime/index.js'
import { resultUpdates, savedRecords } from './learner-records.js'
import type { Happening, Moment } from './moment.js'
import { nameOf } from './person.js'
import type { Called, HandlerCall, StageDoor, Standing } from './stage-door.js'

/** Where blocks are called: a stage that shows them, and what notes what happened. */
export interface CallingPlace {
  readonly stage: StageDoor
  readonly help: { called(usage: string, scenario: string): void }
  happened(scenario: string, happening: Happening, from?: Moment): unknown
}

/**
 * Calls a handler of a block of a scenario, and keeps what it did as a moment of it.
 * @throws CompositorError what the handler failed with, which is a moment too
 */
export async function calledBlock(
  bench: CallingPlace,
  { standing, moment }: { readonly standing: Standing; readonly moment: Moment | undefined },
  call: HandlerCall,
): Promise<Called> {
  const { scenario, person, records } = standing
  const who = nameOf(person)
  try {
    const called = await bench.stage.call(standing, call)
    const { response, updates, others, events, failures, calling } = called
    bench.help.called(call.usage, scenario)
    bench.happened(
      scenario,
      {
        kind: 'call',
        label: `${call.handler} → ${response.status}`,
        who,
        took: calling,
        events,
        failures,
        records: others.reduce(
          (saved, { learner, update }) => savedRecords(saved, learner, [update]),
          savedRecords(records, person.id, [...updates, ...resultUpdates(events)]),
        ),
      },
      moment,
    )
    return called
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'block-failed')
    bench.happened(
      scenario,
      {
        kind: 'call',
        label: `${call.handler} → ${error.status}`,
        who,
        events: [],
        failures: [reportOf(error)],
      },
      moment,
    )
    throw error
  }
}

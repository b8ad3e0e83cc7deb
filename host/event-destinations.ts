import { join } from 'node:path'
import { FileSink, HttpSink, StreamSink, type EventSink } from '../lms/index.js'
import { CompositorError } from '../runtime/index.js'

/** A place that events of learners are sent to. */
export type EventDestination = {
  /**
   * Whether every field that changes is sent, too, with the learner's id: so that learners' state can be made anew of the log; on every
   * host of the store, or on none. If not said, to files it is, elsewhere not (docs/decisions/0118-logs-tell-states.md).
   */
  readonly states?: boolean
} & (
  | {
      /** A file of JSON lines. */
      readonly file: string
      /** Bytes above which it is put aside under a name with the time in it; never where it is left out. */
      readonly rotateAt?: number
    }
  | { readonly stdout: true }
  | {
      /** Where JSON lines are posted to. */
      readonly url: string
      readonly headers?: Readonly<Record<string, string>>
      /** Milliseconds for which an answer is waited for; 10,000 if not said. */
      readonly timeout?: number
    }
  /** One of the host's own. */
  | { readonly sink: EventSink }
)

/**
 * Where events go: the file `events.jsonl` of a store that has a folder, if nothing else is said.
 * @returns undefined where nothing is said and there is no folder: then they wait in the store
 * @throws CompositorError `host-options`
 */
export function eventSinks(
  destinations: readonly EventDestination[] | undefined,
  folder: string | undefined,
): readonly EventSink[] | undefined {
  if (destinations) {
    const sinks = destinations.map(sinkOf)
    const names = new Set(sinks.map(({ name }) => name))
    if (names.size === sinks.length) return sinks
    throw new CompositorError('host-options', 'Two places that events go to are the same.')
  }
  if (folder === undefined) return undefined
  return [new FileSink(join(folder, 'events.jsonl'), { name: 'file', takesStates: true })]
}

/** Whether one of the places is sent every field that changes; lines that wait for a host that says where to may go to one that is. */
export function sendsStates(sinks: readonly EventSink[] | undefined): boolean {
  return sinks?.some(({ takesStates }) => takesStates) ?? true
}

function sinkOf(destination: EventDestination): EventSink {
  const { states: takesStates } = destination
  if ('sink' in destination) return destination.sink
  if ('stdout' in destination) return new StreamSink('stdout', process.stdout, takesStates)
  if ('file' in destination) {
    return new FileSink(destination.file, {
      rotateAt: destination.rotateAt,
      takesStates: takesStates ?? true,
    })
  }
  const { url, headers, timeout } = destination
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CompositorError(
      'host-options',
      `Events cannot be posted to '${url.slice(0, 200)}': it is no address of HTTP.`,
    )
  }
  return new HttpSink(url, { headers, timeout, takesStates })
}

import type { Writable } from 'node:stream'
import { joined, type EventLine, type EventSink } from './event-sink.js'

/** A stream that lines are written to, such as standard output. */
export class StreamSink implements EventSink {
  constructor(
    readonly name: string,
    private readonly stream: Writable,
    readonly takesStates = false,
  ) {}

  take(lines: readonly EventLine[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write(joined(lines), (error) => (error ? reject(error) : resolve()))
    })
  }
}

import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'

/** Milliseconds between looks at what is still being answered. */
const step = 25

/** Milliseconds for which connections are taken at most, where new ones come all the time. */
const mostTaking = 1000

/** Ends a server in good order: it takes no more connections, and what it is answering is answered to the end. */
export class Drain {
  readonly #answering = new Set<ServerResponse>()
  #isClosing = false

  /** Counts an answer until it was sent, or its browser is gone; while closing, it is the last on its connection. */
  began(response: ServerResponse): void {
    this.#answering.add(response)
    if (this.#isClosing) response.setHeader('connection', 'close')
    response.once('close', () => this.#answering.delete(response))
  }

  /** An answer that goes on for as long as its page listens is not waited for. */
  goesOn(response: ServerResponse): void {
    this.#answering.delete(response)
  }

  /**
   * Stops listening and waits until nothing is being answered, requests included that were sent before and had not
   * been read. The connections stay, for whoever ends them.
   * @param deadline milliseconds after which the rest is given up
   */
  async close(server: Server, deadline: number): Promise<void> {
    this.#isClosing = true
    const end = Date.now() + deadline
    if (server.listening) await takeWaiting(server)
    // That of http would end connections whose requests it has not read yet.
    if (server.listening) NetServer.prototype.close.call(server)
    for (let quiet = 0; quiet < 3 && Date.now() < end;) {
      await lookedAround()
      quiet = this.#answering.size === 0 ? quiet + 1 : 0
    }
  }
}

/** Takes the connections that the system has made already, and would break off once nobody listens. */
async function takeWaiting(server: Server): Promise<void> {
  let taken = 0
  const count = () => taken++
  server.on('connection', count)
  const end = Date.now() + mostTaking
  for (let before = -1; before !== taken && Date.now() < end;) {
    before = taken
    await lookedAround()
  }
  server.off('connection', count)
}

/** Waits a step, and until the event loop has looked at every connection: a timer that is late comes before that. */
async function lookedAround(): Promise<void> {
  await wait(step)
  await nextTurn()
  await nextTurn()
}

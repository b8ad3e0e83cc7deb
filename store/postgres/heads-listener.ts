import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type HeadRow, HeadsCopy } from './heads-copy.js'
import type { PostgresAddress } from './postgres-address.js'
import { postgresError, sqlState } from './postgres-error.js'

/** Milliseconds between looks at the heads without a notice, as one may be lost. */
const pollEvery = 900
/** Milliseconds after which a server that does not answer such a look counts as gone. */
const answerTimeout = 5000
/** Milliseconds before a lost connection is made again: at first, and at most. */
const [firstPause, longestPause] = [50, 1000]

/**
 * Keeps a copy of the heads as new as notices and a poll can: on a connection of its own, which is made again whenever it is
 * lost, and reads everything anew then.
 */
export class HeadsListener {
  readonly copy = new HeadsCopy()
  readonly #stopped = new AbortController()
  readonly #statement: string
  readonly #connection: pg.ClientConfig
  #isWoken = false
  #wake = () => {}
  #following: Promise<void> | undefined

  constructor(
    private readonly address: PostgresAddress,
    connection: pg.ClientConfig,
  ) {
    this.#connection = connection
    this.#statement = `select name, text, changed::float8 from "${address.schema}".heads where changed > $1`
  }

  /** Reads all heads, then follows them until it is closed. @throws CompositorError where they cannot be read */
  async open(): Promise<void> {
    const client = await this.#connect().catch((thrown: unknown) => {
      throw postgresError(thrown, this.address)
    })
    this.#following = this.#follow(client)
  }

  async close(): Promise<void> {
    this.#stopped.abort()
    this.#woken()
    await this.#following
  }

  async #follow(connected: pg.Client): Promise<void> {
    let client: pg.Client | undefined = connected
    let pause = firstPause
    while (!this.#stopped.signal.aborted) {
      try {
        client ??= await this.#connect()
        pause = firstPause
        await this.#hear(client)
      } catch {
        // Whatever it was: the connection is made again, and all heads are read then.
        await wait(pause, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
        pause = Math.min(2 * pause, longestPause)
      }
      await end(client)
      client = undefined
    }
  }

  /** Listens before it reads, so that no change falls between the two. */
  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.#connection,
      statement_timeout: answerTimeout,
      query_timeout: answerTimeout,
    })
    for (const event of ['error', 'end', 'notification'] as const) client.on(event, () => this.#woken())
    try {
      await client.connect()
      await client.query(`listen "${this.address.schema}"`).catch(notOfStandby)
      const { rows } = await client.query<HeadRow>(this.#statement, [-1])
      this.copy.replace(rows)
      return client
    } catch (thrown) {
      await end(client)
      throw thrown
    }
  }

  /** Reads what changed at every notice, and without one now and then. */
  async #hear(client: pg.Client): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#isWoken = false
      const { rows } = await client.query<HeadRow>(this.#statement, [this.copy.read])
      if (rows.length > 0) this.copy.follow(rows)
      else if (!this.#isWoken) await this.#notice()
    }
  }

  #woken(): void {
    this.#isWoken = true
    this.#wake()
  }

  #notice(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollEvery)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** A standby sends no notices; there the poll alone has to do. */
function notOfStandby(thrown: unknown): void {
  if (sqlState(thrown) !== '25006' && sqlState(thrown) !== '0A000') throw thrown
}

/** Ends a connection, without waiting for a server that does not answer. */
async function end(client: pg.Client | undefined): Promise<void> {
  if (!client) return
  await Promise.race([client.end().catch(() => undefined), wait(500, undefined, { ref: false })])
}

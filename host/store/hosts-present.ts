import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { BlockTypeRegistry } from '../../plugins/index.js'
import { CompositorError, messageOf } from '../../runtime/index.js'
import type { Store } from '../../store/index.js'
import type { Stores } from './open-stores.js'

/** The record with all hosts that have a store opened. */
const recordKey = 'hosts'
/** Milliseconds between two signs of life, and after which a host without one counts as gone. */
const [renewEvery, patience] = [10_000, 30_000]
/** Names that a message gives of either side. */
const mostNamed = 6

/** A host that has a store opened. */
interface PresentHost {
  readonly id: string
  readonly machine: string
  readonly pid: number
  /** Epoch milliseconds. */
  readonly since: number
  readonly seen: number
  /** What its plugins provide: `block type problem`. */
  readonly provides: readonly string[]
}

/** How a host enters. */
export interface Entering {
  readonly types: BlockTypeRegistry
  /** What becomes of a host whose plugins are others than those of a host that is there. */
  readonly otherPlugins: 'refuse' | 'warn'
  readonly warn: (message: string) => void
}

/** This host among those on the same store, all of which have to have the same plugins. */
export class HostsPresent {
  readonly #own: Omit<PresentHost, 'seen'>
  readonly #timer: NodeJS.Timeout
  #renewing: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly store: Store,
    own: Omit<PresentHost, 'seen'>,
  ) {
    this.#own = own
    this.#timer = setInterval(() => {
      this.#renewing = this.#enter(false).catch(() => undefined)
    }, renewEvery)
    this.#timer.unref()
  }

  /**
   * Enters a host. A store that takes no writes is entered silently.
   * @throws CompositorError `store-plugins`, before anything is written
   */
  static async enter(store: Store, { types, otherPlugins, warn }: Entering): Promise<HostsPresent> {
    const provides = provided(types)
    const own = { id: randomUUID(), machine: hostname(), pid: process.pid, since: Date.now(), provides }
    const present = new HostsPresent(store, own)
    try {
      for (const message of await present.#enter(otherPlugins === 'refuse')) warn(message)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError && thrown.status === 503)) {
        clearInterval(present.#timer)
        throw thrown
      }
      warn(`Other hosts of this store do not learn of this one: ${messageOf(thrown)}`)
    }
    return present
  }

  /** The same stores, which this host leaves when they are closed. */
  within(stores: Stores): Stores {
    const close = async () => {
      await this.leave()
      await stores.close()
    }
    return { ...stores, close }
  }

  /** Tells the others that this host is gone. */
  async leave(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewing
    await this.#change((hosts) => hosts.filter(({ id }) => id !== this.#own.id)).catch(() => undefined)
  }

  /** Says that this host is there. @returns what differs from others */
  async #enter(isRefused: boolean): Promise<readonly string[]> {
    let differences: readonly string[] = []
    await this.#change((hosts) => {
      const others = hosts.filter(({ id }) => id !== this.#own.id)
      differences = others.flatMap((other) => this.#difference(other))
      if (isRefused && differences.length > 0)
        throw new CompositorError('store-plugins', differences.join(' '))
      return [...others, { ...this.#own, seen: Date.now() }]
    })
    return differences
  }

  async #change(change: (hosts: readonly PresentHost[]) => readonly PresentHost[]): Promise<void> {
    const { records } = this.store
    for (;;) {
      const before = (await records.read([recordKey])).get(recordKey)
      const hosts = (before === undefined ? [] : (JSON.parse(before) as PresentHost[])).filter(isThere)
      const after = change(hosts)
      const outcome = await records.commit({
        expected: new Map([[recordKey, before]]),
        writes: new Map([[recordKey, after.length === 0 ? undefined : JSON.stringify(after)]]),
      })
      if (outcome.committed) return
    }
  }

  #difference({ machine, pid, since, provides }: PresentHost): string[] {
    const there = named(provides.filter((one) => !this.#own.provides.includes(one)))
    const here = named(this.#own.provides.filter((one) => !provides.includes(one)))
    if (there === '' && here === '') return []
    return [
      `The host that runs on this store as process ${pid} of '${machine}' since ${new Date(since).toISOString()} has other plugins: ${[
        there && `only there: ${there}`,
        here && `only here: ${here}`,
      ]
        .filter(Boolean)
        .join('; ')}.`,
    ]
  }
}

function provided(types: BlockTypeRegistry): string[] {
  return [
    ...types.types().map(({ name, plugin }) => `block type '${name}' of '${plugin}'`),
    ...types.asides.map(({ name }) => `aside '${name}'`),
    ...types.mixins.all.map(({ name }) => `mixin '${name}'`),
  ].sort()
}

function named(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return `${names.slice(0, mostNamed).join(', ')}${more}`
}

/** Whether a host still gives signs of life; of one on this machine its process says so at once. */
function isThere({ machine, pid, seen }: PresentHost): boolean {
  if (Date.now() - seen > patience) return false
  if (machine !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { CompositorError } from '../../runtime/index.js'
import type { HostRequest } from './exchange.js'

/**
 * The names that requests may call a host by. A site that has its own name lead to this machine (DNS rebinding) is
 * for browsers the same site as the one here; only the name in the request tells.
 */
export class KnownHosts {
  readonly #names: ReadonlySet<string>

  /** @param names of hosts, without port; case does not count */
  constructor(names: Iterable<string>) {
    this.#names = new Set([...names].map(nameOf))
  }

  /** Only old programs, and no browsers, send no name. @throws CompositorError `host-unknown` */
  check(request: Pick<HostRequest, 'header'>): void {
    const given = request.header('host')
    if (given === undefined) return
    const name = nameOf(given.replace(/:\d*$/, ''))
    if (this.#names.has(name) || (name.endsWith('.localhost') && this.#names.has('localhost'))) return
    throw new CompositorError(
      'host-unknown',
      `This server does not answer to the name '${given.slice(0, 200)}'.`,
    )
  }
}

/** Names of a server that listens on an address of this machine: for every address, those of all its networks. */
export function namesOfAddress(address: string): string[] {
  const name = nameOf(address)
  const local = ['localhost', '127.0.0.1', '::1']
  if (name === '0.0.0.0' || name === '::') {
    const networks = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
    return [...local, ...networks.map((one) => one.address)]
  }
  return isLoopback(name) ? [...local, name] : [name]
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

function nameOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
    .replace(/\.$/, '')
}

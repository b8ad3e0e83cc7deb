import { lastUsed } from '../../runtime/values/last-used.js'
import type { HostRequest, HostResponse } from './exchange.js'

/** Path parts that a route names with a colon, decoded. */
export type PathParts = Readonly<Record<string, string>>

/** Answers the requests of one route. */
export type RouteHandler = (request: HostRequest, parts: PathParts) => HostResponse | Promise<HostResponse>

/** One route: `GET /units/:key`; a last part with a star (`:rest*`) takes the rest of the path. */
export type RouteTable = Readonly<Record<string, RouteHandler>>

/** The route of a request. */
export interface FoundRoute {
  /** As it stands in the table. */
  readonly pattern: string
  readonly handler: RouteHandler
  readonly parts: PathParts
}

interface Route {
  readonly pattern: string
  readonly method: string
  readonly names: readonly string[]
  readonly handler: RouteHandler
}

/** Paths whose routes are remembered, and the longest of them, in characters. */
const [mostKnown, longestKnown] = [2000, 400]

/** Finds the route of a request by its method and its first path part, then by the number of parts. */
export class Router {
  readonly #routes = new Map<string, Route[]>()
  /** Of GET requests: pages are asked for again and again. */
  readonly #known = lastUsed<FoundRoute>(mostKnown)

  constructor(table: RouteTable) {
    for (const [pattern, handler] of Object.entries(table)) {
      const [method = '', path = ''] = pattern.split(' ')
      const [first = '', ...names] = path.slice(1).split('/')
      const routes = this.#routes.get(first) ?? []
      routes.push({ pattern, method, names, handler })
      this.#routes.set(first, routes)
    }
  }

  /** The route of a request with the parts of its path, or undefined; a HEAD request is a GET. */
  find(method: string, path: string): FoundRoute | undefined {
    if (method !== 'GET' || path.length > longestKnown) return this.#found(method, path)
    const known = this.#known.get(path)
    if (known) return known
    const found = this.#found(method, path)
    if (found) this.#known.set(path, found)
    return found
  }

  #found(method: string, path: string): FoundRoute | undefined {
    const [first = '', ...given] = path.slice(1).split('/')
    for (const { pattern, method: wanted, names, handler } of this.#routes.get(first) ?? []) {
      if (wanted !== (method === 'HEAD' ? 'GET' : method)) continue
      const parts = matched(names, given)
      if (parts) return { pattern, handler, parts }
    }
    return undefined
  }
}

function matched(names: readonly string[], given: readonly string[]): PathParts | undefined {
  const parts: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    if (name.endsWith('*')) {
      parts[name.slice(1, -1)] = given.slice(index).map(decoded).join('/')
      return parts
    }
    const part = given[index]
    if (part === undefined) return undefined
    if (name.startsWith(':')) parts[name.slice(1)] = decoded(part)
    else if (name !== part) return undefined
  }
  return names.length === given.length ? parts : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

import { CompositorError } from '../../runtime/errors/index.js'
import type { Plugin } from '../../runtime/plugin/plugin.js'
import type { PluginRoute } from '../../runtime/plugin/route.js'

/** The route of a request. */
export interface FoundRoute {
  readonly plugin: Plugin
  readonly route: PluginRoute
  /** What stands in the open parts of its path, decoded. */
  readonly parts: Readonly<Record<string, string>>
}

/**
 * The route of a plugin that a request is for; a HEAD request is a GET.
 * @param name of the plugin @param path below its prefix, still percent-encoded: `/outcomes`
 * @throws CompositorError `route-missing`; `handler-method` where only another method is taken
 */
export function findRoute(
  plugins: readonly Plugin[],
  name: string,
  { method, path }: { readonly method: string; readonly path: string },
): FoundRoute {
  const plugin = plugins.find((one) => one.name === name)
  const there = (plugin?.routes ?? []).flatMap((route) => {
    const parts = partsOf(route.path, path)
    return plugin && parts ? [{ plugin, route, parts }] : []
  })
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = there.find(({ route }) => route.method === wanted)
  if (found) return found
  if (there.length === 0) {
    throw new CompositorError(
      'route-missing',
      `No plugin '${name.slice(0, 100)}' has a route at '${path.slice(0, 200)}'.`,
    )
  }
  const taken = there.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  throw new CompositorError(
    'handler-method',
    `This route takes ${taken.join(', ')}, it was called with ${method.slice(0, 20)}.`,
    { methods: taken },
  )
}

function partsOf(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [names, given] = [pattern.slice(1).split('/'), path.slice(1).split('/')]
  const parts: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    const part = given[at]
    if (part === undefined || part === '') return undefined
    if (name.endsWith('*')) {
      parts[name.slice(1, -1)] = given.slice(at).map(decoded).join('/')
      return parts
    }
    if (name.startsWith(':')) parts[name.slice(1)] = decoded(part)
    else if (name !== decoded(part)) return undefined
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

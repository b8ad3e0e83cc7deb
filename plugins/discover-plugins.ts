import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CompositorError, findingOf, type Finding } from '../runtime/errors/index.js'
import { readManifest, type PluginManifest } from './manifest.js'
import { entryOf, installedPackage, packageFileIn } from './package-file.js'

/** The keyword by which a package says that it is a plugin. */
export const pluginKeyword = 'unit-compositor-plugin'

/** A plugin found among a host's dependencies. None of its code has run yet. */
export interface DiscoveredPlugin {
  /** Name of its package. */
  readonly package: string
  readonly version: string
  /** What to load: a file URL. */
  readonly specifier: string
  readonly manifest: PluginManifest
}

/** What discovery gave; a package that claims to be a plugin and is not sound is a finding. */
export interface DiscoveredPlugins {
  readonly plugins: readonly DiscoveredPlugin[]
  readonly diagnostics: readonly Finding[]
}

/**
 * The plugins among the dependencies of a host, in the order of their names: packages with the keyword
 * `unit-compositor-plugin`. Only package.json files are read.
 * @param where folder of the host's package.json
 * @throws CompositorError `plugin-load` where there is none
 */
export function discoverPlugins(where: string): DiscoveredPlugins {
  const folder = resolve(where)
  const host = packageFileIn(folder)
  if (!host) {
    throw new CompositorError(
      'plugin-load',
      `Plugins are looked for in ${folder}, which has no package.json.`,
    )
  }
  const plugins: DiscoveredPlugin[] = []
  const diagnostics: Finding[] = []
  const names = Object.keys({ ...host.dependencies, ...host.optionalDependencies })
  for (const name of names.sort((one, other) => (one < other ? -1 : 1))) {
    try {
      const found = pluginIn(name, folder)
      if (found) plugins.push(found)
    } catch (thrown) {
      diagnostics.push(findingOf(CompositorError.from(thrown, 'plugin-invalid')))
    }
  }
  return { plugins, diagnostics }
}

function pluginIn(name: string, host: string): DiscoveredPlugin | undefined {
  const folder = installedPackage(name, host)
  const file = folder === undefined ? undefined : packageFileIn(folder)
  if (folder === undefined || !file?.keywords?.includes(pluginKeyword)) return undefined
  return {
    package: name,
    version: file.version ?? '0.0.0',
    specifier: pathToFileURL(entryOf(folder)).href,
    manifest: readManifest(file.unitCompositor, `'${name}'`),
  }
}

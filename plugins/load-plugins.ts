import { fileURLToPath } from 'node:url'
import { CompositorError, findingOf, messageOf, type Finding } from '../runtime/errors/index.js'
import { isPlugin, type Plugin } from '../runtime/plugin/plugin.js'
import type { Catalogues } from '../runtime/words/index.js'
import { BlockTypeRegistry } from './block-type-registry.js'
import { checkManifest, manifestOf } from './manifest.js'
import { callPlugin } from './plugin-calls.js'
import { refuseOtherCopy } from './other-copy.js'
import { pluginModule } from './plugin-module.js'
import { shippedPlugin } from './shipped-plugin.js'

/** Which plugins to load; the same list gives the same types in every thread. */
export interface PluginList {
  /**
   * Module specifiers: package names, file URLs, or paths of modules or package folders, relative ones from the working
   * directory. The default export is the plugin.
   */
  readonly specifiers: readonly string[]
  /** Block types that a later plugin may take over from an earlier one. */
  readonly overrides?: readonly string[]
}

/** What loading gave: the types of every plugin that is sound, and a finding for each that is not. */
export interface LoadedPlugins {
  readonly types: BlockTypeRegistry
  readonly diagnostics: readonly Finding[]
}

/**
 * Loads and registers plugins in order, each held against the manifest in its package.json where it has one. A missing
 * or broken one is a diagnostic, not a failure of the rest.
 * @param words of a host for the blocks of all of them
 */
export async function loadPlugins(
  { specifiers, overrides }: PluginList,
  words?: Catalogues,
): Promise<LoadedPlugins> {
  const types = new BlockTypeRegistry(words)
  const diagnostics: Finding[] = []
  const mayOverride = new Set(overrides)
  for (const specifier of specifiers) {
    try {
      types.register(await loadPlugin(specifier), mayOverride)
    } catch (thrown) {
      diagnostics.push(findingOf(CompositorError.from(thrown, 'plugin-load')))
    }
  }
  return { types, diagnostics }
}

async function loadPlugin(specifier: string): Promise<Plugin> {
  const address = pluginModule(specifier)
  let module: { default?: unknown }
  try {
    const load = () => import(address) as Promise<{ default?: unknown }>
    module = await (specifier === shippedPlugin
      ? load()
      : callPlugin({ plugin: specifier, doing: 'its module' }, load))
  } catch (cause) {
    throw new CompositorError(
      'plugin-load',
      `Plugin '${specifier}' could not be loaded: ${messageOf(cause)}`,
      { cause },
    )
  }
  if (!isPlugin(module.default)) {
    throw new CompositorError(
      'plugin-invalid',
      `Module '${specifier}' has no plugin as its default export; use definePlugin({...}).`,
    )
  }
  const manifest = address.startsWith('file:') ? manifestOf(fileURLToPath(address)) : undefined
  if (manifest) checkManifest(module.default, manifest)
  refuseOtherCopy(module.default, address)
  return module.default
}

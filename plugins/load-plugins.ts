import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CompositorError, diagnosticOf, messageOf, type Diagnostic } from '../runtime/errors/index.js'
import { BlockTypeRegistry } from './block-type-registry.js'
import { isPlugin, type Plugin } from '../runtime/plugin/plugin.js'

/** The plugin of the block types we ship: registered like any other. */
export const shippedPlugin = 'unit-compositor/blocks'

/** Which plugins to load; the same list gives the same types in every thread. */
export interface PluginList {
  /** Module specifiers: package names, file URLs or absolute paths. The default export is the plugin. */
  readonly specifiers: readonly string[]
  /** Block types that a later plugin may take over from an earlier one. */
  readonly overrides?: readonly string[]
}

/** What loading gave: the types of every plugin that is sound, and a finding for each that is not. */
export interface LoadedPlugins {
  readonly types: BlockTypeRegistry
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads and registers plugins in order. A missing or broken one is a diagnostic, not a failure of the rest. */
export async function loadPlugins({ specifiers, overrides }: PluginList): Promise<LoadedPlugins> {
  const types = new BlockTypeRegistry()
  const diagnostics: Diagnostic[] = []
  const mayOverride = new Set(overrides)
  for (const specifier of specifiers) {
    try {
      types.register(await loadPlugin(specifier), mayOverride)
    } catch (thrown) {
      diagnostics.push(diagnosticOf(CompositorError.from(thrown, 'plugin-load')))
    }
  }
  return { types, diagnostics }
}

async function loadPlugin(specifier: string): Promise<Plugin> {
  let module: { default?: unknown }
  try {
    module = (await import(isAbsolute(specifier) ? pathToFileURL(specifier).href : specifier)) as {
      default?: unknown
    }
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
  return module.default
}

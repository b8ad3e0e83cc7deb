/** The door for plugin authors and hosts: find, load and register plugins. */
export { BlockTypeRegistry } from './block-type-registry.js'
export { loadPlugins, type LoadedPlugins, type PluginList } from './load-plugins.js'
export { callPlugin, containPlugins, keepProcess, watchPlugins, type PluginCall } from './plugin-calls.js'
export { shippedPlugin } from './shipped-plugin.js'
export {
  discoverPlugins,
  pluginKeyword,
  type DiscoveredPlugin,
  type DiscoveredPlugins,
} from './discover-plugins.js'
export { checkManifest, productVersion, readManifest, type PluginManifest } from './manifest.js'
export { pluginSetName } from './plugin-set.js'
export { inRange } from './version-range.js'
export { scaffoldBlock, type Scaffold, type ScaffoldOptions } from './scaffold/scaffold-block.js'
export { callRoute, describingHeaders, type SentToRoute } from './routes/call-route.js'
export { findRoute, type FoundRoute } from './routes/found-route.js'
export { PluginStores } from './namespace/plugin-stores.js'
export { MemoryNamespaceRecords, type NamespaceRecords } from './namespace/namespace-records.js'

/** The door for plugin authors and hosts: find, load and register plugins. */
export { BlockTypeRegistry } from './block-type-registry.js'
export { loadPlugins, shippedPlugin, type LoadedPlugins, type PluginList } from './load-plugins.js'

/** The door for plugin authors and hosts: define, load and register plugins. */
export { BlockTypeRegistry } from './block-type-registry.js'
export { loadPlugins, shippedPlugin, type LoadedPlugins, type PluginList } from './load-plugins.js'
export { definePlugin, type Plugin, type PluginSpec } from './plugin.js'

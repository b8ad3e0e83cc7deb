/** The door for block authors: what a block is. */
import './required-node.js'
export * from './errors/index.js'
export * from './field/index.js'
export * from './html/index.js'
export * from './keys/index.js'
export * from './block/index.js'
export * from './service/index.js'
export * from './session/index.js'
export * from './unit/index.js'
export * from './values/index.js'
export * from './view/index.js'
export * from './olx/index.js'
export { Catalogues, localeOf, type CatalogueSource } from './words/index.js'
export {
  route,
  type PluginRoute,
  type RouteAnswer,
  type RouteAuthorization,
  type RouteCall,
  type RouteCallAnswer,
  type RouteCaller,
  type RouteFor,
  type RouteMethod,
  type RouteParts,
  type RouteRequest,
  type RouteSite,
  type RouteSpec,
} from './plugin/route.js'
export { definePlugin, isPlugin, type Plugin, type PluginSpec } from './plugin/plugin.js'

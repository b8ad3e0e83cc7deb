import pino from 'pino'
import { Catalogues } from '../runtime/index.js'
import { discoverPlugins, loadPlugins, shippedPlugin, watchPlugins } from '../plugins/index.js'
import { checkOptions } from './checked-options.js'
import { Host } from './host.js'
import type { HostOptions } from './host-options.js'
import { HostsPresent } from './store/hosts-present.js'
import { openStores } from './store/open-stores.js'
import { siteDomain } from './store/site-domain.js'
import { upgradeStore } from './store/upgrade.js'

/**
 * Opens a host on a store: a folder, or the database at a `postgres://` address.
 * @throws CompositorError `store-address`, `store-unavailable`, `store-damaged`, `store-secret`, `store-refused`, `store-foreign`, `store-newer`, `store-plugins`, `host-options`, `operations-port`, or `plugin-load` where `discover` has no package.json; a plugin that
 *   cannot be loaded is logged and listed in `pluginDiagnostics`, and its block types show as unsupported
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const log = options.log ?? pino({ level: 'warn' }, pino.destination(2))
  checkOptions(options, (message) => log.warn(message))
  const { discover, overrides = [] } = options
  const found = discover === undefined ? { plugins: [], diagnostics: [] } : discoverPlugins(discover)
  const plugins = [...found.plugins.map(({ specifier }) => specifier), ...(options.plugins ?? [])]
  // Where there are no plugins besides ours, nothing of the process is touched.
  const watch =
    plugins.length === 0
      ? undefined
      : watchPlugins(plugins, (error, { plugin }) => {
          log.error({ err: error, usage: error.usage, plugin }, error.message)
        })
  try {
    const { types, diagnostics } = await loadPlugins(
      { specifiers: [shippedPlugin, ...plugins], overrides },
      options.catalogues && Catalogues.of(options.catalogues),
    )
    const loaded = { types, diagnostics: [...found.diagnostics, ...diagnostics] }
    for (const { code, message } of loaded.diagnostics) log.error({ code }, message)
    await upgradeStore(options.store, { types, log })
    const stores = await openStores(options.store, {
      events: options.events,
      libraryTypes: options.libraryTypes,
      now: options.now,
      onFailure: (error) => log.warn({ err: error, code: error.code }, error.message),
    })
    let present: HostsPresent | undefined
    try {
      present = await HostsPresent.enter(stores.store, {
        types,
        otherPlugins: options.otherPlugins ?? (stores.store.folder === undefined ? 'refuse' : 'warn'),
        warn: (message) => log.warn(message),
      })
      if (!options.events && stores.store.folder === undefined && options.jobs !== false)
        log.warn('Events of learners wait in the store for a host that sends them: `events` says where to.')
      const domain = await siteDomain(stores.store.heads, options.domain)
      const named = domain === undefined ? {} : { domain }
      const host = new Host({ ...options, plugins, ...named }, present.within(stores), loaded, log, watch)
      if (options.operations) await host.operations.listen(options.operations)
      return host
    } catch (thrown) {
      await present?.leave()
      await stores.events.close()
      await stores.close()
      throw thrown
    }
  } catch (thrown) {
    watch?.[Symbol.dispose]()
    throw thrown
  }
}

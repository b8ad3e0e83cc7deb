import type { ServiceForBlock } from './for-block.js'
import type { ServiceToken } from './needs.js'

/** A service that a plugin brings, for blocks of any plugin. It goes by the name of its class. */
export interface PluginService {
  readonly token: ServiceToken
  /** Called once for the process, when the first block asks. */
  readonly make: () => unknown
}

/**
 * A service for the `services` of a plugin: `provide(Weather, () => new StationWeather())`. What the host binds for the
 * same class stands.
 */
export function provide<T>(token: ServiceToken<T>, make: () => T | ServiceForBlock<T>): PluginService {
  return { token, make }
}

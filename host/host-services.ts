import type { Container } from 'inversify'
import { LRUCache } from 'lru-cache'
import {
  Cache,
  Clock,
  CompositorError,
  FileKeeper,
  HandlerUrls,
  PluginStore,
  Random,
  Settings,
  Urls,
  type Json,
  type JsonObject,
  type ServiceForBlock,
  type ServiceToken,
} from '../runtime/index.js'
import { HostUrls } from './host-urls.js'
import type { HandlerSignatures } from './identity/handler-signatures.js'

/** What the host's own services are made of. */
export interface HostServicesOptions {
  readonly urls: HostUrls
  readonly clock: Clock
  readonly signatures: HandlerSignatures
  /** Settings by block type. */
  readonly settings: { readonly [blockType: string]: JsonObject }
  /** Keeps the bytes of blocks' files. */
  readonly files: FileKeeper
}

class SystemRandom extends Random {
  next(): number {
    return Math.random()
  }
}

/** Binds the host's services for the process, those left out that are bound already. */
export function bindHostServices(services: Container, options: HostServicesOptions): void {
  const { urls, clock, signatures, settings, files } = options
  const bindings: readonly (readonly [ServiceToken, unknown])[] = [
    [Clock, clock],
    [Random, new SystemRandom()],
    [Urls, urls],
    [HandlerUrls, handlerUrls(urls, signatures)],
    [Settings, settingsByType(settings)],
    [Cache, cacheByType()],
    [FileKeeper, files],
  ]
  for (const [token, service] of bindings) {
    if (!services.isBound(token)) services.bind(token).toConstantValue(service)
  }
}

/** Binds what plugins keep for themselves, unless something else is bound in its place. */
export function bindPluginStores(services: Container, stores: ServiceForBlock<PluginStore>): void {
  const token: ServiceToken = PluginStore
  if (!services.isBound(token)) services.bind(token).toConstantValue(stores)
}

/** Binds the addresses that blocks use, whatever a container above binds. */
export function bindUrls(services: Container, urls: HostUrls, signatures: HandlerSignatures): void {
  const signed: ServiceToken = HandlerUrls
  services.bind(Urls).toConstantValue(urls)
  services.bind(signed).toConstantValue(handlerUrls(urls, signatures))
}

/** A page with such an address is made anew before the address can expire. */
function handlerUrls(urls: HostUrls, signatures: HandlerSignatures): ServiceForBlock<HandlerUrls> {
  return {
    forBlock: ({ composed, user, clock }) => ({
      signed(handler, suffix) {
        if (!user) {
          throw new CompositorError(
            'service-missing',
            'A signed address needs a User, which this host lacks.',
          )
        }
        const usageKey = composed.key
        const { signature, renewAt } = signatures.sign({ learner: user.id, usageKey, handler })
        clock?.isPast(renewAt)
        return urls.signedHandler(usageKey, user.id, signature, handler, suffix)
      },
    }),
  }
}

function settingsByType(settings: HostServicesOptions['settings']): ServiceForBlock<Settings> {
  return {
    forBlock: ({ composed: { type } }) => ({
      values: Object.hasOwn(settings, type) ? (settings[type] ?? {}) : {},
    }),
  }
}

/** Kept in this process, in 16 MiB for all block types together; as text, so that nobody changes what others read. */
function cacheByType(): ServiceForBlock<Cache> {
  const texts = new LRUCache<string, string>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (text, key) => 2 * (text.length + key.length) + 100,
  })
  return {
    forBlock({ composed: { type } }) {
      const name = (key: string) => `${type} ${key}`
      return {
        async get(key) {
          const text = texts.get(name(key))
          return text === undefined ? undefined : (JSON.parse(text) as Json)
        },
        async set(key, value, seconds) {
          texts.set(name(key), JSON.stringify(value), seconds === undefined ? {} : { ttl: seconds * 1000 })
        },
        async delete(key) {
          texts.delete(name(key))
        },
      }
    },
  }
}

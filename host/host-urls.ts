import type { LRUCache } from 'lru-cache'
import { lastUsed } from '../runtime/values/last-used.js'
import { Urls } from '../runtime/index.js'
import type { ClientFiles } from './client-files.js'

/** Where the routes of a host are. */
export interface HostPlaces {
  /** Path the host is mounted at, without a slash at the end; whole pages of other sites need the origin, too. */
  readonly base: string
  /** Where blocks are called, if not below `base`. */
  readonly blocks?: string
  /** Where files of courses are, if not below `base`. */
  readonly assets?: string
  /** Addresses of plugins' files; as they are called when left out. */
  readonly clientFiles?: Pick<ClientFiles, 'address'>
}

/** Addresses of the routes of a host. */
export class HostUrls extends Urls {
  /** Made when asked for: only the addresses of a whole host have others within them, and there are many library blocks. */
  #within: LRUCache<string, HostUrls> | undefined

  /** @param context key, as text */
  constructor(
    readonly places: HostPlaces,
    private readonly context = '',
    private readonly libraryBlock = '',
  ) {
    super()
  }

  within(context: string, libraryBlock = ''): HostUrls {
    const within = (this.#within ??= lastUsed<HostUrls>(5000))
    const name = `${context} ${libraryBlock}`
    let urls = within.get(name)
    if (!urls) within.set(name, (urls = new HostUrls(this.places, context, libraryBlock)))
    return urls
  }

  handler(usageKey: string, handler: string, suffix = ''): string {
    const rest = suffix === '' ? '' : `/${suffix.split('/').map(encodeURIComponent).join('/')}`
    const { base, blocks = base } = this.places
    return `${blocks}/blocks/${encodeURIComponent(usageKey)}/handlers/${handler}${rest}`
  }

  /** A handler's address that says in itself who calls. */
  signedHandler(usageKey: string, learner: string, signature: string, handler: string, suffix = ''): string {
    const parts = [
      'blocks',
      usageKey,
      'signed',
      learner,
      signature,
      handler,
      ...(suffix === '' ? [] : suffix.split('/')),
    ]
    return `${this.places.base}/${parts.map(encodeURIComponent).join('/')}`
  }

  asset(name: string): string {
    const parts = this.libraryBlock === '' ? name.split('/') : [this.libraryBlock, ...name.split('/')]
    const { base, assets = base } = this.places
    return `${assets}/assets/${encodeURIComponent(this.context)}/${parts.map(encodeURIComponent).join('/')}`
  }

  client(blockType: string, file: string): string {
    const { base, clientFiles } = this.places
    return `${base}/client/${clientFiles?.address(blockType, file) ?? file}`
  }

  route(plugin: string, path: string): string {
    return `${this.places.base}/plugins/${encodeURIComponent(plugin)}${path}`
  }

  jumpTo(usageKeyOrId: string): string {
    return `${this.places.base}/jump/${encodeURIComponent(this.context)}/${encodeURIComponent(usageKeyOrId)}`
  }
}

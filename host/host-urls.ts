import { LRUCache } from 'lru-cache'
import { Urls } from '../runtime/index.js'

/** Addresses of the routes of this host, below the path it is mounted at. */
export class HostUrls extends Urls {
  readonly #within = new LRUCache<string, HostUrls>({ max: 5000 })

  /** @param base path the host is mounted at, without a slash at the end @param context key, as text */
  constructor(
    readonly base: string,
    private readonly context = '',
    private readonly libraryBlock = '',
  ) {
    super()
  }

  within(context: string, libraryBlock = ''): HostUrls {
    const name = `${context} ${libraryBlock}`
    let urls = this.#within.get(name)
    if (!urls) this.#within.set(name, (urls = new HostUrls(this.base, context, libraryBlock)))
    return urls
  }

  handler(usageKey: string, handler: string, suffix = ''): string {
    const rest = suffix === '' ? '' : `/${suffix.split('/').map(encodeURIComponent).join('/')}`
    return `${this.base}/blocks/${encodeURIComponent(usageKey)}/handlers/${handler}${rest}`
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
    return `${this.base}/${parts.map(encodeURIComponent).join('/')}`
  }

  asset(name: string): string {
    const parts = this.libraryBlock === '' ? name.split('/') : [this.libraryBlock, ...name.split('/')]
    return `${this.base}/assets/${encodeURIComponent(this.context)}/${parts.map(encodeURIComponent).join('/')}`
  }

  client(_blockType: string, file: string): string {
    return `${this.base}/client/${file}`
  }

  jumpTo(usageKeyOrId: string): string {
    return `${this.base}/jump/${encodeURIComponent(this.context)}/${encodeURIComponent(usageKeyOrId)}`
  }
}

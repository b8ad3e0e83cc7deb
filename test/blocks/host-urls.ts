import { Urls } from '../../runtime/service/index.js'

/** The addresses of a host that has the files `has` says it has. */
export class HostUrls extends Urls {
  constructor(private readonly has: (name: string) => boolean = () => true) {
    super()
  }
  within() {
    return this
  }
  handler(usageKey: string, handler: string) {
    return `/handlers/${usageKey}/${handler}`
  }
  asset(name: string): string | undefined {
    return this.has(name) ? `/assets/${encodeURIComponent(name)}` : undefined
  }
  client(_type: string, file: string) {
    return `/client/${file}`
  }
  route(plugin: string, path: string) {
    return `/plugins/${encodeURIComponent(plugin)}${path}`
  }
  jumpTo(place: string) {
    return `/go/${encodeURIComponent(place)}`
  }
}

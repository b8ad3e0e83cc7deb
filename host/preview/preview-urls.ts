import { Urls } from '../../runtime/index.js'

/** Addresses on the small server of a preview. */
class PreviewUrls extends Urls {
  within(): Urls {
    return this
  }

  handler(_usageKey: string, handler: string): string {
    return `/handlers/${handler}`
  }

  asset(name: string): string {
    return `/static/${name.split('/').map(encodeURIComponent).join('/')}`
  }

  client(_blockType: string, file: string): string {
    return `/client/${file}`
  }

  route(plugin: string, path: string): string {
    return `/plugins/${encodeURIComponent(plugin)}${path}`
  }

  jumpTo(): string {
    return '/'
  }
}

export const previewUrls: Urls = new PreviewUrls()

import { html, type SafeHtml } from '../html/index.js'
import type { Json } from '../values/json.js'

/** A stylesheet or module a page must load, once, for a fragment to work. */
export interface FragmentResource {
  readonly kind: 'css' | 'js'
  readonly url: string
}

/** The client side of a fragment: a module whose `init(element, runtime, args)` is called for it. */
export interface FragmentClient {
  readonly module: string
  readonly args: Json
}

/**
 * A piece of a page that a view gives: content, the resources it needs, and its client module
 * (the incumbent's web-fragments).
 */
export class Fragment {
  readonly resources: FragmentResource[] = []
  client: FragmentClient | undefined

  constructor(readonly content: SafeHtml) {}

  /** Fragments one after another; resources come once, in first-seen order. */
  static joined(parts: readonly Fragment[]): Fragment {
    const all = new Fragment(html`${parts.map(({ content }) => content)}`)
    for (const part of parts) all.addResourcesOf(part)
    return all
  }

  /** Adds a stylesheet: a file of the plugin's client folder, or a URL. */
  addCss(url: string): this {
    return this.addResource({ kind: 'css', url })
  }

  /** Adds a module script: a file of the plugin's client folder, or a URL. */
  addJavascript(url: string): this {
    return this.addResource({ kind: 'js', url })
  }

  /** Names the client module whose `init(element, runtime, args)` brings this fragment to life. */
  initializeJs(module: string, args: Json = null): this {
    this.client = { module, args }
    return this
  }

  /** Adds the resources of another fragment, so that a page loads each once, in first-seen order. */
  addResourcesOf(other: Fragment): this {
    for (const resource of other.resources) this.addResource(resource)
    return this
  }

  private addResource(resource: FragmentResource): this {
    if (!this.resources.some(({ kind, url }) => kind === resource.kind && url === resource.url)) {
      this.resources.push(resource)
    }
    return this
  }
}

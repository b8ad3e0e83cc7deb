import { html, jsonForScript } from '../html/index.js'
import type { Urls } from '../service/standard-services.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'

/** The file of a plugin's client folder that has its words in all languages. */
export const wordsFile = 'words.json'

/** What else is said of the block. */
export interface Wrapping {
  readonly view: string
  readonly urls: Urls | undefined
  /** Whether its plugin has words in other languages, for its client module. */
  readonly hasWords?: boolean | undefined
  /** A further class, which sets asides apart from blocks. */
  readonly family?: string
}

/**
 * A view's fragment in the element that marks the block on the page: its usage key, its type, its client module
 * and the module's arguments. File names of the plugin's client folder become addresses.
 */
export function wrapFragment(
  inner: Fragment,
  block: ComposedBlock,
  { view, urls, hasWords = false, family = '' }: Wrapping,
): Fragment {
  const address = (file: string) => (isAddress(file) || !urls ? file : urls.client(block.type, file))
  const { client } = inner
  const init = client
    ? html` data-client="${address(client.module)}" data-handlers="${urls?.handler(block.key, '') ?? ''}"${hasWords && html` data-words="${address(wordsFile)}"`}`
    : ''
  const args = client
    ? html`<script type="application/json" class="xblock-args">${jsonForScript(client.args)}</script>`
    : ''
  const start = html`<div class="xblock xblock-${block.type}${family && ` ${family}`}" data-block-type="${block.type}" data-usage-key="${block.key}" data-view="${view}"${init}>`
  const wrapped = new Fragment(html`${start}${inner.content}${args}</div>`)
  for (const { kind, url } of inner.resources) {
    if (kind === 'css') wrapped.addCss(address(url))
    else wrapped.addJavascript(address(url))
  }
  // Named among what the page loads, so that the page may load it.
  if (client && isElsewhere(client.module)) wrapped.addJavascript(client.module)
  return wrapped
}

function isElsewhere(file: string): boolean {
  return /^(https?:)?\/\//.test(file)
}

function isAddress(file: string): boolean {
  return /^(https?:)?\//.test(file)
}

import { html, jsonForScript } from '../html/index.js'
import type { Urls } from '../service/standard-services.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'
import type { Catalogues } from '../words/index.js'

/** The file of a plugin's client folder that has its words in all languages. */
export const wordsFile = 'words.json'

/** The same with those that only views for authors say. */
export const authorsWordsFile = 'authors-words.json'

/** What else is said of the block. */
export interface Wrapping {
  readonly view: string
  readonly urls: Urls | undefined
  /** Which file of its plugin has words in other languages, for its client module. */
  readonly words?: string | undefined
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
  { view, urls, words, family = '' }: Wrapping,
): Fragment {
  const address = (file: string) => (isAddress(file) || !urls ? file : urls.client(block.type, file))
  const { client } = inner
  const init = client
    ? html` data-client="${address(client.module)}" data-handlers="${urls?.handler(block.key, '') ?? ''}"${words !== undefined && html` data-words="${address(words)}"`}`
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

/** The file of words that the client module of a block asks for; undefined where there is none. */
export function wordsFor(words: Catalogues | undefined, forAuthors = false): string | undefined {
  if (!words?.forBrowsers) return undefined
  return forAuthors && words.forAuthors ? authorsWordsFile : wordsFile
}

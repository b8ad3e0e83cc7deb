import { usualBrand, type Brand } from '../brand/brand.js'
import { html, type FragmentResource, type SafeHtml } from '../../runtime/index.js'

/** What the head of a page names. */
export interface PageHead {
  readonly title: string
  /** Where a file for browsers is, such as `/learn/client/page.js`. */
  readonly client: (file: string) => string
  /** Stylesheets of the page itself besides the site's, and its script, by their file names. */
  readonly styles?: readonly string[]
  readonly script?: string
  /** What blocks on the page need, each loaded once. */
  readonly resources?: readonly FragmentResource[]
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly refresh?: number | undefined
  /** How the site looks, and the path that it is mounted at. */
  readonly brand?: Brand
  readonly base?: string
}

/** The head of every page: what a browser loads, the blocks' stylesheets after the site's, so that they win. */
export function pageHead({
  title,
  client,
  styles = [],
  script = 'page.js',
  resources = [],
  refresh,
  brand = usualBrand,
  base = '',
}: PageHead): SafeHtml {
  const ofKind = (wanted: FragmentResource['kind']) => resources.filter(({ kind }) => kind === wanted)
  const sheets = ['site.css', ...styles].map(client)
  const scripts = [client(script), ...ofKind('js').map(({ url }) => url)]
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${brand === usualBrand || title === brand.name ? title : html`${title} · ${brand.name}`}</title>
${refresh !== undefined && html`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`}
${[...sheets, ...ofKind('css').map(({ url }) => url)].map((url) => html`<link rel="stylesheet" href="${url}">\n`)}
${scripts.map((url) => html`<script type="module" src="${url}"></script>\n`)}
${brand.inHead(base)}
</head>`
}

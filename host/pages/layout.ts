import { html, trusted, type FragmentResource, type SafeHtml } from '../../runtime/index.js'
import { englishWords, type PageWords } from '../words/index.js'
import type { NavEntry } from './context-nav.js'
import { pageHead } from './page-head.js'

/** What every page has around its content. */
export interface LayoutParts {
  readonly title: string
  /** Base path the host is mounted under, without a slash at the end. */
  readonly base: string
  /** Where a file of the host for browsers is; below `/client/` by its name where left out, and asked for again each time. */
  readonly client?: ((file: string) => string) | undefined
  readonly content: SafeHtml
  /** What blocks on the page need, each loaded once. */
  readonly resources?: readonly FragmentResource[]
  /** Who is looking, and the way to switch where the host has one. */
  readonly learner?: SafeHtml | undefined
  /** What scripts of the page tell one learner's drafts from another's by; it tells nobody who they are. */
  readonly learnerMark?: string | undefined
  /** The words it is in; English when left out. */
  readonly words?: PageWords | undefined
  /** The ways to the other pages of the learning context that it is in; see `contextNav`. */
  readonly nav?: readonly NavEntry[]
  /** What stands beside the content of a wide page, and is opened on a narrow one; see `unitAround`. */
  readonly beside?: SafeHtml
  /** For lists with something beside them. */
  readonly width?: 'wide' | undefined
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly refresh?: number | undefined
  /** Whether it stands in a frame beside a list, so that what every page has around is there already. */
  readonly isBeside?: boolean
}

const doctype = trusted('<!doctype html>')

/** A whole page. */
export function layout(parts: LayoutParts): string {
  const { title, base, content, resources = [], learner, nav = [], beside, width, refresh, isBeside } = parts
  const { client = (file) => `${base}/client/${file}`, words = englishWords, learnerMark } = parts
  const { language, locale, direction, brand } = words
  const page = { language, direction, base }
  return html`${doctype}
<html lang="${language}"${direction === 'rtl' && html` dir="rtl"`}>
${pageHead({ title, client, resources, refresh, brand, base })}
<body${beside && html` class="has-beside"`}>
${
  !isBeside &&
  html`<a class="skip" href="#main">${words.say('Skip to the content')}</a>
<header class="site">
<a class="home" href="${brand.home ?? `${base}/`}">${brand.title(base)}</a>
${brand.header(page)}
${learner}
${nav.length > 0 && navigation(words, nav)}
</header>`
}
${beside}
<main id="main" tabindex="-1"${locale !== 'en' && html` data-locale="${locale}"`}${learnerMark !== undefined && html` data-learner="${learnerMark}"`}${width && html` class="${width}"`}>
${content}
</main>
${!isBeside && footer(brand.footer(page))}
</body>
</html>
`.text
}

function footer(content: SafeHtml | undefined): SafeHtml | undefined {
  return content && html`<footer class="site-end">${content}</footer>`
}

function navigation(words: PageWords, nav: readonly NavEntry[]): SafeHtml {
  const link = ({ href, title, isHere }: NavEntry) =>
    html`<a href="${href}"${isHere && html` aria-current="page"`}>${title}</a>`
  return html`<nav class="places" aria-label="${words.say('Pages of this course')}">${nav.map(link)}</nav>`
}

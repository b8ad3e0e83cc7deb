import type { NamedBlock } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import type { DraftClash } from '../drafts/draft-clash.js'
import { fieldLabel } from './field-words.js'
import { versionLineOf } from './version-line.js'

/** What a page shows in place of a change that others got in the way of. */
export interface ClashPageParts {
  readonly title: string
  /** Where the change was sent, with all that was sent. */
  readonly action: string
  readonly sent: URLSearchParams
  /** Where it was sent from. */
  readonly back: string
  readonly clash: DraftClash
}

/** Blocks of a kind that are named, and names of what was sent that say nothing to people. */
const mostNamed = 20

/** What differs from the draft that a change was thought of for; the change itself is kept, and can be made all the same. */
export function clashPage({ title, action, sent, back, clash }: ClashPageParts): SafeHtml {
  const { draft, differs, lines } = clash
  const kept = [...sent].filter(([name]) => name !== 'draft')
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${back}">${title}</a></nav>
<h1>Somebody else changed this meanwhile</h1>
<p role="alert">Nothing was changed yet, and nothing of what you sent is lost. Look at what differs, and decide.</p>
${
  differs
    ? html`<h2>What differs from what you saw</h2>
${blocks('Added', differs.added)}
${blocks('Changed', differs.changed, ({ fields }) =>
  fields
    .slice(0, 5)
    .map(({ name }) => fieldLabel(name))
    .join(', '),
)}
${blocks('In another order or place', differs.moved)}
${blocks('Removed', differs.removed)}
${files([...differs.files.added, ...differs.files.changed, ...differs.files.removed])}`
    : html`<p>The version that you saw is not kept any more, so it cannot be told what differs.</p>`
}
${lines.length > 0 && html`<h2>By whom</h2><ol class="versions">${lines.map((line) => html`<li>${versionLineOf(line)}</li>`)}</ol>`}
<form method="post" action="${action}">${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<input type="hidden" name="draft" value="${draft}">
<p class="author-actions"><button type="submit">Make my change all the same</button> <a href="${back}">Leave it as it is by now</a></p></form>`
}

function blocks<One extends NamedBlock>(
  label: string,
  all: readonly One[],
  more?: (one: One) => string,
): SafeHtml | undefined {
  if (all.length === 0) return undefined
  const rest = all.length - mostNamed
  return html`<h3>${label}: ${all.length}</h3><ul>${all.slice(0, mostNamed).map((one) => html`<li>${one.title ?? one.type}${more && html` <small>${more(one)}</small>`}</li>`)}</ul>${rest > 0 && html`<p>And ${rest} more.</p>`}`
}

function files(paths: readonly string[]): SafeHtml | undefined {
  const own = paths.filter((path) => path.includes('/static/') || path.startsWith('static/'))
  if (own.length === 0) return undefined
  const names = own.slice(0, mostNamed).map((path) => path.slice(path.lastIndexOf('/') + 1))
  return html`<h3>Files: ${own.length}</h3><p>${names.join(', ')}</p>`
}

import { html, SafeHtml } from '../../runtime/index.js'
import type { ProblemVariants } from '../libraries/problem-variants.js'
import { blockAddress, newsLine } from './author-pages.js'

/** What the page of a problem's variants shows. */
export interface VariantsPageParts extends ProblemVariants {
  readonly base: string
  readonly title: string
  readonly news: string | undefined
  /** The seed that the next page begins with. */
  readonly next: number
}

/** The variants of a problem, each as learners would see it, to be kept or dropped. It works without scripts. */
export function variantsPage(parts: VariantsPageParts): SafeHtml {
  const { base, usage, version, title, news, kept, variants, next } = parts
  const address = `${blockAddress(base, usage)}/variants`
  const standing =
    kept.length === 0
      ? 'Learners get any variant. Choose some to fix them: then they get no others.'
      : `Learners get only these seeds: ${kept.join(', ')}. Who has another one keeps it.`
  const others = kept.filter((seed) => !variants.some((one) => one.seed === seed))
  return html`<nav class="crumbs" aria-label="Where this is"><a href="${blockAddress(base, usage)}">${title}</a></nav>
<h1>Variants of ${title}</h1>
${newsLine(news)}
<p>${standing}</p>
<form method="post" action="${address}">
<input type="hidden" name="draft" value="${version}">
${others.map((seed) => html`<input type="hidden" name="seed" value="${String(seed)}">`)}
<ol class="variants">${variants.map((one) => variant(one, kept.length > 0))}</ol>
<button type="submit" name="what" value="keep">Keep those that are ticked</button>
<button type="submit" name="what" value="all">Let learners get any</button>
</form>
<p><a href="${address}?from=${String(next)}">Further variants, from seed ${String(next)}</a></p>`
}

function variant(
  { seed, isKept, html: question, sameAs, fault }: ProblemVariants['variants'][number],
  isFixed: boolean,
): SafeHtml {
  const id = `seed-${seed}`
  const isTicked = isFixed ? isKept : fault === undefined && sameAs === undefined
  return html`<li><h2 id="${id}-name">Seed ${String(seed)}</h2>
<p><input type="checkbox" id="${id}" name="seed" value="${String(seed)}"${isTicked ? html` checked` : ''}> <label for="${id}">Keep this variant</label></p>
${sameAs !== undefined && html`<p>It is the same as that of seed ${String(sameAs)}.</p>`}
${fault !== undefined && html`<p role="note" class="unsupported">${fault}</p>`}
${question !== null && html`<fieldset disabled aria-labelledby="${id}-name">${new SafeHtml(question)}</fieldset>`}</li>`
}

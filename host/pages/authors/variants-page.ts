import { html, SafeHtml } from '../../../runtime/index.js'
import type { ProblemVariants } from '../../libraries/problem-variants.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress, newsLine } from './author-pages.js'

/** What the page of a problem's variants shows. */
export interface VariantsPageParts extends ProblemVariants {
  readonly words: PageWords
  readonly base: string
  readonly title: string
  readonly news: string | undefined
  /** The seed that the next page begins with. */
  readonly next: number
}

/** The variants of a problem, each as learners would see it, to be kept or dropped. It works without scripts. */
export function variantsPage(parts: VariantsPageParts): SafeHtml {
  const { words, base, usage, version, title, news, kept, variants, next } = parts
  const address = `${blockAddress(base, usage)}/variants`
  const standing =
    kept.length === 0
      ? words.say('Learners get any variant. Choose some to fix them: then they get no others.')
      : words.say('Learners get only the variants {seeds}. Who has another one keeps it.', {
          seeds: kept.join(', '),
        })
  const others = kept.filter((seed) => !variants.some((one) => one.seed === seed))
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a></nav>
<h1>${words.say('Variants of {title}', { title })}</h1>
${newsLine(news)}
<p>${standing}</p>
<form method="post" action="${address}">
<input type="hidden" name="draft" value="${version}">
${others.map((seed) => html`<input type="hidden" name="seed" value="${String(seed)}">`)}
<ol class="variants">${variants.map((one) => variant(words, one, kept.length > 0))}</ol>
<button type="submit" name="what" value="keep">${words.say('Keep those that are ticked')}</button>
<button type="submit" name="what" value="all">${words.say('Let learners get any')}</button>
</form>
<p><a href="${address}?from=${String(next)}">${words.say('Further variants, from {seed} on', { seed: String(next) })}</a></p>`
}

function variant(
  words: PageWords,
  { seed, isKept, html: question, sameAs, fault }: ProblemVariants['variants'][number],
  isFixed: boolean,
): SafeHtml {
  const id = `seed-${seed}`
  const isTicked = isFixed ? isKept : fault === undefined && sameAs === undefined
  return html`<li><h2 id="${id}-name">${words.say('Variant {seed}', { seed: String(seed) })}</h2>
<p><input type="checkbox" id="${id}" name="seed" value="${String(seed)}"${isTicked ? html` checked` : ''}> <label for="${id}">${words.say('Keep this variant')}</label></p>
${sameAs !== undefined && html`<p>${words.say('It is the same as variant {seed}.', { seed: String(sameAs) })}</p>`}
${fault !== undefined && html`<p role="note" class="unsupported">${words.told(fault)}</p>`}
${question !== null && html`<fieldset disabled aria-labelledby="${id}-name">${new SafeHtml(question)}</fieldset>`}</li>`
}

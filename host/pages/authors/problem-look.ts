import { lookId, type LookedAt } from '../../../blocks/problem/index.js'
import { html, SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import type { LineRemark } from './problem-parts.js'

/** What is shown beside a problem that is written. */
export interface ProblemLook {
  readonly words: PageWords
  readonly looked: LookedAt
  /** The questions as HTML, with the addresses of this host. */
  readonly content: SafeHtml | undefined
  readonly seed: number
  readonly remarks: readonly LineRemark[]
  /** Whether cases can be kept beside it. */
  readonly keepsCases: boolean
  /** Where all its variants are shown. */
  readonly variants: string
}

/** What of a problem is odd, what learners would see, and what answers come to. */
export function problemLook(look: ProblemLook): SafeHtml {
  const { words, content, looked, seed, variants } = look
  if (content?.text.trim() === '' && look.remarks.length === 0)
    return html`<section class="look-preview" aria-labelledby="look-preview"><h2 id="look-preview">${words.say('What learners see')}</h2><p>${words.say('There is nothing in it to look at yet.')}</p></section>`
  return html`<section class="look-findings" aria-labelledby="look-findings"><h2 id="look-findings">${words.say('What was found')}</h2>${findings(look)}</section>
<section class="look-preview" aria-labelledby="look-preview"><h2 id="look-preview">${words.say('What learners see')}</h2>
${content ? html`<div class="xblock-problem look-problem"><div class="problem">${content}</div></div>` : html`<p class="unsupported" role="note">${words.say('It cannot be shown as it is.')}</p>`}
${content && html`<p class="author-actions"><button type="submit" name="do" value="look">${words.say('Try these answers')}</button>${looked.isDrawn && html` <button type="submit" name="do" value="look:next" class="quiet">${words.say('Another variant')}</button>`}</p>`}
${looked.tried && tried(look, looked.tried)}
<p class="look-seed"><label for="problem-seed">${words.say('Seed')}</label> <input type="number" id="problem-seed" name="problem.seed" min="0" max="999999" value="${seed}"> <button type="submit" name="do" value="look" class="quiet small">${words.say('Show')}</button>${looked.isDrawn ? html` <a href="${variants}">${words.say('All variants')}</a>` : html` <small>${words.say('It draws no values: all learners see the same.')}</small>`}</p>
</section>
<section class="look-tests" aria-labelledby="look-tests"><h2 id="look-tests">${words.say('Tests')}</h2>${tests(look)}</section>`
}

function findings({ words, remarks }: ProblemLook): SafeHtml {
  if (remarks.length === 0) return html`<p>${words.say('Nothing is wrong with it.')}</p>`
  return html`<ul class="finding-lines">${remarks.map(
    ({ message, isError, line, column }) =>
      html`<li class="${isError ? 'is-error' : 'is-odd'}"><strong>${isError ? words.say('Error') : words.say('Note')}</strong> ${line !== undefined && html`<a href="#problem-text" data-line="${line}"${column !== undefined && html` data-column="${column}"`}>${words.say('Line {line}', { line })}</a>: `}${words.told(message)}</li>`,
  )}</ul>`
}

/** What the answers that were tried came to, and the way to keep them as a case. */
function tried({ words, keepsCases }: ProblemLook, { grade }: NonNullable<LookedAt['tried']>): SafeHtml {
  const isRight = grade.score >= grade.maxScore - 1e-9 && grade.maxScore > 0
  const earned = words.say(
    'These answers earn {score, number} of {most, plural, one {# point} other {# points}}.',
    {
      score: grade.score,
      most: grade.maxScore,
    },
  )
  return html`<p class="look-verdict ${isRight ? 'is-right' : 'is-wrong'}" role="status">${earned}</p>
${keepsCases && html`<p class="author-actions"><span>${words.say('Keep them as a test: they should be')}</span> <button type="submit" name="do" value="keep:correct" class="quiet small">${words.say('right')}</button> <button type="submit" name="do" value="keep:incorrect" class="quiet small">${words.say('wrong')}</button></p>`}`
}

function tests({ words, looked: { own, cases }, keepsCases }: ProblemLook): SafeHtml {
  const line = (isFine: boolean, what: SafeHtml | string, why: string | undefined, more?: SafeHtml) =>
    html`<li class="${isFine ? 'is-fine' : 'is-error'}"><strong>${isFine ? words.say('Passed') : words.say('Failed')}</strong> ${what}${why !== undefined && html` ${words.told(why)}`}${more}</li>`
  const drop = (index: number, name: string) =>
    keepsCases &&
    html` <button type="submit" name="do" value="drop:${index}" class="quiet small sign" aria-label="${words.say('Remove: {name}', { name })}" title="${words.say('Remove: {name}', { name })}">✕</button>`
  const lines = [
    ...(own
      ? [
          own.fault === undefined
            ? line(true, words.say('Its own answer earns all points.'), undefined)
            : line(false, '', own.fault),
        ]
      : []),
    ...cases.map(({ case: one, fault }, index) =>
      line(fault === undefined, html`<bdi>${one.name}</bdi>`, fault, drop(index, one.name) || undefined),
    ),
  ]
  const none = html`<p>${words.say('Try answers above, and keep those that should be right or wrong: they are tried whenever the problem changes.')}</p>`
  return html`${lines.length > 0 && html`<ul class="test-lines">${lines}</ul>`}${cases.length === 0 && keepsCases && none}`
}

/** Whether the name of a posted value is an answer at the problem that is shown. */
export function isTriedAnswer(name: string): boolean {
  return name.startsWith(`input_${lookId}_`)
}

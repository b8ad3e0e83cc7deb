import type { SubsectionGrade } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { doneText, dueText, subsectionLink, type ProgressPageParts } from './progress-parts.js'

/** Most that is listed. */
const mostListed = 8

/** What is still to do, what is due next first, and what was missed. */
export function progressTodo({ words, base, grades, now }: ProgressPageParts): SafeHtml | undefined {
  const open = grades.subsections.filter(isUnfinished)
  if (open.length === 0) {
    const isAny = grades.completion.blocks > 0
    return isAny
      ? html`<p class="all-done">${words.say('You have done all there is to do so far.')}</p>`
      : undefined
  }
  const ahead = open
    .filter(({ due = Infinity }) => due > now)
    .toSorted(({ due: one = Infinity }, { due: other = Infinity }) => (one === other ? 0 : one - other))
  const missed = open.filter(({ due = Infinity }) => due <= now)
  const line = (one: SubsectionGrade) => html`<li>
    ${subsectionLink({ words, base }, one)}
    <span class="state">${doneText(words, one.completion)}</span>
    ${one.due !== undefined && html`<span class="due">${dueText(words, one.due, now)}</span>`}
  </li>`
  const rest = ahead.length - mostListed
  return html`<section aria-labelledby="to-do">
    <h2 id="to-do">${words.say('Still to do')}</h2>
    ${ahead.length > 0 ? html`<ul class="to-do">${ahead.slice(0, mostListed).map(line)}</ul>` : html`<p>${words.say('Nothing that can still be handed in.')}</p>`}
    ${rest > 0 && html`<p>${words.say('{rest, plural, one {# more further down.} other {# more further down.}}', { rest })}</p>`}
    ${
      missed.length > 0 &&
      html`<details class="missed">
        <summary>${words.say('{missed, plural, one {# part was not finished in time} other {# parts were not finished in time}}', { missed: missed.length })}</summary>
        <ul class="to-do">${missed.slice(0, 50).map(line)}</ul>
      </details>`
    }
  </section>`
}

function isUnfinished({ completion: { done, blocks } }: SubsectionGrade): boolean {
  return done < blocks
}

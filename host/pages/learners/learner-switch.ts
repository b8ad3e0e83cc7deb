import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** The demo's switch between learners: a plain form, so it works without scripts. */
export function learnerSwitch(
  words: PageWords,
  base: string,
  current: string,
  learners: readonly string[],
  back: string,
): SafeHtml {
  return html`<form class="learner" method="post" action="${base}/learner">
    <input type="hidden" name="back" value="${back}" />
    <label for="learner-name">${words.say('Learner')}</label>
    <select id="learner-name" name="name">
      ${learners.map((name) => html`<option${name === current ? html` selected` : ''}>${name}</option>`)}
    </select>
    <button type="submit">${words.say('Switch')}</button>
  </form>`
}

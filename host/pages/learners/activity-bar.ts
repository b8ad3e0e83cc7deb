import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** How many activities of a part of a course are done. */
export interface ActivityCount {
  readonly done: number
  readonly total: number
}

/** How far a learner has come, as a bar and in words; nothing where there is nothing to do. */
export function activityBar(words: PageWords, { done, total }: ActivityCount): SafeHtml | undefined {
  if (total === 0) return undefined
  const text =
    done >= total
      ? words.say('All done')
      : words.say('{done} of {total, plural, one {# activity} other {# activities}} done', { done, total })
  return html`<span class="activity-bar${done >= total && ' all-done'}"><progress max="${total}" value="${done}" aria-hidden="true"></progress> <span>${text}</span></span>`
}

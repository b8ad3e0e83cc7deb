import { html, type SafeHtml } from '../../../runtime/index.js'
import type { Concern } from '../../reports/concerns.js'
import type { ConcerningBlock } from '../../reports/course-report.js'
import type { PageWords } from '../../words/index.js'
import { blockReportAddress, figure, share, type ReportsPlace } from './reports-place.js'

/** Problems that are shown at once; the others are folded. */
const shown = 10

/** Problems that want to be looked at, each with why and the way to its report. */
export function concernList(
  place: ReportsPlace,
  blocks: readonly ConcerningBlock[],
  count: number,
): SafeHtml {
  const { words } = place
  const list = (some: readonly ConcerningBlock[]) =>
    html`<ul class="report-concerns">${some.map((one) => concernItem(place, one))}</ul>`
  const more = blocks.slice(shown)
  return html`${list(blocks.slice(0, shown))}
    ${more.length > 0 && html`<details class="report-fold"><summary>${words.say('{count, plural, one {# more problem} other {# more problems}}', { count: more.length })}</summary>${list(more)}</details>`}
    ${count > blocks.length && html`<p class="report-note">${words.say('These are the first {shown, number} of {count, number}.', { shown: blocks.length, count })}</p>`}`
}

function concernItem(place: ReportsPlace, block: ConcerningBlock): SafeHtml {
  const { words } = place
  const { title, unitTitle, subsectionTitle, concerns } = block
  return html`<li><a href="${blockReportAddress(place, block)}">${words.ofCourse(title)}</a>
    <small>${words.ofCourse(subsectionTitle)} › ${words.ofCourse(unitTitle)}</small>
    ${concerns.map((concern) => html`<span class="report-why">${sentence(words, concern, block)}</span>`)}</li>`
}

function sentence(
  words: PageWords,
  concern: Concern,
  { meanShare = 0, meanAttempts = 0, discrimination = 0, stuck, learners, around }: ConcerningBlock,
): string {
  switch (concern) {
    case 'low-score':
      return words.say('Learners have {share} of its points on average.', { share: share(words, meanShare) })
    case 'low-discrimination':
      return words.say('Those who do well elsewhere hardly do better here (discrimination {value}).', {
        value: figure(words, discrimination, 2),
      })
    case 'stuck':
      return words.say(
        '{count, plural, one {# learner has} other {# learners have}} tried it often without a point.',
        { count: stuck },
      )
    case 'attempts':
      return words.say('Learners make {attempts} attempts on average.', {
        attempts: figure(words, meanAttempts),
      })
    case 'unanswered':
      return words.say(
        '{count, number} of {around, plural, one {# learner} other {# learners}} at work in its subsection have not answered it.',
        { count: around - learners, around },
      )
  }
}

import { mostTries, scoreBands, type SpreadFigures, type VariantFigures } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { sharesTable } from './shares-table.js'

/** Scores of learners, attempts until all points were had, and figures of each variant where there are several. */
export function spreadTables(words: PageWords, spread: SpreadFigures): SafeHtml {
  const { scores, variants } = spread
  const scored = scores.reduce((sum, one) => sum + one, 0)
  return html`<div class="report-spread">
    ${
      scored > 0 &&
      sharesTable(words, {
        caption: words.say('Scores'),
        heading: words.say('Score'),
        of: scored,
        rows: scoreBands.flatMap((band, place) => {
          const learners = scores[place] ?? 0
          const isEnd = place === 0 || place === scoreBands.length - 1
          // Problems of one point have nothing between.
          return learners > 0 || isEnd
            ? [{ name: bandText(words, band), learners, isGood: band[0] === 100 }]
            : []
        }),
      })
    }
    ${attemptsTable(words, spread)}
  </div>
  ${variants.length > 0 && variantsTable(words, variants)}`
}

function bandText(words: PageWords, [from, to]: readonly [number, number]): string {
  const percent = (of: number) => words.formatNumber(of / 100, { style: 'percent' })
  return from === to ? percent(from) : words.say('{from} to {to}', { from: percent(from), to: percent(to) })
}

function attemptsTable(words: PageWords, { rightAt, neverRight }: SpreadFigures): SafeHtml {
  const last = rightAt.findLastIndex((learners) => learners > 0)
  const rows = rightAt.slice(0, last + 1).map((learners, place) => ({
    name:
      place + 1 < mostTries
        ? words.formatNumber(place + 1)
        : words.say('{count, number} or more', { count: mostTries }),
    learners,
    isGood: true,
  }))
  return sharesTable(words, {
    caption: words.say('Attempts until right'),
    heading: words.say('Attempts'),
    of: rightAt.reduce((sum, one) => sum + one, neverRight),
    rows: [...rows, { name: words.say('Not right yet'), learners: neverRight }],
  })
}

function variantsTable(words: PageWords, variants: readonly VariantFigures[]): SafeHtml {
  return html`<details class="report-variants">
    <summary>${words.say('By variant')}</summary>
    <table class="figures report-answers" aria-label="${words.say('By variant')}">
      <thead>
        <tr>
          <th scope="col">${words.say('Variant')}</th>
          <th scope="col">${words.say('Learners')}</th>
          <th scope="col">${words.say('Right in the end')}</th>
          <th scope="col">${words.say('Attempts on average')}</th>
        </tr>
      </thead>
      <tbody>
        ${variants.map(
          ({ variant, learners, right, meanAttempts }) => html`<tr>
            <th scope="row">${words.formatNumber(variant)}</th>
            <td>${words.formatNumber(learners)}</td>
            <td>${words.formatNumber(right / learners, { style: 'percent' })}</td>
            <td>${words.formatNumber(meanAttempts, { maximumFractionDigits: 1 })}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </details>`
}

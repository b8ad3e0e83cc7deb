import { html, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** How many learners something is true of. */
export interface SharesRow {
  readonly name: HtmlValue
  readonly learners: number
  readonly isGood?: boolean | undefined
}

/** Learners by something, of how many they are. */
export interface Shares {
  readonly caption: HtmlValue
  /** What the rows are. */
  readonly heading: string
  readonly rows: readonly SharesRow[]
  /** Of how many learners these are shares. */
  readonly of: number
}

/** Learners by something, with a bar for the share of each. */
export function sharesTable(words: PageWords, { caption, heading, rows, of }: Shares): SafeHtml {
  const share = (learners: number) => (of > 0 ? Math.min(1, learners / of) : 0)
  return html`<table class="figures report-answers">
    <caption>${caption}</caption>
    <thead>
      <tr>
        <th scope="col">${heading}</th>
        <th scope="col">${words.say('Learners')}</th>
        <th scope="col">${words.say('Share')}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, learners, isGood }) => html`<tr${isGood && html` class="is-right"`}>
          <th scope="row">${name}</th>
          <td>${words.formatNumber(learners)}</td>
          <td><span class="report-share">
            <svg height="12" aria-hidden="true"><rect width="100%" height="12" rx="3" class="all"/><rect width="${Math.round(share(learners) * 100)}%" height="12" rx="3"/></svg>
            <span>${words.formatNumber(share(learners), { style: 'percent' })}</span>
          </span></td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

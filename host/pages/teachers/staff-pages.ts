import type { LearnerAtBlock, LearnersAtBlock, SubmittedBlock } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { reportSection, type ReportTable } from './report-section.js'
import {
  blockAddress,
  learnersText,
  momentText,
  newsLine,
  personName,
  scoreText,
  staffCrumbs,
  type PeopleById,
  type StaffBlockPlace,
  type StaffPlace,
} from './staff-place.js'

/** The blocks of a unit that learners submit something at. */
export function staffUnitPage(place: StaffPlace, blocks: readonly SubmittedBlock[]): SafeHtml {
  const { base, unit, words } = place
  const line = (block: SubmittedBlock) =>
    html`<li><a href="${blockAddress({ base, block })}">${words.ofCourse(block.title)}</a> <span>${learnersText(words, block.learners)}</span></li>`
  return html`${staffCrumbs(place)}
<h1>${words.say('Submissions in “{title}”', { title: unit.title })}</h1>
${blocks.length === 0 && html`<p>${words.say('Nothing is submitted in this unit.')}</p>`}
<ul class="staff-blocks">${blocks.map(line)}</ul>
<p><a href="${base}/staff/units/${encodeURIComponent(unit.key)}/draws">${words.say('What was drawn for a learner, and why')}</a></p>`
}

/** Learners at a block, as its page shows them. */
export interface ShownLearners {
  readonly found: LearnersAtBlock
  readonly people: PeopleById
  /** What was searched for; '' for nothing. */
  readonly search: string
  /** The learner up to whom a search looked that ended before its end. */
  readonly next?: string | undefined
  readonly table?: ReportTable | undefined
}

/** Some of those who submitted something at a block. */
export function staffBlockPage(place: StaffBlockPlace, shown: ShownLearners): SafeHtml {
  const { block, words } = place
  const address = blockAddress(place)
  const { found, search, table, next } = shown
  const { learners } = found
  return html`${staffCrumbs(place)}
<h1>${words.say('Submissions at “{title}”', { title: block.title })}</h1>
${newsLine(place)}
${block.learners === 0 ? html`<p>${words.say('No learner has begun with it.')}</p>` : searchForm(place, search)}
${learners.length > 0 && learnerTable(place, shown)}
${block.learners > 0 && learners.length === 0 && html`<p role="status">${words.say('No learner matches. Try a part of a name or mail address.')}</p>`}
${otherPages(place, found, search, next)}
${table && reportSection(words, table, address)}
${
  block.canRescore &&
  block.learners > 0 &&
  html`<section class="staff-action" aria-labelledby="rescore-all"><h2 id="rescore-all">${words.say('Rescore everybody')}</h2>
<p>${words.say('After an answer of the problem was corrected, all submissions can be graded again by what is published now.')}</p>
<p><a class="button secondary" href="${address}/rescore-all">${words.say('Rescore everybody…')}</a></p></section>`
}`
}

/** The choice whether rescoring may take points away. */
export function onlyIfHigher({ words }: Pick<StaffPlace, 'words'>): SafeHtml {
  return html`<p><label><input type="checkbox" name="only_if_higher"> ${words.say('Only where a learner gains by it')}</label></p>`
}

function searchForm(place: StaffBlockPlace, search: string): SafeHtml {
  const { words } = place
  const address = blockAddress(place)
  return html`<form class="staff-search" role="search" method="get" action="${address}">
<label for="staff-search">${words.say('Name, username or mail')}</label>
<input type="search" id="staff-search" name="search" value="${search}" autocomplete="off">
<button type="submit">${words.say('Search')}</button>${search !== '' && html` <a href="${address}">${words.say('All learners')}</a>`}
</form>`
}

/** The way to the learners before and after. */
function otherPages(
  place: StaffBlockPlace,
  { learners, hasPrevious, hasNext }: LearnersAtBlock,
  search: string,
  next: string | undefined,
): SafeHtml | undefined {
  const [first, last] = [learners[0]?.learner ?? '', next ?? learners.at(-1)?.learner]
  if (last === undefined || (!hasPrevious && !hasNext)) return undefined
  const { words } = place
  const at = (where: Readonly<Record<string, string>>) =>
    `${blockAddress(place)}?${new URLSearchParams({ ...where, ...(search !== '' && { search }) }).toString()}`
  return html`<nav class="staff-pages" aria-label="${words.say('Pages of learners')}">
${hasPrevious && html`<a rel="prev" href="${at({ before: first })}">${words.say('Previous learners')}</a>`}
${hasNext && html`<a rel="next" href="${at({ after: last })}">${words.say('Next learners')}</a>`}
</nav>`
}

function learnerTable(place: StaffBlockPlace, { found, people }: ShownLearners): SafeHtml {
  const { words } = place
  const address = blockAddress(place)
  const row = ({ learner, grade, score }: LearnerAtBlock) => {
    const person = people.get(learner) ?? { id: learner, name: learner, isStaff: false }
    return html`<tr><th scope="row">${personName(person, `${address}?learner=${encodeURIComponent(learner)}`)}</th><td><span class="number">${scoreText(words, score)}</span>${grade?.override && html` <small class="tag">${words.say('given')}</small>`}</td><td>${grade && momentText(words, grade.at)}</td></tr>`
  }
  return html`<div class="staff-scroll" role="region" aria-label="${words.say('Learners')}" tabindex="0"><table>
<thead><tr><th scope="col">${words.say('Learner')}</th><th scope="col">${words.say('Score')}</th><th scope="col">${words.say('Graded')}</th></tr></thead>
<tbody>${found.learners.map(row)}</tbody>
</table></div>`
}

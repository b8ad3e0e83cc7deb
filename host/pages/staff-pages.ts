import type { Grade, LearnerAtBlock, LearnersAtBlock, SubmittedBlock } from '../../lms/index.js'
import { html, isJsonObject, type Json, type JsonObject, type SafeHtml } from '../../runtime/index.js'
import type { Rescoring } from '../jobs/rescoring.js'
import { englishWords } from '../words/index.js'
import { points } from './outline-page.js'
import { reportSection, type ReportTable } from './report-section.js'

/** Where a page for staff stands. */
export interface StaffPlace {
  readonly base: string
  readonly unit: { readonly key: string; readonly title: string }
  /** What has just happened. */
  readonly news?: string | undefined
}

/** A block as a page for staff shows it. */
export interface StaffBlockPlace extends StaffPlace {
  readonly block: SubmittedBlock
}

/** The blocks of a unit that learners submit something at. */
export function staffUnitPage(place: StaffPlace, blocks: readonly SubmittedBlock[]): SafeHtml {
  const { base, unit } = place
  return html`${crumbs(place)}
<h1>Submissions in “${unit.title}”</h1>
${blocks.length === 0 && html`<p>Nothing is submitted in this unit.</p>`}
<ul class="staff-blocks">${blocks.map((block) => html`<li><a href="${blockAddress(base, block.key)}">${block.title}</a> <span>${learnersText(block.learners)}</span></li>`)}</ul>
<p><a href="${base}/staff/units/${encodeURIComponent(unit.key)}/draws">What was drawn for a learner, and why</a></p>`
}

/** Some of those who submitted something at a block. @param search what was searched for; '' for nothing */
export function staffBlockPage(
  place: StaffBlockPlace,
  found: LearnersAtBlock,
  search: string,
  table?: ReportTable,
): SafeHtml {
  const { base, block } = place
  const address = blockAddress(base, block.key)
  const { learners } = found
  return html`${crumbs(place)}
<h1>Submissions at “${block.title}”</h1>
${newsLine(place)}
${block.learners === 0 ? html`<p>No learner has begun with it.</p>` : searchForm(address, search)}
${learners.length > 0 && learnerTable(address, learners)}
${block.learners > 0 && learners.length === 0 && html`<p role="status">No learner here has an id that begins so.</p>`}
${otherPages(address, found, search)}
${table && reportSection(table, address)}
${
  block.canRescore &&
  block.learners > 0 &&
  html`<h2 id="rescore-all">Rescore everybody</h2>
<form class="staff-form" method="post" action="${address}/rescore-all" aria-labelledby="rescore-all">
<p>All submissions are graded again by what is published now. It goes on in the background.</p>
${onlyIfHigher}
<button type="submit">Rescore ${learnersText(block.learners)}</button>
</form>`
}`
}

function searchForm(address: string, search: string): SafeHtml {
  return html`<form class="staff-search" role="search" method="get" action="${address}">
<label for="staff-search">Learners whose id begins with</label>
<input type="search" id="staff-search" name="search" value="${search}" autocomplete="off">
<button type="submit">Search</button>${search !== '' && html` <a href="${address}">All learners</a>`}
</form>`
}

/** The way to the learners before and after. */
function otherPages(
  address: string,
  { learners, hasPrevious, hasNext }: LearnersAtBlock,
  search: string,
): SafeHtml | undefined {
  const [first, last] = [learners[0], learners.at(-1)]
  if (!first || !last || (!hasPrevious && !hasNext)) return undefined
  const at = (place: Readonly<Record<string, string>>) =>
    `${address}?${new URLSearchParams({ ...place, ...(search !== '' && { search }) }).toString()}`
  return html`<nav class="staff-pages" aria-label="Pages of learners">
${hasPrevious && html`<a rel="prev" href="${at({ before: first.learner })}">Previous learners</a>`}
${hasNext && html`<a rel="next" href="${at({ after: last.learner })}">Next learners</a>`}
</nav>`
}

/** What one learner submitted at a block. */
export function staffLearnerPage(
  place: StaffBlockPlace,
  { learner, grade }: LearnerAtBlock,
  history: JsonObject,
): SafeHtml {
  const { base, block } = place
  const address = blockAddress(base, block.key)
  const name = html`<input type="hidden" name="learner" value="${learner}">`
  return html`${crumbs(place, html` › <a href="${address}">${block.title}</a>`)}
<h1>${learner} at “${block.title}”</h1>
${newsLine(place)}
<p>${grade ? html`Grade: <strong>${gradeText(grade)}</strong> points, before weighting.` : 'No grade yet.'}</p>
${submissionTable(history)}
${
  block.canRescore &&
  html`<h2 id="rescore">Rescore</h2>
<form class="staff-form" method="post" action="${address}/rescore" aria-labelledby="rescore">
${name}
<p>All submissions of this learner are graded again by what is published now.</p>
${onlyIfHigher}
<button type="submit">Rescore</button>
</form>`
}
<h2 id="delete">Delete</h2>
<form class="staff-form" method="post" action="${address}/delete-state" aria-labelledby="delete">
${name}
<p>The block will be as if this learner had never met it. Submissions, attempts, grade and completion are gone for good.</p>
<p><label><input type="checkbox" name="confirmed" required> I want to delete all of it</label></p>
<button type="submit">Delete the learner’s work</button>
</form>`
}

/** How far the rescoring of everybody is, and what it did. */
export function rescoringPage(place: StaffBlockPlace, rescoring: Rescoring): SafeHtml {
  const { base, block } = place
  const address = blockAddress(base, block.key)
  return html`${crumbs(place, html` › <a href="${address}">${block.title}</a>`)}
<h1>Rescoring “${block.title}”</h1>
${rescoring.result || rescoring.error ? outcome(rescoring, address) : underWay(rescoring)}`
}

function underWay({ id, done, total }: Rescoring): SafeHtml {
  const text = total === 0 ? 'It has begun.' : `${done} of ${learnersText(total)} done.`
  return html`<div data-rescoring="${id}">
<p><label for="rescoring">Progress</label> <progress id="rescoring" ${total > 0 && html`max="${total}" value="${done}"`}>${text}</progress></p>
<p class="staff-progress">${text}</p>
<p><a href="">Look again</a></p>
</div>`
}

function outcome({ result, error }: Rescoring, address: string): SafeHtml {
  if (error) return html`<p class="staff-news" role="status">Nobody was rescored: ${error.message}</p>`
  if (!result) return html``
  const { counts, changed, failed } = result
  return html`<p class="staff-news" role="status">${learnersText(counts.rescored)} rescored, ${counts.changed} with another grade than before.</p>
${counts.skipped > 0 && html`<p>${learnersText(counts.skipped)} left out: nothing was submitted.</p>`}
${
  changed.length > 0 &&
  html`<div class="staff-scroll" role="region" aria-label="Changed grades" tabindex="0"><table>
<thead><tr><th scope="col">Learner</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead>
<tbody>${changed.map(({ learner, before, after }) => html`<tr><th scope="row">${learnerLink(address, learner)}</th><td>${gradeText(before)}</td><td>${gradeText(after)}</td></tr>`)}</tbody>
</table></div>
${counts.changed > changed.length && html`<p>These are the first ${changed.length} of them.</p>`}`
}
${
  failed.length > 0 &&
  html`<h2>Not rescored</h2>
${counts.failed > failed.length && html`<p>The first ${failed.length} of ${learnersText(counts.failed)}:</p>`}
<ul>${failed.map(({ learner, message }) => html`<li>${learnerLink(address, learner)}: ${message}</li>`)}</ul>`
}
<p><a href="${address}">Back to the submissions</a></p>`
}

function learnerTable(address: string, learners: readonly LearnerAtBlock[]): SafeHtml {
  return html`<div class="staff-scroll" role="region" aria-label="Learners" tabindex="0"><table>
<thead><tr><th scope="col">Learner</th><th scope="col">Points</th></tr></thead>
<tbody>${learners.map(({ learner, grade }) => html`<tr><th scope="row">${learnerLink(address, learner)}</th><td>${gradeText(grade)}</td></tr>`)}</tbody>
</table></div>`
}

/** Submissions in the order they were made. A type whose history looks otherwise is shown as it tells it. */
function submissionTable(history: JsonObject): SafeHtml {
  const { submissions, submissions_not_kept: gone } = history
  if (!Array.isArray(submissions)) return html`<pre>${JSON.stringify(history, null, 2)}</pre>`
  if (submissions.length === 0) return html`<p>Nothing was submitted.</p>`
  return html`<div class="staff-scroll" role="region" aria-label="Submissions" tabindex="0"><table>
<thead><tr><th scope="col">Attempt</th><th scope="col">When (UTC)</th><th scope="col">Points</th><th scope="col">Answers</th></tr></thead>
<tbody>${(submissions as readonly Json[]).map(submissionRow)}</tbody>
</table></div>
${typeof gone === 'number' && html`<p>Of ${gone} other attempts only the points are kept.</p>`}`
}

function submissionRow(submission: Json, index: number): SafeHtml {
  const { number, time, grade, max_grade: possible, answers } = isJsonObject(submission) ? submission : {}
  const when = typeof time === 'string' ? time.replace('T', ' ').replace(/\.\d+Z$/, '') : ''
  const earned = typeof grade === 'number' && typeof possible === 'number'
  return html`<tr><th scope="row">${typeof number === 'number' ? number : index + 1}</th><td>${when}</td><td>${earned ? gradeText({ earned: grade, possible }) : ''}</td><td>${answerList(answers)}</td></tr>`
}

/** Answers by the last two numbers of their input's name: which question, and which input of it. */
function answerList(answers: Json | undefined): SafeHtml | '' {
  if (!isJsonObject(answers)) return ''
  const lines = Object.entries(answers).map(([input, answer]) => {
    const name = /(\d+_\d+)$/.exec(input)?.[1] ?? input
    return html`<li><span class="staff-input">${name}</span> ${textOf(answer)}</li>`
  })
  return html`<ul class="staff-answers">${lines}</ul>`
}

function textOf(answer: Json): string {
  if (typeof answer === 'string') return answer
  return Array.isArray(answer) ? answer.map(textOf).join(', ') : JSON.stringify(answer)
}

const onlyIfHigher = html`<p><label><input type="checkbox" name="only_if_higher"> Only where a learner gains by it</label></p>`

function learnerLink(address: string, learner: string): SafeHtml {
  return html`<a href="${address}?learner=${encodeURIComponent(learner)}">${learner}</a>`
}

function crumbs({ base, unit }: StaffPlace, more: SafeHtml | '' = ''): SafeHtml {
  const key = encodeURIComponent(unit.key)
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/units/${key}">${unit.title}</a> › <a href="${base}/staff/units/${key}">Submissions</a>${more}</nav>`
}

function newsLine({ news }: StaffPlace): SafeHtml | undefined {
  return news === undefined ? undefined : html`<p class="staff-news" role="status">${news}</p>`
}

function blockAddress(base: string, key: string): string {
  return `${base}/staff/blocks/${encodeURIComponent(key)}`
}

function learnersText(count: number): string {
  return count === 1 ? '1 learner' : `${count} learners`
}

function gradeText(grade: Pick<Grade, 'earned' | 'possible'> | null): string {
  return grade
    ? `${points(englishWords, grade.earned)} of ${points(englishWords, grade.possible)}`
    : 'no grade'
}

import type { LearnerGrades, LearnerHere, RecentChange, RecentDeed, SubmittedBlock } from '../../lms/index.js'
import { html, type JsonObject, type SafeHtml } from '../../runtime/index.js'
import type { KnownPerson } from '../known-people.js'
import { toSay, type PageWords } from '../words/index.js'
import { answeredList } from './answered-list.js'
import { gradebookAddress } from './gradebook-address.js'
import { percentText } from './gradebook-table.js'
import { blockAddress, learnerAddress, momentText, newsLine, personDetail, scoreText } from './staff-place.js'
import { localTime } from './zoned-date.js'

type SubsectionGrade = LearnerGrades['subsections'][number]

/** A unit of a learner that is opened on their page. */
export interface OpenedUnit {
  readonly key: string
  readonly blocks: readonly {
    readonly block: SubmittedBlock
    readonly here: LearnerHere
    readonly history: JsonObject
  }[]
}

/** What a learner's page is made of. */
export interface CourseLearnerPlace {
  readonly words: PageWords
  readonly base: string
  /** The course, as text, and its name. */
  readonly context: string
  readonly title: string
  readonly person: KnownPerson
  readonly grades: LearnerGrades
  readonly news?: SafeHtml | undefined
  /** Key of the subsection that is to be changed. */
  readonly changing?: string | undefined
  readonly opened?: OpenedUnit | undefined
  readonly changes: readonly RecentChange[]
  /** Where what happened before goes on. */
  readonly next?: number | undefined
  /** Names of blocks and subsections, by their keys. */
  readonly titles: ReadonlyMap<string, string>
}

/** A learner in a course, for staff: grades, work, what happened, and what may be excepted. */
export function courseLearnerPage(place: CourseLearnerPlace): SafeHtml {
  const { words, base, context, title, person, grades } = place
  const { grade, points, subsections } = grades
  const detail = personDetail(person)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${gradebookAddress(base, context)}">${words.say('Gradebook')}</a></nav>
<h1><bdi>${person.name}</bdi></h1>
${newsLine(place)}
<p class="person-line">${detail !== '' && html`<bdi>${detail}</bdi> · `}${person.cohort && html`<bdi>${person.cohort}</bdi> · `}${words.ofCourse(title)}</p>
<p class="score-line">${
    grade
      ? words.sayHtml('Grade so far: {percent}', {
          percent: html`<strong>${percentText(words, grade.percent)}</strong>`,
        })
      : words.sayHtml('Score: {score} points', { score: html`<strong>${scoreText(words, points)}</strong>` })
  }${grade?.grade && html` <strong class="tag"><bdi>${grade.grade}</bdi></strong>`}</p>
<h2 id="scores">${words.say('Scores and dates')}</h2>
${subsections.length === 0 ? html`<p>${words.say('Nothing is open to this learner yet.')}</p>` : sectionTable(place)}
<h2 id="work">${words.say('Work')}</h2>
${workList(place)}
<h2 id="happened">${words.say('What happened')}</h2>
${happened(place)}`
}

function sectionTable(place: CourseLearnerPlace): SafeHtml {
  const { words, grades } = place
  return html`<div class="staff-scroll" role="region" aria-labelledby="scores" tabindex="0"><table>
<thead><tr><th scope="col">${words.say('Part')}</th><th scope="col">${words.say('Score')}</th><th scope="col">${words.say('Due')}</th><td></td></tr></thead>
<tbody>${grades.subsections.map((one) => sectionRow(place, one))}</tbody>
</table></div>
${grades.subsections.filter(({ subsection }) => subsection.key === place.changing).map((one) => changeForms(place, one))}`
}

function sectionRow(place: CourseLearnerPlace, one: SubsectionGrade): SafeHtml {
  const { words, base, context, person } = place
  const { subsection, points, due, override, extension } = one
  const address = `${learnerAddress(base, context, person.id)}?change=${encodeURIComponent(subsection.key)}#change`
  return html`<tr><th scope="row">${words.ofCourse(subsection.title)}${subsection.format !== undefined && html` <small class="person-detail">${words.ofCourse(subsection.format)}</small>`}</th>
<td>${points.possible > 0 ? scoreText(words, points) : '–'}${override && html` <small class="tag">${words.say('given')}</small>`}</td>
<td>${due === undefined ? words.say('no date') : momentText(words, due)}${extension && html` <small class="tag">${words.say('extended')}</small>`}</td>
<td><a href="${address}" aria-label="${words.say('Change {title}', { title: subsection.title })}">${words.say('Change')}</a></td></tr>`
}

/** The date and the score of one subsection, to be given and taken back. */
function changeForms(place: CourseLearnerPlace, one: SubsectionGrade): SafeHtml {
  const { words, base, context, person } = place
  const { subsection, points, due, override, earnedOwn, extension } = one
  const address = learnerAddress(base, context, person.id)
  const usage = html`<input type="hidden" name="usage" value="${subsection.key}">`
  const why = (id: string) =>
    html`<p><label for="${id}">${words.say('Reason, which only staff read')}</label><textarea id="${id}" name="reason" rows="2" maxlength="2000" required></textarea></p>`
  const given = (reason: string) =>
    html`<p class="override-note">${words.sayHtml('Given by staff: {reason}', { reason: html`<q><bdi>${reason}</bdi></q>` })}</p>`
  return html`<section id="change" class="staff-actions" aria-label="${words.say('Change {title}', { title: subsection.title })}">
<section class="staff-action" aria-labelledby="extend"><h3 id="extend">${words.say('Another due date for “{title}”', { title: subsection.title })}</h3>
${extension && html`${given(extension.reason)}<form class="staff-form" method="post" action="${address}/extension">${usage}<input type="hidden" name="undo" value="1"><button type="submit" class="secondary">${words.say('Take the extension back')}</button></form>`}
<form class="staff-form" method="post" action="${address}/extension" aria-labelledby="extend">${usage}
<p><label for="extend-due">${words.say('Due, in your time ({zone})', { zone: words.timeZone })}</label><input type="datetime-local" id="extend-due" name="due" value="${due === undefined ? '' : localTime(new Date(due), words.timeZone)}" required></p>
${why('extend-reason')}
<button type="submit">${words.say('Give this date')}</button></form></section>
${
  points.possible > 0 &&
  html`<section class="staff-action" aria-labelledby="give"><h3 id="give">${words.say('Another score for “{title}”', { title: subsection.title })}</h3>
${override && html`${given(override.reason)}<form class="staff-form" method="post" action="${address}/override">${usage}<input type="hidden" name="undo" value="1"><p>${words.say('Without it the score is {score} points again.', { score: scoreText(words, earnedOwn ?? null) })}</p><button type="submit" class="secondary">${words.say('Take the given score back')}</button></form>`}
<form class="staff-form" method="post" action="${address}/override" aria-labelledby="give">${usage}
<p><label for="give-score">${words.say('Score, of {possible} points', { possible: words.formatNumber(points.possible) })}</label><input type="number" id="give-score" name="earned" min="0" max="${points.possible}" step="any" required inputmode="decimal"></p>
${why('give-reason')}
<button type="submit">${words.say('Give this score')}</button></form></section>`
}</section>`
}

function workList(place: CourseLearnerPlace): SafeHtml {
  const { words, base, context, person, grades, opened } = place
  const address = learnerAddress(base, context, person.id)
  const unit = ({ key, title }: { readonly key: string; readonly title: string }) => {
    const isOpen = opened?.key === key
    const href = isOpen ? `${address}#work` : `${address}?unit=${encodeURIComponent(key)}#work`
    return html`<li><a href="${href}"${isOpen ? html` aria-expanded="true"` : html` aria-expanded="false"`}>${words.ofCourse(title)}</a>${isOpen && opened && openedUnit(place, opened)}</li>`
  }
  return html`<p>${words.say('Open a unit to read what was answered in it.')}</p>
<ul class="learner-sections">${grades.subsections.map(({ subsection }) => html`<li><h3>${words.ofCourse(subsection.title)}</h3><ul>${subsection.units.map(unit)}</ul></li>`)}</ul>`
}

function openedUnit(place: CourseLearnerPlace, { blocks }: OpenedUnit): SafeHtml {
  const { words, base, person } = place
  if (blocks.length === 0) return html`<p>${words.say('Nothing is submitted in this unit.')}</p>`
  return html`${blocks.map(
    ({
      block,
      here,
      history,
    }) => html`<section class="learner-block"><h4><a href="${blockAddress({ base, block })}?learner=${encodeURIComponent(person.id)}">${words.ofCourse(block.title)}</a> <small>${scoreText(words, here.score)}</small></h4>
${answeredList({ words, history, worth: here.worth })}</section>`,
  )}`
}

/** What happened, in words that take the name of a block. */
const deeds: Readonly<Record<RecentDeed, string>> = {
  submitted: toSay('Submitted an answer to “{title}”'),
  worked: toSay('Worked at “{title}”'),
  completed: toSay('Completed “{title}”'),
  graded: toSay('“{title}” was graded'),
  'score-given': toSay('Staff gave a score for “{title}”'),
  'attempts-reset': toSay('Staff reset the attempts at “{title}”'),
  deleted: toSay('Staff deleted the work at “{title}”'),
  extended: toSay('Staff gave another due date for “{title}”'),
  'extension-removed': toSay('Staff took the due date of “{title}” back'),
}

function happened(place: CourseLearnerPlace): SafeHtml {
  const { words, base, context, person, changes, next, titles } = place
  const line = ({ usage, deed, at, result }: RecentChange) => {
    const title = titles.get(usage) ?? words.say('a part that is not in the course any more')
    const { grade } = result ?? {}
    const share = grade && grade.possible > 0 && percentText(words, grade.earned / grade.possible)
    return html`<li>${at !== undefined && momentText(words, at)}${words.say(deeds[deed], { title })}${share && html` <strong>${share}</strong>`}${grade?.override && html` <q><bdi>${grade.override.reason}</bdi></q>`}</li>`
  }
  return html`${changes.length === 0 ? html`<p>${words.say('Nothing happened here.')}</p>` : html`<ol class="learner-events">${changes.map(line)}</ol>`}
${next !== undefined && html`<p><a href="${learnerAddress(base, context, person.id)}?before=${next}#happened">${words.say('What happened before')}</a></p>`}`
}

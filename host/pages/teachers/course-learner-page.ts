import type { LearnerGrades } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { answeredList } from './answered-list.js'
import { courseLearnerChange } from './course-learner-change.js'
import { courseLearnerEvents } from './course-learner-events.js'
import type { CourseLearnerPlace, OpenedUnit } from './course-learner-place.js'
import { gradebookAddress } from './gradebook-address.js'
import { percentText } from './gradebook-table.js'
import { blockAddress, learnerAddress, momentText, newsLine, personDetail, scoreText } from './staff-place.js'

type SubsectionGrade = LearnerGrades['subsections'][number]

/** Units that are listed without being folded, and those that are on the page at all, where each subsection is opened by itself. */
const [mostUnfolded, mostListed] = [12, 300]

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
<p class="jumps"><a href="#scores">${words.say('Scores and dates')}</a> <a href="#work">${words.say('Work')}</a> <a href="#happened">${words.say('What happened')}</a></p>
<h2 id="scores">${words.say('Scores and dates')}</h2>
${subsections.length === 0 ? html`<p>${words.say('Nothing is open to this learner yet.')}</p>` : sectionTable(place)}
<h2 id="work">${words.say('Work')}</h2>
${workList(place)}
<h2 id="happened">${words.say('What happened')}</h2>
${courseLearnerEvents(place)}`
}

function sectionTable(place: CourseLearnerPlace): SafeHtml {
  const { words, grades, changing } = place
  const changed = grades.subsections.filter(({ subsection }) => subsection.key === changing)
  return html`${changed.map((one) => courseLearnerChange(place, one))}
<div class="staff-scroll" role="region" aria-labelledby="scores" tabindex="0"><table class="learner-scores">
<thead><tr><th scope="col">${words.say('Part')}</th><th scope="col">${words.say('Score')}</th><th scope="col">${words.say('Due')}</th><td></td></tr></thead>
<tbody>${grades.subsections.map((one) => sectionRow(place, one))}</tbody>
</table></div>`
}

function sectionRow(place: CourseLearnerPlace, one: SubsectionGrade): SafeHtml {
  const { words, base, context, person } = place
  const { subsection, points, due, override, extension } = one
  const address = `${learnerAddress(base, context, person.id)}?change=${encodeURIComponent(subsection.key)}#change`
  return html`<tr><th scope="row">${words.ofCourse(subsection.title)}${subsection.format !== undefined && html` <small class="person-detail">${words.ofCourse(subsection.format)}</small>`}</th>
<td>${points.possible > 0 ? scoreText(words, points) : '–'}${override && html` <small class="tag">${words.say('given')}</small>`}</td>
<td>${due === undefined ? html`<span class="none">${words.say('no date')}</span>` : momentText(words, due)}${extension && html` <small class="tag">${words.say('extended')}</small>`}</td>
<td><a href="${address}" aria-label="${words.say('Change {title}', { title: subsection.title })}">${words.say('Change')}</a></td></tr>`
}

function workList(place: CourseLearnerPlace): SafeHtml {
  const { words, base, context, person, grades, opened, part } = place
  const address = learnerAddress(base, context, person.id)
  const unit = ({ key, title }: { readonly key: string; readonly title: string }) => {
    const isOpen = opened?.key === key
    const href = isOpen ? `${address}#work` : `${address}?unit=${encodeURIComponent(key)}#opened`
    return html`<li><a href="${href}"${isOpen ? html` aria-expanded="true" id="opened"` : html` aria-expanded="false"`}>${words.ofCourse(title)}</a>${isOpen && opened && openedUnit(place, opened)}</li>`
  }
  const count = grades.subsections.reduce((sum, { subsection }) => sum + subsection.units.length, 0)
  const section = ({ subsection }: SubsectionGrade) => {
    const isOpen =
      count <= mostUnfolded ||
      subsection.key === part ||
      subsection.units.some(({ key }) => key === opened?.key)
    if (count > mostListed && !isOpen)
      return html`<p class="learner-section"><a href="${address}?part=${encodeURIComponent(subsection.key)}#part" aria-expanded="false">${words.ofCourse(subsection.title)}</a></p>`
    return html`<details class="learner-section"${isOpen && html` open`}${subsection.key === part && html` id="part"`}><summary>${words.ofCourse(subsection.title)}</summary><ul>${subsection.units.map(unit)}</ul></details>`
  }
  return html`<p>${words.say('Open a unit to read what was answered in it.')}</p>
${grades.subsections.map(section)}`
}

function openedUnit(place: CourseLearnerPlace, { blocks }: OpenedUnit): SafeHtml {
  const { words, base, person } = place
  if (blocks.length === 0) return html`<p>${words.say('Nothing is submitted in this unit.')}</p>`
  return html`${blocks.map(
    ({
      block,
      here,
      history,
    }) => html`<section class="learner-block"><h3><a href="${blockAddress({ base, block })}?learner=${encodeURIComponent(person.id)}">${words.ofCourse(block.title)}</a> <small>${scoreText(words, here.score)}</small></h3>
${answeredList({ words, history, worth: here.worth })}</section>`,
  )}`
}

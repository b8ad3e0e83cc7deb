import {
  passMark,
  typeStandings,
  type CourseGrade,
  type GradingPolicy,
  type TypeStanding,
} from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { points } from './outline-page.js'
import { percent, type ProgressPageParts } from './progress-parts.js'

/** The grade so far against the cut-offs, in words and as a bar, and what each assignment type adds to it. */
export function progressGrade(
  { words, grades }: ProgressPageParts,
  policy: GradingPolicy,
  grade: CourseGrade,
): SafeHtml {
  const strong = (inside: SafeHtml) => html`<strong>${inside}</strong>`
  return html`<section class="grade-so-far" aria-labelledby="grade-so-far">
    <h2 id="grade-so-far">${words.say('Grade so far')}</h2>
    <p class="grade-now">
      ${
        grade.grade === null
          ? words.sayHtml('<strong>{percent}</strong>', { percent: percent(words, grade.percent), strong })
          : words.sayHtml('<strong>{percent}</strong>, which is {grade}', {
              percent: percent(words, grade.percent),
              grade: grade.grade,
              strong,
            })
      }
    </p>
    <p>${towards(words, policy, grade)}</p>
    ${bar(policy, grade)}
    ${cutOffs(words, policy)}
  </section>
  ${types(words, typeStandings(policy, grades.subsections))}`
}

/** How far it is to the pass mark. */
function towards(words: PageWords, policy: GradingPolicy, grade: CourseGrade): string {
  const mark = passMark(policy)
  if (mark === undefined) return words.say('There is no pass mark in this course.')
  const needed = percent(words, mark)
  if (grade.passed) return words.say('You have passed: {needed} was needed.', { needed })
  const more = percent(words, Math.max(0, mark - grade.percent))
  return words.say('To pass you need {needed}: {more} more.', { needed, more })
}

/** The same as a picture; it says nothing that the words do not. */
function bar(policy: GradingPolicy, grade: CourseGrade): SafeHtml {
  const width = (share: number) => `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`
  const marks = Object.values(policy.GRADE_CUTOFFS).filter((from) => from > 0)
  return html`<svg class="grade-bar${grade.passed && html` is-passed`}" width="100%" height="28" aria-hidden="true">
    <rect class="whole" y="6" width="100%" height="16" rx="8"/>
    <rect class="reached" y="6" width="${width(grade.percent)}" height="16" rx="8"/>
    ${marks.map((from) => html`<line x1="${width(from)}" x2="${width(from)}" y1="1" y2="27"/>`)}
  </svg>`
}

function cutOffs(words: PageWords, { GRADE_CUTOFFS }: GradingPolicy): SafeHtml {
  const all = Object.entries(GRADE_CUTOFFS).sort(([, one], [, other]) => other - one)
  return html`<ul class="cut-offs" aria-label="${words.say('Grades of this course')}">
    ${all.map(
      ([grade, from]) =>
        html`<li>${words.say('{grade} from {percent}', { grade, percent: percent(words, from) })}</li>`,
    )}
  </ul>`
}

function types(words: PageWords, standings: readonly TypeStanding[]): SafeHtml | undefined {
  if (standings.length === 0) return undefined
  return html`<section aria-labelledby="assignment-types">
    <h2 id="assignment-types">${words.say('What the grade is made of')}</h2>
    <table class="figures grades-table">
      <thead>
        <tr>
          <th scope="col">${words.say('Assignment type')}</th>
          <th scope="col" class="number">${words.say('Weight')}</th>
          <th scope="col" class="number">${words.say('Reached')}</th>
          <th scope="col">${words.say('Assignments')}</th>
        </tr>
      </thead>
      <tbody>
        ${standings.map((one) => typeRow(words, one))}
      </tbody>
    </table>
  </section>`
}

function typeRow(
  words: PageWords,
  { entry, percent: reached, subsections, missing }: TypeStanding,
): SafeHtml {
  const dropped =
    entry.drop_count > 0 &&
    html`<small>${words.say('{number, plural, one {The lowest is dropped.} other {The # lowest are dropped.}}', { number: entry.drop_count })}</small>`
  return html`<tr>
    <th scope="row">${words.ofCourse(entry.type)}${dropped}</th>
    <td class="number" data-label="${words.say('Weight')}">${percent(words, entry.weight)}</td>
    <td class="number" data-label="${words.say('Reached')}">${percent(words, reached)}</td>
    <td data-label="${words.say('Assignments')}">
      <ul class="assignments">
        ${subsections.map(
          ({
            grade: { subsection, points: own },
            isDropped,
          }) => html`<li${isDropped && html` class="is-dropped"`}>
            ${words.ofCourse(subsection.title)}:
            <span class="score">${words.say('{earned} of {possible}', { earned: points(words, own.earned), possible: points(words, own.possible) })}</span>
            ${isDropped && html`<small>${words.say('dropped')}</small>`}
          </li>`,
        )}
        ${
          missing > 0 &&
          html`<li class="is-missing">
            ${words.say('{missing, plural, one {# more that is not open yet counts 0} other {# more that are not open yet count 0}}', { missing })}
          </li>`
        }
      </ul>
    </td>
  </tr>`
}

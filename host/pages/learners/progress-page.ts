import { html, type SafeHtml } from '../../../runtime/index.js'
import { points } from './outline-page.js'
import { progressGrade } from './progress-grade.js'
import { doneText, type ProgressPageParts } from './progress-parts.js'
import { progressSections } from './progress-sections.js'
import { progressTodo } from './progress-todo.js'

/** What a learner has of a course: the grade against its pass mark, what is still to do, and each part. */
export function progressPage(parts: ProgressPageParts): SafeHtml {
  const { words, base, course, grades } = parts
  const address = `${base}/contexts/${encodeURIComponent(course.context)}/progress`
  return html`<header class="progress-head">
<div><h1>${words.say('Your progress')}</h1>
<p class="facts">${words.ofCourse(course.title)}</p></div>
<p class="progress-tools"><a href="${address}.csv" download>${words.say('Download as a spreadsheet (CSV)')}</a></p>
</header>
${grades.grade && course.policy ? progressGrade(parts, course.policy, grades.grade) : allPoints(parts)}
${
  grades.uncounted.length > 0 &&
  html`<p class="notice">
    ${words.say('{pages, plural, one {# page is} other {# pages are}} not counted yet.', { pages: grades.uncounted.length })}
  </p>`
}
${progressTodo(parts)}
${progressSections(parts, address)}`
}

/** Of a course without a policy. */
function allPoints({ words, grades }: ProgressPageParts): SafeHtml {
  const { points: all, completion } = grades
  const scores = { earned: points(words, all.earned), possible: points(words, all.possible) }
  const strong = (inside: SafeHtml) => html`<strong>${inside}</strong>`
  return html`<section class="grade-so-far">
    ${
      all.possible > 0 &&
      html`<p>${words.sayHtml('Your score so far: <strong>{earned} of {possible}</strong> points.', { ...scores, strong })}</p>
        <progress max="${all.possible}" value="${all.earned}">${words.say('{earned} of {possible}', scores)}</progress>`
    }
    <p>${doneText(words, completion)}</p>
  </section>`
}

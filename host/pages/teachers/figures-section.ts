import { fewestLearners, type ReadFigures } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { ProblemReport } from '../../reports/problem-report.js'
import type { PageWords } from '../../words/index.js'
import { figureFacts, questionTable } from './unit-report-page.js'

/** What learners of all courses made of a component: how many were right, and what they answered, for its page. */
export function figuresSection(
  words: PageWords,
  { figures, questions }: { readonly figures: ReadFigures } & Pick<ProblemReport, 'questions'>,
): SafeHtml {
  const { learners, isSample } = figures
  if (learners === undefined)
    return html`<p>${words.say('Fewer than {fewest} learners have handed something in: of so few nothing is told.', { fewest: fewestLearners })}</p>`
  return html`<section class="block-report">
<p>${words.say('In all courses that use it.')}</p>
${figureFacts(words, figures, learners)}
${isSample && html`<p>${words.say('These figures are of some of the learners.')}</p>`}
${questions.map((question, at) => questionTable(words, question, at + 1, learners))}
</section>`
}

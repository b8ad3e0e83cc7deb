import type { CompiledProblem, CompiledResponse } from './compiled-problem.js'
import type { CorrectMap, GradedInput, InputGrade, Submission } from './correct-map.js'
import { gradeAnnotation } from './responses/annotation-response.js'
import { gradeChoiceText } from './responses/choice-text-response.js'
import { gradeChoice } from './responses/choice-response.js'
import { gradeCustom } from './responses/custom-response.js'
import { feedbackHtml, type ShownFeedback } from './responses/feedback.js'
import { gradeFormula } from './responses/formula-response.js'
import { gradeImage } from './responses/image-response.js'
import { gradeMultipleChoice } from './responses/multiple-choice-response.js'
import { gradeNumerical } from './responses/numerical-response.js'
import { gradeOption } from './responses/option-response.js'
import { gradeString } from './responses/string-response.js'
import { gradeSymbolic } from './responses/symbolic-response.js'

/** What a submission is worth. */
export interface Grade {
  readonly correctMap: CorrectMap
  readonly score: number
  readonly maxScore: number
  /** The feedback that answers brought about, by input; it is in the grades' `msg` as well. */
  readonly feedback: { readonly [input: string]: ShownFeedback }
}

/**
 * Grades a submission; responses that are not supported take no part.
 * @throws CompositorError `problem-input` for an answer that cannot be read; nothing was graded then, and no
 * attempt is used. `script-unavailable` where a script was to check an answer and did not
 */
export function gradeProblem(problem: CompiledProblem, submission: Submission): Grade {
  const correctMap: Record<string, InputGrade> = {}
  const feedback: Record<string, ShownFeedback> = {}
  let score = 0
  for (const response of problem.responses) {
    for (const [input, { feedback: shown, ...grade }] of Object.entries(gradesOf(response, submission))) {
      correctMap[input] = shown === undefined ? grade : { ...grade, msg: feedbackHtml(shown) }
      if (shown !== undefined) feedback[input] = shown
      score += grade.npoints
    }
  }
  return { correctMap, score, maxScore: maxScore(problem), feedback }
}

function gradesOf(
  response: CompiledResponse,
  submission: Submission,
): { readonly [input: string]: GradedInput } {
  switch (response.kind) {
    case 'multiplechoice':
    case 'truefalse':
      return { [response.input]: gradeMultipleChoice(response, submission) }
    case 'choice':
      return { [response.input]: gradeChoice(response, submission) }
    case 'option':
      return gradeOption(response, submission)
    case 'string':
      return { [response.input]: gradeString(response, submission) }
    case 'numerical':
      return { [response.input]: gradeNumerical(response, submission) }
    case 'formula':
      return { [response.input]: gradeFormula(response, submission) }
    case 'image':
      return gradeImage(response, submission)
    case 'symbolic':
      return { [response.input]: gradeSymbolic(response, submission) }
    case 'choicetext':
      return { [response.input]: gradeChoiceText(response, submission) }
    case 'annotation':
      return { [response.input]: gradeAnnotation(response, submission) }
    case 'custom':
    case 'schematic':
      return gradeCustom(response, submission)
    default:
      return {}
  }
}

/** The most points a problem can earn: 1 for each input, or what its `points` says. */
export function maxScore({ responses }: Pick<CompiledProblem, 'responses'>): number {
  return responses.reduce((sum, response) => sum + pointsOf(response), 0)
}

/** The same, with the questions that a script has yet to draw: what the problem is worth before anybody answers it. */
export function fullScore(problem: Pick<CompiledProblem, 'responses'>): number {
  return problem.responses.reduce(
    (sum, response) => sum + (response.kind === 'unsupported' ? (response.undrawn ?? 0) : 0),
    maxScore(problem),
  )
}

/** The most points a response can earn. */
export function pointsOf(response: CompiledResponse): number {
  if ('fields' in response) return response.fields.reduce((sum, { points }) => sum + points, 0)
  return response.kind === 'unsupported' ? 0 : response.points
}

import type { CompiledProblem, CompiledResponse } from './compiled-problem.js'
import type { CorrectMap, InputGrade, Submission } from './correct-map.js'
import { gradeAnnotation } from './responses/annotation-response.js'
import { gradeChoiceText } from './responses/choice-text-response.js'
import { gradeChoice } from './responses/choice-response.js'
import { gradeCustom } from './responses/custom-response.js'
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
}

/**
 * Grades a submission; responses that are not supported take no part.
 * @throws CompositorError `problem-input` for an answer that cannot be read; nothing was graded then, and no
 * attempt is used. `script-unavailable` where a script was to check an answer and did not
 */
export function gradeProblem(problem: CompiledProblem, submission: Submission): Grade {
  const correctMap: Record<string, InputGrade> = {}
  let score = 0
  for (const response of problem.responses) {
    for (const [input, grade] of Object.entries(gradesOf(response, submission))) {
      correctMap[input] = grade
      score += grade.npoints
    }
  }
  return { correctMap, score, maxScore: maxScore(problem) }
}

function gradesOf(response: CompiledResponse, submission: Submission): CorrectMap {
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
export function maxScore({ responses }: CompiledProblem): number {
  let points = 0
  for (const response of responses) {
    if ('fields' in response) for (const field of response.fields) points += field.points
    else if (response.kind !== 'unsupported') points += response.points
  }
  return points
}

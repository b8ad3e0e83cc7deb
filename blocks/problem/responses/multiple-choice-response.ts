import type { Answer, GradedInput, InputGrade, Submission } from '../correct-map.js'
import { inputGrade } from '../correct-map.js'
import { pythonFloat, pythonInteger } from '../calc/python-number.js'
import { compileFeedback, feedbackTo, type Feedback } from './feedback.js'
import { isTrue, onlyInput, partialCredit, type ResponseSource } from './response-source.js'

/** One choice of a `<choicegroup>`. */
export interface GradedChoice {
  /** `choice_0`, or `choice_NAME` for a named one. */
  readonly name: string
  readonly correct: boolean
  /** Points of a partially correct choice. */
  readonly credit?: number
  /** Keeps its place when the others are shuffled. */
  readonly fixed?: boolean
  /** The explanation that belongs to the choice. */
  readonly explanation?: string
  readonly hint?: Feedback
}

/** `<multiplechoiceresponse>`: one of several choices; `<truefalseresponse>`: exactly the true ones. */
export interface MultipleChoiceResponse {
  readonly kind: 'multiplechoice' | 'truefalse'
  readonly input: string
  readonly points: number
  readonly choices: readonly GradedChoice[]
  readonly shuffle: boolean
  /** How many choices are drawn, one of them correct; 0 shows all. */
  readonly pool: number
}

/** @throws CompositorError `problem-unsupported` */
export function compileMultipleChoice(
  source: ResponseSource,
  kind: MultipleChoiceResponse['kind'],
): MultipleChoiceResponse {
  const { id: input, element: group, points } = onlyInput(source)
  const partial = kind === 'multiplechoice' && partialCredit(source, ['points']).length > 0
  let unnamed = 0
  const choices = group.elements('choice').map((choice): GradedChoice => {
    const hint = compileFeedback(source, choice.element('choicehint'))
    const explanation = choice.attribute('explanation-id')
    return {
      name: `choice_${choice.attribute('name') ?? unnamed++}`,
      correct: isTrue(choice.attribute('correct')),
      ...(partial && choice.attribute('correct')?.toLowerCase() === 'partial'
        ? { credit: pythonFloat(choice.attribute('point_value') ?? '0.5') ?? 0.5 }
        : undefined),
      ...(choice.attribute('fixed') === 'true' && { fixed: true }),
      ...(explanation !== undefined && { explanation }),
      ...(hint !== undefined && { hint }),
    }
  })
  const isDrawn = group.elements('choice').some((choice) => choice.attribute('correct')?.includes('$'))
  if (
    kind === 'multiplechoice' &&
    !isDrawn &&
    !choices.some(({ correct, credit }) => correct || credit !== undefined)
  )
    source.ignore(group, 'No choice is right: none has correct="true".')
  const pool = poolSize(source, group.attribute('answer-pool'), choices)
  return { kind, input, points, choices, pool, shuffle: pool === 0 && group.attribute('shuffle') === 'true' }
}

function poolSize(
  source: ResponseSource,
  asked: string | undefined,
  choices: readonly GradedChoice[],
): number {
  if (asked === undefined) return 0
  const size = pythonInteger(asked)
  const drawable = choices.some(({ correct }) => correct) && choices.some(({ correct }) => !correct)
  if (size !== undefined && size >= 0 && (drawable || size === 0)) return size
  const reason = drawable ? 'is not a number of choices' : 'needs a correct and an incorrect choice'
  source.ignore(source.element, `answer-pool='${asked}' ${reason}.`)
  return 0
}

export function gradeMultipleChoice(response: MultipleChoiceResponse, { answers }: Submission): GradedInput {
  const answer = answers[response.input]
  const grade = response.kind === 'truefalse' ? gradeTrueFalse(response, answer) : gradeOne(response, answer)
  const chosenName = Array.isArray(answer) ? answer[0] : answer
  const chosen = response.choices.find(({ name }) => name === chosenName)
  return chosen === undefined
    ? grade
    : { ...grade, feedback: feedbackTo(chosen.name, chosen.hint, chosen.correct) }
}

function gradeOne({ choices }: MultipleChoiceResponse, answer: Answer | undefined): InputGrade {
  const named = choices.filter(({ name }) => name === answer)
  if (named.some(({ correct }) => correct)) return inputGrade('correct')
  const credit = named.find((choice) => choice.credit !== undefined)?.credit
  return credit === undefined ? inputGrade('incorrect') : inputGrade('partially-correct', credit)
}

function gradeTrueFalse({ choices }: MultipleChoiceResponse, answer: Answer | undefined): InputGrade {
  const given = new Set(answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer)
  const wanted = new Set(choices.filter(({ correct }) => correct).map(({ name }) => name))
  const same = given.size === wanted.size && [...wanted].every((name) => given.has(name))
  return inputGrade(same ? 'correct' : 'incorrect')
}

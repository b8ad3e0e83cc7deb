import { escapeHtml } from '../../runtime/html/index.js'
import { SourceI18n, type I18n } from '../../runtime/service/index.js'
import { arrange, type Arrangement } from './arrangement.js'
import type { CompiledProblem, CompiledResponse, CompiledSolution } from './compiled-problem.js'
import type { ChoiceTextResponse } from './responses/choice-text-response.js'
import type { CustomResponse } from './responses/custom-response.js'
import { markedWords } from './marked-words.js'

/** The places of a picture that count as correct, as their author wrote them. */
export interface ShownPlaces {
  readonly rectangle: string | null
  readonly regions: string | null
}

/** A correct answer: names of choices, HTML, or places of a picture. */
export type ShownAnswer = readonly string[] | string | ShownPlaces

/** Correct answers by input (`2_1`), and solutions as HTML by their key (`solution_1`). */
export type ShownAnswers = { readonly [key: string]: ShownAnswer }

const english = new SourceI18n()

/** Everything "Show answer" may show. Send it to nobody before that is allowed. */
export function shownAnswers(problem: CompiledProblem, seed: number, words: I18n = english): ShownAnswers {
  const arrangement = arrange(problem, seed)
  const answers: Record<string, ShownAnswer> = {}
  for (const response of problem.responses) Object.assign(answers, answersOf(response, words))
  for (const solution of problem.solutions) {
    if (belongs(solution, arrangement)) answers[solution.key] = solution.html
  }
  return answers
}

/** Whether a solution goes with the choice drawn from its pool; those outside pools always do. */
export function belongs({ pool }: CompiledSolution, { explanations }: Arrangement): boolean {
  return pool === undefined || explanations.get(pool.input) === pool.explanation
}

function answersOf(response: CompiledResponse, words: I18n): ShownAnswers {
  const or = ` <b>${markedWords(escapeHtml(words.say('or')), words)}</b> `
  switch (response.kind) {
    case 'multiplechoice':
    case 'truefalse':
    case 'choice':
      return {
        [response.input]: response.choices.filter(({ correct }) => correct === true).map(({ name }) => name),
      }
    case 'option':
      return Object.fromEntries(
        response.fields.map(({ input, correct }) => [input, escapeHtml(correct ?? '')]),
      )
    case 'string':
      return { [response.input]: response.answers.map(escapeHtml).join(or) }
    case 'numerical': {
      const all = [response.answer, ...response.additional.map(({ answer }) => answer)]
      return {
        [response.input]: all
          .filter((answer) => answer !== '')
          .map(escapeHtml)
          .join(or),
      }
    }
    case 'formula':
    case 'symbolic':
      return { [response.input]: escapeHtml(response.answer) }
    case 'image':
      return Object.fromEntries(
        response.fields.map(({ input, rectangle, regions }) => [input, { rectangle, regions }]),
      )
    case 'custom':
      return customAnswers(response)
    case 'choicetext':
      return { [response.input]: choiceTextAnswer(response, words, or) }
    case 'annotation': {
      const right = response.options.filter(({ correctness }) => correctness === 'correct')
      return right.length === 0
        ? {}
        : { [response.input]: right.map(({ text }) => escapeHtml(text)).join(or) }
    }
    default:
      return {}
  }
}

/** What each input says is correct; a single one rather what its response expects. */
function customAnswers({ fields, expect }: CustomResponse): ShownAnswers {
  const single = fields.length === 1 ? expect : ''
  return Object.fromEntries(
    fields.flatMap(({ input, correctAnswer }) => {
      const answer = single || correctAnswer
      return answer === '' ? [] : [[input, escapeHtml(answer)]]
    }),
  )
}

/** The correct choices by number, with the numbers to fill in. */
function choiceTextAnswer({ textChoices, several }: ChoiceTextResponse, words: I18n, or: string): string {
  return textChoices
    .flatMap(({ correct, numbers }, index) => {
      if (!correct) return []
      const asked = numbers.flatMap(({ answer }) => answer ?? []).join(', ')
      const choice = escapeHtml(words.say('choice {number}', { number: index + 1 }))
      return [markedWords(choice, words) + escapeHtml(asked === '' ? '' : ` (${asked})`)]
    })
    .join(several ? ', ' : or)
}

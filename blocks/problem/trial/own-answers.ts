import type { CompiledProblem, CompiledResponse } from '../compiled-problem.js'
import type { Answer, Answers } from '../correct-map.js'
import type { ImageResponse } from '../responses/image-response.js'

/** What a problem shows as correct, as a learner would give it, by input; of responses that show nothing of the kind, nothing. */
export function ownAnswers({ responses }: Pick<CompiledProblem, 'responses'>): readonly Answers[] {
  return responses.flatMap((response) => {
    const answers = answersOf(response)
    return answers ? [answers] : []
  })
}

function answersOf(response: CompiledResponse): Answers | undefined {
  switch (response.kind) {
    case 'multiplechoice':
      return { [response.input]: response.choices.find(({ correct }) => correct)?.name ?? '' }
    case 'truefalse':
    case 'choice':
      return {
        [response.input]: response.choices.filter(({ correct }) => correct).map(({ name }) => name),
      }
    case 'option':
      return all(response.fields, ({ correct }) => correct)
    case 'string':
      // What is shown of a pattern is the pattern, and no text that it fits.
      return response.regexp ? undefined : one(response.input, response.answers[0])
    case 'numerical':
      return one(response.input, response.range ? middle(response.range) : response.answer)
    case 'formula':
    case 'symbolic':
      return one(response.input, response.answer)
    case 'image':
      return all(response.fields, clickIn)
    case 'custom':
      return all(response.fields, ({ correctAnswer }) =>
        response.fields.length === 1 ? response.expect || correctAnswer : correctAnswer,
      )
    case 'choicetext': {
      const right = response.textChoices
        .filter(({ correct }) => correct)
        .slice(0, response.several ? undefined : 1)
      const members = right.flatMap(({ name, numbers }) => [
        [name, '1'] as const,
        ...numbers.map((number) => [number.name, number.answer ?? '0'] as const),
      ])
      return one(response.input, members.length > 0 ? JSON.stringify(Object.fromEntries(members)) : undefined)
    }
    case 'annotation': {
      const index = response.options.findIndex(({ correctness }) => correctness === 'correct')
      return one(response.input, index < 0 ? undefined : JSON.stringify({ options: [index], comment: '' }))
    }
    default:
      return undefined
  }
}

function one(input: string, answer: Answer | null | undefined): Answers | undefined {
  return answer === undefined || answer === null || answer === '' ? undefined : { [input]: answer }
}

/** The answers of all fields; undefined where one has none. */
function all<Field extends { readonly input: string }>(
  fields: readonly Field[],
  answerOf: (field: Field) => string | null | undefined,
): Answers | undefined {
  const answers = fields.map((field) => [field.input, answerOf(field) ?? ''] as const)
  return answers.some(([, answer]) => answer === '') ? undefined : Object.fromEntries(answers)
}

/** A number inside a range whose ends are numbers. */
function middle({ low, high }: { readonly low: string; readonly high: string }): string | undefined {
  const number = (Number(low) + Number(high)) / 2
  return Number.isFinite(number) ? String(number) : undefined
}

/** A place in the middle of the first rectangle, or of the first region. */
function clickIn({ rectangles, outlines }: ImageResponse['fields'][number]): string | undefined {
  const [[left = 0, top = 0, right = 0, bottom = 0] = []] = rectangles
  if (rectangles.length > 0) return `[${Math.round((left + right) / 2)},${Math.round((top + bottom) / 2)}]`
  const [outline] = outlines
  if (!outline || outline.length === 0) return undefined
  const mean = (place: 0 | 1) =>
    Math.round(outline.reduce((sum, point) => sum + point[place], 0) / outline.length)
  return `[${mean(0)},${mean(1)}]`
}

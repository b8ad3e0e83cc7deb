import type { Json } from '../../../runtime/values/json.js'
import { choiceText, type Answer, type Answers, type CompiledProblem, type Grade } from '../engine.js'

/**
 * What was answered to which input, for those who study events (the incumbent's `submission`).
 * @param variant the seed, where it differs between learners; else ''
 */
export function submissionDetails(
  problem: CompiledProblem,
  answers: Answers,
  { correctMap }: Grade,
  variant: number | '',
): Record<string, Json> {
  const tags = responseTags(problem)
  return Object.fromEntries(
    Object.entries(answers).map(([input, answer]) => {
      const { tag = '', question = '', group = '' } = problem.inputs[input]?.asked ?? {}
      const grade = correctMap[input]
      const details = {
        question,
        answer: shownAnswer(problem, input, answer),
        response_type: tags.get(input) ?? '',
        input_type: tag,
        correct: grade === undefined ? '' : grade.correctness !== 'incorrect',
        variant,
        group_label: group,
      }
      return [input, details]
    }),
  )
}

/** The element of each input's response. */
function responseTags({ responses }: CompiledProblem): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const response of responses) {
    const inputs = 'fields' in response ? response.fields.map(({ input }) => input) : []
    if ('input' in response) inputs.push(response.input)
    for (const input of inputs) tags.set(input, `${response.kind}response`)
  }
  return tags
}

/** An answer as the learner read it: choices by what stands beside them, all else as it was given. */
function shownAnswer({ inputs }: CompiledProblem, input: string, answer: Answer): Json {
  const texts = new Map(
    inputs[input]?.choices.flatMap((choice) => {
      const text = choiceText(choice)
      return text === undefined ? [] : [[choice.name, text] as const]
    }),
  )
  return typeof answer === 'string'
    ? (texts.get(answer) ?? answer)
    : answer.map((name) => texts.get(name) ?? name)
}

import type { Json } from '../../../runtime/values/json.js'
import type { Answers, CompiledProblem, CompiledResponse, Grade } from '../engine.js'

/**
 * What was answered to which input, for those who study events (the incumbent's `submission`).
 * @param variant the seed, where it differs between learners; else ''
 */
export function submissionDetails(
  { responses, inputs }: CompiledProblem,
  answers: Answers,
  { correctMap }: Grade,
  variant: number | '',
): Record<string, Json> {
  const details: Record<string, Json> = {}
  for (const response of responses) {
    for (const input of inputsOf(response)) {
      details[input] = {
        answer: answers[input] ?? '',
        response_type: `${response.kind}response`,
        input_type: inputs[input]?.control ?? '',
        correct: input in correctMap ? correctMap[input]?.correctness !== 'incorrect' : null,
        variant,
      }
    }
  }
  return details
}

function inputsOf(response: CompiledResponse): readonly string[] {
  if ('fields' in response) return response.fields.map(({ input }) => input)
  return 'input' in response ? [response.input] : []
}

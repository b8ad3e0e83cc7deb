import type { Json, JsonObject } from '../../../runtime/values/json.js'
import { choiceOrder, feedbackLabel, type CompiledProblem, type ShownFeedback } from '../engine.js'

/**
 * The order in which a seed shows mixed choices, by input: `['shuffle', names]` or `['answerpool', names]` (the
 * incumbent's `permutation`); undefined where nothing is mixed.
 */
export function permutationOf(problem: CompiledProblem, seed: number): Record<string, Json> | undefined {
  const mixed = problem.responses.flatMap((response) =>
    'shuffle' in response && (response.shuffle || response.pool > 0) ? [response] : [],
  )
  if (mixed.length === 0) return undefined
  const order = choiceOrder(problem, seed)
  return Object.fromEntries(
    mixed.map(({ input, pool }) => [input, [pool > 0 ? 'answerpool' : 'shuffle', order[input] ?? []]]),
  )
}

/**
 * What is told of feedback a learner was shown (the incumbent's `edx.problem.hint.feedback_displayed`).
 * @param part the response, as `ID_1`
 */
export function feedbackEvent(
  feedback: ShownFeedback,
  { problem, part, question }: { readonly problem: string; readonly part: string; readonly question: string },
): JsonObject {
  const { hints, correct, answer, compound, choices } = feedback
  return {
    module_id: problem,
    problem_part_id: part,
    trigger_type: compound ? 'compound' : 'single',
    hint_label: feedbackLabel(feedback),
    hints: hints.map(({ html, trigger }) => ({
      text: html,
      ...(trigger && { trigger: trigger.map((one) => ({ ...one })) }),
    })),
    correctness: correct,
    student_answer: answer,
    question_type: question,
    ...(choices && { choice_all: choices }),
  }
}

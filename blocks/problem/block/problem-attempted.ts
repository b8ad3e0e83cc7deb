import type { Attempted } from '../../../runtime/block/index.js'
import { isJsonArray, type Json, type JsonObject } from '../../../runtime/values/json.js'
import { isAnswers } from '../engine.js'
import { attemptsIn } from './attempt-history.js'

/** How a learner fared at a problem, by what is stored of them. The first attempt, the best and the last are kept whatever else goes. */
export function problemAttempted(values: JsonObject): Attempted | undefined {
  const { attempts, student_answers: answers } = values
  if (typeof attempts !== 'number' || attempts < 1) return undefined
  const kept = attemptsIn({
    scoreHistory: listed(values['score_history']),
    studentAnswersHistory: listed(values['student_answers_history']),
    correctMapHistory: listed(values['correct_map_history']),
  })
  const [earliest] = kept
  const right = kept.find(({ score }) => (shareOf(score) ?? 0) >= 1)
  const last = kept.at(-1)
  const first = earliest?.number === 1 ? shareOf(earliest.score) : undefined
  return {
    attempts,
    ...(first !== undefined && { first }),
    ...(right && { rightAt: right.number }),
    ...(last && { variant: last.seed }),
    answers: isAnswers(answers) ? Object.fromEntries(Object.entries(answers).map(texts)) : {},
  }
}

function shareOf({ earned, possible }: { readonly earned: number; readonly possible: number }) {
  return possible > 0 ? earned / possible : undefined
}

function texts([input, answer]: [string, unknown]): [string, readonly string[]] {
  const all: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  return [input, all.filter((one): one is string => typeof one === 'string' && one !== '')]
}

function listed(value: Json | undefined): readonly Json[] {
  return value !== undefined && isJsonArray(value) ? value : []
}

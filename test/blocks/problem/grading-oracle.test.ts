import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  choiceOrder,
  compileProblem,
  gradeProblem,
  gradeSubmission,
  maxScore,
  shownAnswers,
} from '../../../blocks/problem/engine.js'
import type { Answers } from '../../../blocks/problem/engine.js'
import { inOurForm } from './problems.js'

/** Results computed by the incumbent; see the README beside the file. */
const oracle = new URL('../../../../shared/oracles/capa-grading.json', import.meta.url)

interface Case {
  readonly id: string
  readonly seed: number
  readonly tags: readonly string[]
  readonly xml: string
  readonly answers: Answers
  readonly choice_order?: Record<string, string[]>
  readonly expected?: Record<string, { correctness: string; npoints: number }>
  readonly score?: number
  readonly max_score: number
  readonly shown_answers?: Record<string, unknown>
  readonly error?: { readonly type: string }
}

const needsPython = ({ tags }: Case) => tags.includes('python') || tags.includes('script')

describe.skipIf(!existsSync(oracle))('grading, against the incumbent', () => {
  const cases: readonly Case[] = existsSync(oracle)
    ? (JSON.parse(readFileSync(oracle, 'utf8')) as Case[])
    : []

  const supported = cases.filter((item) => !needsPython(item))

  it.each(supported.filter(({ error }) => error !== undefined))('$id: refuses the answer', (item) => {
    expect(maxScore(compileProblem(item.xml))).toBe(item.max_score)
    expect(gradeSubmission(item)).toMatchObject({ error: { code: 'problem-input' } })
  })

  it.each(supported.filter(({ error }) => error === undefined))(
    '$id: grades, order and shown answers are the same',
    (item) => {
      const problem = compileProblem(item.xml)
      expect(problem.findings).toEqual([])
      expect(maxScore(problem)).toBe(item.max_score)
      const { correctMap, score } = gradeProblem(problem, item)
      const grades = Object.entries(correctMap).map(([input, { correctness, npoints }]) => [
        input,
        { correctness, npoints },
      ])
      const expected = Object.entries(item.expected ?? {}).map(([input, { correctness, npoints }]) => [
        input,
        { correctness, npoints },
      ])
      expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(expected))
      expect(score).toBe(item.score)
      expect(choiceOrder(problem, item.seed)).toEqual(item.choice_order ?? {})
      expect(inOurForm(shownAnswers(problem, item.seed))).toEqual(inOurForm(item.shown_answers ?? {}))
      expect(gradeSubmission(item)).toEqual({
        correct_map: Object.fromEntries(expected),
        score: item.score,
        max_score: item.max_score,
      })
    },
  )

  it.each(cases.filter(needsPython))('$id: says that it needs a script', (item) => {
    expect(gradeSubmission(item)).toMatchObject({ error: { code: 'problem-script' } })
  })
})

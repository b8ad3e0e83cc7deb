import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import {
  checkedByScripts,
  compileProblem,
  drawnProblem,
  gradeProblem,
  gradeScriptedSubmission,
  shownAnswers,
  type Answers,
} from '../../../blocks/problem/engine.js'
import { PythonScripts } from '../../../python/index.js'
import { comparable, inOurForm } from './problems.js'

/** Results computed by the incumbent; see the README beside the file. */
const oracle = new URL('../../../../shared/oracles/capa-grading.json', import.meta.url)

interface Case {
  readonly id: string
  readonly seed: number
  readonly tags: readonly string[]
  readonly xml: string
  readonly answers: Answers
  readonly expected: Record<string, { correctness: string; npoints: number; msg?: string }>
  readonly overall_message?: string
  readonly error?: unknown
  readonly score: number
  readonly max_score: number
  readonly script_vars?: Record<string, unknown>
  readonly shown_answers: Record<string, unknown>
}

describe.skipIf(!existsSync(oracle) || !PythonScripts.available())('scripts, against the incumbent', () => {
  const cases = existsSync(oracle) ? (JSON.parse(readFileSync(oracle, 'utf8')) as Case[]) : []
  const scripted = cases.filter(({ tags }) => tags.includes('python') || tags.includes('script'))
  const runner = new PythonScripts()
  afterAll(() => runner.close())
  const scripting = { runner, context: 'c', id: 'p', anonymousId: '' }

  it.each(scripted.filter(({ error }) => error !== undefined))('$id: refuses the answer', async (item) => {
    expect(await gradeScriptedSubmission(item, () => runner)).toMatchObject({ error: {} })
  })

  it.each(scripted.filter(({ error }) => error === undefined))(
    '$id: variables, grades, messages and shown answers are the same',
    async (item) => {
      const { xml, seed, answers } = item
      const problem = await drawnProblem(compileProblem(xml), xml, seed, scripting)
      expect(problem.findings).toEqual([])
      const checked = await checkedByScripts(problem, { answers, seed }, scripting)
      const { correctMap, score, maxScore } = gradeProblem(problem, { answers, seed, checked })
      const grades = Object.entries(correctMap).map(([input, { correctness, npoints, msg }]) => [
        input,
        { correctness, npoints, msg: comparable(msg) },
      ])
      const expected = Object.entries(item.expected).map(([input, { correctness, npoints, msg = '' }]) => [
        input,
        { correctness, npoints, msg: comparable(msg) },
      ])
      expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(expected))
      expect([score, maxScore]).toEqual([item.score, item.max_score])
      const overall = Object.values(correctMap).flatMap(({ overallMessage }) => overallMessage ?? [])
      expect(comparable(overall.join(''))).toBe(comparable(item.overall_message ?? ''))
      expect(inOurForm(shownAnswers(problem, seed))).toEqual(inOurForm(item.shown_answers))
      for (const [name, value] of Object.entries(item.script_vars ?? {})) {
        const asking = xml.replace('</problem>', `<p>here $${name} there</p></problem>`)
        const drawn = await drawnProblem(compileProblem(asking), asking, seed, scripting)
        const [, text = ''] = /here (.*?) there/s.exec(JSON.stringify(drawn.template)) ?? []
        if (typeof value === 'number') expect(Number(text)).toBe(value)
        else if (typeof value === 'string') expect(text).toContain(value)
        else expect(text).not.toBe(`$${name}`)
      }
      expect(await gradeScriptedSubmission(item, () => runner)).toMatchObject({ score: item.score })
    },
  )
})

import { existsSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import {
  compileProblem,
  drawnProblem,
  gradeByScripts,
  renderProblem,
  shownAnswers,
  type Answer,
} from '../../../blocks/problem/engine.js'
import { PythonScripts } from '../../../python/index.js'
import { courses, realProblems } from './real-courses.js'

/** What cannot be graded anywhere: Python 2, and libraries that are not in the course. */
const exceptions: Readonly<Record<string, RegExp>> = {
  Energy_eigenstates: /No module named 'ket_evaluator'/,
  Matrix_expression_equality: /Missing parentheses in call to 'print'/,
  Quantum_mechanics_ket_input: /Missing parentheses in call to 'print'/,
  Test_operator_equations: /No module named 'matrix_evaluator'/,
}

const unescapeHtml = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** Those with Python. */
const scriptedProblems = () => realProblems().filter(([, xml]) => compileProblem(xml).script !== undefined)

describe.skipIf(!existsSync(courses) || !PythonScripts.available())('scripts of real courses', () => {
  const runner = new PythonScripts()
  afterAll(() => runner.close())
  const scripting = { runner, context: 'c', id: 'p', anonymousId: '' }

  it.each(scriptedProblems())('%s is drawn, and right with the answers it shows', async (name, xml) => {
    const problem = await drawnProblem(compileProblem(xml), xml, 1, scripting)
    const html = renderProblem(problem, { id: 'p', seed: 1 })
    expect(html).not.toMatch(/def \w+\(|import |<script/)
    const answers: Record<string, Answer> = {}
    for (const [key, shown] of Object.entries(shownAnswers(problem, 1))) {
      if (!key.startsWith('solution') && typeof shown === 'string') answers[key] = unescapeHtml(shown)
    }
    const excepted = Object.entries(exceptions).find(([part]) => name.includes(part))
    const grading = gradeByScripts(problem, { answers, seed: 1 }, {}, scripting)
    if (excepted) {
      await expect(grading).rejects.toThrow(excepted[1])
      return
    }
    const { correctMap } = await grading
    for (const [input, { correctness }] of Object.entries(correctMap)) {
      expect([input, correctness]).toEqual([input, input in answers ? 'correct' : 'incorrect'])
    }
  })
})

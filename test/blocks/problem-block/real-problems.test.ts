import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compileProblem, shownAnswers, type CompiledProblem } from '../../../blocks/problem/engine.js'
import { ProblemAtWork } from './problem-at-work.js'

/** Our demo content, and real courses where they are beside the repository. */
const roots = ['../../../demo/', '../../../../shared/olx/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

const problems = roots.filter(existsSync).flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(\/problems?\/[^/]*|block)\.xml$/.test(path))
    .map((path) => ({ path, xml: readFileSync(join(root, path), 'utf8') }))
    .filter(({ xml }) => /^\s*(<\?.*\?>\s*)?<problem/.test(xml)),
)

/** The shown answer of each input as a learner would enter it: the first, where several are right. */
function rightAnswers(problem: CompiledProblem): Record<string, string | readonly string[]> {
  const shown = shownAnswers(problem, 1)
  const answers: Record<string, string | readonly string[]> = {}
  for (const [id, { control }] of Object.entries(problem.inputs)) {
    const answer = shown[id]
    if (typeof answer === 'string') answers[`input_p_${id}`] = textOf(answer.split(' <b>or</b> ')[0] ?? '')
    else if (Array.isArray(answer)) {
      const names: readonly string[] = answer
      answers[`input_p_${id}`] = control === 'checkbox' ? names : (names[0] ?? '')
    }
  }
  return answers
}

function textOf(html: string): string {
  const text = html.replace(/<[^>]*>/g, '').trim()
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

describe('problems as authors write them', () => {
  it.each(problems)(
    'show without their solution, and are right by their own answers: $path',
    async ({ xml }) => {
      const compiled = compileProblem(xml)
      const work = new ProblemAtWork(xml)
      const page = await work.page()
      expect(page).toContain('class="problem-questions"')
      const solutions = compiled.solutions
        .map(({ html }) => textOf(html).slice(0, 60))
        .filter(({ length }) => length > 30)
      expect(solutions.filter((text) => textOf(page).includes(text))).toEqual([])
      const graded = Object.keys(compiled.inputs).length > 0
      const answer = graded ? await work.act('problem_check', rightAnswers(compiled)) : undefined
      expect(answer?.body['success']).toBe(graded ? 'correct' : undefined)
    },
  )
})

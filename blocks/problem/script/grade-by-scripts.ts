import type { CompiledProblem } from '../compiled-problem.js'
import type { CorrectMap, Submission } from '../correct-map.js'
import { gradeProblem, type Grade } from '../grade-problem.js'
import { gradesWithHints } from './hinted-grades.js'
import { checkedByScripts, type Scripting } from './scripting.js'

/**
 * Grades a submission together with what its scripts have to say: checks, then hint functions.
 * @param problem drawn for the seed of the submission
 * @param previous grades of the submission before
 * @throws CompositorError as {@link gradeProblem} does; `script-failed` and its like
 */
export async function gradeByScripts(
  problem: CompiledProblem,
  submission: Submission,
  previous: CorrectMap,
  scripting: Scripting,
): Promise<Grade> {
  const checked = await checkedByScripts(problem, submission, scripting)
  const grade = gradeProblem(problem, { ...submission, checked })
  if (problem.hintFunctions === undefined) return grade
  const correctMap = await gradesWithHints(problem, submission, grade.correctMap, previous, scripting)
  const score = Object.values(correctMap).reduce((sum, { npoints }) => sum + npoints, 0)
  return { ...grade, correctMap, score }
}

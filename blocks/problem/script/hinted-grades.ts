import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import type { CompiledProblem } from '../compiled-problem.js'
import { inputGrade, type CorrectMap, type InputGrade, type Submission } from '../correct-map.js'
import type { Scripting } from './scripting.js'
import { cleanMessage } from './verdict.js'

/**
 * The grades as hint functions leave them: they set hints, and may change grades and messages as well
 * (`LoncapaResponse.get_hints`). A function has a say in the inputs of its own response only.
 * @param previous grades of the submission before, which functions see as well
 * @throws CompositorError `script-failed` and its like
 */
export async function gradesWithHints(
  { hintFunctions = [], script, inputs }: CompiledProblem,
  { answers, seed }: Submission,
  graded: CorrectMap,
  previous: CorrectMap,
  { runner, context, id, learner }: Scripting,
): Promise<CorrectMap> {
  const result: Record<string, InputGrade> = { ...graded }
  const named = <T>(values: readonly (readonly [string, T])[]) =>
    Object.fromEntries(values.map(([input, value]) => [`${id}_${input}`, value]))
  const empty = Object.keys(inputs)
    .filter((input) => inputs[input]?.control !== 'radio' && inputs[input]?.control !== 'checkbox')
    .map((input) => [input, ''] as const)
  for (const hints of hintFunctions) {
    const own = hints.inputs.flatMap((input) => {
      const grade = graded[input]
      return grade === undefined ? [] : [[input, grade] as const]
    })
    if (!runner || own.length === 0) continue
    const { values } = await runner.run({
      context,
      ...(learner !== undefined && { learner }),
      code: script?.code ?? '',
      seed,
      given: {
        answer_ids: hints.inputs.map((input) => `${id}_${input}`),
        student_answers: named<Json>([...empty, ...Object.entries(answers)]),
        new_cmap_dict: named(own.map(([input, grade]) => [input, gradeForScripts(grade)])),
        old_cmap_dict: named(
          Object.entries(previous).map(([input, grade]) => [input, gradeForScripts(grade)]),
        ),
      },
      occurring: [],
      step: { code: hints.code, given: {}, reseed: false, wanted: ['new_cmap_dict'] },
    })
    const changed = values['new_cmap_dict']
    for (const [input, grade] of own) {
      const said = isJsonObject(changed) ? changed[`${id}_${input}`] : undefined
      if (isJsonObject(said)) result[input] = changedGrade(grade, said)
    }
  }
  return result
}

/** A grade as functions find it. Points are left open where they follow from the correctness, as at the incumbent. */
function gradeForScripts({ correctness, npoints, msg, hint, hintmode }: InputGrade): Record<string, Json> {
  const follows = npoints === inputGrade(correctness).npoints
  return {
    correctness,
    npoints: follows ? null : npoints,
    msg,
    hint,
    hintmode,
    queuestate: null,
    answervariable: null,
  }
}

function changedGrade(grade: InputGrade, said: { readonly [name: string]: Json }): InputGrade {
  const { correctness: word, npoints, msg, hint, hintmode } = said
  const correctness = word === 'correct' || word === 'partially-correct' ? word : 'incorrect'
  return {
    ...grade,
    correctness,
    npoints: typeof npoints === 'number' ? npoints : inputGrade(correctness).npoints,
    msg: msg === grade.msg ? grade.msg : htmlOf(msg),
    hint: htmlOf(hint),
    hintmode: typeof hintmode === 'string' ? hintmode : null,
  }
}

function htmlOf(text: Json | undefined): string {
  if (text === null || text === undefined) return ''
  return cleanMessage(typeof text === 'string' ? text : JSON.stringify(text))
}

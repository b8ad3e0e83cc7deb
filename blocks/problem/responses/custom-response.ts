import { CompositorError } from '../../../runtime/errors/index.js'
import { inputGrade, type CorrectMap, type InputGrade, type Submission } from '../correct-map.js'
import { pythonAt, pythonText } from '../script/problem-script.js'
import { noAnswer } from '../stored-words.js'
import { isTrue, type ResponseSource } from './response-source.js'

/** One input of a custom response. */
export interface CustomField {
  readonly input: string
  readonly points: number
  /** The answer shown to learners; '' for none. */
  readonly correctAnswer: string
}

/** How answers are checked: by a function of the script, or by code of the response. */
export type CustomCheck =
  | {
      readonly by: 'function'
      readonly name: string
      readonly code: string
      readonly extra: readonly string[]
    }
  | { readonly by: 'code'; readonly code: string }

/** `<customresponse>` and `<schematicresponse>`: answers that Python of the author checks. */
export interface CustomResponse {
  readonly kind: 'custom' | 'schematic'
  /** In the order the check gets them: their own. */
  readonly fields: readonly CustomField[]
  /** Null where the response says nothing of it. */
  readonly expect: string | null
  readonly check: CustomCheck
  readonly options: string | null
  /** Whether a single input left empty is told so, instead of being incorrect without a word. */
  readonly emptyIsTold: boolean
}

/** @throws CompositorError `problem-unsupported` where there is nothing to check by */
export function compileCustom(source: ResponseSource): CustomResponse {
  const { element, inputs } = source
  const fields = inputs.map(({ id, element: input, points }) => ({
    input: id,
    points,
    correctAnswer: input.attribute('correct_answer') ?? '',
  }))
  return {
    kind: element.name === 'schematicresponse' ? 'schematic' : 'custom',
    fields,
    expect: element.attribute('expect') || (element.attribute('answer') ?? null),
    check: compileCheck(source),
    options: element.attribute('options') ?? null,
    emptyIsTold: isTrue(element.attribute('empty_answer_err')),
  }
}

function compileCheck({ element }: ResponseSource): CustomCheck {
  const answer = [...element.descendants()].find(({ name }) => name === 'answer')
  if (answer !== undefined) return { by: 'code', code: pythonAt(answer.line, pythonText(answer)) }
  const name = element.attribute('cfn')?.trim()
  if (!name) {
    throw new CompositorError(
      'problem-unsupported',
      `<${element.name}> has neither an <answer> with code nor an attribute 'cfn'.`,
    )
  }
  const extra = (element.attribute('cfn_extra_args') ?? '').split(/\s+/).filter((one) => /^\w+$/.test(one))
  const given = ['expect', 'ans', ...extra.map((one) => `${one}=${one}`)].join(', ')
  return { by: 'function', name, code: pythonAt(element.line, `cfn_return = ${name}(${given})`), extra }
}

/**
 * The grades of a custom response. Its script was run before, as that takes another process.
 * @throws CompositorError `script-unavailable` where it was not
 */
export function gradeCustom({ fields }: CustomResponse, { checked = {} }: Submission): CorrectMap {
  return Object.fromEntries(
    fields.map(({ input }): [string, InputGrade] => {
      const grade = checked[input]
      if (grade === undefined)
        throw new CompositorError('script-unavailable', `Input ${input} was not checked by its script.`)
      return [input, grade]
    }),
  )
}

/** The grade of a single input left empty; undefined where the script is to decide. */
export function gradeOfNothing({ kind, fields, emptyIsTold }: CustomResponse, { answers }: Submission) {
  const [field] = fields
  if (kind !== 'custom' || fields.length !== 1 || field === undefined) return undefined
  if ((answers[field.input] ?? '') !== '') return undefined
  const grade = inputGrade('incorrect')
  return { [field.input]: emptyIsTold ? { ...grade, msg: noAnswer } : grade }
}

import { CompositorError } from '../../../runtime/errors/index.js'
import { cleanHtml, renderMaths } from '../../../runtime/html/index.js'
import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import type { Correctness, CorrectMap, InputGrade } from '../correct-map.js'
import type { CustomResponse } from '../responses/custom-response.js'

/** What a check said of one input, or of all alike. */
interface InputVerdict {
  readonly correctness: Correctness
  /** Part of the points earned, 0 to 1. */
  readonly part: number
  /** HTML of the author, as it came. */
  readonly message: string
}

const parts: Readonly<Record<Correctness, number>> = { correct: 1, 'partially-correct': 0.5, incorrect: 0 }

/**
 * Grades by what a check function returned: true or false, a text such as 'partial', a dict for all inputs together
 * {ok, msg, grade_decimal}, or one for each {input_list, overall_message}. Anything else that Python takes for true is
 * correct, as in the incumbent (`CustomResponse.execute_check_function`).
 * @throws CompositorError `script-failed` for a dict of another form
 */
export function verdictOfFunction(response: CustomResponse, returned: Json): CorrectMap {
  const { fields } = response
  if (!isJsonObject(returned)) {
    const verdict = { correctness: correctnessOf(returned), message: '' }
    return grades(
      response,
      fields.map(() => ({ ...verdict, part: parts[verdict.correctness] })),
      '',
    )
  }
  if ('ok' in returned) {
    const verdict = inputVerdict(returned)
    if (fields.length === 1) return grades(response, [verdict], '')
    const all = fields.map(() => ({ ...verdict, message: '' }))
    return grades(response, all, verdict.message)
  }
  const list = returned['input_list']
  if (!Array.isArray(list)) {
    throw new CompositorError(
      'script-failed',
      `The check function returned a dict with ${Object.keys(returned).slice(0, 10).join(', ') || 'nothing'}; it needs 'ok' or 'input_list'.`,
    )
  }
  if (list.length < fields.length || !list.every((one) => isJsonObject(one) && 'ok' in one)) {
    throw new CompositorError(
      'script-failed',
      `The check function returned an 'input_list' of ${list.length}; it needs a dict with 'ok' for each of ${fields.length} inputs.`,
    )
  }
  return grades(response, list.filter(isJsonObject).map(listedVerdict), textOf(returned['overall_message']))
}

/** Grades by what the code of a response left in `correct`, `messages`, `overall_message` and `grade_decimals`. */
export function verdictOfCode(response: CustomResponse, values: Readonly<Record<string, Json>>): CorrectMap {
  const correct = Array.isArray(values['correct']) ? values['correct'] : []
  const messages = Array.isArray(values['messages']) ? values['messages'] : []
  const decimals = Array.isArray(values['grade_decimals']) ? values['grade_decimals'] : []
  const verdicts = response.fields.map((_field, index) => {
    const word = correct[index]
    const correctness: Correctness = word === 'correct' || word === 'partially-correct' ? word : 'incorrect'
    const part = numberOf(decimals[index]) ?? parts[correctness]
    return { correctness, part, message: textOf(messages[index]) }
  })
  if (response.kind === 'custom') return grades(response, verdicts, textOf(values['overall_message']))
  const whole = verdicts.map((verdict) => ({ ...verdict, part: verdict.correctness === 'incorrect' ? 0 : 1 }))
  return grades({ ...response, fields: response.fields.map((field) => ({ ...field, points: 1 })) }, whole, '')
}

function inputVerdict(said: { readonly [name: string]: Json }): InputVerdict {
  const correctness = correctnessOf(said['ok'] ?? null)
  const part = 'grade_decimal' in said ? numberOf(said['grade_decimal']) : undefined
  return { correctness, part: part ?? parts[correctness], message: textOf(said['msg']) }
}

/** In a list, a mark other than true or partial earns nothing of itself, even where it shows as correct. */
function listedVerdict(said: { readonly [name: string]: Json }): InputVerdict {
  const verdict = inputVerdict(said)
  const earnsNothing =
    verdict.correctness === 'correct' &&
    !('grade_decimal' in said) &&
    textOf(said['ok']).toLowerCase().trim() !== 'true'
  return earnsNothing ? { ...verdict, part: 0 } : verdict
}

function correctnessOf(value: Json): Correctness {
  const isTrue = Array.isArray(value) ? value.length > 0 : Boolean(value)
  const word = isTrue ? textOf(value).toLowerCase().trim() : 'false'
  if (word === 'false') return 'incorrect'
  return word.includes('partial') ? 'partially-correct' : 'correct'
}

/** One grade for each input; what is said of all stands with the last. */
function grades(
  { fields }: CustomResponse,
  verdicts: readonly InputVerdict[],
  overallMessage: string,
): CorrectMap {
  const all = fields.map(({ input, points }, index): [string, InputGrade] => {
    const { correctness, part, message } = verdicts[index] ?? {
      correctness: 'incorrect',
      part: 0,
      message: '',
    }
    const overall = index === fields.length - 1 ? cleanMessage(overallMessage) : ''
    return [
      input,
      {
        correctness,
        npoints: points * part,
        msg: cleanMessage(message),
        hint: '',
        hintmode: null,
        ...(overall !== '' && { overallMessage: overall }),
      },
    ]
  })
  return Object.fromEntries(all)
}

/** Messages are the author's HTML, often with the learner's answer in it. */
export function cleanMessage(message: string): string {
  if (!/[<&\\[]/.test(message)) return message.trim()
  return renderMaths(cleanHtml(message)).trim()
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

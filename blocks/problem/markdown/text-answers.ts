import { evaluate } from '../calc/evaluate-expression.js'
import { hintElement, splitHint } from './hints.js'
import { escapeXml } from './inline-xml.js'

/** A line with an answer: `= answer`, `s= text`, `or= another`, `not= wrong {{why}}`. */
export const answerLine = /^(s|or|not)?=(?!=)(.*)$/
/** A line that begins a new answer, rather than going on with one. */
export const firstAnswerLine = /^s?=(?!=)/

interface AnswerText {
  readonly kind: string
  readonly answer: string
  readonly hint: string | undefined
}

/** `<numericalresponse>` where the first answer is a range or begins with a number, else `<stringresponse>`. */
export function textAnswers(lines: readonly string[], question: string): string {
  const answers = lines.map((line): AnswerText => {
    const [, kind = '', rest = ''] = answerLine.exec(line) ?? []
    const { text, hint } = splitHint(rest)
    return { kind, answer: text, hint }
  })
  const [first = { kind: '', answer: '', hint: undefined }, ...others] = answers
  return first.kind !== 's' && (isRange(first.answer) || isNumber(splitTolerance(first.answer)[0]))
    ? numerical(first, others, question)
    : stringResponse(first, others, question)
}

/** Whether an answer such as `9.3*10^7` begins with a number and is an expression; `5 apples` is none. */
function isNumber(answer: string): boolean {
  if (Number.isNaN(Number.parseFloat(answer))) return false
  try {
    evaluate(answer)
    return true
  } catch {
    return !/[a-z]/i.test(answer)
  }
}

function isRange(answer: string): boolean {
  return /^[[(]\s*[^,\s][^,]*,[^,]*[^,\s]\s*[\])]$/.test(answer) && /\d/.test(answer)
}

function numerical(first: AnswerText, others: readonly AnswerText[], question: string): string {
  const [answer, tolerance] = splitTolerance(first.answer)
  const param = tolerance === '' ? '' : `<responseparam type="tolerance" default="${escapeXml(tolerance)}"/>`
  const additional = others
    .filter(({ kind, answer: other }) => kind === 'or' && isNumber(other) && !other.includes('+-'))
    .map(additionalAnswer)
  return (
    `<numericalresponse answer="${escapeXml(answer)}">${question}${param}` +
    `${hintElement('correcthint', first.hint)}${additional.join('')}<formulaequationinput/></numericalresponse>`
  )
}

/** `5 +- 2%` is the number 5 with its tolerance; a range has none. Spaces in a number mean nothing. */
function splitTolerance(text: string): [answer: string, tolerance: string] {
  const at = text.indexOf('+-')
  if (isRange(text)) return [text, '']
  const parts = at < 0 ? [text] : [text.slice(0, at), text.slice(at + 2)]
  const [answer = '', tolerance = ''] = parts.map((part) => part.replaceAll(/\s/g, ''))
  return [answer, tolerance]
}

/** `=| pattern` is a regular expression. Case is ignored. */
function stringResponse(first: AnswerText, others: readonly AnswerText[], question: string): string {
  const isPattern = first.answer.startsWith('|')
  const plain = (text: string) => (isPattern ? text.replace(/^\|\s*/, '') : text)
  const rest = others.map((other) =>
    other.kind === 'not'
      ? hintElement('stringequalhint', other.hint ?? '', ` answer="${escapeXml(other.answer)}"`)
      : additionalAnswer({ ...other, answer: plain(other.answer) }),
  )
  return (
    `<stringresponse answer="${escapeXml(plain(first.answer))}" type="${isPattern ? 'ci regexp' : 'ci'}">${question}` +
    `${hintElement('correcthint', first.hint)}${rest.join('')}<textline size="20"/></stringresponse>`
  )
}

function additionalAnswer({ answer, hint }: AnswerText): string {
  return `<additional_answer answer="${escapeXml(answer)}">${hintElement('correcthint', hint)}</additional_answer>`
}

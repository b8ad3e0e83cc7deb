import { hintElement, splitHint } from './hints.js'
import { escapeXml } from './inline-xml.js'

/** A line with an answer: `= answer`, `s= text`, `or= another`, `not= wrong {{why}}`. */
export const answerLine = /^\s*(s|or|not)?=(?!=)(.*)$/
/** A line that begins a new answer, rather than going on with one. */
export const firstAnswerLine = /^\s*s?=(?!=)/

interface AnswerText {
  readonly kind: string
  readonly answer: string
  readonly hint: string | undefined
}

/** `<numericalresponse>` where the first answer begins as a number or is a range, else `<stringresponse>`. */
export function textAnswers(lines: readonly string[], question: string): string {
  const answers = lines.map((line): AnswerText => {
    const [, kind = '', rest = ''] = answerLine.exec(line) ?? []
    const { text, hint } = splitHint(rest)
    return { kind, answer: text, hint }
  })
  const [first = { kind: '', answer: '', hint: undefined }, ...others] = answers
  const isNumber = isRange(first.answer) || !Number.isNaN(Number.parseFloat(first.answer))
  return first.kind !== 's' && isNumber
    ? numerical(first, others, question)
    : stringResponse(first, others, question)
}

function isRange(answer: string): boolean {
  return /^[[(]\s*[^,\s][^,]*,[^,]*[^,\s]\s*[\])]$/.test(answer) && /\d/.test(answer)
}

function numerical(first: AnswerText, others: readonly AnswerText[], question: string): string {
  const [answer, tolerance] = splitTolerance(first.answer)
  const param = tolerance === '' ? '' : `<responseparam type="tolerance" default="${escapeXml(tolerance)}"/>`
  const additional = others
    .filter(({ kind }) => kind === 'or')
    .map((other) => additionalAnswer({ ...other, answer: splitTolerance(other.answer)[0] }))
  return (
    `<numericalresponse answer="${escapeXml(answer)}">${question}${param}` +
    `${hintElement('correcthint', first.hint)}${additional.join('')}<formulaequationinput/></numericalresponse>`
  )
}

/** `5 +- 2%` is the number 5 with its tolerance; a range has none. */
function splitTolerance(text: string): [answer: string, tolerance: string] {
  const at = isRange(text) ? -1 : text.indexOf('+-')
  return at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 2).replaceAll(/\s/g, '')]
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

import { checkboxHints, hintElement, splitHint } from './hints.js'
import { escapeXml, inlineXml } from './inline-xml.js'

/** A line of a multiple choice: `(x)` correct, `(!)` shuffled, `(@)` fixed, in any order; other signs mean nothing. */
export const radioLine = /^\s*\((.{0,3})\)(.*)$/
/** A line of checkboxes: `[x]`, or nothing or any other sign for an incorrect one. */
export const checkboxLine = /^\s*\[([^[]?)\](?!\])(.*)$/
/** Feedback for a combination of checkboxes: `{{ ((A B)) text }}`. */
export const compoundLine = /^\s*\{\{\s*\(\(([^()]*)\)\)(.*)\}\}\s*$/

/** `<multiplechoiceresponse>` of choice lines. @param question elements that come first in the response */
export function multipleChoice(lines: readonly string[], question: string): string {
  let shuffle = false
  const choices = lines.map((line) => {
    const [, marks = '', rest = ''] = radioLine.exec(line) ?? []
    const { text, hint } = splitHint(rest)
    shuffle ||= marks.includes('!')
    const fixed = marks.includes('@') ? ' fixed="true"' : ''
    return `<choice correct="${/x/i.test(marks)}"${fixed}>${inlineXml(text)}${hintElement('choicehint', hint)}</choice>`
  })
  const group = `<choicegroup type="MultipleChoice"${shuffle ? ' shuffle="true"' : ''}>`
  return `<multiplechoiceresponse>${question}${group}${choices.join('')}</choicegroup></multiplechoiceresponse>`
}

/** `<choiceresponse>` of checkbox lines and the feedback for their combinations. */
export function checkboxes(lines: readonly string[], question: string): string {
  const content = lines.map((line) => {
    const compound = compoundLine.exec(line)
    if (compound !== null) {
      return hintElement(
        'compoundhint',
        compound[2]?.trim(),
        ` value="${escapeXml(compound[1]?.trim() ?? '')}"`,
      )
    }
    const [, mark = '', rest = ''] = checkboxLine.exec(line) ?? []
    const { text, hint } = splitHint(rest)
    return `<choice correct="${/x/i.test(mark)}">${inlineXml(text)}${checkboxHints(hint)}</choice>`
  })
  return `<choiceresponse>${question}<checkboxgroup>${content.join('')}</checkboxgroup></choiceresponse>`
}

/** `<optionresponse>` of what stands between `[[` and `]]`: options on lines of their own, or between commas. */
export function dropdown(content: string, question: string): string {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  const options = lines.length > 1 ? lines : betweenCommas(lines[0] ?? '')
  const elements = options.map((option) => {
    const { text, hint } = splitHint(option.replace(/,\s*$/, ''))
    const [, correct] = /^\((.*)\)$/s.exec(text) ?? []
    const shown = inlineXml(correct ?? text)
    return `<option correct="${correct !== undefined}">${shown}${hintElement('optionhint', hint)}</option>`
  })
  return `<optionresponse>${question}<optioninput>${elements.join('')}</optioninput></optionresponse>`
}

/** Pieces between commas; those inside a hint do not count. */
function betweenCommas(text: string): string[] {
  const pieces: string[] = []
  const sign = /\{\{|,/g
  const lastHint = text.lastIndexOf('}}')
  let start = 0
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    if (found[0] === ',') {
      pieces.push(text.slice(start, found.index))
      start = sign.lastIndex
    } else if (sign.lastIndex <= lastHint) sign.lastIndex = text.indexOf('}}', sign.lastIndex) + 2
  }
  pieces.push(text.slice(start))
  return pieces.filter((piece) => piece.trim() !== '')
}

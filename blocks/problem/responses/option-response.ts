import type { XmlElement, XmlNode } from '../../../runtime/olx/index.js'
import { inputGrade, type GradedInput, type Submission } from '../correct-map.js'
import { stripped } from '../python-text.js'
import { compileFeedback, feedbackTo, type Feedback } from './feedback.js'
import { isTrue, type ResponseSource } from './response-source.js'

interface OptionField {
  readonly input: string
  readonly points: number
  /** Null where the author names none: then every answer is incorrect, an empty one too. */
  readonly correct: string | null
  readonly hints: readonly { readonly option: string; readonly correct: boolean; readonly hint: Feedback }[]
}

/** `<optionresponse>`: one or more dropdowns, each with one correct option. */
export interface OptionResponse {
  readonly kind: 'option'
  readonly fields: readonly OptionField[]
}

export function compileOption(source: ResponseSource): OptionResponse {
  return {
    kind: 'option',
    fields: source.inputs.map(({ id, element, points }) => {
      const options = element.elements('option')
      const named = options.findLast((option) => isTrue(option.attribute('correct')))
      const correct = (named && optionText(named)) || (element.attribute('correct') ?? null)
      const texts = optionTexts(element)
      if (![...texts, correct].some((text) => text?.includes('$')) && !texts.includes(correct ?? ''))
        source.ignore(
          element,
          correct === null ? 'No option is right.' : `The right option '${correct}' is none of its options.`,
        )
      return {
        input: id,
        points,
        correct,
        hints: options.flatMap((option) => {
          const hint = compileFeedback(source, option.element('optionhint'))
          const text = optionText(option)
          return hint === undefined
            ? []
            : [{ option: text, correct: isTrue(option.attribute('correct')), hint }]
        }),
      }
    }),
  }
}

export function gradeOption(
  { fields }: OptionResponse,
  { answers }: Submission,
): { readonly [input: string]: GradedInput } {
  return Object.fromEntries(
    fields.map(({ input, correct, hints }) => {
      const answer = answers[input]
      const grade = inputGrade(answer !== undefined && answer === correct ? 'correct' : 'incorrect')
      const found = hints.find(({ option }) => option === answer)
      if (found === undefined) return [input, grade]
      return [input, { ...grade, feedback: feedbackTo(found.option, found.hint, found.correct) }]
    }),
  )
}

/**
 * The options of a dropdown, which are also the values posted: the texts of its `<option>` elements, or the
 * members of the old attribute `options="('up','down')"`.
 */
export function optionTexts(input: XmlElement): string[] {
  const elements = input.elements('option')
  if (elements.length > 0) return elements.map(optionText)
  const inner = (input.attribute('options') ?? '').trim().slice(1, -1)
  const apostrophe = '\u0000'
  const guarded = inner
    .replace(/([a-zA-Z])\\?'([a-zA-Z])/g, `$1${apostrophe}$2`)
    .replaceAll(String.raw`\'`, apostrophe)
  const quoted = guarded.includes("'") ? /'([^']*)'|[^\s,']+/g : /"([^"]*)"|[^\s,"]+/g
  return Array.from(guarded.matchAll(quoted), ([whole, inside]) =>
    (inside ?? whole).replaceAll(apostrophe, "'"),
  )
}

/** The text of an option; where it begins with an element, its words, hints aside. */
function optionText(option: XmlElement): string {
  return stripped(option.leadingText()) || stripped(wordsOf(option))
}

function wordsOf(node: XmlNode): string {
  if (typeof node === 'string') return node
  return node.name === 'optionhint' ? '' : node.children.map(wordsOf).join('')
}

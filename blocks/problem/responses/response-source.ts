import { CompositorError } from '../../../runtime/errors/index.js'
import { stripped } from '../python-text.js'
import type { XmlElement, XmlNode } from '../../../runtime/olx/index.js'

/** One input element of a response. */
export interface InputSource {
  /** `2_1`: the first input of the first response. */
  readonly id: string
  readonly element: XmlElement
  /** Points the input adds to the problem's maximum. */
  readonly points: number
}

/** A response element with what it takes to compile it. */
export interface ResponseSource {
  readonly element: XmlElement
  readonly inputs: readonly InputSource[]
  /** Cleaned HTML of author's markup. */
  clean(nodes: readonly XmlNode[]): string
  /** Notes an attribute that cannot be used and is ignored. */
  ignore(element: XmlElement, message: string): void
  /** Notes a fault because of which no answer can be graded. */
  fault(element: XmlElement, message: string): void
}

/** The only input of a response. @throws CompositorError `problem-unsupported` where it has none or several */
export function onlyInput({ element, inputs }: ResponseSource): InputSource {
  const [input] = inputs
  if (input === undefined || inputs.length > 1) {
    throw new CompositorError(
      'problem-unsupported',
      `<${element.name}> has ${inputs.length} inputs; it takes one.`,
    )
  }
  return input
}

/** An attribute a response cannot do without; it may be empty. @throws CompositorError `problem-unsupported` */
export function requiredAttribute(element: XmlElement, name: string): string {
  const value = element.attribute(name)
  if (value !== undefined) return value
  throw new CompositorError('problem-unsupported', `<${element.name}> has no attribute '${name}'.`)
}

/** The answer of a response. Nothing that a learner can type is an empty one, which is noted. */
export function expectedAnswer(source: ResponseSource): string {
  const answer = requiredAttribute(source.element, 'answer')
  if (stripped(answer) === '') {
    const others = source.element.elements('additional_answer').length > 0
    source.ignore(
      source.element,
      `answer='' is empty: ${others ? 'only the additional answers are right' : 'no answer is right'}.`,
    )
  }
  return answer
}

/** The kinds of partial credit a response asks for, in lower case; none for `false`. */
export function partialCredit(source: ResponseSource, known: readonly string[]): string[] {
  const asked = source.element.attribute('partial_credit')
  if (asked === undefined || stripped(asked).toLowerCase() === 'false') return []
  const kinds = asked.split(',').map((kind) => stripped(kind).toLowerCase())
  const usable = kinds.filter((kind) => known.includes(kind))
  if (usable.length < kinds.length) {
    source.ignore(source.element, `partial_credit='${asked}' is none of: ${known.join(', ')}.`)
  }
  return usable
}

/** Whether an attribute says `true`, in any letter case; `' true'` does not, as in the incumbent. */
export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

/** Whether an element asks to stand in a line of text. */
export function isInline(element: XmlElement): boolean {
  const inline = element.attribute('inline')?.toLowerCase()
  return inline !== undefined && inline !== '' && inline !== '0' && inline !== 'false'
}

import type { XmlElement } from '../../runtime/olx/index.js'
import { pythonInteger } from './calc/python-number.js'
import { inputTags, isResponse, responseTags, scriptedResponses } from './response-tags.js'
import type { InputSource } from './responses/response-source.js'
import { hintFunctionName } from './script/hint-function.js'
import {
  beginsWithGiven,
  isPython,
  joinedPython,
  namesAfterDollars,
  type ProblemScript,
} from './script/problem-script.js'

/** A response in its problem: its number, its inputs, and the element before it. */
export interface ResponseOutline {
  readonly element: XmlElement
  /** Counts from 1; undefined for a type that takes no number. */
  readonly number: number | undefined
  readonly inputs: readonly InputSource[]
  readonly before: XmlElement | undefined
}

/** A set of solutions or feedback, with the multiple choice before it and the element after it. */
export interface SetOutline {
  readonly response: XmlElement | undefined
  readonly after: XmlElement | undefined
}

/** Who stands where in a problem: found in one walk, before anything is compiled. */
export class ProblemOutline {
  /** In document order. */
  readonly responses = new Map<XmlElement, ResponseOutline>()
  /** Every input of a response, by its element. */
  readonly inputs = new Map<XmlElement, InputSource>()
  /** Elements that take an answer and stand in no response. */
  readonly astray: XmlElement[] = []
  /** Positions of all solutions, from 0. */
  readonly solutions = new Map<XmlElement, number>()
  readonly sets = new Map<XmlElement, SetOutline>()
  /** The set a solution stands in. */
  readonly solutionSets = new Map<XmlElement, SetOutline>()
  readonly demandHints: XmlElement[] = []
  /** Scripts other than JavaScript or Perl, which browsers were to run. */
  readonly scripts: XmlElement[] = []
  /** Names that occur as `$name` or `${name}`, which a script would fill in. */
  readonly occurring = new Set<string>()
  private numbered = 0

  constructor(root: XmlElement) {
    this.visit(root)
  }

  /** The Python of the problem, where something depends on it; none, but names, where all that is filled in is given. */
  get script(): ProblemScript | undefined {
    const { scripts, occurring, responses } = this
    const isDrawn = scripts.length > 0 ? occurring.size > 0 : [...occurring].some(beginsWithGiven)
    const isScripted = (response: XmlElement) =>
      scriptedResponses.has(response.name) || hintFunctionName(response) !== undefined
    if (!isDrawn && ![...responses.keys()].some(isScripted)) return undefined
    return { code: joinedPython(scripts), occurring: isDrawn ? [...occurring] : [] }
  }

  /** @param inputs those of the response around it; undefined outside of any */
  private visit(element: XmlElement, inputs?: InputSource[], number?: number): void {
    if (element.name === 'script') return this.noteScript(element)
    this.variables(element)
    const children = element.elements()
    let choice: XmlElement | undefined
    for (const [index, child] of children.entries()) {
      this.note(child, choice, children[index + 1])
      if (child.name === 'multiplechoiceresponse' || child.name === 'truefalseresponse') choice = child
      if (isResponse(child.name)) this.response(child, children[index - 1])
      else {
        if (inputTags.has(child.name) && !inputs) this.astray.push(child)
        else if (inputTags.has(child.name) && inputs && number !== undefined) {
          const input = inputSource(child, number, inputs.length + 1)
          inputs.push(input)
          this.inputs.set(child, input)
        }
        this.visit(child, inputs, number)
      }
    }
  }

  private response(element: XmlElement, before: XmlElement | undefined): void {
    const number = responseTags.has(element.name) ? ++this.numbered : undefined
    const inputs: InputSource[] = []
    this.responses.set(element, { element, number, inputs, before })
    this.visit(element, inputs, number)
  }

  private note(element: XmlElement, response: XmlElement | undefined, after: XmlElement | undefined): void {
    if (element.name === 'solution') this.solutions.set(element, this.solutions.size)
    else if (element.name === 'solutionset' || element.name === 'targetedfeedbackset') {
      const set = { response, after }
      this.sets.set(element, set)
      for (const solution of element.elements('solution')) this.solutionSets.set(solution, set)
    } else if (element.name === 'demandhint') this.demandHints.push(...element.elements('hint'))
  }

  private noteScript(element: XmlElement): void {
    if (isPython(element) && element.text().trim() !== '') this.scripts.push(element)
  }

  private variables(element: XmlElement): void {
    for (const value of element.attributes.values()) this.dollars(value)
    if (element.name === 'answer') return
    for (const child of element.children) if (typeof child === 'string') this.dollars(child)
  }

  private dollars(text: string): void {
    if (text.includes('$')) for (const name of namesAfterDollars(text)) this.occurring.add(name)
  }
}

function inputSource(element: XmlElement, response: number, input: number): InputSource {
  const points = element.attribute('points')
  return {
    id: `${response + 1}_${input}`,
    element,
    points: points === undefined ? 1 : (pythonInteger(points) ?? 1),
  }
}

import type { XmlElement } from '../../../runtime/olx/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { pythonComplex } from '../calc/python-number.js'
import { defaultTolerance, withinTolerance, type Tolerance } from '../calc/tolerance.js'
import { compositeAnswer } from '../composite-answer.js'
import { inputGrade, type InputGrade, type Submission } from '../correct-map.js'
import { isTrue, onlyInput, type ResponseSource } from './response-source.js'
import { readTolerance } from './response-tolerance.js'

interface NumberField {
  /** `choiceinput_0_numtolerance_input_0`. */
  readonly name: string
  /** Null for a decoy, where any number will do. */
  readonly answer: string | null
  readonly tolerance: Tolerance
}

interface TextChoice {
  /** `choiceinput_0bc`: what an answer calls the choice. */
  readonly name: string
  readonly correct: boolean
  /** The numbers asked for inside the choice, in order. */
  readonly numbers: readonly NumberField[]
}

/** `<choicetextresponse>`: choices with numbers to fill in; the chosen ones must be right, and their numbers too. */
export interface ChoiceTextResponse {
  readonly kind: 'choicetext'
  readonly input: string
  readonly points: number
  /** Whether several may be chosen; of radio buttons any correct one will do. */
  readonly several: boolean
  readonly textChoices: readonly TextChoice[]
}

/** Elements inside a choice that ask for a number. */
export function isNumberField({ name }: XmlElement): boolean {
  return name === 'numtolerance_input' || name === 'decoy_input'
}

/** @throws CompositorError `problem-unsupported` */
export function compileChoiceText(source: ResponseSource): ChoiceTextResponse {
  const { id: input, element: group, points } = onlyInput(source)
  return {
    kind: 'choicetext',
    input,
    points,
    several: group.name === 'checkboxtextgroup',
    textChoices: group.elements('choice').map((choice, index) => ({
      name: `choiceinput_${index}bc`,
      correct: isTrue(choice.attribute('correct')),
      numbers: [...choice.descendants()].filter(isNumberField).map((field, position) => ({
        name: `choiceinput_${index}_numtolerance_input_${position}`,
        answer: field.name === 'decoy_input' ? null : (field.attribute('answer') ?? null),
        tolerance: toleranceOf(source, field),
      })),
    })),
  }
}

function toleranceOf(source: ResponseSource, field: XmlElement): Tolerance {
  const written = field.attribute('tolerance')
  return written === undefined ? defaultTolerance : readTolerance(source, field, written)
}

/**
 * A number left out is a wrong one; those of choices that are not chosen are not looked at.
 * @throws CompositorError `problem-input` where a number of a chosen choice cannot be read
 */
export function gradeChoiceText(response: ChoiceTextResponse, { answers }: Submission): InputGrade {
  const { textChoices, several } = response
  const given = membersOf(compositeAnswer(answers[response.input]))
  const chosen = textChoices.filter(({ name }) => (given.get(name) ?? '') !== '')
  const numbersRight = chosen
    .flatMap(({ numbers }) => numbers)
    .map((field) => isRight(field, given.get(field.name) ?? ''))
    .every(Boolean)
  const right = several
    ? textChoices.every((choice) => choice.correct === chosen.includes(choice))
    : chosen.length > 0 && chosen.every(({ correct }) => correct)
  return inputGrade(right && numbersRight ? 'correct' : 'incorrect')
}

function isRight({ answer, tolerance }: NumberField, text: string): boolean {
  const given = evaluate(text)
  return answer === null || withinTolerance(given, pythonComplex(answer) ?? evaluate(answer), tolerance)
}

/** Members by their short names: the incumbent's carry the problem's id before them. */
function membersOf(answer: ReturnType<typeof compositeAnswer>): Map<string, string> {
  const members = new Map<string, string>()
  for (const [name, value] of Object.entries(answer ?? {})) {
    const text = Array.isArray(value) ? String(value[0] ?? '') : typeof value === 'string' ? value : ''
    members.set(name.replace(/^.*(?=choiceinput_\d+(?:bc|_numtolerance_input_\d+)$)/s, ''), text)
  }
  return members
}

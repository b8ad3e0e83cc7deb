import { CompositorError } from '../../../runtime/errors/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { withinTolerance, type Tolerance } from '../calc/tolerance.js'
import { compositeAnswer } from '../composite-answer.js'
import { inputGrade, type InputGrade, type Submission } from '../correct-map.js'
import { isTrue, onlyInput, type ResponseSource } from './response-source.js'
import { readTolerance } from './response-tolerance.js'

interface TextChoice {
  /** `choiceinput_0bc`: what an answer calls the choice. */
  readonly name: string
  readonly correct: boolean
  /** The numbers asked for inside the choice, in order: `choiceinput_0_numtolerance_input_0`. */
  readonly numbers: readonly {
    readonly name: string
    readonly answer: string
    readonly tolerance: Tolerance
  }[]
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

/** Elements inside a choice that ask for a number; a decoy is never looked at. */
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
      numbers: [...choice.descendants()].filter(isNumberField).flatMap((field, position) => {
        const answer = field.attribute('answer')
        if (field.name === 'decoy_input' || answer === undefined) return []
        const tolerance = readTolerance(source, field, field.attribute('tolerance') ?? '0')
        return [{ name: `choiceinput_${index}_numtolerance_input_${position}`, answer, tolerance }]
      }),
    })),
  }
}

/** @throws CompositorError `problem-input` where a number of a rightly chosen choice cannot be read */
export function gradeChoiceText(response: ChoiceTextResponse, { answers }: Submission): InputGrade {
  const { textChoices, several } = response
  const given = membersOf(compositeAnswer(answers[response.input]))
  const chosen = textChoices.filter(({ name }) => (given.get(name) ?? '') !== '')
  const right = several
    ? textChoices.every((choice) => choice.correct === chosen.includes(choice))
    : chosen.length > 0 && chosen.every(({ correct }) => correct)
  if (chosen.length === 0 || !right) return inputGrade('incorrect')
  const numbersRight = chosen.every(({ numbers }) =>
    numbers.every(({ name, answer, tolerance }) =>
      withinTolerance(numberOf(given.get(name) ?? ''), evaluate(answer), tolerance),
    ),
  )
  return inputGrade(numbersRight ? 'correct' : 'incorrect')
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

function numberOf(text: string) {
  if (text.trim() === '') throw new CompositorError('problem-input', 'A chosen choice lacks its number.')
  return evaluate(text)
}

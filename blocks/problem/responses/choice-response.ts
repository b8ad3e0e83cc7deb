import type { XmlElement } from '../../../runtime/olx/index.js'
import { inputGrade, type GradedInput, type InputGrade, type Submission } from '../correct-map.js'
import { compileFeedback, type Feedback, type ShownFeedback } from './feedback.js'
import { isTrue, onlyInput, partialCredit, type ResponseSource } from './response-source.js'

interface Checkbox {
  /** `choice_0`, `choice_1`, in order. */
  readonly name: string
  /** The letter, or the author's id, by which compound hints name the choice. */
  readonly letter: string
  /** Whether it must be ticked; null where the author says neither. */
  readonly correct: boolean | null
  readonly selectedHints: readonly Feedback[]
  readonly unselectedHints: readonly Feedback[]
}

/** `<choiceresponse>`: every correct choice must be ticked, and no other. */
export interface ChoiceResponse {
  readonly kind: 'choice'
  readonly input: string
  readonly points: number
  readonly choices: readonly Checkbox[]
  /** `edc`: every decision counts; `halves`: half the credit is lost with each error. */
  readonly partial: 'edc' | 'halves' | null
  /** Feedback for exact combinations of letters, the first that fits. */
  readonly compoundHints: readonly { readonly letters: readonly string[]; readonly hint: Feedback }[]
}

/** @throws CompositorError `problem-unsupported` */
export function compileChoice(source: ResponseSource): ChoiceResponse {
  const { id: input, element: group, points } = onlyInput(source)
  const [partial] = partialCredit(source, ['edc', 'halves'])
  return {
    kind: 'choice',
    input,
    points,
    choices: group.elements('choice').map((choice, index) => ({
      name: `choice_${index}`,
      letter: (choice.attribute('id') || String.fromCharCode(65 + index)).toUpperCase(),
      correct:
        isTrue(choice.attribute('correct')) ||
        (choice.attribute('correct')?.toLowerCase() === 'false' ? false : null),
      selectedHints: hints(source, choice, 'true'),
      unselectedHints: hints(source, choice, 'false'),
    })),
    partial: partial === 'edc' || partial === 'halves' ? partial : null,
    compoundHints: group.elements('compoundhint').flatMap((element) => {
      const hint = compileFeedback(source, element)
      const letters = (element.attribute('value') ?? '').toUpperCase().split(/\s+/).filter(Boolean)
      return hint === undefined ? [] : [{ letters, hint }]
    }),
  }
}

function hints(source: ResponseSource, choice: XmlElement, selected: string): Feedback[] {
  return choice
    .elements('choicehint')
    .filter((hint) => hint.attribute('selected')?.toLowerCase() === selected)
    .flatMap((hint) => compileFeedback(source, hint) ?? [])
}

export function gradeChoice(response: ChoiceResponse, { answers }: Submission): GradedInput {
  const answer = answers[response.input]
  const chosen = new Set(answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer)
  const grade = chosen.size === 0 ? inputGrade('incorrect') : gradeChosen(response, chosen)
  const correct = grade.correctness === 'correct'
  return {
    ...grade,
    feedback: compoundHint(response, chosen, correct) ?? choiceHints(response, chosen, correct),
  }
}

function gradeChosen({ choices, partial, points }: ChoiceResponse, chosen: ReadonlySet<string>): InputGrade {
  const decided = choices.filter(({ correct }) => correct !== null)
  const wrong = decided.filter(({ name, correct }) => chosen.has(name) !== correct).length
  if (partial === 'edc') {
    const right = decided.length - wrong
    if (wrong === 0) return inputGrade('correct')
    return right === 0
      ? inputGrade('incorrect')
      : inputGrade('partially-correct', rounded((points * right) / decided.length))
  }
  if (partial === 'halves') {
    if (wrong === 0) return inputGrade('correct', points)
    if (wrong === 1 && decided.length > 2) return inputGrade('partially-correct', rounded(points / 2))
    if (wrong === 2 && decided.length > 4) return inputGrade('partially-correct', rounded(points / 4))
    return inputGrade('incorrect')
  }
  const allWanted = choices.every(({ name, correct }) => correct !== true || chosen.has(name))
  const wanted = new Set(choices.filter(({ correct }) => correct === true).map(({ name }) => name))
  return inputGrade(allWanted && [...chosen].every((name) => wanted.has(name)) ? 'correct' : 'incorrect')
}

/** Rounds halves away from zero, to two places. */
function rounded(points: number): number {
  return points >= 0 ? Math.floor(points * 100 + 0.5) / 100 : Math.ceil(points * 100 - 0.5) / 100
}

function compoundHint(
  { choices, compoundHints }: ChoiceResponse,
  chosen: ReadonlySet<string>,
  correct: boolean,
): ShownFeedback | undefined {
  if (chosen.size === 0) return undefined
  const ticked = choices.filter(({ name }) => chosen.has(name))
  const letters = new Set(ticked.map(({ letter }) => letter))
  const found = compoundHints.find((compound) => {
    const wanted = new Set(compound.letters)
    return wanted.size === letters.size && [...wanted].every((letter) => letters.has(letter))
  })
  if (found === undefined) return undefined
  const { html, label } = found.hint
  const trigger = ticked.map(({ name }) => ({ choice: name, selected: true }))
  return {
    correct,
    label,
    hints: [{ html, trigger }],
    answer: [...chosen],
    compound: true,
    choices: names(choices),
  }
}

/** Feedback to every choice, ticked or not; a label only where just one of them has one. */
function choiceHints(
  { choices }: ChoiceResponse,
  chosen: ReadonlySet<string>,
  correct: boolean,
): ShownFeedback | undefined {
  const shown = choices.flatMap((choice) => {
    const selected = chosen.has(choice.name)
    const trigger = [{ choice: choice.name, selected }]
    return (selected ? choice.selectedHints : choice.unselectedHints).map((hint) => ({ ...hint, trigger }))
  })
  if (shown.length === 0) return undefined
  const labels = shown.flatMap(({ label }) => label ?? [])
  return {
    correct,
    label: labels.length === 1 ? labels[0] : undefined,
    hints: shown.map(({ html, trigger }) => ({ html, trigger })),
    answer: [...chosen],
    choices: names(choices),
  }
}

function names(choices: readonly Checkbox[]): string[] {
  return choices.map(({ name }) => name)
}

import { CompositorError } from '../../runtime/errors/index.js'
import type { Answer, Answers } from './correct-map.js'

/** One line of input of a command on problems: what to show or to grade. */
export interface ProblemLine {
  readonly xml: string
  /** 1 where the line has none. */
  readonly seed: number
  readonly answers: Answers
}

/** @throws CompositorError `handler-input` for a line of another shape */
export function readProblemLine(line: unknown): ProblemLine {
  if (typeof line !== 'object' || line === null || !('xml' in line) || typeof line.xml !== 'string') {
    throw new CompositorError(
      'handler-input',
      'A line is an object {xml, seed, answers}, with the XML as a text.',
    )
  }
  const seed = 'seed' in line ? line.seed : 1
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) {
    throw new CompositorError('handler-input', `The seed is a whole number, not ${JSON.stringify(seed)}.`)
  }
  const answers = textAnswers('answers' in line ? line.answers : {})
  if (!isAnswers(answers)) {
    throw new CompositorError('handler-input', 'The answers are an object of texts and lists of texts.')
  }
  return { xml: line.xml, seed, answers }
}

/** Composite answers, which may come as JSON, as the texts they are kept as. */
function textAnswers(answers: unknown): unknown {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return answers
  return Object.fromEntries(
    Object.entries(answers).map(([input, answer]: [string, unknown]) => [
      input,
      typeof answer === 'object' && answer !== null && !Array.isArray(answer)
        ? JSON.stringify(answer)
        : answer,
    ]),
  )
}

/** Whether a value is answers by input, each a text or a list of texts. */
export function isAnswers(value: unknown): value is Answers {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isAnswer)
  )
}

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((member) => typeof member === 'string'))
  )
}

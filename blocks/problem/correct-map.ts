import type { ShownFeedback } from './responses/feedback.js'

export type Correctness = 'correct' | 'incorrect' | 'partially-correct'

/** What grading says of one input. `msg` and `hint` are HTML made of the author's cleaned markup. */
export interface InputGrade {
  readonly correctness: Correctness
  /** Points earned. */
  readonly npoints: number
  readonly msg: string
  readonly hint: string
  /** When the hint is shown: at once, or when the learner asks. */
  readonly hintmode: string | null
  /** HTML about all inputs of a response together; the last of them has it. */
  readonly overallMessage?: string
}

/** A grade with the feedback its answer brought about, before that becomes a part of `msg`. */
export interface GradedInput extends InputGrade {
  readonly feedback?: ShownFeedback | undefined
}

/** Grades by input, `2_1` being the first input of the first response. */
export type CorrectMap = { readonly [input: string]: InputGrade }

/** What a learner answered: choices of checkboxes as a list, all else as text. */
export type Answer = string | readonly string[]

/** Answers by input. */
export type Answers = { readonly [input: string]: Answer }

/** Everything a response is graded by. */
export interface Submission {
  readonly answers: Answers
  readonly seed: number
  /** Which attempt it is, from 1; left out where attempts are not counted. */
  readonly attempt?: number
  /** Grades that scripts gave before. */
  readonly checked?: CorrectMap
}

/** The grade of an input; without points given, a correct or partially correct one is worth 1. */
export function inputGrade(correctness: Correctness, npoints?: number): InputGrade {
  return {
    correctness,
    npoints: npoints ?? (correctness === 'incorrect' ? 0 : 1),
    msg: '',
    hint: '',
    hintmode: null,
  }
}

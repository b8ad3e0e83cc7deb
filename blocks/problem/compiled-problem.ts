import type { ErrorCode } from '../../runtime/errors/index.js'
import type { AnswerPlace, Joining } from './composite-answer.js'
import type { AnnotationResponse } from './responses/annotation-response.js'
import type { ChoiceResponse } from './responses/choice-response.js'
import type { ChoiceTextResponse } from './responses/choice-text-response.js'
import type { CustomResponse } from './responses/custom-response.js'
import type { FormulaResponse } from './responses/formula-response.js'
import type { ImageResponse } from './responses/image-response.js'
import type { MultipleChoiceResponse } from './responses/multiple-choice-response.js'
import type { NumericalResponse } from './responses/numerical-response.js'
import type { OptionResponse } from './responses/option-response.js'
import type { StringResponse } from './responses/string-response.js'
import type { SymbolicResponse } from './responses/symbolic-response.js'
import type { UngradedResponse } from './responses/ungraded-response.js'
import type { HintFunction } from './script/hint-function.js'
import type { ProblemScript } from './script/problem-script.js'

/** Stands in compiled HTML wherever the problem's own id goes; no XML text can contain it. */
export const idHole = '\0'

/** A response that is shown with a notice instead of its inputs, and never graded. */
export interface UnsupportedResponse {
  readonly kind: 'unsupported'
  readonly type: string
  readonly code: ErrorCode
  /** The points it will count once its script has drawn it; absent where nothing can. */
  readonly undrawn?: number
}

/** One question of a problem: how its inputs are graded. Never sent to a learner. */
export type CompiledResponse =
  | MultipleChoiceResponse
  | ChoiceResponse
  | OptionResponse
  | StringResponse
  | NumericalResponse
  | FormulaResponse
  | ImageResponse
  | SymbolicResponse
  | ChoiceTextResponse
  | AnnotationResponse
  | CustomResponse
  | UngradedResponse
  | UnsupportedResponse

/** One choice of a group or option of a dropdown: its HTML up to the place of ` checked`, and from there on. */
export interface CompiledChoice {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** What was asked at an input, for those who study answers. */
export interface AskedInput {
  /** The author's element, such as `textline`. */
  readonly tag: string
  /** The question to this input, as HTML; '' for none. */
  readonly question: string
  /** The question to all inputs of its response together, as HTML; '' where it has but one. */
  readonly group: string
}

/** The control of an input as HTML with gaps: the choices, the options, or the value come between `open` and `close`. */
export interface CompiledControl {
  readonly control: 'radio' | 'checkbox' | 'select' | 'value' | 'parts'
  readonly inline: boolean
  readonly open: string
  readonly close: string
  readonly choices: readonly CompiledChoice[]
  /** The value before the learner gives one. */
  readonly initial?: string
  /** The content of a control made of `parts`: an answer of several members, posted one by one. */
  readonly parts?: readonly (string | AnswerPlace)[]
  readonly joining?: Joining
}

/** One input: its control, and what is known of it. */
export interface CompiledInput extends CompiledControl {
  readonly asked: AskedInput
  /** Its answers are kept and never graded. */
  readonly ungraded?: true
  /** HTML that is shown with an answer instead of whether it is right, which is never said here. */
  readonly received?: string
}

/** One `<solution>`; in a set beside an answer pool it belongs to one of the pool's explanations. */
export interface CompiledSolution {
  /** Its key among the shown answers: `solution_1`. */
  readonly key: string
  readonly html: string
  readonly pool?: { readonly input: string; readonly explanation: string | null }
}

/** Feedback to single choices, shown once the learner has chosen them and was graded. */
export interface TargetedFeedback {
  readonly input: string
  readonly items: readonly { readonly explanation: string | null; readonly html: string }[]
  /** Solutions shown with the feedback whatever was chosen; with an explanation, only if the correct choice has it. */
  readonly always: readonly { readonly solution: number; readonly explanation?: string | null }[]
}

/** A piece of a problem's page: plain HTML, or the number of something that differs by learner. */
export type TemplatePart =
  | string
  | { readonly input: string }
  | { readonly solution: number }
  | { readonly feedback: number }

/** Something about an author's problem that is not as it should be. Lines and columns count from 1. */
export interface ProblemFinding {
  readonly code: ErrorCode
  /** `error` where a question cannot be answered, or no answer to it be graded; else a warning. */
  readonly level?: 'error'
  readonly message: string
  /** What to do about it, where that can be said more exactly than the table of errors does. */
  readonly remedy?: string
  readonly line: number
  readonly column: number
}

/**
 * A problem made ready once per published version: plain JSON, the same for every learner and usage.
 * `/static/NAME` addresses stand in it as written; the host rewrites them.
 */
export interface CompiledProblem {
  readonly template: readonly TemplatePart[]
  readonly inputs: { readonly [input: string]: CompiledInput }
  readonly responses: readonly CompiledResponse[]
  readonly solutions: readonly CompiledSolution[]
  readonly feedback: readonly TargetedFeedback[]
  /** Hints a learner may ask for, as HTML, in order. */
  readonly demandHints: readonly string[]
  readonly findings: readonly ProblemFinding[]
  /** There only where something depends on it. */
  readonly script?: ProblemScript
  /** There only where a response has one. */
  readonly hintFunctions?: readonly HintFunction[]
}

/** Problems: the block, and the engine it stands on. */
export { ProblemBlock } from './block/problem-block.js'
export { markdownToXml, triedScript } from './engine.js'
export { readProblemCases, type ProblemCase } from './trial/problem-cases.js'
export { tryProblem, type Trial, type TrialFault, type TrialOptions } from './trial/problem-trial.js'
export { drawnVariant, type DrawnVariant } from './trial/drawn-variant.js'
export { changedProblem, formStep, type FormStep } from './form/changed-problem.js'
export { newParts, type NewPart } from './form/new-part.js'
export { readProblemForm, type FormPart, type ProblemForm } from './form/problem-form.js'
export {
  questionTypes,
  type FormItem,
  type FormList,
  type ListRole,
  type OtherQuestion,
  type Question,
  type QuestionType,
} from './form/question.js'
export type { Slot, SlotKind, SlotRole } from './form/slot.js'
export { problemMarkdown, type ProblemMarkdown } from './markdown/problem-markdown.js'
export { lookedAt, lookId, type LookedAt, type LookOptions } from './trial/looked-at.js'

import { pythonInteger } from '../calc/python-number.js'
import { compositeAnswer } from '../composite-answer.js'
import { inputGrade, type Correctness, type InputGrade, type Submission } from '../correct-map.js'
import { onlyInput, type ResponseSource } from './response-source.js'

/** `<annotationresponse>`: a comment on a passage, and a tag for it, of which the tag is graded. */
export interface AnnotationResponse {
  readonly kind: 'annotation'
  readonly input: string
  /** The most it can earn: what a correct tag is worth. */
  readonly points: number
  readonly options: readonly { readonly correctness: Correctness; readonly text: string }[]
}

/** What each kind of tag earns (the incumbent's `AnnotationResponse`). */
const worth: Readonly<Record<Correctness, number>> = { correct: 2, 'partially-correct': 1, incorrect: 0 }

/** @throws CompositorError `problem-unsupported` */
export function compileAnnotation(source: ResponseSource): AnnotationResponse {
  const { id: input, element } = onlyInput(source)
  const options = element.element('options')?.elements('option') ?? []
  return {
    kind: 'annotation',
    input,
    points: worth.correct,
    options: options.map((option) => {
      const choice = option.attribute('choice')?.trim().toLowerCase()
      const correctness = choice === 'correct' || choice === 'partially-correct' ? choice : 'incorrect'
      return { correctness, text: option.text().trim() }
    }),
  }
}

/** The tag stands in the answer as `{"options": [0], "comment": "…"}`; one tag counts. */
export function gradeAnnotation(response: AnnotationResponse, { answers }: Submission): InputGrade {
  const answer = compositeAnswer(answers[response.input])
  const tags: unknown = answer !== undefined && 'options' in answer ? answer['options'] : undefined
  const listed: readonly unknown[] = Array.isArray(tags) ? tags : [tags]
  const index = listed.length === 1 ? pythonInteger(String(listed[0])) : undefined
  const correctness = (index === undefined ? undefined : response.options[index]?.correctness) ?? 'incorrect'
  return inputGrade(correctness, worth[correctness])
}

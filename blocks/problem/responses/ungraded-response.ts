import type { ResponseSource } from './response-source.js'

/** A response whose answers are taken and kept, and which nobody grades here; it counts no points. */
export interface UngradedResponse {
  readonly kind: 'ungraded'
  readonly type: string
  readonly fields: readonly { readonly input: string; readonly points: 0 }[]
}

/**
 * Compiles `<coderesponse>` and `<externalresponse>`, which other services were to grade, and `<jsmeresponse>`, whose
 * verdict came from the learner's own browser.
 */
export function compileUngraded(source: ResponseSource): UngradedResponse {
  const { element, inputs } = source
  return {
    kind: 'ungraded',
    type: element.name,
    fields: inputs.map(({ id }) => ({ input: id, points: 0 })),
  }
}

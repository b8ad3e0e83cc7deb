/** A refusal by a handler, with the status to answer and a message the learner may read (`JsonHandlerError`). */
export class HandlerError extends Error {
  override readonly name = 'HandlerError'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

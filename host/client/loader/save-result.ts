import type { SaveResult } from '../../../runtime/view/client-saving.js'

/** What an answer says became of saving fields; undefined for an answer that does not say it. */
export function saveResult(status: number, answer: unknown): SaveResult | undefined {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer)) return undefined
  const said = answer as Partial<Extract<SaveResult, { isSaved: false }>> &
    Partial<Extract<SaveResult, { isSaved: true }>> & { readonly error?: unknown }
  if (status === 200) return { isSaved: true, also: said.also ?? [], others: said.others ?? {} }
  const { errors = {}, theirs = {}, error } = said
  return { isSaved: false, message: typeof error === 'string' ? error : 'Nothing was saved.', errors, theirs }
}

import { isJsonObject, type Json } from '../values/json.js'

/** What a grade event says: points earned of points possible. */
export interface GradeEvent {
  readonly value: number
  readonly maxValue: number
  readonly onlyIfHigher?: boolean
}

/** What a completion event says: 0 not begun, 1 done. */
export interface CompletionEvent {
  readonly value: number
}

/** The kinds of event with a meaning of their own; any other name goes to the event log as it is. */
export interface KnownEvents {
  readonly grade: GradeEvent
  readonly completion: CompletionEvent
}

/** What an event of a name says: of those with a meaning, what belongs to it; of others anything that is an object. */
export type PublishedPayload<E extends string> = E extends keyof KnownEvents ? KnownEvents[E] : object

/** A grade, or undefined for what is none, such as one in Python's words (`max_value`). */
export function gradeIn(payload: Json | object): GradeEvent | undefined {
  if (!isJsonObject(payload as Json)) return undefined
  const { value, maxValue, onlyIfHigher } = payload as { readonly [name: string]: Json }
  if (!isNumber(value) || !isNumber(maxValue) || value < 0 || value > maxValue) return undefined
  return { value, maxValue, ...(onlyIfHigher === true && { onlyIfHigher }) }
}

/** A completion, or undefined for what is none. */
export function completionIn(payload: Json | object): CompletionEvent | undefined {
  if (!isJsonObject(payload as Json)) return undefined
  const { value } = payload as { readonly [name: string]: Json }
  return isNumber(value) && value >= 0 && value <= 1 ? { value } : undefined
}

/** What an event with a meaning of its own has to say, where this one says something else. */
export function misfitOf(event: string, payload: Json | object): string | undefined {
  if (event === 'grade' && !gradeIn(payload))
    return 'a grade is {value, maxValue}, two numbers with 0 <= value <= maxValue'
  if (event === 'completion' && !completionIn(payload)) return 'completion is {value} from 0 to 1'
  return undefined
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

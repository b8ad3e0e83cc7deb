import type { Answer } from './correct-map.js'

/** An answer of several members, as its JSON text says: `{"choiceinput_0bc": "true"}`, or `[{"1": "t1"}]`. */
export type CompositeAnswer = Readonly<Record<string, unknown>> | readonly unknown[]

/** One place of a page whose content depends on a composite answer: a text to fill in, or a box to tick. */
export interface AnswerPlace {
  readonly member: string
  /** The member's value for which the box is ticked; without it the place holds the value itself. */
  readonly value?: string
  /** What is written for a ticked box. */
  readonly mark?: ' checked' | ' selected'
}

/** How members make an answer: an object of them, or a list of the JSON texts they hold. */
export type Joining = 'object' | 'list'

/** The members in an answer, from its JSON text or as they are; undefined where it has none. */
export function compositeAnswer(answer: Answer | CompositeAnswer | undefined): CompositeAnswer | undefined {
  if (typeof answer === 'object' && !Array.isArray(answer)) return answer
  if (typeof answer !== 'string' || answer.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null ? (value as CompositeAnswer) : undefined
  } catch {
    return undefined
  }
}

/** The text of a member, '' where the answer has none; the incumbent's names carry the input's id before them. */
export function memberText(answer: CompositeAnswer | undefined, member: string): string {
  if (answer === undefined) return ''
  if (Array.isArray(answer)) {
    const items: readonly unknown[] = answer
    const found = items.find((item) => isObject(item) && Object.hasOwn(item, member))
    return found === undefined ? '' : textOf((found as Record<string, unknown>)[member])
  }
  const name = Object.keys(answer).find((key) => key === member || key.endsWith(`_${member}`))
  return name === undefined ? '' : textOf((answer as Record<string, unknown>)[name])
}

/** Whether an answer ticks a place. */
export function ticks(answer: CompositeAnswer | undefined, { member, value = '' }: AnswerPlace): boolean {
  if (!Array.isArray(answer)) {
    const given = memberText(answer, member)
    return given !== '' && (value === 'true' || given === value)
  }
  const items: readonly unknown[] = answer
  return items.some((item) => JSON.stringify(item) === value)
}

/** The JSON text of an answer posted member by member; '' where every member is empty. */
export function joinedAnswer(joining: Joining, members: readonly (readonly [string, string])[]): string {
  const given = members.filter(([, value]) => value !== '')
  if (given.length === 0) return ''
  if (joining === 'object') return JSON.stringify(Object.fromEntries(given))
  return JSON.stringify(given.map(([member, value]) => listed(member, value)))
}

function listed(member: string, value: string): unknown {
  const place = /^\s*\[?\s*(\d{1,5})\s*,\s*(\d{1,5})\s*\]?\s*$/.exec(value)
  if (place !== null) return { [member]: [Number(place[1]), Number(place[2])] }
  const piece = compositeAnswer(value)
  return piece ?? { [member]: value }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) || typeof value === 'number' ? value.toString() : ''
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

import type { Json, JsonObject, LearnerRecord } from '../../runtime/index.js'

/** What a condition may ask of the blocks it rests on, with the value it asks for; null where it does not ask. */
export interface Conditions {
  /** Full points. */
  readonly correct: string | null
  /** Tried at least once. */
  readonly attempted: string | null
  /** Graded, and not reset since. */
  readonly submitted: string | null
  readonly completed: string | null
  readonly voted: string | null
  /** The id of the answer chosen. */
  readonly pollAnswer: string | null
}

/** One more than a choice may look at, so that a condition on more than those never holds; content is not trusted. */
const mostSources = 101

/** Usage keys of blocks, as authors list them. */
export function listedSources(sources: string): readonly string[] {
  return sources
    .split(';', 10 * mostSources)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(0, mostSources)
}

/** What the conditions ask for; full points where an author wrote none, as in the incumbent. */
export function asked(conditions: Conditions): readonly (readonly [keyof Conditions, string])[] {
  const all = names.flatMap((name) => {
    const value = conditions[name]
    return value === null ? [] : [[name, value.trim()] as const]
  })
  return all.length > 0 ? all : [['correct', 'True']]
}

/** Whether everything asked for holds of every source; never of a source that cannot be read, or without any. */
export function conditionsHold(
  conditions: Conditions,
  sources: readonly string[],
  records: ReadonlyMap<string, LearnerRecord>,
): boolean {
  const wanted = asked(conditions)
  return (
    sources.length > 0 &&
    sources.every((source) => {
      const record = records.get(source)
      return record !== undefined && wanted.every(([name, value]) => holds(facts[name](record), value))
    })
  )
}

const names: readonly (keyof Conditions)[] = [
  'correct',
  'attempted',
  'submitted',
  'completed',
  'voted',
  'pollAnswer',
]

/** What is so, by the state that problems and polls keep under the incumbent's names, and by what was published. */
const facts: Readonly<Record<keyof Conditions, (record: LearnerRecord) => boolean | string>> = {
  correct: ({ grade }) => grade !== undefined && grade.earned >= grade.possible,
  attempted: ({ state: { attempts } }) => typeof attempts === 'number' && attempts > 0,
  submitted: ({ state: { done } }) => done === true,
  completed: ({ completion }) => completion >= 1,
  voted: ({ state }) => state['voted'] === true || answerOf(state) !== '' || hasMembers(state['choices']),
  pollAnswer: ({ state }) => answerOf(state),
}

/** Python's spelling of true and false in any case; a text as it stands, of which none is no answer. */
function holds(fact: boolean | string, value: string): boolean {
  if (typeof fact === 'boolean') return value.toLowerCase() === String(fact)
  return fact !== '' && fact === value
}

function answerOf({ poll_answer: answer, choice }: JsonObject): string {
  if (typeof answer === 'string' && answer !== '') return answer
  return typeof choice === 'string' ? choice : ''
}

function hasMembers(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

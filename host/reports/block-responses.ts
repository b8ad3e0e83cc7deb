import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Learner } from '../../lms/index.js'
import {
  CompositorError,
  isJsonArray,
  isJsonObject,
  type BlockReport,
  type Json,
  type JsonObject,
  type ReportCell,
  type UsageKey,
} from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import type { KnownPeople, KnownPerson } from '../known-people.js'
import type { Visitors } from '../visitors.js'

/** What is needed of the host here. */
interface Parts {
  readonly courseware: Courseware
  readonly people: KnownPeople
  readonly visitors: Visitors
}

/** Whose responses, and for whom. */
export interface ResponsesOf {
  readonly unit: UsageKey
  /** Of the block, as text. */
  readonly usageKey: string
  readonly by: Learner
  /** Who it is, what they answered and how it was graded, with titles that people read. */
  readonly columns: BlockReport['columns']
}

/** Learners that are listed at a time. */
const batch = 100

/**
 * What learners submitted at a block, whatever its type: a row for each question of each attempt that is kept. One learner is read
 * when the rows of the one before were taken; whose submissions cannot be told has one row that says why.
 * Rows throw CompositorError `store-unavailable`.
 * @throws CompositorError `staff-only`, `block-not-found`
 */
export async function blockResponses(host: Parts, of: ResponsesOf): Promise<BlockReport> {
  // Refuses a block that is none before anything is sent.
  await host.courseware.staff.learnersAt(of.unit, of, { limit: 1 })
  return { columns: of.columns, rows: rowsOf(host, of) }
}

async function* rowsOf(host: Parts, of: ResponsesOf): BlockReport['rows'] {
  const { unit, usageKey, by } = of
  const { staff } = host.courseware
  const context = unit.context.withoutBranchOrVersion().toString()
  for (let after: string | undefined; ;) {
    const { learners, hasNext } = await staff.learnersAt(unit, { usageKey, by }, { after, limit: batch })
    const ids = learners.map(({ learner }) => learner)
    for (const person of await host.people.of(ids, context)) yield* rowsOfOne(host, of, person)
    after = ids.at(-1)
    if (!hasNext) return
    await nextTurn()
  }
}

async function* rowsOfOne(
  { courseware, visitors }: Parts,
  { unit, usageKey, by }: ResponsesOf,
  { id, name, username = '', email = '' }: KnownPerson,
): BlockReport['rows'] {
  const who = [id, name, username, email]
  let history: Json
  try {
    const learner = visitors.learner(id)
    history = JSON.parse(await courseware.staff.submissions(unit, { usageKey, learner, by })) as Json
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'block-failed', { usage: usageKey })
    if (error.code === 'store-unavailable') throw error
    yield [...who, null, null, null, null, null, null, null, error.message]
    return
  }
  const told = isJsonObject(history) ? history['submissions'] : undefined
  if (told === undefined || !isJsonArray(told)) {
    // A type that tells what was done in its own way.
    yield [...who, null, null, null, null, null, JSON.stringify(history), null, null]
    return
  }
  for (const [place, one] of told.entries())
    for (const row of attemptRows(isJsonObject(one) ? one : {}, place + 1)) yield [...who, ...row, null]
}

/** Attempt, time, points, points possible, question, answer, correctness. */
function attemptRows(submission: JsonObject, place: number): readonly (readonly ReportCell[])[] {
  const { number, time, grade, max_grade: possible, answered, answers = null } = submission
  const facts = [numberOr(number) ?? place, textOr(time), numberOr(grade), numberOr(possible)]
  if (answered === undefined || !isJsonArray(answered)) {
    const own = isJsonObject(answers) ? Object.entries(answers) : [['', answers] as const]
    return own.map(([question, answer]) => [...facts, question, answerText(answer), null])
  }
  return answered.map((one) => {
    const { question, answers: given = null, correctness } = isJsonObject(one) ? one : {}
    return [...facts, textOr(question), answerText(given), textOr(correctness)]
  })
}

function answerText(answer: Json): string {
  if (typeof answer === 'string') return answer
  if (answer === null) return ''
  if (isJsonArray(answer) && answer.every((one) => typeof one === 'string')) return answer.join('; ')
  return JSON.stringify(answer)
}

function numberOr(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null
}

function textOr(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

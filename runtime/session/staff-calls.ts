import type { BlockBase } from '../block/block.js'
import { CompositorError } from '../errors/index.js'
import type { BlockLearners } from '../service/learners.js'
import { jsonCopy } from '../field/json-copy.js'
import type { Json } from '../values/json.js'
import type { StaffRequest } from '../view/handler-request.js'
import { jobInput, type JobStepDone } from '../view/job.js'
import type { ReportColumn, ReportSpec } from '../view/report.js'
import { blockFailure } from './block-failure.js'
import type { LivePlace } from './block-places.js'

/** What stands in one cell of a report: a text, a number, yes or no, epoch milliseconds; null for nothing. */
export type ReportCell = string | number | boolean | null

/** A block's report: its columns, and its rows as they are asked for. */
export interface BlockReport {
  readonly columns: ReportSpec['columns']
  readonly rows: AsyncGenerator<readonly ReportCell[], void, void>
}

/**
 * What a block reports to staff. The block is asked for each row when the one before was taken, within a block's deadline; nothing of
 * what it changes is kept.
 * @throws CompositorError `report-missing`; rows throw `block-failed`
 */
export function callReport(place: LivePlace): BlockReport {
  const { type, composed } = place
  const { report } = type
  if (!report) {
    throw new CompositorError(
      'report-missing',
      `Blocks of type '${type.name}' have no method marked @report.`,
      {
        usage: composed.key,
      },
    )
  }
  return { columns: report.columns, rows: rowsOf(place, report) }
}

async function* rowsOf(
  place: LivePlace,
  { method, columns }: ReportSpec,
): AsyncGenerator<readonly ReportCell[], void, void> {
  for await (const row of stepsOf(place, method, 'its report', (learners) => [learners])) {
    if ('result' in row) return
    yield columns.map((column) => cellOf(place, row.step, column))
  }
}

/**
 * Does a job of a block, a step each time that the next one is asked for. What it graded stands in the session's deeds after each.
 * @throws CompositorError `block-failed`, also where it changed fields; `service-use` for input that does not fit
 */
export async function* callJob(
  place: LivePlace,
  name: string,
  input: Json,
  checkpoint: Json | undefined,
): AsyncGenerator<JobStepDone, Json, void> {
  const { type, composed, session } = place
  const spec = type.jobs.get(name)
  if (!spec) {
    throw new CompositorError(
      'service-use',
      `${type.name} has no method marked @job of the name '${name}'.`,
      {
        usage: composed.key,
      },
    )
  }
  const given = jobInput(spec, input)
  const doing = `job '${name.slice(0, 100)}'`
  for await (const one of stepsOf(place, spec.method, doing, (learners) => [given, learners, checkpoint])) {
    if (session.updates().length > 0)
      throw failed(place, `${doing} changed fields; a job reads and grades, and leaves changes to handlers.`)
    if ('result' in one) return jsonOf(place, one.result ?? null)
    yield stepDone(place, one.step)
  }
  return null
}

/** What a generator of a block gives, each step within a block's deadline. */
async function* stepsOf(
  place: LivePlace,
  method: string,
  doing: string,
  given: (learners: BlockLearners<BlockBase>) => readonly unknown[],
): AsyncGenerator<{ readonly step: unknown } | { readonly result: unknown }, void, void> {
  const { block, staffRequests } = place
  const request = {} as StaffRequest
  staffRequests.add(request)
  let steps: Iterator<unknown> | AsyncIterator<unknown> | undefined
  try {
    const methods = block as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>
    const learners = place.learners.of(block, request)
    steps = await place.run(doing, () => iteratorOf(methods[method]?.apply(block, [...given(learners)])))
    for (;;) {
      const from: Iterator<unknown> | AsyncIterator<unknown> = steps
      const { done = false, value } = await place.run(doing, async () => from.next())
      yield done ? { result: value } : { step: value }
      if (done) return
    }
  } catch (thrown) {
    throw blockFailure(thrown, place, doing)
  } finally {
    // One that hangs is not waited for.
    const ended = steps?.return?.()
    if (ended instanceof Promise) ended.catch(() => undefined)
    staffRequests.delete(request)
  }
}

function iteratorOf(given: unknown): Iterator<unknown> | AsyncIterator<unknown> {
  const source = given as Partial<AsyncIterable<unknown> & Iterable<unknown>> | undefined
  const iterator = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.()
  if (iterator) return iterator
  throw new CompositorError('block-failed', 'It gave nothing that can be gone through row by row.')
}

const cellTypes: Readonly<Record<ReportColumn['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= latest,
}

/** The last moment that there is a date for, in epoch milliseconds. */
const latest = 8.64e15

function cellOf(place: LivePlace, row: unknown, { name, type }: ReportSpec['columns'][number]): ReportCell {
  if (typeof row !== 'object' || row === null) throw failed(place, 'a row of its report is an object')
  const value: unknown = Object.hasOwn(row, name) ? Reflect.get(row, name) : null
  if (value === null || value === undefined) return null
  if (cellTypes[type](value)) return value as ReportCell
  throw failed(place, `its report has a ${typeof value} in column '${name}', which is of type ${type}`)
}

function stepDone(place: LivePlace, given: unknown): JobStepDone {
  const { done, total, checkpoint } = (typeof given === 'object' ? (given ?? {}) : {}) as Partial<JobStepDone>
  if (typeof done !== 'number' || !(done >= 0))
    throw failed(place, 'a step of a job says how much is done: { done, total }')
  return {
    done,
    ...(typeof total === 'number' && { total }),
    ...(checkpoint !== undefined && { checkpoint: jsonOf(place, checkpoint) }),
  }
}

function jsonOf(place: LivePlace, value: unknown): Json {
  try {
    return jsonCopy(value)
  } catch {
    throw failed(place, 'what a job gives is JSON')
  }
}

function failed({ type, composed }: LivePlace, why: string): CompositorError {
  return new CompositorError('block-failed', `${type.name}: ${why}.`, { usage: composed.key })
}

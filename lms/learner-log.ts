import { CompositorError } from '../runtime/errors/index.js'
import { isJsonObject, type Json, type JsonObject } from '../runtime/values/index.js'
import { memoryStore, type Records } from '../store/index.js'
import { stateLineOf, type ChangedState } from './learner-state/change-log.js'
import { RebuiltState, renamingIn, type Renaming } from './learner-state/index.js'
import { learnerText } from './learner-state/learner-text.js'
import { learnerPart, logPrefix } from './learner-state/record-key.js'
import type { EventLines } from './rebuild-state.js'

/** Something that a learner did, as a line of the log tells it. */
export interface StepEvent {
  readonly name: string
  /** Usage keys of the block that told it, and of the unit it stands in; empty where the line names none. */
  readonly usage: string
  readonly unit: string
  /** The block's name at that time. */
  readonly title: string
  /** The library block that it came from, with the version. */
  readonly original: { readonly block: string; readonly version: string } | undefined
  readonly payload: Json
}

/** One commit of a learner: what was told of it, and what it changed. */
export interface LearnerStep {
  /** The learner's number after it. */
  readonly number: number
  /** Epoch milliseconds; undefined where nobody said. */
  readonly at: number | undefined
  readonly events: readonly StepEvent[]
  /** Undefined where nothing tells of it: a log without states, or a commit of lines alone. */
  readonly changed: ChangedState | undefined
}

/** Where a learner's log is read from; what several of them tell is put together. */
export interface LearnerLogSources {
  /** Lines of an event log. */
  readonly lines?: EventLines | undefined
  /** Of a store, which keeps what each commit changed. */
  readonly records?: Records | undefined
  /** The learner's anonymous id, which lines name; found where lines tell states. */
  readonly userId?: string | undefined
}

interface Line {
  readonly id?: string
  readonly time?: string
  readonly name?: string
  readonly context?: { readonly user_id?: string; readonly unit?: string; readonly module?: Json }
  readonly event?: Json
}

interface OpenStep {
  at: number | undefined
  changed: ChangedState | undefined
  readonly events: Map<number, StepEvent>
}

/** What one learner did, commit by commit, and what a store kept of them after each. */
export class LearnerLog {
  private constructor(
    readonly learner: string,
    readonly steps: readonly LearnerStep[],
    private readonly renamings: readonly Renaming[],
  ) {}

  /**
   * Reads what is told of a learner.
   * @param learner the host's id of the learner, or, of lines alone, the anonymous one
   * @throws CompositorError `learner-unlogged` where nothing is; `store-unavailable`
   */
  static async read(learner: string, sources: LearnerLogSources): Promise<LearnerLog> {
    const { lines, records, userId } = sources
    const users = new Set(userId === undefined ? [] : [userId])
    if (lines) for await (const user of usersOf(learner, lines)) users.add(user)
    if (users.size === 0) users.add(learner)
    const steps = new Map<number, OpenStep>()
    const renamings: Renaming[] = []
    const all = async function* () {
      if (lines) yield* lines()
      if (!records) return
      const part = `outbox ${learnerPart(learner)} `
      for await (const { text } of everyIn(records, part)) yield text
    }
    for await (const text of all()) {
      const line = parsed(text)
      if (!line) continue
      renamings.push(...renamingIn(text))
      if (users.has(line.context?.user_id ?? '')) takeLine(line, steps)
    }
    if (records) {
      for await (const { key, text } of everyIn(records, logPrefix(learner))) {
        const changed = JSON.parse(text) as ChangedState
        const step = opened(steps, Number(key.slice(logPrefix(learner).length)), changed.at)
        step.changed = changed
      }
    }
    if (steps.size === 0) {
      const message = `Nothing tells of a learner '${learner.slice(0, 100)}'.`
      throw new CompositorError('learner-unlogged', message)
    }
    const ordered = [...steps].toSorted(([one], [other]) => one - other)
    return new LearnerLog(
      learner,
      ordered.map(([number, { at, changed, events }]) => ({
        number,
        at,
        changed,
        events: [...events].toSorted(([one], [other]) => one - other).map(([, event]) => event),
      })),
      renamings.toSorted((one, other) => one.at - other.at),
    )
  }

  /** Usage keys of the blocks that it tells of, in the order in which the learner met them, each with its last title. */
  get blocks(): ReadonlyMap<string, string> {
    const blocks = new Map<string, string>()
    for (const step of this.steps) {
      for (const { usage, title } of step.events) if (usage !== '') blocks.set(usage, title)
      for (const usage of changedBlocks(step)) if (!blocks.has(usage)) blocks.set(usage, '')
    }
    return blocks
  }

  /**
   * What a store kept of the learner after a step, of records of all learners what this one did.
   * @param count how many steps are taken, from 0
   */
  after(count: number): RebuiltState {
    const taken = this.steps.slice(0, count)
    const until = taken.at(-1)?.at ?? Infinity
    const state = new RebuiltState(this.renamings.filter(({ at }) => at <= until))
    for (const { number, at = 0, changed } of taken) {
      if (!changed) continue
      state.take(stateLineOf(this.learner, number, JSON.stringify(changed), { at, userId: '', context: '' }))
    }
    return state.finish()
  }

  /** The same as records of a store in memory. */
  async recordsAfter(count: number): Promise<Records> {
    const { records } = memoryStore()
    await records.commit({ expected: new Map(), writes: this.after(count).texts })
    return records
  }
}

/** Usage keys of the blocks that a step changed something of. */
export function changedBlocks({ changed }: Pick<LearnerStep, 'changed'>): ReadonlySet<string> {
  const { fields = [], results = [], deleted = [] } = changed ?? {}
  return new Set([...fields.map(({ id }) => id), ...results.map(({ usage }) => usage), ...deleted])
}

/** Anonymous ids that lines which tell states have for a learner. */
async function* usersOf(learner: string, lines: EventLines): AsyncIterable<string> {
  const told = JSON.stringify(learnerText(learner))
  for await (const text of lines()) {
    if (!text.includes(told)) continue
    const { name, event, context } = parsed(text) ?? {}
    if (name === 'state' && isJsonObject(event) && event['learner'] === learnerText(learner))
      yield context?.user_id ?? ''
  }
}

function takeLine(
  { id = '', time = '', name = '', context, event = null }: Line,
  steps: Map<number, OpenStep>,
) {
  const [, number, place] = /:(\d+):(\w+)$/.exec(id) ?? []
  if (number === undefined) return
  const step = opened(steps, Number(number), Date.parse(time))
  if (place !== 'state') {
    const module = isJsonObject(context?.module) ? context.module : {}
    step.events.set(Number(place), {
      name,
      usage: textIn(module, 'usage_key'),
      unit: context?.unit ?? '',
      title: textIn(module, 'display_name'),
      original:
        module['original_usage_key'] === undefined
          ? undefined
          : {
              block: textIn(module, 'original_usage_key'),
              version: textIn(module, 'original_usage_version'),
            },
      payload: event,
    })
  } else if (isJsonObject(event)) {
    const { learner: _learner, number: _number, ...changed } = event
    step.changed = changed as unknown as ChangedState
  }
}

function opened(steps: Map<number, OpenStep>, number: number, at: number | undefined): OpenStep {
  let step = steps.get(number)
  if (!step) steps.set(number, (step = { at, changed: undefined, events: new Map() }))
  step.at ??= at
  return step
}

function textIn(object: JsonObject, name: string): string {
  const value = object[name]
  return typeof value === 'string' ? value : ''
}

/** What a line says; nothing of one that was cut off. */
function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null ? line : undefined
  } catch {
    return undefined
  }
}

async function* everyIn(records: Records, prefix: string) {
  const to = `${prefix}\u007f`
  for (let from = prefix; ;) {
    const page = await records.range({ from, to, limit: 500 })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < 500) return
    from = `${last.key} `
  }
}

import { changedBlocks, type BlockResult, type ChangedField, type LearnerLog } from '../../lms/index.js'
import type { RecordAddress } from '../../runtime/block/index.js'
import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/index.js'

/** A value that a step changed; undefined where there is none. */
export interface ChangedValue {
  readonly scope: string
  readonly field: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** A block that a bank shows. */
export interface DrawnBlock {
  readonly key: string
  /** The library block that it is of, with the version; undefined of a block of the course. */
  readonly original: string | undefined
}

/** What is known of a block after a step. */
export interface BlockAfterStep {
  readonly usage: string
  readonly title: string
  readonly changes: readonly ChangedValue[]
  readonly before: BlockResult | undefined
  readonly after: BlockResult | undefined
  /** Everything that is stored of it. */
  readonly fields: readonly { readonly scope: string; readonly field: string; readonly value: Json }[]
  /** What a bank shows the learner; undefined where nothing was drawn. */
  readonly draw: readonly DrawnBlock[] | undefined
  readonly isDeleted: boolean
}

/**
 * What a step did, block by block.
 * @param count how many steps were taken, this one included
 * @param only a block to look at, whether or not the step is about it
 */
export function factsOfStep(log: LearnerLog, count: number, only?: string): readonly BlockAfterStep[] {
  const step = log.steps[count - 1]
  if (!step) return []
  const [before, after] = [log.after(count - 1), log.after(count)]
  const told = step.events.map(({ usage }) => usage).filter((usage) => usage !== '')
  const all = only === undefined ? [...new Set([...told, ...changedBlocks(step)])] : [only]
  const { blocks, learner } = log
  const changedFields = step.changed?.fields ?? []
  return all.map((usage) => {
    const own = changedFields.filter(({ id }) => id === usage)
    const valueIn = (state: typeof before, one: ChangedField) =>
      state.record(addressOf(one), learner)?.values[one.field]
    const addresses = addressesOf(log, usage)
    return {
      usage,
      title: blocks.get(usage) ?? '',
      changes: own.map((one) => ({
        scope: one.scope,
        field: one.entry === undefined ? one.field : `${one.field}: ${one.entry}`,
        before: one.entry === undefined ? valueIn(before, one) : entryBefore(log, count, one),
        after: one.entry === undefined ? valueIn(after, one) : one.value,
      })),
      before: before.result(usage, learner),
      after: after.result(usage, learner),
      fields: addresses.flatMap((address) =>
        Object.entries(after.record(address, learner)?.values ?? {}).map(([field, value]) => ({
          scope: address.scope,
          field,
          value,
        })),
      ),
      draw: drawAt(log, count, usage),
      isDeleted: step.changed?.deleted?.includes(usage) ?? false,
    }
  })
}

/** What an entry of a collection was before a step. */
function entryBefore(
  { steps }: LearnerLog,
  count: number,
  { scope, id, field, entry }: ChangedField,
): Json | undefined {
  for (const { changed } of steps.slice(0, count - 1).toReversed()) {
    if (changed?.isErased || changed?.deleted?.includes(id)) return undefined
    const before = changed?.fields.findLast(
      (one) => one.scope === scope && one.id === id && one.field === field && one.entry === entry,
    )
    if (before) return before.value
  }
  return undefined
}

/** Where anything was ever stored of a block. */
function addressesOf({ steps }: LearnerLog, usage: string): readonly RecordAddress[] {
  const found = new Map<string, RecordAddress>()
  for (const { changed } of steps) {
    for (const one of changed?.fields ?? [])
      if (one.id === usage) found.set(`${one.family ?? ''} ${one.scope}`, addressOf(one))
  }
  return [...found.values()]
}

/** Lines are of this project's own making. */
function addressOf({ scope, id, family }: ChangedField): RecordAddress {
  return { scope, id, ...(family && { family }) } as RecordAddress
}

/** What was told last of a bank's draw, up to a step; nothing where the learner began it anew since. */
function drawAt({ steps }: LearnerLog, count: number, usage: string): readonly DrawnBlock[] | undefined {
  for (const { events, changed } of steps.slice(0, count).toReversed()) {
    for (const { payload, usage: by } of events.toReversed()) {
      const result = by === usage && isJsonObject(payload) ? payload['result'] : undefined
      if (result !== undefined && isJsonArray(result)) return result.flatMap(drawnBlock)
    }
    if (changed?.isErased || changed?.deleted?.includes(usage)) return undefined
  }
  return undefined
}

function drawnBlock(drawn: Json): DrawnBlock[] {
  if (!isJsonObject(drawn) || typeof drawn['usage_key'] !== 'string') return []
  const { usage_key: key, original_usage_key: block, original_usage_version: version } = drawn
  return [
    {
      key,
      original:
        typeof block === 'string'
          ? `${block}${typeof version === 'string' ? `, version ${version}` : ''}`
          : undefined,
    },
  ]
}

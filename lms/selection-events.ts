import type { Chosen } from '../runtime/block/index.js'
import type { BlockEvent } from '../runtime/session/index.js'
import { bankPool } from '../compositor/index.js'
import { originalBlock, type BlockOrigin, type ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'

/**
 * The events of a changed selection, in the incumbent's order and with its payload: what fell out of the pool,
 * what was too many, what came in. `previous_count` is what the event before left, so of the first what was
 * stored. Library blocks are described alike for every kind of bank. (Seed: content libraries architecture,
 * tracking log events.)
 */
export function selectionEvents(
  bank: ComposedBlock,
  { selected, invalid = [], overlimit = [], added = [] }: Chosen,
  prefix: string,
  maxCount: number,
): BlockEvent[] {
  const describe = describer(bank)
  const result = selected.map(describe)
  let previous = selected.length - added.length + invalid.length + overlimit.length
  const events: BlockEvent[] = []
  const publish = (
    name: string,
    keys: readonly string[],
    particulars: (items: Json) => { [name: string]: Json },
  ) => {
    if (keys.length === 0) return
    const base = { location: bank.key, result, previous_count: previous, max_count: maxCount }
    events.push({
      type: `${prefix}.${name}`,
      usageKey: bank.key,
      blockType: bank.type,
      payload: { ...base, ...particulars(keys.map(describe)) },
    })
    previous = selected.length
  }
  publish('removed', invalid, (removed) => ({ removed, reason: 'invalid' }))
  publish('removed', overlimit, (removed) => ({ removed, reason: 'overlimit' }))
  publish('assigned', added, (items) => ({ added: items }))
  return events
}

/** What events say of a child: its key, where it came from, and the same of everything below it. */
function describer(bank: ComposedBlock): (key: string) => Json {
  const members = bankPool(bank)
  return (key) => {
    const child = bank.children[members.placeOf(key)]
    if (child) return { ...summary(key, originalBlock(child)), descendants: below(child) }
    const origin = members.originOf(key)
    const descendants = members
      .inside(key)
      .map((one) => summary(one.key, origin && { ...origin, block: one.block }))
    return { ...summary(key, origin), descendants }
  }
}

function below(block: ComposedBlock): Json[] {
  return block.children.flatMap((child) => [summary(child.key, originalBlock(child)), ...below(child)])
}

/** A block that is no longer there has a key and nothing else. */
function summary(key: string, origin: Pick<BlockOrigin, 'block' | 'version'> | undefined) {
  return {
    usage_key: key,
    original_usage_key: origin?.block ?? null,
    original_usage_version: origin?.version ?? null,
  }
}

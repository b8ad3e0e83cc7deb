import { generatedId } from './block-id.js'
import type { PreviousBlock } from './previous-blocks.js'

/** A block without a name on its way to a key. */
export interface UnnamedBlock {
  readonly type: string
  /** Its own XML, and a hash of that. */
  readonly xml: string
  readonly hash: string
}

/** Which blocks of the version before some are. */
export interface Matches<B extends UnnamedBlock> {
  readonly keys: ReadonlyMap<B, string>
  /** Blocks of which it is not sure whether, or which of the former ones they are. */
  readonly unsure: readonly B[]
}

/**
 * Matches the blocks without a name inside one parent to those that were there before: the same XML first, at the same place or in order; then
 * the same type at the same place among them. It is sure where as many of a type are left as were.
 * @param parent usage key, as text
 */
export function matchedBlocks<B extends UnnamedBlock>(
  blocks: readonly B[],
  before: readonly PreviousBlock[],
  parent: string,
): Matches<B> {
  const keys = new Map<B, string>()
  const unsure: B[] = []
  const taken = new Set<PreviousBlock>()
  const match = (block: B, found: PreviousBlock | undefined) => {
    if (found === undefined) return
    keys.set(block, found.key)
    taken.add(found)
  }
  const byXml = grouped(before, ({ type, unnamed = '' }) => `${type} ${unnamed}`)
  const byId = grouped(
    before.filter(({ unnamed }) => unnamed === undefined),
    ({ type, id }) => id.slice(0, type.length + 13),
  )
  const same = ({ type, xml, hash }: B) =>
    byXml.get(`${type} ${hash}`) ?? byId.get(generatedId(type, xml, parent)) ?? []
  // Of several with the same XML, the one at the same place comes first.
  const groupOf = new Map(
    [...byXml.values(), ...byId.values()].flatMap((all) => all.map((one) => [one, all])),
  )
  for (const [index, block] of blocks.entries()) {
    const there = before[index]
    if (there !== undefined && groupOf.get(there) === same(block)) match(block, there)
  }
  const next = new Map<readonly PreviousBlock[], number>()
  for (const block of blocks) {
    if (keys.has(block)) continue
    const group = same(block)
    let at = next.get(group) ?? 0
    for (let one = group[at]; one !== undefined && taken.has(one); one = group[at]) at++
    next.set(group, at)
    match(block, group[at])
  }
  const typesLeft = new Set(blocks.filter((block) => !keys.has(block)).map(({ type }) => type))
  for (const type of typesLeft) {
    const left = blocks.filter((block) => block.type === type && !keys.has(block))
    const free = before.filter((one) => one.type === type && !taken.has(one))
    if (left.length === free.length) left.forEach((block, index) => match(block, free[index]))
    else if (free.length > 0) {
      const places = before.filter((one) => one.type === type)
      const ofType = blocks.filter((block) => block.type === type)
      const placeOf = new Map(ofType.map((block, index) => [block, index]))
      for (const block of left) {
        const there = places[placeOf.get(block) ?? 0]
        if (there !== undefined && !taken.has(there)) match(block, there)
        unsure.push(block)
      }
    }
  }
  return { keys, unsure }
}

function grouped(
  blocks: readonly PreviousBlock[],
  nameOf: (block: PreviousBlock) => string,
): ReadonlyMap<string, readonly PreviousBlock[]> {
  const groups = new Map<string, PreviousBlock[]>()
  for (const block of blocks) {
    const group = groups.get(nameOf(block)) ?? []
    if (group.length === 0) groups.set(nameOf(block), group)
    group.push(block)
  }
  return groups
}

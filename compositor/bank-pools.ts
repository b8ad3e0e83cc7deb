import { ContextualKey, parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import type { ComposedBlock, MemberPool } from '../runtime/unit/index.js'
import { BankPool } from './bank-pool.js'

const opened = new WeakMap<ComposedBlock, BankPool>()

/** What a bank of a composed unit draws from. */
export function bankPool(bank: ComposedBlock): BankPool {
  let pool = opened.get(bank)
  if (!pool) opened.set(bank, (pool = new BankPool(bank, undefined)))
  return pool
}

/** Whether a block stands in a composed one, or is, or is in, a library block that a bank in it may draw. */
export function holds(root: ComposedBlock, usageKey: string): boolean {
  const keys = withUsages(usageKey)
  const waiting = [root]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.key === usageKey) return true
    if (block.pool && keys.some((key) => block && bankPool(block).memberHolding(key) !== undefined))
      return true
    waiting.push(...block.children)
  }
  return false
}

/** A key, and those of the library blocks that brought it in, from the inside out. */
export function withUsages(usageKey: string): readonly string[] {
  if (!usageKey.startsWith('cb:')) return [usageKey]
  try {
    const keys: string[] = []
    let key: UsageKey = parseUsageKey(usageKey)
    for (; key instanceof ContextualKey; key = key.usage) keys.push(key.toString())
    return keys
  } catch {
    return [usageKey]
  }
}

/**
 * Opens the pools of all banks in a block, so that {@link bankPool} finds their members.
 * @param pools reads a pool by its hash
 */
export async function openPools(
  root: ComposedBlock,
  pools: { pool(hash: string): Promise<MemberPool> },
): Promise<void> {
  const waiting = [root]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.pool && !opened.has(block))
      opened.set(block, new BankPool(block, await pools.pool(block.pool.hash)))
    waiting.push(...block.children)
  }
}

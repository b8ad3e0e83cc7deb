import { learnerRecords, type Choice, type RecordAddress } from '../runtime/block/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { typeOf, type BlockAddresses } from './block-addresses.js'
import type { Foreseen, ForeseenRecords } from './learner-state/index.js'

/** What is looked at of a learner besides what decides which blocks they see. */
export type Looking =
  /** All blocks, and what was achieved at them. */
  | { readonly at: 'all' }
  /** One block with what is in it. */
  | { readonly at: 'block'; readonly usageKey: string }
  /** Nothing more. */
  | { readonly at: 'selection' }

interface Records extends ForeseenRecords {
  readonly addresses: RecordAddress[]
  readonly results: string[]
}

/**
 * What opening a unit will look at, as far as it is known before anything of the learner is: their groups, the choices
 * of banks that all learners meet, and blocks outside of banks. Worked out once for each composed unit, where reading has to
 * wait for it.
 */
export class UnitForesight {
  readonly #selections = new WeakMap<ComposedUnit, Records>()
  readonly #wholes = new WeakMap<ComposedUnit, Records>()

  constructor(private readonly addresses: BlockAddresses) {}

  /** Of a unit, or of one block of it alone. */
  of(unit: ComposedUnit, looking: Looking, only?: ComposedBlock): Foreseen {
    return { further: () => this.#of(unit, looking, only), former: unit.former }
  }

  #of(unit: ComposedUnit, looking: Looking, only?: ComposedBlock): ForeseenRecords {
    const groups: RecordAddress = { scope: 'userState', id: unit.context }
    if (only) return this.#with({ addresses: [groups], results: [] }, [only])
    if (looking.at === 'all') return this.#kept(this.#wholes, unit, groups, true)
    const selection = this.#kept(this.#selections, unit, groups, false)
    if (looking.at === 'selection') return selection
    return this.#with(
      selection,
      [blockOf(unit.root, looking.usageKey)].flatMap((block) => block ?? []),
    )
  }

  #kept(
    known: WeakMap<ComposedUnit, Records>,
    unit: ComposedUnit,
    groups: RecordAddress,
    isWhole: boolean,
  ): Records {
    let records = known.get(unit)
    if (!records) {
      records = { addresses: [groups], results: [] }
      const made = records
      this.#outsideBanks(unit.root, (block) => {
        this.#choice(block, made)
        if (isWhole) this.#block(block, made)
      })
      records.addresses.push(...companionAddresses(unit))
      known.set(unit, records)
    }
    return records
  }

  #with({ addresses, results }: Records, blocks: readonly ComposedBlock[]): Records {
    const records = { addresses: [...addresses], results: [...results] }
    for (const top of blocks) this.#outsideBanks(top, (block) => this.#block(block, records))
    return records
  }

  /** Tells of the blocks that all learners meet: of banks, but not of what is in them. */
  #outsideBanks(block: ComposedBlock, tell: (block: ComposedBlock) => void): void {
    tell(block)
    if (typeOf(this.addresses.types, block)?.capabilities.choice) return
    for (const child of block.children) this.#outsideBanks(child, tell)
  }

  #block(block: ComposedBlock, { addresses, results }: Records): void {
    addresses.push(...this.addresses.of(block))
    results.push(block.key)
  }

  #choice(block: ComposedBlock, { addresses, results }: Records): void {
    const type = typeOf(this.addresses.types, block)
    const choice: Choice<never> | undefined = type?.capabilities.choice
    if (!type || !choice || block.failure) return
    const { key: usage, definition, fields } = block
    if (choice.field !== undefined) addresses.push({ scope: 'userState', id: usage })
    if (!choice.reads) return
    try {
      const shared = type.sharedFields({ usage, type: block.type, definition, fields })
      learnerRecords(choice.reads(shared), usage, (key) => {
        addresses.push({ scope: 'userState', id: key })
        results.push(key)
        return { state: {}, completion: 0 }
      })
    } catch {
      // A rule that fails is reported where it is asked.
    }
  }
}

/** Where the choices of banks are kept that others of the unit draw together with. */
function companionAddresses({ companions = new Map() }: ComposedUnit): RecordAddress[] {
  const usages = new Set<string>()
  for (const { group = [], leader } of companions.values()) {
    for (const { usage, field } of [...group, ...(leader ? [leader.bank, ...(leader.group ?? [])] : [])])
      if (field !== undefined) usages.add(usage)
  }
  return [...usages].map((id) => ({ scope: 'userState', id }))
}

function blockOf(block: ComposedBlock, usageKey: string): ComposedBlock | undefined {
  if (block.key === usageKey) return block
  for (const child of block.children) {
    const found = blockOf(child, usageKey)
    if (found) return found
  }
  return undefined
}

import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit, CountedBlock } from '../runtime/unit/index.js'
import { openPools } from './bank-pools.js'
import type { Composing } from './composing.js'
import { memberName, memberText, type Drawn, type Members } from './drawn-members.js'
import type { KeptForms } from './kept-forms.js'
import type { UnitStore } from './unit-store.js'
import type { Lanes } from './lanes.js'
import { countedBlock } from './unit-summary.js'
import { withinTime } from './within-time.js'

/** What members are counted from. */
export interface CountedMembersOptions {
  readonly types: BlockTypes
  readonly composing: Composing
  /** Members that are composed already. */
  readonly forms: KeptForms
  readonly store: UnitStore
  readonly lanes: Lanes
  readonly onFailure?: ((error: CompositorError, block: ComposedBlock) => void) | undefined
}

/** Characters of counted members kept in memory, as JSON. */
const keptSize = 8_000_000

/**
 * What members of pools count for. One that nobody drew yet is composed for it after everything that somebody waits for,
 * and of what was composed only that is kept.
 */
export class CountedMembers {
  readonly #kept = new LRUCache<string, readonly CountedBlock[]>({ maxSize: keptSize })
  readonly #making = new Map<string, Promise<readonly CountedBlock[]>>()

  constructor(private readonly options: CountedMembersOptions) {}

  /** For one request. @param until moment of `performance.now()` after which it waits no longer: `compositor-busy` */
  until(until: number): Members {
    return {
      known: (unit, drawn) => this.#known(unit, drawn),
      composed: async (unit, drawn) => {
        const counted = await withinTime(until, Promise.all(drawn.map((one) => this.#counted(unit, one))))
        if (counted) return counted
        throw new CompositorError(
          'compositor-busy',
          `What the banks of '${unit.key}' drew is not counted yet.`,
        )
      },
    }
  }

  #known(unit: ComposedUnit, { key }: Drawn): readonly CountedBlock[] | undefined {
    return this.#kept.get(memberName(unit, key))
  }

  #counted(unit: ComposedUnit, drawn: Drawn): Promise<readonly CountedBlock[]> {
    const name = memberName(unit, drawn.key)
    let made = this.#making.get(name)
    if (!made) {
      made = this.#make(name, unit, drawn).finally(() => this.#making.delete(name))
      this.#making.set(name, made)
    }
    return made
  }

  async #make(name: string, unit: ComposedUnit, drawn: Drawn): Promise<readonly CountedBlock[]> {
    const { types, forms, composing, lanes, store, onFailure } = this.options
    const kept = forms.peek(name)
    const { unit: composed, isWhole } = kept
      ? { unit: kept, isWhole: true }
      : await lanes.run(async () => {
          const text = await memberText(unit, drawn, store)
          return composing.made(text, unit.version, 'patient')
        })
    const counted = composed.root.children.map((block) => countedBlock(block, types, onFailure))
    for (const block of counted) await openPools(block, store)
    if (isWhole) this.#kept.set(name, counted, { size: Math.max(1, JSON.stringify(counted).length) })
    return counted
  }
}

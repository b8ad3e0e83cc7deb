import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { bankPool, openPools } from './bank-pools.js'
import type { Composing } from './composing.js'
import { compositionLimits, type DrawnMember } from './composition.js'
import type { KeptForms } from './kept-forms.js'
import type { StoredForms } from './stored-forms.js'
import type { UnitStore } from './unit-store.js'

/** A member of a bank's pool that somebody drew. */
export interface Drawn {
  readonly bank: ComposedBlock
  /** Usage key, as text. */
  readonly key: string
}

/** What stands in a unit in the places of members that were drawn. */
export interface Members {
  /** What stands in a member's place, where it is composed already. */
  known(unit: ComposedUnit, drawn: Drawn): readonly ComposedBlock[] | undefined
  /**
   * Composes members, in the order asked for. One that hangs or kills its thread is given as a failed block.
   * @throws CompositorError `compositor-busy`, `store-unavailable`, `store-damaged`
   */
  composed(unit: ComposedUnit, drawn: readonly Drawn[]): Promise<readonly (readonly ComposedBlock[])[]>
  /** A member's title, which nothing is composed for. @throws CompositorError `store-unavailable`, `store-damaged` */
  title(drawn: Drawn): Promise<string>
}

/** Members that one request has composed at once: one that draws a whole pool must not fill the queue of others. */
const together = 8

/** Composes members of pools when they are drawn, once for everybody who drew the same. */
export class DrawnMembers implements Members {
  constructor(
    private readonly composing: Composing,
    private readonly forms: KeptForms,
    private readonly stored: StoredForms,
    private readonly store: UnitStore,
  ) {}

  known(unit: ComposedUnit, { key }: Drawn): readonly ComposedBlock[] | undefined {
    return this.forms.known(memberName(unit, key))?.root.children
  }

  async composed(
    unit: ComposedUnit,
    drawn: readonly Drawn[],
  ): Promise<readonly (readonly ComposedBlock[])[]> {
    const all: (readonly ComposedBlock[])[] = []
    for (let start = 0; start < drawn.length && start < compositionLimits.blocks; start += together) {
      const some = drawn.slice(start, start + together)
      all.push(...(await Promise.all(some.map((one) => this.#composed(unit, one)))))
    }
    return all
  }

  async title({ bank, key }: Drawn): Promise<string> {
    return (await bankPool(bank).memberOf(key, this.store))?.title ?? ''
  }

  async #composed(unit: ComposedUnit, drawn: Drawn): Promise<readonly ComposedBlock[]> {
    const { root } = await this.forms.get(memberName(unit, drawn.key), async () => {
      const made = await this.stored.get(unit.version, drawn.key, async () =>
        this.composing.made(await memberText(unit, drawn, this.store), unit.version),
      )
      await openPools(made.unit.root, this.store)
      return made
    })
    return root.children
  }
}

/** Members are named by the unit they are in, so that equal units of two courses do not mix. */
export function memberName({ key, version }: ComposedUnit, member: string): string {
  return `${key} ${version} ${member}`
}

/** A member where it stands. @throws TypeError for what is none of the pool */
export function drawnMember({ bank, key }: Drawn): DrawnMember {
  const members = bankPool(bank)
  const origin = members.originOf(key)
  const overrides = members.overridesOf(key)
  if (!bank.pool || !origin || !overrides)
    throw new TypeError(`'${key}' is no member of the pool of '${bank.key}'.`)
  const { library, version } = origin
  const inner = members.innerOf(key)
  return { pool: bank.pool, bank: bank.key, library, version, overrides, ...(inner && { inner }) }
}

/** What a member is composed from, as JSON: a GatheredMember. */
async function memberText(unit: ComposedUnit, drawn: Drawn, store: UnitStore): Promise<string> {
  const { bank, key } = drawn
  const member = drawnMember(drawn)
  const stored = await bankPool(bank).memberOf(key, store)
  const { block, blocks } = await store.member(stored?.record ?? '')
  const head = JSON.stringify({ member, key, unit: unit.key, context: unit.context })
  return `${head.slice(0, -1)},"block":${block},"blocks":${blocks}}`
}

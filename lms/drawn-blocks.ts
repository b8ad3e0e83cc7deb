import type { Drawn, Members } from '../compositor/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'

/** The library blocks that one request meets in the banks of a unit: once one is composed, it stays for the request. */
export class DrawnBlocks {
  readonly #composed = new Map<string, readonly ComposedBlock[]>()

  constructor(
    private readonly unit: ComposedUnit,
    private readonly members: Members | undefined,
  ) {}

  /** What stands in a member's place; undefined where it is not composed yet. */
  of(drawn: Drawn): readonly ComposedBlock[] | undefined {
    const composed = this.#composed.get(drawn.key) ?? this.members?.known(this.unit, drawn)
    if (composed) this.#composed.set(drawn.key, composed)
    return composed
  }

  /** Composes members. @throws CompositorError `compositor-busy`, `store-unavailable`, `store-damaged` */
  async compose(drawn: readonly Drawn[]): Promise<void> {
    const composed = (await this.members?.composed(this.unit, drawn)) ?? []
    for (const [place, { key }] of drawn.entries()) this.#composed.set(key, composed[place] ?? [])
  }
}

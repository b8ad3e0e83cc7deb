import { setImmediate as nextTurn } from 'node:timers/promises'
import { restoreViewParts, viewParts, type BlockRuntime } from '../runtime/session/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'

/** Where parts of pages are kept: texts under names that never change their meaning. */
export interface PartStore {
  /** @throws CompositorError `store-unavailable` */
  form(name: string): Promise<readonly string[] | undefined>
  /** Of many the first text, undefined for those that are not kept. @throws CompositorError `store-unavailable` */
  firstTexts(names: readonly string[]): Promise<readonly (string | undefined)[]>
  /** @throws CompositorError `store-unavailable` */
  keepForm(name: string, texts: readonly string[]): Promise<void>
}

/** How parts of pages are kept. */
export interface KeptPartsOptions {
  readonly store: PartStore
  /** Names all that HTML depends on besides the unit: code, addresses, settings. */
  readonly site: string
}

const view = 'student_view'

/** Parts on their way to the store; while there are more, none are kept. */
const mostWriting = 64

/**
 * What blocks show to all who are not known yet, in the store beside their composed forms: a host that has just been started
 * shows a unit without running the code of its blocks (docs/decisions/0099-parts-of-pages-are-kept.md).
 */
export class KeptParts {
  readonly #read = new WeakMap<object, Promise<void>>()
  readonly #whole = new WeakSet<object>()
  readonly #writing = new Set<Promise<void>>()

  constructor(
    private readonly runtime: BlockRuntime,
    private readonly options: KeptPartsOptions,
  ) {}

  /** Reads what is kept of a unit, once. What cannot be read is made anew. */
  restore(unit: ComposedUnit): Promise<void> | undefined {
    const known = this.#read.get(unit.root)
    if (known) return this.#whole.has(unit.root) ? undefined : known
    const read = this.#restore(unit).catch(() => undefined)
    this.#read.set(unit.root, read)
    return read
  }

  /** Keeps what was shown of a unit, once all of it is shared. */
  keep(unit: ComposedUnit): void {
    if (this.#whole.has(unit.root) || this.#writing.size >= mostWriting) return
    const { shared } = this.runtime.kernel
    // What is kept stays: it has to be of use to learners.
    const isForLearners = shared.noted
      .of(unit.root)
      .some((one) => one.view === view && one.notes.isStaff !== true)
    if (!isForLearners && !shared.fragment(unit.root, view)) return
    this.#whole.add(unit.root)
    // The page is sent first.
    const written = nextTurn()
      .then(() => {
        const parts = viewParts(unit.root, view, shared)
        return parts && this.options.store.keepForm(this.#name(unit), parts)
      })
      .catch(() => undefined)
      .then(() => void this.#writing.delete(written))
    this.#writing.add(written)
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #restore(unit: ComposedUnit): Promise<void> {
    const parts = await this.options.store.form(this.#name(unit))
    if (parts === undefined) return
    restoreViewParts(parts, unit.root, view, this.runtime.kernel.shared)
    this.#whole.add(unit.root)
  }

  #name({ version }: ComposedUnit): string {
    return `${version}.page:${this.options.site}`
  }
}

import type { ComposedBlock } from '../unit/composed-unit.js'

/**
 * Views that are kept as text, and read when somebody asks for one of a block in the unit: the unit itself is mostly shown as a
 * whole.
 */
export class UnreadViews {
  readonly #readings = new WeakMap<ComposedBlock, () => void>()

  /** @param read puts the views of all these blocks where they are looked for; called once, by the first that is asked for */
  add(blocks: readonly ComposedBlock[], read: () => void): void {
    let isRead = false
    const once = () => {
      if (isRead) return
      isRead = true
      try {
        read()
      } catch {
        // What cannot be read is shown anew.
      }
    }
    for (const block of blocks) this.#readings.set(block, once)
  }

  /** Reads the views of a block, where there are any that were not read. */
  read(block: ComposedBlock): void {
    const reading = this.#readings.get(block)
    if (!reading) return
    this.#readings.delete(block)
    reading()
  }
}

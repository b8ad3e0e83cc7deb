import { createHash } from 'node:crypto'
import { readAnswer } from './compose-answer.js'
import type { Made } from './composing.js'

/** Where composed forms are kept: texts under names that never change their meaning. */
export interface FormStore {
  /** @throws CompositorError `store-unavailable` */
  form(name: string): Promise<readonly string[] | undefined>
  /** @throws CompositorError `store-unavailable` */
  keepForm(name: string, texts: readonly string[]): Promise<void>
}

/** Forms on their way to the store; while there are more, what is composed is not kept, and composed again another time. */
const mostWriting = 64

/**
 * Composed forms beside the records they were made from. They are named by what they were made of and by the code that
 * made them, so another version of a plugin makes its own, and no course is published for it
 * (docs/decisions/0075-composed-forms-are-kept.md).
 */
export class StoredForms {
  readonly #writing = new Set<Promise<void>>()

  /** @param composedBy names the code that composes; undefined keeps nothing */
  constructor(
    private readonly store: FormStore,
    private readonly composedBy: string | undefined,
  ) {}

  /**
   * What is kept; else it is made, and kept for the next time.
   * @param version names what the form is made of @param member usage key, where it is of a member of a pool
   */
  async get(version: string, member: string | undefined, make: () => Promise<Made>): Promise<Made> {
    if (this.composedBy === undefined) return make()
    const name = `${version}${member === undefined ? '' : `.${hashOf(member)}`}:${this.composedBy}`
    const texts = await this.store.form(name)
    const kept = texts && (await formOf(texts))
    if (kept) return kept
    const made = await make()
    this.#keep(name, made)
    return made
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await Promise.all(this.#writing)
  }

  /** Keeps what is whole: code that failed once may do better another time. */
  #keep(name: string, { isWhole, texts }: Made): void {
    if (!isWhole || this.#writing.size >= mostWriting || texts.some(tellsOfFailure)) return
    // It is kept to be found sooner: a store that is full, or away, costs the time to compose again.
    const written = this.store
      .keepForm(name, texts)
      .catch(() => undefined)
      .then(() => void this.#writing.delete(written))
    this.#writing.add(written)
  }
}

async function formOf(texts: readonly string[]): Promise<Made | undefined> {
  try {
    const { unit, size } = await readAnswer(texts)
    return unit && { unit, size, isWhole: true, texts }
  } catch {
    // What cannot be read is made anew.
    return undefined
  }
}

function tellsOfFailure(text: string): boolean {
  return text.includes('"code":"block-failed"')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

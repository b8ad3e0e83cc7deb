import { changedNames, drawnValues, formValues, restoreValues, type FormValues } from './form-values.js'

/** What browsers keep of an answer that was not sent. */
interface KeptDraft {
  /** What stood in the form as the server drew it: a draft belongs to nothing else. */
  readonly drawn: FormValues
  readonly typed: FormValues
  /** Epoch milliseconds. */
  readonly at: number
}

const prefix = 'unit-compositor draft '
/** Longer answers are not kept, nor any for longer than this. */
const most = { length: 40_000, age: 30 * 24 * 3600 * 1000 }
/** Time from a key to the keeping of it. */
const pause = 400

/**
 * The answer to one problem that its learner has not sent yet, kept by their browser while they are elsewhere. The page says
 * whose it is by a mark (`data-learner`) that tells nobody who they are; where it says nothing, nothing is kept. What somebody
 * else left on this machine is removed as soon as a page of another's is opened.
 */
export class Draft {
  readonly #name: string
  #timer: ReturnType<typeof setTimeout> | undefined

  private constructor(
    learner: string,
    usageKey: string,
    private readonly form: () => HTMLFormElement | null,
  ) {
    this.#name = `${prefix}${learner} ${usageKey}`
    addEventListener('pagehide', () => this.#timer !== undefined && this.#keep())
  }

  /** The draft of the problem in an element of a block. */
  static of(element: HTMLElement, form: () => HTMLFormElement | null): Draft | undefined {
    const learner = element.closest<HTMLElement>('[data-learner]')?.dataset['learner']
    const usageKey = element.dataset['usageKey']
    if (!learner || !usageKey) return undefined
    sweep(`${prefix}${learner} `)
    return new Draft(learner, usageKey, form)
  }

  /** Puts what was typed back, unless something else has become of the answer since. @returns whether it did */
  restore(): boolean {
    const form = this.form()
    const kept = read(this.#name)
    if (!form || !kept) return false
    const typed = new Set(changedNames(kept.drawn, kept.typed))
    if (typed.size === 0 || changedNames(kept.drawn, drawnValues(form)).size > 0) {
      this.forget()
      return false
    }
    restoreValues(form, kept.typed)
    return true
  }

  /** Keeps what stands in the form, in a moment. */
  note(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#keep(), pause)
  }

  /** The answer was sent, or taken back. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    attempt(() => localStorage.removeItem(this.#name))
  }

  #keep(): void {
    this.#timer = undefined
    const form = this.form()
    if (!form) return
    const kept: KeptDraft = { drawn: drawnValues(form), typed: formValues(form), at: Date.now() }
    const text = JSON.stringify(kept)
    if (changedNames(kept.drawn, kept.typed).size === 0 || text.length > most.length) this.forget()
    else attempt(() => localStorage.setItem(this.#name, text))
  }
}

function read(name: string): KeptDraft | undefined {
  return attempt(() => JSON.parse(localStorage.getItem(name) ?? 'null') as KeptDraft | null) ?? undefined
}

/** Removes what others left, and what is old. */
function sweep(own: string): void {
  attempt(() => {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(prefix)) continue
      const at = name.startsWith(own) ? (read(name)?.at ?? 0) : 0
      if (Date.now() - at > most.age) localStorage.removeItem(name)
    }
  })
}

/** A browser may refuse to keep anything; then nothing is kept. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

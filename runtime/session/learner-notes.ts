import type { RecordAddress } from '../block/field-values.js'
import type { BlockEvent } from './block-event.js'

/** Values of one record that a view found not stored, by their OLX names. */
export interface UnsetValues {
  readonly address: RecordAddress
  readonly names: readonly string[]
}

/** All that a view, and the views of what is in it, asked of the learner, with the answers. */
export interface LearnerNotes {
  readonly unset: readonly UnsetValues[]
  /** Whether the learner is staff; undefined where nobody asked. */
  readonly isStaff: boolean | undefined
  /** The learner's language, and time zone; undefined where nobody asked. */
  readonly locale?: string | undefined
  readonly timeZone?: string | undefined
  /** The language of the course that words were given in, '' where it says none; undefined where nobody asked. */
  readonly around?: string | undefined
  /** Mark of what was told of the course; undefined where nobody asked. */
  readonly course?: string | undefined
  /** Instants in epoch milliseconds, and whether they had passed. */
  readonly pasts: readonly (readonly [instant: number, past: boolean])[]
  /** What was published meanwhile. */
  readonly events: readonly BlockEvent[]
}

/**
 * Takes notes while a view is shown. What cannot be noted word for word (a stored value, a name, the time of day, another
 * service of the request) makes the view the learner's own.
 */
export class NotePad {
  #isOwn = false
  #isStaff: boolean | undefined
  #locale: string | undefined
  #timeZone: string | undefined
  #around: string | undefined
  #course: string | undefined
  readonly #pasts: (readonly [number, boolean])[] = []
  readonly #events: BlockEvent[] = []
  readonly #inside: LearnerNotes[] = []

  /** Whether anything of the learner was looked at. */
  get isTouched(): boolean {
    if (this.#isOwn || this.#isStaff !== undefined || this.#locale !== undefined) return true
    if (this.#course !== undefined) return true
    return this.#pasts.length + this.#events.length + this.#inside.length > 0
  }

  /** Whether the view is this learner's own. */
  get isOwn(): boolean {
    return this.#isOwn
  }

  /** Something was looked at that is not noted. */
  own(): void {
    this.#isOwn = true
  }

  staff(isStaff: boolean): void {
    this.#isStaff = isStaff
  }

  /** Words were given in this language. */
  locale(locale: string): void {
    this.#locale = locale
  }

  timeZone(timeZone: string): void {
    this.#timeZone = timeZone
  }

  /** Words were told apart from the course's by its language. */
  around(language: string | undefined): void {
    this.#around = language ?? ''
  }

  /** The course was looked at. */
  course(mark: string): void {
    this.#course = mark
  }

  past(instant: number, past: boolean): void {
    this.#pasts.push([instant, past])
  }

  event(event: BlockEvent): void {
    this.#events.push(event)
  }

  /** A block was shown inside. @param notes undefined where it is the learner's own */
  inside(notes: LearnerNotes | undefined): void {
    if (notes) {
      this.#inside.push(notes)
      this.#events.push(...notes.events)
    } else this.own()
  }

  /** The notes, with the values of the block itself. */
  notes(unset: readonly UnsetValues[]): LearnerNotes {
    const inside = this.#inside
    return {
      unset: [...unset, ...inside.flatMap((one) => one.unset)],
      isStaff: this.#isStaff ?? inside.find(({ isStaff }) => isStaff !== undefined)?.isStaff,
      locale: this.#locale ?? inside.find(({ locale }) => locale !== undefined)?.locale,
      timeZone: this.#timeZone ?? inside.find(({ timeZone }) => timeZone !== undefined)?.timeZone,
      around: this.#around ?? inside.find(({ around }) => around !== undefined)?.around,
      course: this.#course ?? inside.find(({ course }) => course !== undefined)?.course,
      pasts: [...this.#pasts, ...inside.flatMap(({ pasts }) => pasts)],
      events: this.#events,
    }
  }
}

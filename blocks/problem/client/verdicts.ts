import { changedNames, formValues, type FormValues } from './form-values.js'

/** What a question's input shows of how its answer was graded. */
interface Verdict {
  readonly names: ReadonlySet<string>
  readonly status: HTMLElement | null
  readonly said: readonly Node[]
  /** How the place and the status look. */
  readonly looks: readonly (readonly [element: HTMLElement, className: string])[]
  readonly messages: readonly HTMLElement[]
}

const verdictClasses = ['correct', 'incorrect', 'partially-correct', 'submitted']

/**
 * The verdicts of a form as it was drawn. Each is about the answer it was given for: while another stands beside it, it
 * is out of sight, and of what is read out with the input.
 */
export class Verdicts {
  readonly #graded: FormValues
  readonly #verdicts: readonly Verdict[]
  readonly #feedback: readonly HTMLElement[]

  constructor(private readonly form: HTMLFormElement) {
    this.#graded = formValues(form)
    this.#verdicts = elementsIn(form, '.problem-input').map(verdictIn)
    this.#feedback = elementsIn(form, '.targeted-feedback')
  }

  /** Shows the verdicts that the answers are still about. @returns whether all are */
  update(): boolean {
    const changed = changedNames(this.#graded, formValues(this.form))
    for (const { names, status, said, looks, messages } of this.#verdicts) {
      const isStale = [...names].some((name) => changed.has(name))
      for (const [element, className] of looks) {
        element.className = className
        if (isStale) element.classList.remove(...verdictClasses)
      }
      status?.replaceChildren(...(isStale ? [] : said))
      for (const message of messages) message.hidden = isStale
    }
    for (const feedback of this.#feedback) feedback.hidden = changed.size > 0
    return changed.size === 0
  }
}

function verdictIn(place: HTMLElement): Verdict {
  const found = place.querySelector<HTMLElement>('.status')
  const status = verdictClasses.some((name) => found?.classList.contains(name)) ? found : null
  return {
    names: new Set(elementsIn(place, '[name]').map((control) => control.getAttribute('name') ?? '')),
    status,
    said: [...(status?.childNodes ?? [])],
    looks: (status ? [place, status] : [place]).map((element) => [element, element.className]),
    messages: elementsIn(place, '.message'),
  }
}

function elementsIn(place: HTMLElement, selector: string): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>(selector)]
}

import type { ClientRuntime } from '../view/client-runtime.js'
import { refusalWords } from './refusal-words.js'

/** What a handler answers that shows its block anew: the block as it is after it, and what to tell the learner. */
interface ShownAnew {
  readonly contents: string
  readonly message: string
}

/** How a block's forms are sent without a reload. */
export interface FormsSentHere {
  /** The handler that a form calls, and with what. */
  readonly callOf: (form: HTMLFormElement) => { readonly handler: string; readonly input: unknown }
  /** Selects what gets the focus of what is shown anew. */
  readonly contents: string
  /** Selects the place in a form for what was refused. */
  readonly refusal: string
  /** What is said where nothing answered, and where something failed without words. */
  readonly unanswered: string
  readonly failed: string
}

/** Sends the forms in an element to handlers of its block, one at a time, and shows in it what these answer. */
export function sendFormsHere(place: HTMLElement, runtime: ClientRuntime, sent: FormsSentHere): void {
  let isBusy = false
  const send = async (form: HTMLFormElement) => {
    if (isBusy) return
    isBusy = true
    form.setAttribute('aria-busy', 'true')
    try {
      const { handler, input } = sent.callOf(form)
      const { contents, message } = await runtime.call<ShownAnew>(handler, input)
      place.innerHTML = contents
      place.querySelector<HTMLElement>(sent.contents)?.focus({ preventScroll: true })
      runtime.announce(message)
    } catch (refusal) {
      const words = refusalWords(refusal, sent)
      form.removeAttribute('aria-busy')
      form.querySelector(sent.refusal)?.replaceChildren(words)
      runtime.announce(words)
    } finally {
      isBusy = false
    }
  }
  place.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) void send(event.target)
  })
}

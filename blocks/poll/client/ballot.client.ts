import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts, type Say } from '../../../runtime/words/client-texts.js'
import type { ballotMessages } from '../ballot-messages.js'

/** What voting answers: the block as it is after it, and what to tell the learner. */
interface VoteAnswer {
  readonly contents: string
  readonly message: string
}

/** Sends votes without a reload, and shows the poll as it is after them. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const say = sayerOf<(typeof ballotMessages)[number]>(texts)
  const place = element.querySelector<HTMLElement>('.ballot')
  if (!place) return
  let isBusy = false
  const send = async (form: HTMLFormElement) => {
    if (isBusy) return
    isBusy = true
    form.setAttribute('aria-busy', 'true')
    try {
      const { contents, message } = await runtime.call<VoteAnswer>(
        form.dataset['handler'] ?? '',
        Object.fromEntries(new FormData(form)),
      )
      place.innerHTML = contents
      place.querySelector<HTMLElement>('.ballot-contents')?.focus({ preventScroll: true })
      runtime.announce(message)
    } catch (refusal) {
      const words = wordsOf(refusal, say)
      form.removeAttribute('aria-busy')
      form.querySelector('.ballot-refusal')?.replaceChildren(words)
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

/** A refusal has words of its own; a request that got no answer has only the browser's. */
function wordsOf(refusal: unknown, say: Say<(typeof ballotMessages)[number]>): string {
  if (refusal instanceof TypeError || !navigator.onLine) {
    return say('The site cannot be reached. What you chose is still here; try again in a moment.')
  }
  return refusal instanceof Error ? refusal.message : say('That could not be sent. Try again in a moment.')
}

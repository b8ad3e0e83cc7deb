import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts, type Say } from '../../../runtime/words/client-texts.js'
import type { cloudMessages } from '../cloud-messages.js'

/** Sends the learner's words without a reload, and shows the cloud with them. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const say = sayerOf<(typeof cloudMessages)[number]>(texts)
  const place = element.querySelector<HTMLElement>('.word-cloud')
  if (!place) return
  let isBusy = false
  const send = async (form: HTMLFormElement) => {
    if (isBusy) return
    isBusy = true
    form.setAttribute('aria-busy', 'true')
    try {
      const name = 'student_words[]'
      const { contents, message } = await runtime.call<{ contents: string; message: string }>('submit', {
        [name]: new FormData(form).getAll(name),
      })
      place.innerHTML = contents
      place.querySelector<HTMLElement>('.word-cloud-contents')?.focus({ preventScroll: true })
      runtime.announce(message)
    } catch (refusal) {
      const words = wordsOf(refusal, say)
      form.removeAttribute('aria-busy')
      form.querySelector('.word-cloud-refusal')?.replaceChildren(words)
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
function wordsOf(refusal: unknown, say: Say<(typeof cloudMessages)[number]>): string {
  if (refusal instanceof TypeError || !navigator.onLine) {
    return say('The site cannot be reached. Your words are still here; try again in a moment.')
  }
  return refusal instanceof Error ? refusal.message : say('That could not be sent. Try again in a moment.')
}

import { refusalWords } from '../../../runtime/client/refusal-words.js'
import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'

/** Turns the button on and off without a reload. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const say = sayerOf(texts)
  const form = element.querySelector('form')
  const button = form?.querySelector('button')
  const refusal = form?.querySelector('.done-refusal')
  if (!form || !button || !refusal) return
  let isBusy = false
  const press = async () => {
    if (isBusy) return
    isBusy = true
    try {
      const { state } = await runtime.call<{ state: boolean }>('toggle_button', {
        done: button.value === 'true',
      })
      button.value = String(!state)
      button.setAttribute('aria-pressed', String(state))
      refusal.replaceChildren()
    } catch (thrown) {
      const failed = say('The site cannot be reached. Try again in a moment.')
      const words = refusalWords(thrown, { unanswered: failed, failed })
      refusal.replaceChildren(words)
      runtime.announce(words)
    } finally {
      isBusy = false
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void press()
  })
}

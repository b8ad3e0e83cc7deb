// @ts-check
/**
 * Sends the learner's words, and shows the cloud as it is with them.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  /** @param {HTMLFormElement} form */
  const send = async (form) => {
    try {
      const words = new FormData(form).getAll('word')
      const { content } = /** @type {{ content: string }} */ (await runtime.call('submit', { words }))
      form.outerHTML = content
      element.querySelector('form')?.focus()
      runtime.announce('Your words were added.')
    } catch (refusal) {
      const text = refusal instanceof Error ? refusal.message : 'Your words could not be sent.'
      form.querySelector('.word-cloud-refusal')?.replaceChildren(text)
      runtime.announce(text)
    }
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) void send(event.target)
  })
}

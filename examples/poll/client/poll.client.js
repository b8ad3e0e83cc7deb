// @ts-check
/**
 * Sends the vote, and shows the poll as it is after it.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  /** @param {HTMLFormElement} form */
  const send = async (form) => {
    try {
      const choice = new FormData(form).get('choice') ?? ''
      const { content } = /** @type {{ content: string }} */ (await runtime.call('vote', { choice }))
      form.outerHTML = content
      element.querySelector('form')?.focus()
      runtime.announce('Your vote was counted.')
    } catch (refusal) {
      const words = refusal instanceof Error ? refusal.message : 'Your vote could not be sent.'
      form.querySelector('.poll-refusal')?.replaceChildren(words)
      runtime.announce(words)
    }
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) void send(event.target)
  })
}

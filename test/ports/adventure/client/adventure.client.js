// @ts-check
/**
 * Goes where the reader decides: asks for the next page of the story, and puts it in the place of this one.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  /** @param {HTMLButtonElement} button @param {HTMLElement} page */
  const go = async ({ dataset: { way, choice } }, page) => {
    const input = way === undefined ? { at: page.dataset['at'], choice: Number(choice) } : {}
    try {
      const answer = await runtime.call(way ?? 'choose', input)
      page.outerHTML = /** @type {{ page: string }} */ (answer).page
      const next = element.querySelector('.adventure')
      if (next instanceof HTMLElement) next.focus()
    } catch (refusal) {
      runtime.announce(refusal instanceof Error ? refusal.message : 'That could not be sent.')
    }
  }
  element.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    const page = button?.closest('.adventure')
    if (button && page instanceof HTMLElement) void go(button, page)
  })
}

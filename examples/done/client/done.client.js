// @ts-check
/**
 * Turns the button on and off.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const button = element.querySelector('button')
  const toggle = async () => {
    try {
      const wanted = button?.getAttribute('aria-pressed') !== 'true'
      const { done } = /** @type {{ done: boolean }} */ (
        await runtime.call('toggle_button', { done: wanted })
      )
      button?.setAttribute('aria-pressed', String(done))
    } catch (refusal) {
      runtime.announce(refusal instanceof Error ? refusal.message : 'That could not be saved.')
    }
  }
  button?.addEventListener('click', () => void toggle())
}

// @ts-check
/**
 * Sends the vote, or takes it back, and shows the counts as they are after it.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const buttons = [...element.querySelectorAll('button')]
  /** @param {HTMLButtonElement} pressed */
  const send = async (pressed) => {
    try {
      const vote = pressed.getAttribute('aria-pressed') === 'true' ? null : pressed.value
      const now = /** @type {{ vote: string | null, [count: string]: string | number | null }} */ (
        await runtime.call('cast_vote', { vote })
      )
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.value === now.vote))
        button.querySelector('.thumbs-count')?.replaceChildren(String(now[button.value]))
      }
      const { gettext } = await runtime.words()
      runtime.announce(gettext(now.vote === null ? 'Your vote is taken back.' : 'Your vote counts.'))
    } catch (refusal) {
      const { gettext } = await runtime.words()
      runtime.announce(refusal instanceof Error ? refusal.message : gettext('That could not be saved.'))
    }
  }
  for (const button of buttons) button.addEventListener('click', () => void send(button))
}

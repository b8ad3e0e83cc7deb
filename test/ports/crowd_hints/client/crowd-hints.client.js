// @ts-check
/**
 * Asks for a hint about an answer, and lets learners say whether it helped, report it, or leave one of their own.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const form = element.querySelector('form')
  const place = element.querySelector('.crowd-hint')
  if (!form || !place) return
  let answer = ''
  /** @param {string} name @param {object} input */
  const call = async (name, input) => {
    try {
      return await runtime.call(name, input)
    } catch (refusal) {
      runtime.announce(refusal instanceof Error ? refusal.message : 'That could not be sent.')
      return undefined
    }
  }
  /** @param {string} text @param {() => void} does */
  const button = (text, does) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = text
    made.addEventListener('click', does)
    return made
  }
  /** @param {string} name @param {object} input */
  const said = async (name, input) => {
    if (await call(name, input)) place.replaceChildren('Thank you.')
  }
  const ownHint = () => {
    const box = document.createElement('textarea')
    box.maxLength = 1000
    const label = document.createElement('label')
    label.append('A hint for the next learner with this answer ', box)
    return [label, button('Leave it', () => void said('leave', { answer, text: box.value }))]
  }
  const ask = async () => {
    const found = /** @type {{ best: { hint: string, text: string } | null } | undefined} */ (
      await call('ask', { answer })
    )
    if (!found) return
    const { best } = found
    const text = document.createElement('p')
    text.textContent = best?.text ?? 'Nobody has left a hint about this answer yet.'
    const ways =
      best && best.hint !== ''
        ? [
            button('It helped', () => void said('vote', { hint: best.hint, helped: true })),
            button('It did not', () => void said('vote', { hint: best.hint, helped: false })),
            button('Report it', () => void said('tell', { hint: best.hint })),
          ]
        : []
    place.replaceChildren(text, ...ways, ...ownHint())
  }
  const desk = element.querySelector('.crowd-hints-desk')
  const list = desk?.querySelector('ul')
  const reported = async () => {
    const response = await fetch(runtime.handlerUrl('reported'))
    const { hints, isWhole } =
      /** @type {{ hints: { hint: string, answer: string, text: string }[], isWhole: boolean }} */ (
        await response.json()
      )
    const lines = hints.map(({ hint, answer, text }) => {
      const line = document.createElement('li')
      /** @param {string} name */
      const settle = async (name) => {
        if (await call(name, { hint })) line.remove()
      }
      line.append(
        `${answer}: ${text} `,
        button('Let it stand', () => void settle('keep')),
        button('Remove it', () => void settle('remove')),
      )
      return line
    })
    list?.replaceChildren(...lines)
    const said = desk?.querySelector('p')
    if (said)
      said.textContent =
        hints.length === 0 ? 'Nothing is reported.' : isWhole ? '' : 'There are more: settle these first.'
  }
  desk?.querySelector('button')?.addEventListener('click', () => void reported())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const field = form.elements.namedItem('answer')
    answer = field instanceof HTMLInputElement ? field.value : ''
    void ask()
  })
}

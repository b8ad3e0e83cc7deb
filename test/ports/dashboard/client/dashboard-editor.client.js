// @ts-check
/**
 * Saves what the form says, all of it or nothing, and says beside a field why it does not fit.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const form = element.querySelector('form')
  if (!form) return
  /** @param {string} name */
  const control = (name) => {
    const found = form.elements.namedItem(name)
    return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement ? found : undefined
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const given = new FormData(form)
    const result = await runtime.save({
      display_name: String(given.get('display_name')),
      color_rules: String(given.get('color_rules')),
      blocks: given.getAll('blocks').map(String),
      show_average: given.has('show_average'),
    })
    const errors = /** @type {Record<string, string>} */ (result.isSaved ? {} : result.errors)
    for (const name of ['display_name', 'color_rules']) {
      control(name)?.setCustomValidity(errors[name] ?? '')
      control(name)?.reportValidity()
    }
  })
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
      target.setCustomValidity('')
  })
  const cancel = form.querySelector('button[name=cancel]')
  cancel?.addEventListener('click', () => runtime.notify('cancelled'))
}

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
  const save = async () => {
    const boxes = [...form.querySelectorAll('input[name=blocks]')]
    const result = await runtime.save({
      display_name: control('display_name')?.value ?? '',
      color_rules: control('color_rules')?.value ?? '',
      blocks: boxes.flatMap((box) => (box instanceof HTMLInputElement && box.checked ? box.value : [])),
      show_average: new FormData(form).has('show_average'),
    })
    const errors = /** @type {Record<string, string>} */ (result.isSaved ? {} : result.errors)
    for (const name of ['display_name', 'color_rules']) {
      control(name)?.setCustomValidity(errors[name] ?? '')
      control(name)?.reportValidity()
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void save()
  })
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
      target.setCustomValidity('')
  })
  const cancel = form.querySelector('button[name=cancel]')
  cancel?.addEventListener('click', () => runtime.notify('cancelled'))
}

/** What stands in a form: texts by name, and lists for names ending in `[]`, as handlers take them. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The values in a form now. */
export function formValues(form: HTMLFormElement): FormValues {
  const values: Record<string, string | string[]> = {}
  for (const control of controls(form)) {
    if (control.name.endsWith('[]')) values[control.name] ??= []
  }
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string') continue
    const list = values[name]
    if (Array.isArray(list)) list.push(value)
    else values[name] = value
  }
  return values
}

/** The values in a form as it was drawn, whatever was typed since or the browser has put back. */
export function drawnValues(form: HTMLFormElement): FormValues {
  const values: Record<string, string | string[]> = {}
  for (const control of controls(form)) {
    const { name } = control
    const isList = name.endsWith('[]')
    if (isList) values[name] ??= []
    const value = drawnValue(control)
    const list = values[name]
    if (value === undefined || control.disabled) continue
    if (Array.isArray(list)) list.push(value)
    else values[name] = value
  }
  return values
}

function drawnValue(control: Control): string | undefined {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options]
    return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value
  }
  const isTicked = control instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(control.type)
  if (isTicked) return control.defaultChecked ? control.value : undefined
  // The value of a hidden input is its attribute, which scripts change: what it was is noted when the form is brought to life.
  return control.dataset['drawn'] ?? control.defaultValue
}

/** Notes what hidden inputs hold, before anything changes it. */
export function noteDrawn(form: HTMLFormElement): void {
  for (const control of controls(form))
    if (control.type === 'hidden') control.dataset['drawn'] ??= control.value
}

/** Puts values back into a form that was drawn anew, for the names that `wanted` lets through. */
export function restoreValues(
  form: HTMLFormElement,
  values: FormValues,
  wanted: (name: string) => boolean = () => true,
): void {
  for (const control of controls(form)) {
    if (!wanted(control.name)) continue
    const value = values[control.name]
    if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) {
      control.checked = Array.isArray(value) ? value.includes(control.value) : value === control.value
    } else if (typeof value === 'string') control.value = value
  }
}

/** The names whose values differ. */
export function changedNames(before: FormValues, after: FormValues): Set<string> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const name of names) if (String(before[name]) === String(after[name])) names.delete(name)
  return names
}

/** Whether nothing at all is answered. Checkboxes may be meant to stay empty. */
export function isBlank(form: HTMLFormElement): boolean {
  if (controls(form).some(({ type }) => type === 'checkbox')) return false
  const values = Object.values(formValues(form))
  return values.every(
    (value) => typeof value === 'string' && (value.trim() === '' || value.endsWith('_dummy_default')),
  )
}

function controls(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>('input[name], select[name], textarea[name]')]
}

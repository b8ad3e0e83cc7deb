/** What a form says: texts by name, and lists for names that end in `[]`. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>

/** The values of a form as an object; of a name that comes twice the last counts. */
export function formValues(sent: Iterable<readonly [name: string, value: string]>): FormValues {
  const values = new Map<string, string | string[]>()
  for (const [name, value] of sent) {
    const known = values.get(name)
    if (!name.endsWith('[]')) values.set(name, value)
    else if (Array.isArray(known)) known.push(value)
    else values.set(name, [value])
  }
  return Object.fromEntries(values)
}

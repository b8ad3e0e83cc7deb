/** The OLX spelling of a property, view or handler name: `maxAttempts` is `max_attempts`. */
export function olxName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

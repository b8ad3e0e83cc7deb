import { IntlMessageFormat } from 'intl-messageformat'
import { LRUCache } from 'lru-cache'

/** What stands in the places of a message. */
export type MessageValues = Readonly<Record<string, string | number | Date>>

/** Messages that are kept ready; they are few, as their texts are those of the product and its plugins. */
const mostKept = 5000
const kept = new Map<string, IntlMessageFormat>()

/** What was said of late, by all that it depends on: most of it is said of one attempt, or of a point or two. */
const said = new LRUCache<string, string>({ max: 2000 })

/** Characters of what is remembered, and of what it depends on. */
const mostSaid = 600

/** A message in ICU's syntax, compiled once for a language and a time zone. @throws SyntaxError where it is none */
export function messageOf(text: string, locale: string, timeZone: string): IntlMessageFormat {
  const name = `${locale} ${timeZone} ${text}`
  let message = kept.get(name)
  if (!message) {
    if (kept.size >= mostKept) kept.clear()
    const dates = {
      date: { long: { dateStyle: 'long', timeZone } as const },
      time: { short: { timeStyle: 'short', timeZone } as const },
    }
    kept.set(name, (message = new IntlMessageFormat(text, locale, dates)))
  }
  return message
}

/**
 * A message with its values, said once for those who need the same.
 * @param of all that it depends on besides its values @param form gives it, ready to be filled in
 */
export function saidOf(of: string, values: MessageValues, form: () => IntlMessageFormat): string {
  const say = () => String(form().format({ ...values }))
  // JSON tells all others apart, but not what is no number, nor a date from its text.
  if (!Object.values(values).every((value) => typeof value === 'string' || Number.isFinite(value)))
    return say()
  const name = `${of} ${JSON.stringify(values)}`
  if (name.length > mostSaid) return say()
  let known = said.get(name)
  if (known === undefined) {
    known = say()
    if (known.length <= mostSaid) said.set(name, known)
  }
  return known
}

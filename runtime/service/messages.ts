import { IntlMessageFormat } from 'intl-messageformat'

/** What stands in the places of a message. */
export type MessageValues = Readonly<Record<string, string | number | Date>>

/** Messages that are kept ready; they are few, as their texts are those of the product and its plugins. */
const mostKept = 5000
const kept = new Map<string, IntlMessageFormat>()

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

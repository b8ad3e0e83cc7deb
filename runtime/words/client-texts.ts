import type { I18n } from '../service/translations.js'

/** What a client module is given to say by itself: what stands there for each English text; nothing on pages in English. */
export type ClientTexts = Readonly<Record<string, string>> | null

/** A text of a client module in the language of the page, with what goes in its places (`{x}`). */
export type Say<Message extends string> = (
  message: Message,
  values?: Readonly<Record<string, string | number>>,
) => string

/**
 * Texts for a client module, as a part of its arguments: few, so that no page has to load a catalogue.
 * @returns null where they are as they stand in the module
 */
export function clientTexts(words: I18n, messages: readonly string[]): ClientTexts {
  const said = messages
    .map((message) => [message, words.gettext(message)] as const)
    .filter(([message, text]) => text !== message)
  return said.length > 0 ? Object.fromEntries(said) : null
}

/** What says them in the browser. */
export function sayerOf<Message extends string>(texts: ClientTexts | undefined): Say<Message> {
  return (message, values = {}) =>
    (texts?.[message] ?? message).replace(/\{(\w+)\}/g, (place, name: string) =>
      String(values[name] ?? place),
    )
}

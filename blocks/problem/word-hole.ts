import { escapeHtml } from '../../runtime/html/index.js'
import type { I18n } from '../../runtime/service/index.js'
import { markedWords } from './marked-words.js'
import { idHole } from './compiled-problem.js'

/** What keeps the parts of a hole apart: no XML text can contain them, and answers are freed of them ({@link withoutHoles}). */
const edge = '\u0001'
const between = '\u0002'
/** Stands for a value while the message around it is escaped. */
const value = '\u0003'
/** Begins a hole where elements may stand, whose words are marked as of another language than the course's. */
const marked = '\u0004'

/**
 * Stands in compiled HTML, which is the same for everybody, where words of ours go in the language of each learner.
 * @param message in ICU's syntax; one with quotation marks or `<` must not stand in what is escaped once more
 * @param values HTML by the name of its place in the message
 */
export function wordHole(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return edge + [message, ...Object.entries(values).flat()].join(between) + edge
}

/**
 * As {@link wordHole}, where elements may stand: there the words are marked where the course is in another language. It may not stand in an
 * attribute, or in an option.
 */
export function markedHole(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return wordHole(marked + message, values)
}

const holes = new RegExp(`${idHole}|${edge}([^${edge}]*)${edge}`, 'g')
const places = new RegExp(`${value}(\\d+)${value}`, 'g')
const marks = new RegExp(`[${idHole}${edge}${between}]`, 'g')

/** Compiled HTML for a learner. @param id of the problem, escaped */
export function withoutOpenHoles(html: string, id: string, words: I18n): string {
  return html.replace(holes, (_hole, said?: string) => {
    if (said === undefined) return id
    return said.startsWith(marked) ? markedWords(wordsIn(said.slice(1), words), words) : wordsIn(said, words)
  })
}

/** A text of somebody's with nothing in it that is taken for a hole. */
export function withoutHoles(text: string): string {
  return text.replace(marks, '')
}

function wordsIn(said: string, words: I18n): string {
  const [message = '', ...parts] = said.split(between)
  if (parts.length === 0) return escapeHtml(words.say(message))
  const names = parts.filter((_, index) => index % 2 === 0)
  const filled = words.say(
    message,
    Object.fromEntries(names.map((name, index) => [name, value + index + value])),
  )
  return escapeHtml(filled).replace(places, (_place, index: string) => parts[2 * Number(index) + 1] ?? '')
}

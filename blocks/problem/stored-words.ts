import { escapeHtml } from '../../runtime/html/index.js'
import type { I18n } from '../../runtime/service/index.js'
import { toSay } from '../../runtime/words/index.js'
import { markedWords } from './marked-words.js'

/** Said of an input that was left empty where its author asks for that to be said. */
export const noAnswer = toSay('No answer was given.')

/** What a feedback begins with where its author gives no word. */
export const feedbackWords = { correct: toSay('Correct:'), incorrect: toSay('Incorrect:') }

const label = /(<strong class="feedback-label">)(Correct:|Incorrect:)(?=<\/strong>)/g

/** A message as it is kept with a grade, whose own words are English there for all who read logs, in a learner's language. */
export function storedWords(message: string, words: I18n): string {
  const inTheirs = (said: string) => markedWords(escapeHtml(words.say(said)), words)
  if (message === noAnswer) return inTheirs(noAnswer)
  return message.replace(label, (_, tag: string, said: string) => tag + inTheirs(said))
}

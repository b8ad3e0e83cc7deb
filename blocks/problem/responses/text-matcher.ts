import { legible, plainQuotes } from '../legible-text.js'
import { stripped } from '../python-text.js'
import { PythonRegExp, RegexpLimit } from '../regexp/python-regexp.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

/** Longer answers are not matched against regular expressions. */
const longestMatched = 2000

/** Compares a learner's text with an author's, by what can be seen of both ({@link legible}). */
export class TextMatcher {
  private readonly seen: string

  constructor(
    private readonly given: string,
    private readonly ignoreCase: boolean,
  ) {
    this.seen = stripped(legible(given))
  }

  /** Several expressions are joined as `^a|b$`, so `cat|dog` accepts "catfish", as the incumbent does. */
  fits(texts: readonly string[], regexp: boolean): boolean {
    if (!regexp) return texts.some((text) => this.cased(stripped(legible(text))) === this.cased(this.seen))
    const pattern = `^${texts.join('|')}$`
    return (
      this.matches(pattern, this.given) ||
      (this.seen !== this.given && this.matches(pattern, this.seen)) ||
      (plainQuotes(pattern) !== pattern && this.matches(plainQuotes(pattern), this.seen))
    )
  }

  quietlyFits(text: string, regexp: boolean): boolean {
    try {
      return this.fits([text], regexp)
    } catch {
      return false
    }
  }

  private matches(pattern: string, text: string): boolean {
    if (text.length > longestMatched) throw new UnreadableAnswer(toSay('The answer is too long.'))
    try {
      return compiledPattern(pattern, this.ignoreCase).test(text)
    } catch (error) {
      if (error instanceof RegexpLimit) {
        throw new UnreadableAnswer(toSay('The answer takes too long to check.'), undefined, { cause: error })
      }
      if (!(error instanceof SyntaxError)) throw error
      throw new UnreadableAnswer(toSay('There is a fault in the answer its author gave.'), undefined, {
        cause: error,
      })
    }
  }

  private cased(text: string): string {
    return this.ignoreCase ? text.toLowerCase() : text
  }
}

const remembered = new Map<string, PythonRegExp>()

/** A pattern ready to match; the last few hundred are remembered. */
function compiledPattern(pattern: string, ignoreCase: boolean): PythonRegExp {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`
  let compiled = remembered.get(key)
  if (compiled === undefined) {
    compiled = new PythonRegExp(pattern, { ignoreCase })
    if (remembered.size > 500) remembered.clear()
    remembered.set(key, compiled)
  }
  return compiled
}

import { CompositorError } from '../../../runtime/errors/index.js'
import { PythonRegExp, RegexpLimit } from '../regexp/python-regexp.js'

/** Longer answers are not matched against regular expressions. */
const longestMatched = 2000

/** Compares a learner's text with an author's. */
export class TextMatcher {
  constructor(
    private readonly given: string,
    private readonly ignoreCase: boolean,
  ) {}

  /** Several expressions are joined as `^a|b$`, so `cat|dog` accepts "catfish", as the incumbent does. */
  fits(texts: readonly string[], regexp: boolean): boolean {
    if (regexp) return this.matches(`^${texts.join('|')}$`)
    return texts.some((text) => this.cased(text) === this.cased(this.given))
  }

  quietlyFits(text: string, regexp: boolean): boolean {
    try {
      return this.fits([text], regexp)
    } catch {
      return false
    }
  }

  private matches(pattern: string): boolean {
    if (this.given.length > longestMatched)
      throw new CompositorError('problem-input', 'The answer is too long.')
    try {
      return compiledPattern(pattern, this.ignoreCase).test(this.given)
    } catch (error) {
      if (error instanceof RegexpLimit) {
        throw new CompositorError('problem-input', 'The answer takes too long to check.', { cause: error })
      }
      if (!(error instanceof SyntaxError)) throw error
      throw new CompositorError('problem-input', 'There is a fault in the answer its author gave.', {
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

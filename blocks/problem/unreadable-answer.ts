import { CompositorError } from '../../runtime/errors/index.js'
import { SourceI18n, type I18n } from '../../runtime/service/index.js'
import type { MessageValues } from '../../runtime/service/messages.js'

const english = new SourceI18n()

/** An answer that cannot be read (`problem-input`), which costs no attempt: why, in words for whoever gave it. */
export class UnreadableAnswer extends CompositorError {
  readonly #said: string
  readonly #values: MessageValues | undefined

  /** @param said in ICU's syntax, in English @param values what stands in its places */
  constructor(said: string, values?: MessageValues, options?: ErrorOptions) {
    super('problem-input', english.say(said, values), options)
    this.#said = said
    this.#values = values
  }

  /** The message in the language of a learner. */
  in(words: I18n): string {
    return words.say(this.#said, this.#values)
  }
}

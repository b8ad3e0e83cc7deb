import type { JsonObject } from '../values/json.js'
import { keyGrammars, type KeyKind } from './key-grammar.js'
import { malformedKey } from './malformed-key.js'
import type { PartRule } from './part-rule.js'

/**
 * Longest text of a key, in UTF-16 units. Each nesting of a contextual key doubles the escapes inside it;
 * this leaves room for about ten.
 */
export const keyLengthLimit = 4000

/**
 * A key: an immutable value with a kind, named parts, and exactly one text. Keys are equal when kind and
 * parts are; case counts, and unicode is compared as written, without normalising.
 * The constructors throw `key-malformed` for parts the grammar does not allow.
 */
export abstract class OpaqueKey {
  readonly kind: KeyKind
  protected readonly text: string

  protected constructor(kind: KeyKind, text: string) {
    this.kind = kind
    this.text = text
    if (text.length > keyLengthLimit) {
      throw this.malformed(`it is longer than ${keyLengthLimit} characters`)
    }
  }

  /** The parts by name, contained keys as text; absent parts are left out. */
  abstract parts(): JsonObject

  /**
   * The same key without branch and version, also in the keys it contains: the only form anything
   * learner-related is stored under.
   */
  withoutBranchOrVersion(): OpaqueKey {
    return this
  }

  equals(other: unknown): boolean {
    return other instanceof OpaqueKey && other.kind === this.kind && other.text === this.text
  }

  /** The one text of this key; parsing it gives an equal key. */
  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }

  /** Refuses the part `name` (as the grammar calls it) unless it follows `rule`. */
  protected require(name: string, value: string, rule: PartRule): void {
    if (rule.pattern.test(value)) return
    throw this.malformed(
      value === '' ? `its ${name} is empty` : `its ${name} '${value.slice(0, 80)}' must be ${rule.valid}`,
    )
  }

  protected malformed(why: string): Error {
    const grammars: Readonly<Record<string, string>> = keyGrammars
    return malformedKey(grammars[this.kind] ?? `${this.kind}:REST`, this.text, why)
  }
}

import { messageOf } from '../errors/compositor-error.js'
import type { JsonObject } from '../values/json.js'
import { keyGrammars } from './key-grammar.js'
import { escapeLooseColons, splitEscaped } from './key-escaping.js'
import type { LearningContextKey } from './learning-context-key.js'
import { LibraryBlockKey } from './library-block-key.js'
import { malformedKey, quoteKey } from './malformed-key.js'
import type { OpaqueKey } from './opaque-key.js'
import { UsageKey } from './usage-key.js'
import { V1LibraryBlockKey } from './v1-library-block-key.js'

/** A key of a block in a library of either generation. */
export type AnyLibraryBlockKey = LibraryBlockKey | V1LibraryBlockKey

/** The parts of a contextual key. */
export interface ContextualParts {
  /** The block that brings the library block in; may itself be contextual. */
  readonly usage: UsageKey
  readonly definition: AnyLibraryBlockKey
}

/**
 * One use of a library block: `cb::USAGE_CONTEXT::BLOCK_ID`, the context being the usage of the block that
 * refers to the library ("Contextual block usage keys"). Type and id are the library block's, the learning
 * context is the usage's. See docs/decisions/0005-contextual-keys.md for the escapes.
 */
export class ContextualKey extends UsageKey {
  declare readonly kind: 'cb'
  readonly usage: UsageKey
  readonly definition: AnyLibraryBlockKey

  constructor({ usage, definition }: ContextualParts) {
    super('cb', `cb::${escapeLooseColons(usage.toString())}::${escapeLooseColons(definition.toString())}`)
    this.usage = usage
    this.definition = definition
    Object.freeze(this)
  }

  /** @param parse reads the keys inside */
  static read(this: void, text: string, rest: string, parse: (text: string) => OpaqueKey): ContextualKey {
    const fail = (why: string, cause?: unknown): never => {
      throw malformedKey(keyGrammars.cb, text, why, cause)
    }
    if (!rest.startsWith(':')) return fail("'::' is due after 'cb'")
    const parts = splitEscaped(rest.slice(1))
    if (parts === undefined) return fail("a '$' in it is followed by neither '$' nor ':'")
    const [left, right] = parts
    if (left === undefined || right === undefined || parts.length !== 2) {
      return fail(`unescaped '::' makes ${parts.length} parts of it after 'cb::', not 2`)
    }
    const inner = (name: string, part: string): OpaqueKey => {
      try {
        return parse(part)
      } catch (error) {
        return fail(`its ${name} is malformed (${messageOf(error).slice(0, 400)})`, error)
      }
    }
    const usage = inner('USAGE_CONTEXT', left)
    const definition = inner('BLOCK_ID', right)
    if (!(usage instanceof UsageKey)) return fail(`its USAGE_CONTEXT is a ${usage.kind} key, not a usage key`)
    if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) {
      return fail(`its BLOCK_ID is a ${definition.kind} key, not the key of a library block`)
    }
    const key = new ContextualKey({ usage, definition })
    if (key.text !== text) return fail(`the same key is written ${quoteKey(key.text, 400)}`)
    return key
  }

  get blockType(): string {
    return this.definition.blockType
  }

  get blockId(): string {
    return this.definition.blockId
  }

  get context(): LearningContextKey {
    return this.usage.context
  }

  override withoutBranchOrVersion(): ContextualKey {
    const usage = this.usage.withoutBranchOrVersion()
    const definition =
      this.definition instanceof V1LibraryBlockKey
        ? this.definition.withoutBranchOrVersion()
        : this.definition
    if (usage === this.usage && definition === this.definition) return this
    return new ContextualKey({ usage, definition })
  }

  override parts(): JsonObject {
    return { usage: this.usage.toString(), definition: this.definition.toString() }
  }
}

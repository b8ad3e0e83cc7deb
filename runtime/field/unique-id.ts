import { createHash } from 'node:crypto'
import { Field } from './field.js'
import type { FieldOptions, KnownOptions } from './field-options.js'
import type { Scope } from './scope.js'
import { stringType } from './string-type.js'

/** A text whose default differs from place to place (XBlock's `UNIQUE_ID`): the SHA-1 of its scope path, in hex. */
class UniqueIdField extends Field<string, never> {
  override defaultAt(pathOf: () => string): string {
    return createHash('sha1').update(pathOf()).digest('hex')
  }

  override with(options: KnownOptions): Field<string, never> {
    return new UniqueIdField(this.type, this.defaultValue, { ...this.options, ...options })
  }
}

/**
 * A text that, unless set, is an id of its own for each place its scope tells apart, always the same one there:
 * 40 hex digits. Outside any block the default is the empty text. In scope content the place is the definition,
 * whose name changes with what it says.
 */
export const uniqueId = (options?: FieldOptions): Field<string, never> =>
  new UniqueIdField(stringType, '', options)

/** What a scope path is made of. */
export interface ScopePlace {
  readonly scope: Scope
  /** The usage key, definition or block type, by the scope's block part; empty for all blocks. */
  readonly block: string
  readonly olxName: string
  /** Empty where the learner is not known. */
  readonly learner: string
}

/**
 * The path that names one field of one place: block, field and user, each escaped, `NONE.NONE` where the scope has
 * none (XBlock's `scope_key`).
 */
export function scopePath({ scope, block, olxName, learner }: ScopePlace): string {
  return [scope.block === 'all' ? undefined : block, olxName, scope.user === 'one' ? learner : undefined]
    .map((part) => (part === undefined ? 'NONE.NONE' : escapedPart(part)))
    .join('/')
}

const escapes: Readonly<Record<string, string>> = {
  '.': '..',
  '/': '._',
  '\\': '.-',
  ',': '_.',
  _: '__',
  ' ': '_-',
  '+': '-.',
  ':': '-_',
  '-': '--',
}

function escapedPart(part: string): string {
  const hidden = part.startsWith('.') || part.startsWith('_') ? `_${part}` : part
  return hidden.replace(/[^\p{L}\p{N}]/gu, (sign) => escapes[sign] ?? `_${sign.codePointAt(0)}_`)
}

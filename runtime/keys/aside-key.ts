import { messageOf } from '../errors/compositor-error.js'
import type { JsonObject } from '../values/json.js'
import { isDefinitionKey, type DefinitionKey } from './definition-key.js'
import { escapeDoubleColons, escapeEveryColon, splitEscaped, unescapeDoubleColons } from './key-escaping.js'
import { keyGrammars } from './key-grammar.js'
import { malformedKey, quoteKey } from './malformed-key.js'
import { OldBlockKey } from './old-block-key.js'
import { OpaqueKey } from './opaque-key.js'
import { locatorPart } from './part-rule.js'
import { UsageKey } from './usage-key.js'

/** Which escapes an aside's key is written with; 2 for every new key. */
export type AsideForm = 1 | 2

/** A key of an aside, which lives beside another block. */
export type AsideKey = AsideUsageKey | AsideDefinitionKey

type AsideKind = 'aside-usage-v1' | 'aside-usage-v2' | 'aside-def-v1' | 'aside-def-v2'

/** An aside of one usage: `aside-usage-v2:USAGE::ASIDE`. No usage key itself: an aside has no asides. */
export class AsideUsageKey extends OpaqueKey {
  readonly category = 'aside' as const
  declare readonly kind: 'aside-usage-v1' | 'aside-usage-v2'
  readonly usage: UsageKey
  readonly asideType: string

  constructor(parts: { readonly usage: UsageKey; readonly asideType: string; readonly form?: AsideForm }) {
    const kind = parts.form === 1 ? 'aside-usage-v1' : 'aside-usage-v2'
    super(kind, join(kind, parts.usage, parts.asideType))
    this.require('ASIDE', parts.asideType, locatorPart)
    this.usage = parts.usage
    this.asideType = parts.asideType
    Object.freeze(this)
  }

  static read(
    this: void,
    form: AsideForm,
    text: string,
    rest: string,
    parse: (text: string) => OpaqueKey,
  ): AsideUsageKey {
    const kind = form === 1 ? 'aside-usage-v1' : 'aside-usage-v2'
    const { key: usage, asideType } = split(kind, text, rest, parse)
    if (!(usage instanceof UsageKey)) throw notOf(kind, text, usage, 'USAGE')
    return asWritten(kind, text, new AsideUsageKey({ usage, asideType, form }))
  }

  override withoutBranchOrVersion(): AsideUsageKey {
    const usage = this.usage.withoutBranchOrVersion()
    if (usage === this.usage) return this
    return new AsideUsageKey({
      usage,
      asideType: this.asideType,
      form: this.kind === 'aside-usage-v1' ? 1 : 2,
    })
  }

  override parts(): JsonObject {
    return { usage: this.usage.toString(), asideType: this.asideType }
  }
}

/** An aside of one definition: `aside-def-v2:DEFINITION::ASIDE`. */
export class AsideDefinitionKey extends OpaqueKey {
  readonly category = 'aside' as const
  declare readonly kind: 'aside-def-v1' | 'aside-def-v2'
  readonly definition: DefinitionKey
  readonly asideType: string

  constructor(parts: {
    readonly definition: DefinitionKey
    readonly asideType: string
    readonly form?: AsideForm
  }) {
    const kind = parts.form === 1 ? 'aside-def-v1' : 'aside-def-v2'
    super(kind, join(kind, parts.definition, parts.asideType))
    this.require('ASIDE', parts.asideType, locatorPart)
    this.definition = parts.definition
    this.asideType = parts.asideType
    Object.freeze(this)
  }

  static read(
    this: void,
    form: AsideForm,
    text: string,
    rest: string,
    parse: (text: string) => OpaqueKey,
  ): AsideDefinitionKey {
    const kind = form === 1 ? 'aside-def-v1' : 'aside-def-v2'
    const { key: definition, asideType } = split(kind, text, rest, parse)
    if (!isDefinitionKey(definition)) throw notOf(kind, text, definition, 'DEFINITION')
    return asWritten(kind, text, new AsideDefinitionKey({ definition, asideType, form }))
  }

  override withoutBranchOrVersion(): AsideDefinitionKey {
    const { definition, asideType } = this
    const bare = definition instanceof OldBlockKey ? definition.withoutBranchOrVersion() : definition
    if (bare === definition) return this
    return new AsideDefinitionKey({ definition: bare, asideType, form: this.kind === 'aside-def-v1' ? 1 : 2 })
  }

  override parts(): JsonObject {
    return { definition: this.definition.toString(), asideType: this.asideType }
  }
}

/** Version 1 cannot tell where a left part with `::`, or `:` at its end, stops; the incumbent refuses it too. */
function join(kind: AsideKind, left: OpaqueKey, asideType: string): string {
  const inner = left.toString()
  if (!kind.endsWith('v1')) return `${kind}:${escapeEveryColon(inner)}::${escapeEveryColon(asideType)}`
  const text = `${kind}:${escapeDoubleColons(inner)}::${escapeDoubleColons(asideType)}`
  if (inner.includes('::') || inner.endsWith(':')) {
    throw malformedKey(keyGrammars[kind], text, "the first part holds '::' or ends with ':'; use form 2")
  }
  return text
}

function split(
  kind: AsideKind,
  text: string,
  rest: string,
  parse: (text: string) => OpaqueKey,
): { readonly key: OpaqueKey; readonly asideType: string } {
  const parts = kind.endsWith('v1') ? splitFirst(rest) : splitEscaped(rest)
  if (parts === undefined) {
    throw malformedKey(keyGrammars[kind], text, "a '$' in it is followed by neither '$' nor ':'")
  }
  const [left, asideType] = parts
  if (left === undefined || asideType === undefined || parts.length !== 2) {
    const count = parts.length
    throw malformedKey(
      keyGrammars[kind],
      text,
      `unescaped '::' makes ${count} part${count === 1 ? '' : 's'} of it, not 2`,
    )
  }
  try {
    return { key: parse(left), asideType }
  } catch (error) {
    throw malformedKey(
      keyGrammars[kind],
      text,
      `its key is malformed (${messageOf(error).slice(0, 400)})`,
      error,
    )
  }
}

function splitFirst(joined: string): readonly string[] {
  const at = joined.indexOf('::')
  if (at === -1) return [joined]
  return [unescapeDoubleColons(joined.slice(0, at)), unescapeDoubleColons(joined.slice(at + 2))]
}

function notOf(kind: AsideKind, text: string, found: OpaqueKey, wanted: 'USAGE' | 'DEFINITION'): Error {
  return malformedKey(
    keyGrammars[kind],
    text,
    `its ${wanted} is a ${found.kind} key, not a ${wanted.toLowerCase()} key`,
  )
}

function asWritten<K extends OpaqueKey>(kind: AsideKind, text: string, key: K): K {
  if (key.toString() === text) return key
  throw malformedKey(keyGrammars[kind], text, `the same key is written ${quoteKey(key.toString(), 400)}`)
}

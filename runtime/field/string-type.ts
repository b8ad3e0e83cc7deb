import { unquoted } from './attribute-value.js'
import type { ValueType } from './field.js'
import { misfit } from './misfit.js'

/** What XML cannot carry, as the incumbent strips it: control characters, lone surrogates, U+FFFE and U+FFFF. */
const unprintable =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function printable(text: unknown): string {
  if (typeof text !== 'string') throw misfit('String', text)
  return text.replace(unprintable, '')
}

/** Texts. In OLX a text stands as it is, or in quotation marks as JSON writes it. */
export const stringType: ValueType<string> = {
  name: 'String',
  mutable: false,
  fromJson: printable,
  toJson: printable,
  parse: unquoted,
  toText(value) {
    const text = printable(value)
    return text === 'null' || unquoted(text) !== text ? JSON.stringify(text) : text
  },
}

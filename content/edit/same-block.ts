import type { ReadBlock } from '../olx/read-block.js'
import { canonicalJson, type Json, type JsonObject } from '../../runtime/values/json.js'

/** What a block is to be after a change of its files. */
export interface WantedBlock extends Omit<ReadBlock, 'children' | 'asides'> {
  /** The name of its element. */
  readonly element: string
  readonly asides: Readonly<Record<string, JsonObject>>
  /** Names of attributes that are no field, which the change may touch. */
  readonly freed: ReadonlySet<string>
}

/** Names of the parts in which a block that was read is not as wanted, fields by their OLX name; none where it is. */
export function differences(read: ReadBlock, wanted: WantedBlock): string[] {
  const names = [
    ...differing(read.content, wanted.content, (one, other) => isSameContent(one, other, wanted.element)),
    ...differing(read.settings, wanted.settings, sameJson),
  ]
  const own = (attributes: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(attributes).filter(([name]) => !wanted.freed.has(name)))
  if (!sameJson(own(read.xmlAttributes), own(wanted.xmlAttributes))) names.push('xmlAttributes')
  if (!sameJson(read.asides ?? {}, wanted.asides)) names.push('asides')
  if (!sameJson(read.kept.map(plain), wanted.kept.map(plain))) names.push('kept')
  return names
}

function differing(
  one: JsonObject,
  other: JsonObject,
  isSame: (one: Json | undefined, other: Json | undefined) => boolean,
): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => !isSame(one[name], other[name]),
  )
}

function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return one === undefined || other === undefined
    ? one === other
    : canonicalJson(one) === canonicalJson(other)
}

/**
 * Whether two values of scope content are the same: texts whatever their line ends are, and those that are the block's own
 * element by what stands inside it, as its attributes are fields.
 */
export function isSameContent(one: Json | undefined, other: Json | undefined, element: string): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return sameJson(one, other)
  const [a, b] = [insideOf(one, element), insideOf(other, element)]
  return a === undefined || b === undefined ? plain(one) === plain(other) : a === b
}

/** What stands inside a text that is an element of this name. */
function insideOf(text: string, element: string): string | undefined {
  const tag = /^\s*<([^\s/>!?]+)(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text)
  if (tag?.[1] !== element) return undefined
  return tag[0].endsWith('/>') ? '' : plain(text.slice(tag[0].length, text.lastIndexOf('</')))
}

/** A text without what a file's line ends and encoding made of it. */
function plain(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/\]\]>((?:&#\d+;)+)<!\[CDATA\[/g, '$1')
    .replace(/&#(\d{3,7});/g, (reference, code: string) =>
      Number(code) > 127 && Number(code) < 0x110000 ? String.fromCodePoint(Number(code)) : reference,
    )
}

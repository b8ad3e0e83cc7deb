import { escapeXmlAttribute, escapeXmlText } from '../olx/serialise-xml.js'
import type { WrittenOlx } from '../olx/writing.js'
import type { XmlElement } from '../olx/xml-element.js'
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../values/json.js'
import type { BlockType } from './block-type.js'
import type { BlockTypes } from './block-types.js'
import type { BlockField } from './field-definition.js'
import { Mixins } from './mixins.js'
import { asideFamily } from './read-asides.js'
import { readAttributes } from './read-attributes.js'

/** A block on its way to OLX: explicitly set values only. */
export interface BlockToWrite {
  readonly type: string
  /** Left out of the element where there is none. */
  readonly urlName?: string | undefined
  readonly content: JsonObject
  readonly settings: JsonObject
  /** Attributes that are no field, written as they are. */
  readonly xmlAttributes?: Readonly<Record<string, string>> | undefined
  /** XML source kept of its author that stands inside. */
  readonly kept?: readonly string[] | undefined
  /** Values of asides by their type. */
  readonly asides?: Readonly<Record<string, JsonObject>> | undefined
  /** OLX of its child blocks. */
  readonly children?: readonly string[] | undefined
}

const nothing = new Mixins([])

/**
 * The OLX of a block, as one element: attributes for its fields sorted by name, then what was kept of the author's, and
 * what its type writes by `writeOlx`. Reading it gives the same values.
 */
export function blockOlx(block: BlockToWrite, types: BlockTypes): string {
  const type = types.get(block.type)
  const { kept = [], asides = {}, children = [] } = block
  const written = writtenInside(block, types)
  const asideTexts = Object.entries(asides).map(([name, fields]) => asideOlx(name, fields, types))
  const further = [...kept, ...asideTexts, ...children].join('')
  if (written.whole !== undefined && further === '') return written.whole
  const attributes = attributesOf(block, type ?? types.mixins ?? nothing, written.said)
  return elementText(block.type, attributes, written.inside + further)
}

/** What stands inside the element of a block, besides what it holds. */
export function writtenInside(block: BlockToWrite, types: BlockTypes): WrittenOlx {
  const type = types.get(block.type)
  const { content, settings } = block
  const isSaidBy = (element: XmlElement, without: readonly string[]) =>
    says(element, block, type, types, without)
  return type?.capabilities.writeOlx?.({ content, settings, isSaidBy }) ?? writtenText(type, content)
}

/** Text goes where `readOlx` of a plain type takes it from: the field called content (XBlock's `parse_xml`). */
function writtenText(type: BlockType | undefined, { content: text }: JsonObject): WrittenOlx {
  const isText =
    type?.capabilities.readOlx === undefined &&
    type?.fieldByOlxName('content')?.scope.name === 'content' &&
    typeof text === 'string' &&
    text !== '' &&
    text === text.trim()
  return isText ? { said: ['content'], inside: escapeXmlText(text) } : { said: [], inside: '' }
}

/** The OLX of an aside of a block. @param fields its values by OLX name */
export function asideOlx(name: string, fields: JsonObject, types: BlockTypes): string {
  const type = types.asides?.find((one) => one.name === name)
  const attributes = attributesOf({ type: name, content: {}, settings: fields }, type ?? nothing, [])
  return elementText(name, new Map([['xblock-family', asideFamily], ...attributes]), '')
}

function attributesOf(
  { urlName, content, settings, xmlAttributes = {} }: BlockToWrite,
  known: BlockType | Mixins,
  said: readonly string[],
): Map<string, string> {
  const values = Object.entries({ ...content, ...settings })
    .filter(([name]) => !said.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const attributes = new Map(urlName === undefined ? [] : [['url_name', urlName]])
  for (const [name, value] of values) {
    if (value === undefined) continue
    for (const [attribute, text] of attributesOfField(name, value, known)) attributes.set(attribute, text)
  }
  for (const [name, text] of Object.entries(xmlAttributes))
    if (!attributes.has(name) && !said.includes(name)) attributes.set(name, text)
  return attributes
}

/** The attributes that say the value of a field: one, or of a dict with a prefix one for each member. */
export function attributesOfField(
  name: string,
  value: Json,
  known: Pick<BlockType, 'fieldByOlxName'>,
): ReadonlyMap<string, string> {
  const field = known.fieldByOlxName(name)
  const prefix = field?.field.options.olxPrefix
  if (prefix === undefined || !isJsonObject(value)) return new Map([[name, textOf(field, value)]])
  return new Map(
    Object.entries(value).map(([member, one]) => [
      prefix + member,
      textOf(known.fieldByOlxName(member), one ?? null),
    ]),
  )
}

/** An attribute's text for a stored value; one that its field does not take is written as it is. */
function textOf(field: BlockField | undefined, value: Json): string {
  try {
    if (field) return field.field.toText(value === null ? null : field.field.fromJson(value))
  } catch {
    // Written below, so that nothing is lost.
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function elementText(name: string, attributes: ReadonlyMap<string, string>, inside: string): string {
  const written = [...attributes].map(([key, text]) => ` ${key}="${escapeXmlAttribute(text)}"`).join('')
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
}

function says(
  element: XmlElement,
  { urlName, content, settings, xmlAttributes = {} }: BlockToWrite,
  type: BlockType | undefined,
  { mixins }: BlockTypes,
  without: readonly string[],
): boolean {
  const read = readAttributes(element.attributes, type, mixins)
  const own = (values: JsonObject) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !without.includes(name)))
  const isSame = (one: JsonObject, other: JsonObject) => canonicalJson(one) === canonicalJson(other)
  return (
    element.attribute('url_name') === urlName &&
    isSame(own(read.content), own(content)) &&
    isSame(own(read.settings), own(settings)) &&
    isSame(read.xmlAttributes, xmlAttributes)
  )
}

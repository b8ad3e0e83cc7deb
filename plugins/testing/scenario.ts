import {
  parseXml,
  string,
  type BlockBase,
  type BlockType,
  type ConcreteBlockClass,
  type Json,
  type JsonObject,
  type XmlElement,
} from '../../runtime/index.js'
import { typeOfClass, type BlockDraft, type ClassOf } from './block-draft.js'

/**
 * A block as a scenario's OLX has it: `fromOlx('<poll question="Tea?"/>', PollBlock)`. Elements of classes that are
 * given become blocks of theirs, other elements drafts that name their type; nothing outside the text is read.
 * @param blockClass the class of the outermost element @param others classes of elements inside
 * @throws CompositorError `olx-malformed`, `field-value`; TypeError when the outermost element is of another type
 */
export function fromOlx<B extends BlockBase>(
  olx: string,
  blockClass: ClassOf<B>,
  ...others: readonly ConcreteBlockClass[]
): BlockDraft<B> {
  const classes = new Map([blockClass, ...others].map((one) => [typeOfClass(one).name, one]))
  const root = parseXml(olx)
  if (classes.get(root.name) !== blockClass) {
    throw new TypeError(`The OLX holds <${root.name}>, which is not what ${blockClass.name} is read from.`)
  }
  return { ...draftOf(root, classes), blockClass }
}

function draftOf(element: XmlElement, classes: ReadonlyMap<string, ConcreteBlockClass>): BlockDraft {
  const blockClass = classes.get(element.name)
  const type = blockClass && typeOfClass(blockClass)
  const read = type
    ? fieldsFromOlx(type, element)
    : { fields: Object.fromEntries(element.attributes), children: element.elements() }
  const id = element.attribute('url_name')
  return {
    type: element.name,
    fields: read.fields,
    children: read.children.map((child) => draftOf(child, classes)),
    ...(blockClass && { blockClass }),
    ...(id !== undefined && { id }),
  }
}

const displayName = string()

/** The fields of a type that an element gives, and the elements that are its children. */
export function fieldsFromOlx(
  type: BlockType,
  element: XmlElement,
): { readonly fields: JsonObject; readonly children: readonly XmlElement[] } {
  const content: Record<string, Json> = {}
  const settings: Record<string, Json> = {}
  for (const [name, text] of element.attributes) {
    const declared = type.fieldByOlxName(name)
    if (declared?.scope.name === 'content') content[name] = jsonOf(declared.field, text)
    else if (declared?.scope.name === 'settings') settings[name] = jsonOf(declared.field, text)
    else if (name === 'display_name') settings[name] = jsonOf(displayName, text)
  }
  const { readOlx } = type.capabilities
  if (!readOlx) return { fields: { ...content, ...settings }, children: element.elements() }
  const read = readOlx(
    element,
    { content, settings },
    {
      file: `${type.name}.xml`,
      urlName: element.attribute('url_name') ?? type.name,
      text: () => undefined,
      report: () => undefined,
    },
  )
  return { fields: { ...content, ...settings, ...read.content, ...read.settings }, children: read.children }
}

function jsonOf<T>(field: { toJson(value: T): Json; fromString(text: string): T }, text: string): Json {
  return field.toJson(field.fromString(text))
}

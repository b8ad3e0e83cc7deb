import { readAsides } from '../../runtime/block/read-asides.js'
import { readAttributes } from '../../runtime/block/read-attributes.js'
import {
  AsideType,
  CompositorError,
  parseXml,
  type BlockBase,
  type BlockType,
  type ConcreteAsideClass,
  type ConcreteBlockClass,
  type JsonObject,
  type XmlElement,
} from '../../runtime/index.js'
import { splitOptions } from '../../runtime/olx/option-elements.js'
import { isAsideClass, typeOfClass, type BlockDraft, type ClassOf } from './block-draft.js'

/**
 * A block as a scenario's OLX has it: `fromOlx('<poll question="Tea?"/>', PollBlock)`. Elements of classes that are
 * given become blocks of theirs, other elements drafts that name their type; nothing outside the text is read.
 * @param blockClass the class of the outermost element @param others classes of elements and asides inside
 * @throws CompositorError `olx-malformed`, `field-value`; TypeError when the outermost element is of another type
 */
export function fromOlx<B extends BlockBase>(
  olx: string,
  blockClass: ClassOf<B>,
  ...others: readonly (ConcreteBlockClass | ConcreteAsideClass)[]
): BlockDraft<B> {
  const asides = others
    .filter((one) => isAsideClass(one))
    .map((one) => new AsideType(one, 'unit-compositor/testing'))
  const blocks = others.filter((one) => !isAsideClass(one))
  const classes = new Map([blockClass, ...blocks].map((one) => [typeOfClass(one).name, one]))
  const root = parseXml(olx)
  if (classes.get(root.name) !== blockClass) {
    throw new TypeError(`The OLX holds <${root.name}>, which is not what ${blockClass.name} is read from.`)
  }
  return { ...draftOf(root, { classes, asides, olx }), blockClass }
}

interface ScenarioParts {
  readonly classes: ReadonlyMap<string, ConcreteBlockClass>
  readonly asides: readonly AsideType[]
  readonly olx: string
}

function draftOf(whole: XmlElement, parts: ScenarioParts): BlockDraft {
  const { classes, olx } = parts
  const { element, asides } = readAsides(whole, parts, [])
  const blockClass = classes.get(element.name)
  const type = blockClass && typeOfClass(blockClass)
  const read = type
    ? fieldsFromOlx(type, element, olx)
    : { fields: Object.fromEntries(element.attributes), children: element.elements() }
  const id = element.attribute('url_name')
  return {
    type: element.name,
    fields: read.fields,
    children: read.children.map((child) => draftOf(child, parts)),
    ...(blockClass && { blockClass }),
    ...(id !== undefined && { id }),
    ...(Object.keys(asides).length > 0 && { asides }),
  }
}

/** The fields of a type that an element gives, and the elements that are its children. */
export function fieldsFromOlx(
  type: BlockType,
  whole: XmlElement,
  olx: string,
): { readonly fields: JsonObject; readonly children: readonly XmlElement[] } {
  const { element, options } = splitOptions(whole, [])
  const { content, settings, refused } = readAttributes([...element.attributes, ...options], type)
  for (const { name, why } of refused) {
    throw new CompositorError('field-value', `The attribute ${name} of <${type.name}>: ${why}`)
  }
  const { readOlx } = type.capabilities
  if (!readOlx) {
    const text = element.children
      .filter((child) => typeof child === 'string')
      .join('')
      .trim()
    const isText = text !== '' && type.fieldByOlxName('content')?.scope.name === 'content'
    const fields = { ...content, ...settings, ...(isText && { content: text }) }
    return { fields, children: element.elements() }
  }
  const file = `${type.name}.xml`
  const read = readOlx(
    element,
    { content, settings },
    {
      file,
      urlName: element.attribute('url_name') ?? type.name,
      text: (path) => (path === file ? olx : undefined),
      report: () => undefined,
    },
  )
  return { fields: { ...content, ...settings, ...read.content, ...read.settings }, children: read.children }
}

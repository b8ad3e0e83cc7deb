import { fieldMessages, type BlockType, type BlockTypes } from '../../runtime/block/index.js'
import { readAsides } from '../../runtime/block/read-asides.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { doubtOfDate } from '../../runtime/field/index.js'
import { escapeXmlText, sourceOf, XmlElement, type OlxContext } from '../../runtime/olx/index.js'
import { canonicalJson, type JsonObject } from '../../runtime/values/json.js'
import { holdsBlocks, isBlockElement } from './block-types.js'
import type { Definition } from './definition.js'
import type { BlockPolicy } from './policy.js'
import { isTooDeep } from '../../runtime/values/json-depth.js'
import { splitOptions } from '../../runtime/olx/option-elements.js'
import { readAttributes } from '../../runtime/block/read-attributes.js'

/** A block on its way from an element to its fields. */
export interface BlockReading {
  readonly typeName: string
  /** Undefined where no plugin provides the type. */
  readonly type: BlockType | undefined
  /** Where mixins and asides are found. */
  readonly types: BlockTypes
  readonly definition: Definition
  /** Attributes that win over all others. */
  readonly policy: BlockPolicy | undefined
  readonly context: OlxContext
}

/** What reading gave: the parts of an AuthoredBlock, and the elements that are its child blocks. */
export interface ReadBlock {
  readonly content: JsonObject
  readonly settings: JsonObject
  readonly xmlAttributes: Readonly<Record<string, string>>
  readonly kept: readonly string[]
  readonly children: readonly XmlElement[]
  readonly asides?: Readonly<Record<string, JsonObject>>
}

/** Attributes that keep something from learners: one that cannot be read leaves it open to them. */
const closing: ReadonlySet<string> = new Set(['start', 'group_access', 'visible_to_staff_only'])

/**
 * Reads the fields of one block. A type without plugin that is no container is kept whole, as XML under `xml`,
 * and its inside is not entered.
 * @throws whatever the type's `readOlx` throws; CompositorError `olx-too-deep`
 */
export function readBlock(reading: BlockReading): ReadBlock {
  const block = readParts(reading)
  reportMessages(reading, block)
  return block
}

/** Says what the values of a block may not be together, as its type has it. */
function reportMessages({ type, definition, context }: BlockReading, block: ReadBlock): void {
  if (!type?.capabilities.validateFields) return
  const { line, column } = definition.element
  const fields = { ...block.content, ...block.settings }
  for (const { field, message } of fieldMessages(type, {
    usage: '',
    type: type.name,
    definition: '',
    fields,
  }))
    context.report({
      level: 'warning',
      code: 'field-value',
      line,
      column,
      message: field === undefined ? message : `${field}: ${message}`,
    })
}

function readParts({ typeName, type, types, definition, policy, context }: BlockReading): ReadBlock {
  const { file } = definition
  const { element: bare, asides, unknown, refused } = readAsides(definition.element, types, [file.root])
  const { element, options } = splitOptions(bare, [file.root])
  const attributes = new Map([...element.attributes, ...definition.attributes, ...(policy?.attributes ?? [])])
  const read = readAttributes([...attributes, ...options], type, types.mixins)
  for (const { name, why } of [...read.refused, ...refused]) {
    const { line, column } = definition.element
    const at = policy?.attributes.has(name) ? policy.at(name) : { line, column }
    const message = `The attribute ${name} is kept but has no effect: ${why}`
    const level = closing.has(name) ? 'error' : 'warning'
    context.report({ level, code: 'olx-attribute', ...at, message })
  }
  for (const message of contradictions(element.attributes, policy?.attributes, options, type, types)) {
    const { line, column } = definition.element
    context.report({ level: 'warning', code: 'olx-attribute', line, column, message })
  }
  for (const { name, why } of dateDoubts([...attributes, ...options], type ?? types.mixins)) {
    const { line, column } = definition.element
    const at = policy?.attributes.has(name) ? policy.at(name) : { line, column }
    context.report({ level: 'warning', code: 'olx-attribute', ...at, message: why, remedy: dateRemedy })
  }
  const { content, settings, xmlAttributes } = read
  const beside = {
    kept: unknown.map((child) => sourceOf(child, file.text)),
    ...(Object.keys(asides).length > 0 && { asides }),
  }

  const readOlx = type?.capabilities.readOlx
  if (readOlx !== undefined) {
    const whole = new XmlElement(typeName, attributes, element.children, element)
    const result = readOlx(whole, { content, settings }, context)
    const merged = {
      content: { ...content, ...result.content },
      settings: { ...settings, ...result.settings },
    }
    if (isTooDeep(merged)) throw new CompositorError('olx-too-deep', 'A field is nested too deep to be kept.')
    const children = result.children.filter((child) => isBlockElement(child.name))
    const kept = [...beside.kept, ...keptOf(result.children, file.text)]
    return { ...merged, xmlAttributes, ...beside, kept, children }
  }
  if (holdsBlocks(typeName, type)) {
    const inside = element.elements()
    const children = inside.filter((child) => isBlockElement(child.name))
    const kept = [...beside.kept, ...keptOf(inside, file.text)]
    if (!element.hasText()) return { content, settings, xmlAttributes, ...beside, kept, children }
    // Text goes to the field called content, where there is one (XBlock's `parse_xml`); else it is only kept.
    const text = element.children
      .filter((child) => typeof child === 'string')
      .join('')
      .trim()
    return type?.fieldByOlxName('content')?.scope.name === 'content'
      ? { content: { ...content, content: text }, settings, xmlAttributes, ...beside, kept, children }
      : { content, settings, xmlAttributes, ...beside, kept: [...kept, escapeXmlText(text)], children }
  }
  const own = definition.element.attributes
  return {
    content: { ...content, xml: sourceOf(definition.element, file.text) },
    settings,
    xmlAttributes: Object.fromEntries(
      Object.entries(xmlAttributes).filter(([name, value]) => own.get(name) !== value),
    ),
    kept: [],
    children: [],
  }
}

const dateRemedy = 'Write it as 2026-01-31T12:00:00Z, or with its offset: 2026-01-31T12:00:00-05:00.'

/** Attributes with dates that may have been meant otherwise than they are taken. */
function dateDoubts(
  attributes: Iterable<readonly [name: string, value: string | null]>,
  fields: Pick<BlockType, 'fieldByOlxName'> | undefined,
): { name: string; why: string }[] {
  return [...attributes].flatMap(([name, value]) => {
    if (value === null || fields?.fieldByOlxName(name)?.field.type.name !== 'Date') return []
    const doubt = doubtOfDate(value.replace(/^"(.*)"$/s, '$1'))
    return doubt === undefined
      ? []
      : [{ name, why: `The ${name} '${value.slice(0, 100)}' is read, but ${doubt}.` }]
  })
}

function keptOf(elements: readonly XmlElement[], text: string): string[] {
  return elements.filter((child) => !isBlockElement(child.name)).map((child) => sourceOf(child, text))
}

/** Attributes whose value something else says differently, which wins. */
function* contradictions(
  attributes: Iterable<readonly [string, string]>,
  policy: ReadonlyMap<string, string> | undefined,
  options: ReadonlyMap<string, string | null>,
  type: BlockType | undefined,
  { mixins }: BlockTypes,
): Iterable<string> {
  if (options.size === 0 && !policy) return
  const valueOf = (name: string, text: string | null) => {
    const { content, settings } = readAttributes([[name, text]], type, mixins)
    return canonicalJson({ ...content, ...settings })
  }
  for (const [name, text] of attributes) {
    const option = options.get(name)
    const wins = option === undefined ? policy?.get(name) : option
    const said = valueOf(name, text)
    if (wins === undefined || said === '{}' || valueOf(name, wins) === said) continue
    const own = text.slice(0, 100)
    const other = wins === null ? 'none' : `"${wins.slice(0, 100)}"`
    yield option === undefined
      ? `The element says ${name}="${own}", but the policy says ${other}, which wins.`
      : `The element says ${name}="${own}", but an option element inside it says ${other}, which wins.`
  }
}

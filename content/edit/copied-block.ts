import { randomUUID } from 'node:crypto'
import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { escapeXmlAttribute, parseXml } from '../../runtime/olx/index.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import { errorBlockType, type AuthoredBlock } from '../olx/authored-block.js'
import { blockTypeOf } from '../olx/block-types.js'
import { olxOfBlock } from '../olx/write-block.js'
import type { BlockDefinition, VersionBlock } from '../version/version-block.js'
import { StartTag } from '../../runtime/olx/start-tag.js'

/** A name that no block has. */
export function freshName(): string {
  return randomUUID().replaceAll('-', '')
}

/** What a copy is made of. */
export interface CopiedBlocks {
  readonly usage: string
  readonly blocks: ReadonlyMap<string, VersionBlock>
  readonly definitions: ReadonlyMap<string, BlockDefinition>
}

/**
 * The OLX of a block with all below it, in one text, every block under a name of its own. Where they name each other by usage
 * key, the copies name each other.
 * @param nameOf the name of the copy of a block @param keyOf the usage key that gives the copy
 * @param originOf settings that say where the copy of a block comes from; undefined for one that it is not to have @param without settings that copies are not to have
 */
export function copiedOlx(
  { usage, blocks, definitions }: CopiedBlocks,
  types: BlockTypes,
  nameOf: (usage: string) => string,
  keyOf: (type: string, name: string) => string,
  originOf: (usage: string, settings: JsonObject) => JsonObject = () => ({}),
  without: readonly string[] = [],
): string {
  const names = new Map([...blocks.keys()].map((key) => [key, nameOf(key)]))
  const keys = [...blocks].map(
    ([key, block]) => [key, keyOf(typeIn(key, block), names.get(key) ?? '')] as const,
  )
  const linked = linking(keys)
  const authored = new Map<string, AuthoredBlock>()
  for (const [key, block] of blocks) {
    const { type, settings, children, xmlAttributes = {}, kept = [], asides } = block
    const content = definitions.get(block.definition)?.content ?? {}
    const { filename: _file, file_name: _misspelt, url_name: _name, ...attributes } = xmlAttributes
    const urlName = names.get(key) ?? ''
    const copied = linked({ content, settings }) as { content: JsonObject; settings: JsonObject }
    const said = { ...left(copied.settings, without), ...originOf(key, copied.settings) }
    copied.settings = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
    const copy = { key, type, ...copied, children, xmlAttributes: attributes, kept, urlName }
    authored.set(key, {
      ...copy,
      ...(asides && { asides }),
      content: renamedText(type, copied.content, urlName),
    })
  }
  return olxOfBlock(usage, authored, types)
}

/** The block type that a copy's key says: a container of a library is, in a course, a block of another type. */
export function typeIn(usage: string, { type }: Pick<VersionBlock, 'type'>): string {
  return type === errorBlockType ? parseUsageKey(usage).blockType : type
}

function left(settings: JsonObject, without: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !without.includes(name)))
}

/** Texts that are a whole element say the name of the block. */
function renamedText(
  type: string,
  content: AuthoredBlock['content'],
  name: string,
): AuthoredBlock['content'] {
  const field = type === errorBlockType ? 'contents' : 'xml'
  const text = content[field]
  const renamed = typeof text === 'string' ? withUrlName(text, name) : undefined
  return renamed === undefined ? content : { ...content, [field]: renamed }
}

/** The element of a text under another url_name; undefined for a text that is no XML. */
function withUrlName(written: string, name: string): string | undefined {
  try {
    const { start, end } = parseXml(written)
    const source = written.slice(start, end)
    const root = parseXml(source)
    const [edit] = new StartTag(root, source).with(new Map([['url_name', name]]), root.attributes)
    return edit ? source.slice(0, edit.start) + edit.text + source.slice(edit.end) : source
  } catch {
    return undefined
  }
}

/** The author's text of a block that could not be read, as it is no XML; undefined for every other block. */
export function textOfNoXml(
  { type }: Pick<VersionBlock, 'type'>,
  definition: BlockDefinition | undefined,
): string | undefined {
  const text = type === errorBlockType ? definition?.content['contents'] : undefined
  return typeof text === 'string' && withUrlName(text, 'name') === undefined ? text : undefined
}

/** Leads what names blocks by their keys to others, in texts and names too; a key that another one begins with is not that one. */
function linking(keys: readonly (readonly [string, string])[]): (value: Json) => Json {
  const leads = new Map(keys)
  const written = [...leads.keys()].map((key) => key.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const named = new RegExp(`(?:${written.join('|')})(?![\\w~-]|[.:]\\w)`, 'g')
  const textOf = (text: string) => text.replace(named, (key) => leads.get(key) ?? key)
  const linked = (value: Json): Json => {
    if (typeof value === 'string') return textOf(value)
    if (Array.isArray(value)) return value.map(linked)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [textOf(name), linked(one ?? null)]))
  }
  return leads.size === 0 ? (value) => value : linked
}

/** OLX that is to be added, under a name that no other block has: its own where that is free. */
export function namedOlx(
  source: string,
  isTaken: (type: string, name: string) => boolean,
): { readonly olx: string; readonly type: string; readonly name: string } {
  const root = parseXml(source)
  const text = source.slice(root.start, root.end)
  const type = blockTypeOf(root.name)
  const written = root.attribute('url_name') ?? ''
  const name = written === '' || isTaken(type, written) ? freshName() : written
  const tag = new StartTag({ name: root.name, start: 0 }, text)
  const found = tag.attributes.get('url_name')
  const olx = found
    ? text.slice(0, found.valueStart) + escapeXmlAttribute(name) + text.slice(found.valueEnd)
    : `${text.slice(0, tag.nameEnd)} url_name="${escapeXmlAttribute(name)}"${text.slice(tag.nameEnd)}`
  return { olx, type, name }
}

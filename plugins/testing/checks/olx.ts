import { isDeepStrictEqual } from 'node:util'
import { readAsides } from '../../../runtime/block/read-asides.js'
import {
  AsideType,
  blockOlx,
  parseXml,
  serialiseXml,
  type Json,
  type JsonObject,
} from '../../../runtime/index.js'
import type { BlockDraft } from '../block-draft.js'
import { fieldsFromOlx } from '../scenario.js'
import type { Subject } from './subject.js'

/** What authors set is the same after it was written to OLX, by `writeOlx` where there is one, and read again. */
export async function keepsOlx(subject: Subject): Promise<void> {
  const drafts = [filledIn(subject), ...subject.drafts]
  for (const { fields, id } of drafts) {
    const written = olxOf(subject, fields, id)
    const read = readFrom(subject, written)
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined || isKept(value, read[name], written)) continue
      const how = subject.type.capabilities.readOlx
        ? 'What readOlx does not read out of attributes belongs into writeOlx.'
        : 'Its toText and parse do not fit together.'
      subject.fail(
        `field '${name}' does not come back from OLX: ${shown(value)} was read as ${shown(read[name])}. ${how}`,
      )
    }
    if (olxOf(subject, read, id) !== written) {
      subject.fail(`writing what was read from its OLX gives other OLX than before: ${shown(written)}.`)
    }
  }
}

/** A block with every authored field set to its default. */
function filledIn({ type, drafts: [first] }: Subject): Pick<BlockDraft, 'fields' | 'id'> {
  const values = authoredFields(type).flatMap(({ olxName, field }) => {
    const value = field.toJson(field.freshDefault())
    return value === null ? [] : [[olxName, value] as const]
  })
  return { fields: { ...Object.fromEntries(values), ...first?.fields } }
}

function authoredFields(type: Subject['type']) {
  return type.fields.filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
}

function olxOf({ type, aside }: Subject, fields: JsonObject, urlName: string | undefined): string {
  const of = (wanted: string) =>
    Object.fromEntries(
      Object.entries(fields).filter(([name]) => type.fieldByOlxName(name)?.scope.name === wanted),
    )
  const block = aside
    ? { type: 'plain', content: {}, settings: {}, asides: { [type.name]: fields } }
    : { type: type.name, urlName, content: of('content'), settings: of('settings') }
  return blockOlx(block, {
    get: (name) => (name === type.name ? type : undefined),
    asides: type instanceof AsideType ? [type] : [],
  })
}

function readFrom({ type }: Subject, olx: string): JsonObject {
  const element = parseXml(olx)
  if (!(type instanceof AsideType)) return fieldsFromOlx(type, element, olx).fields
  return readAsides(element, { asides: [type] }, []).asides[type.name] ?? {}
}

/** A field may hold the whole element, whose attributes are those of the other fields; then its inside counts. */
function isKept(value: Json, read: Json | undefined, written: string): boolean {
  if (isDeepStrictEqual(read, value)) return true
  if (read !== written || typeof value !== 'string') return false
  if (value === '') return true
  try {
    return insideOf(value) === insideOf(read)
  } catch {
    return false
  }
}

function insideOf(xml: string): string {
  const { children } = parseXml(xml)
  return children.map((child) => (typeof child === 'string' ? child : serialiseXml(child))).join('')
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}

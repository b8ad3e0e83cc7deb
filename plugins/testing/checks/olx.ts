import { isDeepStrictEqual } from 'node:util'
import {
  escapeXmlAttribute,
  parseXml,
  type BlockField,
  type Json,
  type JsonObject,
} from '../../../runtime/index.js'
import { fieldsFromOlx } from '../scenario.js'
import type { Subject } from './subject.js'

/** What authors set is the same after it was written as OLX attributes and read again. */
export async function keepsOlx(subject: Subject): Promise<void> {
  const { type } = subject
  const authored = type.fields.filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
  const fromBody = new Set(Object.keys(fieldsFromOlx(type, elementOf(type.name, {})).fields))
  for (const { fields } of subject.drafts) {
    const values = Object.fromEntries(
      authored
        .filter(({ olxName }) => !fromBody.has(olxName))
        .map((field) => [field.olxName, valueOf(field, fields)] as const)
        .filter((entry): entry is [string, Json] => entry[1] !== null),
    )
    const read = fieldsFromOlx(type, elementOf(type.name, values)).fields
    for (const [name, value] of Object.entries(values)) {
      if (!isDeepStrictEqual(read[name], value)) {
        subject.fail(
          `field '${name}' does not come back from OLX: ${shown(value)} was read as ${shown(read[name])}.`,
        )
      }
    }
  }
}

function valueOf({ field, olxName }: BlockField, fields: JsonObject): Json {
  return fields[olxName] ?? field.toJson(field.freshDefault())
}

function elementOf(type: string, values: JsonObject) {
  const attributes = Object.entries(values).map(
    ([name, value]) =>
      ` ${name}="${escapeXmlAttribute(typeof value === 'string' ? value : JSON.stringify(value))}"`,
  )
  return parseXml(`<${type}${attributes.join('')}/>`)
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}

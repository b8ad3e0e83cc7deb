import { asideOlx, attributesOfField, type BlockType, type BlockTypes } from '../../runtime/block/index.js'
import { asideFamily } from '../../runtime/block/read-asides.js'
import { sourceOf, type XmlElement } from '../../runtime/olx/index.js'
import { splitOptions } from '../../runtime/olx/option-elements.js'
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import { policyName } from '../olx/read-place.js'
import type { EditedFiles } from './edited-files.js'
import type { BlockAt, NamedPlace } from './edit-session.js'
import { memberEdit, memberRemoval } from './json-text.js'
import { appendEdit, removalEdit, StartTag } from '../../runtime/olx/start-tag.js'
import type { TextEdit } from '../../runtime/olx/text-edit.js'

/** Values of fields to write, by OLX name; undefined for none. */
export type FieldValues = ReadonlyMap<string, Json | undefined>

/** What is needed to write fields as attributes. */
export interface FieldWriting {
  readonly at: BlockAt
  readonly named: NamedPlace
  readonly types: BlockTypes
  /** The file of the policy, where there is one. */
  readonly policyPath: string | undefined
  /** Whether other blocks have the same definition, so that what is set of this one stands at its pointer. */
  readonly isShared: boolean
}

/** Writes fields as attributes where they stand: of the policy, of a pointer, else of the definition. */
export function editAttributes(
  files: EditedFiles,
  values: FieldValues,
  { at, named, types, policyPath, isShared }: FieldWriting,
): void {
  const known = types.get(named.block.type) ?? types.mixins ?? { fieldByOlxName: () => undefined }
  const policyKey = policyName(named.typeName, named.urlName)
  const policyText = policyPath === undefined ? undefined : files.text(policyPath)?.text
  const policy = policyOf(policyText, policyKey)
  const { options } = splitOptions(at.element, [at.file.root])
  const pointers = at.pointers.map(({ element, path, text }) => ({ element, file: { path, text } }))
  const places = [...pointers, { element: at.element, file: at.file }]
  const inTags = places.map(() => new Map<string, string | undefined>())
  const gone = new Set<XmlElement>()
  const inPolicy: TextEdit[] = []
  for (const [name, value] of values) {
    const texts = value === undefined ? new Map<string, string>() : attributesOfField(name, value, known)
    const before = [
      ...namesBefore(
        name,
        known,
        places.flatMap(({ element }) => [...element.attributes.keys()]),
      ),
    ]
    for (const attribute of new Set([...texts.keys(), ...before])) {
      const text = texts.get(attribute)
      if (options.has(attribute)) for (const one of optionElements(at, attribute)) gone.add(one)
      if (policyText !== undefined && !isShared && Object.hasOwn(policy.values, attribute)) {
        const path = [policy.key, attribute] as const
        const json = jsonLike(policy.values[attribute], text)
        inPolicy.push(
          ...(json === undefined ? memberRemoval(policyText, path) : memberEdit(policyText, path, json)),
        )
        if (text !== undefined) continue
      }
      const holder = places.findIndex(({ element }) => element.attributes.has(attribute))
      if (text === undefined) {
        for (const [index, { element }] of places.entries())
          if (element.attributes.has(attribute) && !(isShared && index === places.length - 1))
            inTags[index]?.set(attribute, undefined)
      } else inTags[isShared ? 0 : holder === -1 ? places.length - 1 : holder]?.set(attribute, text)
    }
  }
  if (policyPath !== undefined) files.edit(policyPath, inPolicy)
  for (const [index, { element, file }] of places.entries())
    files.edit(
      file.path,
      new StartTag(element, file.text).with(inTags[index] ?? new Map(), element.attributes),
    )
  files.edit(
    at.file.path,
    [...gone].map((element) => removalEdit(element, at.file.text)),
  )
}

/** Writes what authors set of asides, as elements inside the block's. */
export function editAsides(
  files: EditedFiles,
  asides: Readonly<Record<string, JsonObject>>,
  { at, types }: Pick<FieldWriting, 'at' | 'types'>,
): void {
  const elements = at.element.elements().filter((one) => one.attribute('xblock-family') === asideFamily)
  let added = ''
  for (const name of new Set([...Object.keys(at.read.asides ?? {}), ...Object.keys(asides)])) {
    const [before, after] = [at.read.asides?.[name], asides[name]]
    if (before && after && canonicalJson(before) === canonicalJson(after)) continue
    const element = elements.find((one) => one.name === name)
    const type = types.asides?.find((one) => one.name === name)
    if (element === undefined || type === undefined) {
      if (after) added += asideOlx(name, after, types)
    } else if (after === undefined) files.edit(at.file.path, [removalEdit(element, at.file.text)])
    else {
      const values = new Map<string, string | undefined>()
      for (const field of new Set([...Object.keys(before ?? {}), ...Object.keys(after)])) {
        const value = after[field]
        if (value === undefined) values.set(field, undefined)
        else
          for (const [attribute, text] of attributesOfField(field, value, type)) values.set(attribute, text)
      }
      files.edit(at.file.path, new StartTag(element, at.file.text).with(values, element.attributes))
    }
  }
  if (added !== '') files.edit(at.file.path, [appendEdit(at.element, at.file.text, added)])
}

/** The elements of asides inside a block's, as they stand. */
export function asideTexts({ element, file }: Pick<BlockAt, 'element' | 'file'>): string[] {
  return element
    .elements()
    .filter((one) => one.attribute('xblock-family') === asideFamily)
    .map((one) => sourceOf(one, file.text))
}

/** The attributes that say a field: its name, and those with its prefix. */
function* namesBefore(
  name: string,
  known: Pick<BlockType, 'fieldByOlxName'>,
  attributes: readonly string[],
): Iterable<string> {
  const prefix = known.fieldByOlxName(name)?.field.options.olxPrefix
  yield name
  if (prefix !== undefined) yield* attributes.filter((one) => one.startsWith(prefix))
}

function optionElements({ element, file }: BlockAt, name: string): XmlElement[] {
  const isOption = (child: XmlElement) => child.name.slice(child.name.indexOf(':') + 1) === name
  const rest = new Set(splitOptions(element, [file.root]).element.elements())
  return element.elements().filter((child) => isOption(child) && !rest.has(child))
}

/** What a policy says of a block, and under which spelling of its name. */
function policyOf(
  text: string | undefined,
  wanted: string,
): { readonly key: string; readonly values: JsonObject } {
  try {
    const json: Json = text === undefined ? null : JSON.parse(text)
    const all = isJsonObject(json) ? Object.entries(json) : []
    const [key, values] = all.findLast(([name]) => name.normalize('NFC') === wanted) ?? []
    if (key !== undefined && isJsonObject(values)) return { key, values }
  } catch {
    // A policy that cannot be read says nothing.
  }
  return { key: wanted, values: {} }
}

/** An attribute's text as JSON of the kind that stood there. */
function jsonLike(before: Json | undefined, text: string | undefined): Json | undefined {
  if (text === undefined || typeof before === 'string') return text
  try {
    const json: Json = JSON.parse(text)
    return (typeof json === 'string' ? json : JSON.stringify(json)) === text ? json : text
  } catch {
    return text
  }
}

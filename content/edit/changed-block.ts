import { readAttributes, type ReadAttributes } from '../../runtime/block/read-attributes.js'
import { parseXml, type XmlElement } from '../../runtime/olx/index.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import { changedValues, type BlockEdit } from './block-edit.js'
import type { BlockAt, EditSession, NamedPlace } from './edit-session.js'
import type { FieldValues } from './field-edits.js'
import type { WantedBlock } from './same-block.js'

/** A block that is to be changed: where it stands, and what it is to read as. */
export class ChangedBlock {
  /** What it is to read as. */
  readonly wanted: WantedBlock
  /** The fields that are set, and those that are reset. */
  readonly values: FieldValues

  constructor(
    readonly session: EditSession,
    readonly named: NamedPlace,
    readonly at: BlockAt,
    readonly edit: BlockEdit,
    /** Whether other blocks are read from the same element. */
    readonly isShared: boolean,
  ) {
    const { content, settings, reset } = edit
    const { read } = at
    const typed = this.typedAttributes(content)
    const set = { ...typed.content, ...typed.settings, ...content, ...settings }
    this.values = new Map<string, Json | undefined>([
      ...reset.map((name) => [name, undefined] as const),
      ...Object.entries(set),
    ])
    const asides = Object.entries({ ...read.asides, ...edit.asides }).flatMap(([name, fields]) =>
      fields === null ? [] : [[name, fields] as const],
    )
    this.wanted = {
      element: at.element.name,
      content: changedValues(read.content, { ...typed.content, ...content }, reset),
      settings: changedValues(read.settings, { ...typed.settings, ...settings }, reset),
      xmlAttributes: read.xmlAttributes,
      kept: read.kept,
      asides: Object.fromEntries(asides),
      freed: new Set(this.values.keys()),
    }
  }

  /** Fields that an author set in the start tag of a text that is the whole element. What is left out of it stays. */
  private typedAttributes(content: JsonObject): Pick<ReadAttributes, 'content' | 'settings'> {
    const { element } = this.at
    const roots = Object.values(content).flatMap((text) => rootOf(text, element.name) ?? [])
    const typed = roots.flatMap((root) =>
      [...root.attributes].filter(
        ([name, text]) =>
          this.isField(name) && !this.edit.reset.includes(name) && element.attribute(name) !== text,
      ),
    )
    return readAttributes(typed, this.session.types.get(this.named.block.type), this.session.types.mixins)
  }

  /** Whether an attribute of this name is a field of content or settings. */
  isField(name: string): boolean {
    const known = this.session.types.get(this.named.block.type) ?? this.session.types.mixins
    const scope = known?.fieldByOlxName(name)?.scope.name
    return name === 'display_name' || scope === 'content' || scope === 'settings'
  }
}

/** The root of a text that is an element of this name. */
export function rootOf(text: Json | undefined, name: string): XmlElement | undefined {
  if (typeof text !== 'string' || !text.trimStart().startsWith(`<${name}`)) return undefined
  try {
    const root = parseXml(text)
    return root.name === name ? root : undefined
  } catch {
    // It is not well-formed, so nothing can be written of it.
    return undefined
  }
}

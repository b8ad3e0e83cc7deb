import { blockOlx, writtenInside, type BlockTypes } from '../../runtime/block/index.js'
import { readAttributes, type ReadAttributes } from '../../runtime/block/read-attributes.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseXml, sourceOf, type XmlElement } from '../../runtime/olx/index.js'
import { insideEdit, StartTag } from '../../runtime/olx/start-tag.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import { changedValues, type BlockEdit } from './block-edit.js'
import { EditedFiles, withLineEnds } from './edited-files.js'
import type { BlockAt, EditSession, NamedPlace } from './edit-session.js'
import { asideTexts, editAsides, editAttributes, type FieldValues, type FieldWriting } from './field-edits.js'
import { withPointedFiles } from './pointed-files.js'
import { differences, type WantedBlock } from './same-block.js'
import type { FileChanges } from './version-files.js'

/** The text of a field that is a file of its own. */
interface OwnText {
  readonly path: string
  readonly text: string
}

/** A way to write a change, tried and read again before it is taken. */
type Way = (files: EditedFiles) => void

/** One edit on its way into files: what its block is to be, and the ways to write that. */
export class BlockRewriting {
  private readonly types: BlockTypes
  private readonly wanted: WantedBlock
  private readonly values: FieldValues

  constructor(
    private readonly session: EditSession,
    private readonly named: NamedPlace,
    private readonly at: BlockAt,
    private readonly edit: BlockEdit,
    private readonly isShared: boolean,
  ) {
    this.types = session.types
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

  /** Whether the block is as it is to be. */
  get isDone(): boolean {
    return differences(this.at.read, this.wanted).length === 0
  }

  /** Writes the change in the way that touches least, beside others; whether that says it shows when it is read again. */
  async writeInto(files: EditedFiles): Promise<void> {
    const [first] = await this.ways()
    if (!this.isDone) first?.[0](files)
  }

  async changes(): Promise<FileChanges> {
    if (this.isDone) return new Map()
    let differs: readonly string[] = []
    for (const [way, freed] of await this.ways()) {
      const files = new EditedFiles(this.session.known)
      way(files)
      const changes = await withPointedFiles(this.session, files.changes())
      differs = await this.differs(changes, freed)
      if (differs.length === 0) return changes
    }
    const repaired = await this.repaired()
    if (repaired) return repaired
    const message = `'${this.edit.usage}' cannot be written so that it reads as it was meant: ${differs.join(', ')} would be another.`
    throw new CompositorError('olx-unwritable', message, { usage: this.edit.usage })
  }

  /** In which parts the block would not be as it is meant to be. */
  private async differs(changes: FileChanges, freed: Iterable<string> = []): Promise<string[]> {
    return this.misfits(await this.reading(changes), freed)
  }

  /** In which parts the block is not as it is to be where it is read so. */
  misfits(reading: BlockAt | undefined, freed: Iterable<string> = []): string[] {
    const { wanted } = this
    if (reading === undefined) return ['the file']
    const found = differences(reading.read, { ...wanted, freed: new Set([...wanted.freed, ...freed]) })
    const isSameInside =
      reading.read.children.length === this.at.read.children.length &&
      reading.read.children.every((child, index) => {
        const before = this.at.read.children[index]
        return before?.name === child.name && before.attribute('url_name') === child.attribute('url_name')
      })
    return isSameInside ? found : [...found, 'children']
  }

  private async reading(changes: FileChanges): Promise<BlockAt | undefined> {
    try {
      const session = await this.session.changed(changes)
      const named = await session.again(this.named)
      const at = named && (await session.at(named))
      return at === undefined || 'error' in at ? undefined : at
    } catch {
      return undefined
    }
  }

  /** The ways to write the change, the one that touches least first, each with the attributes that it may lose. */
  private async ways(): Promise<(readonly [Way, readonly string[]])[]> {
    const { at, values, wanted, isShared } = this
    const policyPath = await this.policyPath()
    const writing: FieldWriting = { at, named: this.named, types: this.types, policyPath, isShared }
    const texts = isShared ? new Map<string, OwnText>() : await this.ownTexts()
    const { said, inside } = this.inside()
    const isInside = (name: string) => said.includes(name) && !at.element.attributes.has(name)
    const others = new Map([...values].filter(([name]) => !texts.has(name) && !isInside(name)))
    const attributes: Way = (files) => {
      for (const { path, text } of texts.values()) files.rewrite(path, text)
      editAttributes(files, others, writing)
      editAsides(files, wanted.asides, writing)
    }
    const saidAttributes = said.filter((name) => Object.hasOwn(wanted.xmlAttributes, name))
    const written = (files: EditedFiles, all: boolean) => {
      const further = all ? Object.entries({ ...wanted.content, ...wanted.settings }) : []
      const rest = new Map<string, Json | undefined>([...values, ...further])
      for (const name of said) rest.set(name, undefined)
      editAttributes(files, rest, writing)
      files.edit(at.file.path, [
        ...insideEdit(
          at.element,
          at.file.text,
          withLineEnds(inside, files.text(at.file.path) ?? { lineEnd: '\n' }),
        ),
        ...this.ownAttributes(said),
      ])
    }
    const lost = [...saidAttributes, ...this.namesInData(said)]
    const ways: (readonly [Way, readonly string[]])[] = [[attributes, []]]
    if (isShared) ways.push([(files) => this.inline(files), saidAttributes])
    else ways.push([(files) => written(files, false), lost], [(files) => written(files, true), lost])
    return ways
  }

  /** The changed fields that are the whole text of a file of their own. */
  private async ownTexts(): Promise<Map<string, OwnText>> {
    const { read, source } = this.at
    const own = new Map<string, OwnText>()
    for (const [name, value] of this.values) {
      const before = read.content[name]
      if (typeof before !== 'string' || typeof value !== 'string') continue
      for (const path of source.texts) {
        const text = await this.session.known.settled(() => this.session.olx.text(path))
        if (text !== before) continue
        const others = (await this.session.version.readFrom(path)).filter((one) => one !== this.edit.usage)
        if (others.length === 0) own.set(name, { path, text: value })
      }
    }
    return own
  }

  /** What stands inside the element after the change, and which fields that says. */
  private inside(): { readonly said: readonly string[]; readonly inside: string } {
    const { content, settings, asides, kept } = this.wanted
    const { element, file, read } = this.at
    const type = this.named.block.type
    const { said, inside } = writtenInside({ type, content, settings }, this.types)
    const now = asideTexts({ element, file })
    const written = Object.keys(asides).length === Object.keys(read.asides ?? {}).length ? now : []
    const children = read.children.map((child) => sourceOf(child, file.text))
    return { said, inside: inside + [...kept, ...written, ...children].join('') }
  }

  /** Attributes of a text that is a whole element, which its author changed with it. */
  private ownAttributes(said: readonly string[]) {
    const root = this.rootInData(said)
    if (!root) return []
    const { element, file, read } = this.at
    const own = new Map<string, string | undefined>()
    for (const name of new Set([...root.attributes.keys(), ...Object.keys(read.xmlAttributes)])) {
      if (this.isField(name) || ['url_name', 'slug', 'name', 'filename', 'file_name'].includes(name)) continue
      own.set(name, root.attribute(name))
    }
    return new StartTag(element, file.text).with(own, element.attributes)
  }

  private namesInData(said: readonly string[]): string[] {
    const root = this.rootInData(said)
    return root ? [...root.attributes.keys(), ...Object.keys(this.at.read.xmlAttributes)] : []
  }

  private rootInData(said: readonly string[]): XmlElement | undefined {
    const texts = said.flatMap((name) => (this.values.has(name) ? [this.values.get(name)] : []))
    return texts.map((text) => rootOf(text, this.at.element.name)).find((root) => root !== undefined)
  }

  private isField(name: string): boolean {
    const known = this.types.get(this.named.block.type) ?? this.types.mixins
    const scope = known?.fieldByOlxName(name)?.scope.name
    return name === 'display_name' || scope === 'content' || scope === 'settings'
  }

  /** The whole element in its place, where its definition is also that of others. */
  private inline(files: EditedFiles): void {
    const { place, urlName } = this.named
    const { said, inside } = this.inside()
    const { content, settings, xmlAttributes } = this.wanted
    const attributes = Object.entries(xmlAttributes).filter(([name]) => !said.includes(name))
    const element = blockOlx(
      {
        type: this.named.block.type,
        urlName,
        content,
        settings,
        xmlAttributes: Object.fromEntries(attributes),
      },
      this.types,
    )
    const tag = new StartTag({ start: 0, name: this.named.block.type }, element)
    const start = `${element.slice(0, tag.close)}>`
    const text = `${start}${inside}</${this.named.block.type}>`
    files.edit(place.file.path, [{ start: place.element.start, end: place.element.end, text }])
  }

  /** The change with attributes taken away that say otherwise in words of their own (`youtube`, `from`, old names). */
  private async repaired(): Promise<FileChanges | undefined> {
    if (this.isShared) return undefined
    const { element } = this.at
    for (const [way, freed] of await this.ways()) {
      const gone = new Map<string, undefined>()
      let before = await this.differs(this.tried(way, gone), freed)
      for (const name of element.attributes.keys()) {
        if (name === 'url_name' || this.isField(name)) continue
        gone.set(name, undefined)
        const after = await this.differs(this.tried(way, gone), [...freed, ...gone.keys()])
        if (after.length === 0) return this.tried(way, gone)
        if (after.length < before.length) before = after
        else gone.delete(name)
      }
    }
    return undefined
  }

  private tried(way: Way, gone: ReadonlyMap<string, undefined>): FileChanges {
    const { element, file } = this.at
    const files = new EditedFiles(this.session.known)
    way(files)
    const kept = new Map([...gone].filter(([name]) => !this.values.has(name)))
    files.edit(file.path, new StartTag(element, file.text).with(kept, element.attributes))
    return files.changes()
  }

  private async policyPath(): Promise<string | undefined> {
    if (!this.session.isCourse) return undefined
    const run = await this.session.run()
    const paths = [`policies/${run}/policy.json`, `policies/${run}.json`]
    return this.session.known.settled(() => this.session.olx.find(paths))
  }
}

/** The root of a text that is an element of this name. */
function rootOf(text: Json | undefined, name: string): XmlElement | undefined {
  if (typeof text !== 'string' || !text.trimStart().startsWith(`<${name}`)) return undefined
  try {
    const root = parseXml(text)
    return root.name === name ? root : undefined
  } catch {
    // It is not well-formed, so nothing can be written of it.
    return undefined
  }
}

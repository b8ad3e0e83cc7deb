import { blockOlx, writtenInside } from '../../runtime/block/index.js'
import { sourceOf, type XmlElement } from '../../runtime/olx/index.js'
import { insideEdit, StartTag } from '../../runtime/olx/start-tag.js'
import type { Json } from '../../runtime/values/json.js'
import { rootOf, type ChangedBlock } from './changed-block.js'
import { withLineEnds, type EditedFiles } from './edited-files.js'
import { asideTexts, editAsides, editAttributes, type FieldWriting } from './field-edits.js'

/** The text of a field that is a file of its own. */
interface OwnText {
  readonly path: string
  readonly text: string
}

/** A way to write a change, tried and read again before it is taken. */
export type Way = (files: EditedFiles) => void

/** A way, with the attributes that the block may lose by it. */
type TriedWay = readonly [way: Way, lost: readonly string[]]

/** The ways to write the change of a block. */
export class WritingWays {
  constructor(private readonly block: ChangedBlock) {}

  /** The ways to write the change, the one that touches least first, each with the attributes that it may lose. */
  async all(): Promise<readonly TriedWay[]> {
    const { at, named, session, values, wanted, isShared } = this.block
    const policyPath = await this.policyPath()
    const writing: FieldWriting = { at, named, types: session.types, policyPath, isShared }
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
    const ways: TriedWay[] = [[attributes, []]]
    if (isShared) ways.push([(files) => this.inline(files), saidAttributes])
    else ways.push([(files) => written(files, false), lost], [(files) => written(files, true), lost])
    return ways
  }

  /** The changed fields that are the whole text of a file of their own. */
  private async ownTexts(): Promise<Map<string, OwnText>> {
    const { at, values, session, edit } = this.block
    const { read, source } = at
    const own = new Map<string, OwnText>()
    for (const [name, value] of values) {
      const before = read.content[name]
      if (typeof before !== 'string' || typeof value !== 'string') continue
      for (const path of source.texts) {
        const text = await session.known.settled(() => session.olx.text(path))
        if (text !== before) continue
        const others = (await session.version.readFrom(path)).filter((one) => one !== edit.usage)
        if (others.length === 0) own.set(name, { path, text: value })
      }
    }
    return own
  }

  /** What stands inside the element after the change, and which fields that says. */
  private inside(): { readonly said: readonly string[]; readonly inside: string } {
    const { wanted, at, named, session } = this.block
    const { content, settings, asides, kept } = wanted
    const { element, file, read } = at
    const { type } = named.block
    const { said, inside } = writtenInside({ type, content, settings }, session.types)
    const now = asideTexts({ element, file })
    const written = Object.keys(asides).length === Object.keys(read.asides ?? {}).length ? now : []
    const children = read.children.map((child) => sourceOf(child, file.text))
    return { said, inside: inside + [...kept, ...written, ...children].join('') }
  }

  /** Attributes of a text that is a whole element, which its author changed with it. */
  private ownAttributes(said: readonly string[]) {
    const root = this.rootInData(said)
    if (!root) return []
    const { element, file, read } = this.block.at
    const own = new Map<string, string | undefined>()
    for (const name of new Set([...root.attributes.keys(), ...Object.keys(read.xmlAttributes)])) {
      if (this.block.isField(name) || ['url_name', 'slug', 'name', 'filename', 'file_name'].includes(name))
        continue
      own.set(name, root.attribute(name))
    }
    return new StartTag(element, file.text).with(own, element.attributes)
  }

  private namesInData(said: readonly string[]): string[] {
    const root = this.rootInData(said)
    return root ? [...root.attributes.keys(), ...Object.keys(this.block.at.read.xmlAttributes)] : []
  }

  private rootInData(said: readonly string[]): XmlElement | undefined {
    const { values, at } = this.block
    const texts = said.flatMap((name) => (values.has(name) ? [values.get(name)] : []))
    return texts.map((text) => rootOf(text, at.element.name)).find((root) => root !== undefined)
  }

  /** The whole element in its place, where its definition is also that of others. */
  private inline(files: EditedFiles): void {
    const { named, session, wanted } = this.block
    const { place, urlName } = named
    const { type } = named.block
    const { said, inside } = this.inside()
    const { content, settings, xmlAttributes } = wanted
    const attributes = Object.entries(xmlAttributes).filter(([name]) => !said.includes(name))
    const element = blockOlx(
      {
        type,
        urlName,
        content,
        settings,
        xmlAttributes: Object.fromEntries(attributes),
      },
      session.types,
    )
    const tag = new StartTag({ start: 0, name: type }, element)
    const start = `${element.slice(0, tag.close)}>`
    const text = `${start}${inside}</${type}>`
    files.edit(place.file.path, [{ start: place.element.start, end: place.element.end, text }])
  }

  private async policyPath(): Promise<string | undefined> {
    const { session } = this.block
    if (!session.isCourse) return undefined
    const run = await session.run()
    const paths = [`policies/${run}/policy.json`, `policies/${run}.json`]
    return session.known.settled(() => session.olx.find(paths))
  }
}

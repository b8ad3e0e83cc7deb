import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { XmlElement } from '../../runtime/olx/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import type { BlockPlace } from '../olx/block-place.js'
import { blockTypeOf } from '../olx/block-types.js'
import { definitionOf, type Definition, type Unreadable } from '../olx/definition.js'
import { draftFolder, readDraftBlocks, withDrafts, type DraftBlocks } from '../olx/draft-blocks.js'
import { Findings } from '../olx/findings.js'
import { OlxFiles, type OlxFile } from '../olx/olx-files.js'
import { readPolicy, type Policy } from '../olx/policy.js'
import { readPlace, type PlaceReading } from '../olx/read-place.js'
import type { FilePlace, VersionBlock } from '../version/version-block.js'
import {
  changedFiles,
  KnownFiles,
  type FileChanges,
  type ReadVersion,
  type VersionFiles,
} from './version-files.js'

/** A place with the names that its block goes by in files. */
export interface NamedPlace {
  readonly usage: string
  readonly block: VersionBlock
  readonly place: BlockPlace
  /** The name of its element, and its url_name. */
  readonly typeName: string
  readonly urlName: string
}

/** The definition of a block and what it says. */
export type BlockAt = Definition & PlaceReading

/** The files of one version while a change of them is made: what of them is read is kept, and tried changes are read anew. */
export class EditSession {
  readonly known: KnownFiles
  readonly olx: OlxFiles
  /** The drafts of a course, where they count. */
  draftBlocks: DraftBlocks | undefined
  /** Where components of a library stand that were found elsewhere before, by usage key. */
  moved: ReadonlyMap<string, string> = new Map()
  /** The policy of a course run, once it was asked for. */
  policyRead: Policy | undefined

  private constructor(
    readonly version: ReadVersion,
    readonly files: VersionFiles,
    readonly types: BlockTypes,
  ) {
    this.known = new KnownFiles(version.context, files)
    this.olx = new OlxFiles(this.known, () => undefined)
  }

  static async open(version: ReadVersion, files: VersionFiles, types: BlockTypes): Promise<EditSession> {
    const session = new EditSession(version, files, types)
    if (session.folder !== undefined) {
      await session.known.list(draftFolder)
      session.draftBlocks = await session.known.settled(() => readDraftBlocks(session.olx))
    }
    return session
  }

  /** The same version after a change of its files. */
  changed(changes: FileChanges): Promise<EditSession> {
    return EditSession.open(this.version, changedFiles(this.files, changes), this.types)
  }

  /** Where drafts of a course stand, where they count. */
  get folder(): string | undefined {
    return this.isCourse && this.version.isDraft ? draftFolder : undefined
  }

  get isCourse(): boolean {
    return this.version.kind === 'course' && !this.isPathway
  }

  /** Whether it is a list of library blocks in one file. */
  get isPathway(): boolean {
    return this.version.context.startsWith('lx-pathway:')
  }

  /** Whether the blocks of the library stand in files of their own, described by TOML. */
  get isV2(): boolean {
    return this.version.root.startsWith('lib:')
  }

  /** @throws CompositorError `block-not-found` */
  async block(usage: string): Promise<VersionBlock> {
    const block = await this.version.block(usage)
    if (block) return block
    const message = `The draft of '${this.version.context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message, { usage })
  }

  /**
   * Where a block stands.
   * @param exact whether the element in its place is asked for where that is only a pointer
   * @throws CompositorError `block-not-found`, `draft-fixed` for one that stands in no XML
   */
  async place(usage: string, exact = false): Promise<NamedPlace> {
    const block = await this.block(usage)
    if (usage === this.version.root) return this.rootPlace(usage, block)
    if (this.isV2) return this.componentPlace(usage, block)
    const urlName = urlNameOf(usage, block)
    const parent = await this.block(block.parent ?? '')
    const found = exact ? undefined : await this.elementOf(block, parent, urlName)
    const base = await this.chain(block.parent ?? '')
    if (found) return { usage, block, urlName, typeName: found.element.name, place: { ...base, ...found } }
    const { children } = await this.childPlaces(block.parent ?? '')
    const place = children[parent.children.indexOf(usage)]
    if (!place) throw outOfStep(usage)
    return { usage, block, urlName, typeName: place.element.name, place }
  }

  /** The places of the children of a block, in their order, and those of them that only drafts hold. */
  async childPlaces(
    usage: string,
  ): Promise<{ at: BlockAt; parent: NamedPlace; children: readonly BlockPlace[] }> {
    const parent = await this.place(usage)
    const at = await this.at(parent)
    if ('error' in at) throw at.error
    const { file } = at
    const elements = withDrafts(at.read.children, this.draftBlocks, `${parent.typeName}/${parent.urlName}`)
    const above = { ...parent.place, file }
    return {
      at,
      parent,
      children: elements.map((element) => ({
        element,
        file,
        parent: above,
        depth: above.depth + 1,
        parentKey: usage,
        ...(above.folder !== undefined && { folder: above.folder }),
      })),
    }
  }

  /** What stands at a place. @throws whatever the type's `readOlx` throws */
  async at({ place, typeName, urlName }: Omit<NamedPlace, 'block'>): Promise<BlockAt | Unreadable> {
    const policy = await this.policy()
    return this.known.settled(() => {
      const definition = definitionOf(this.olx, place, typeName)
      if ('error' in definition) return definition
      const options = { files: this.olx, types: this.types, policy, report: () => undefined }
      return { ...definition, ...readPlace(place, definition, { typeName, urlName }, options) }
    })
  }

  /** What a block is defined by. */
  definition({ place, typeName }: NamedPlace): Promise<Definition | Unreadable> {
    return this.known.settled(() => definitionOf(this.olx, place, typeName))
  }

  /** The same place in the files as they are here, found by where its element begins. */
  async again(named: NamedPlace): Promise<NamedPlace | undefined> {
    const { place, urlName, typeName } = named
    const { start, end } = place.element
    // A pointer to a file whose place was not looked for.
    if (end === 0 && place.identity === undefined && place.element.attribute('url_name') === urlName)
      return named
    const file = await this.xml(place.file.path)
    if (file === undefined) return undefined
    const element =
      place.element === place.file.root ? file.root : elementIn(file.root, (one) => one.start === start)
    return element && element.name === typeName ? { ...named, place: { ...place, file, element } } : undefined
  }

  /** The policy of a course run. */
  async policy(): Promise<Policy | undefined> {
    if (!this.isCourse) return undefined
    const run = await this.run()
    return (this.policyRead ??= await this.known.settled(() => readPolicy(this.olx, run, new Findings())))
  }

  /** The run of a course, as its files name it. */
  async run(): Promise<string> {
    return urlNameOf(this.version.root, await this.block(this.version.root))
  }

  /** A file as XML; undefined where there is none, or no XML. */
  async xml(path: string): Promise<OlxFile | undefined> {
    const file = await this.known.settled(() => this.olx.xml(path))
    return file && 'root' in file ? file : undefined
  }

  private async rootPlace(usage: string, block: VersionBlock): Promise<NamedPlace> {
    const type = this.isCourse ? 'course' : this.isPathway ? 'pathway' : 'library'
    const file = this.isV2 ? undefined : await this.xml(`${type}.xml`)
    if (!file) throw fixed(usage, 'it stands in no XML')
    const urlName = urlNameOf(usage, block)
    const identity = this.isCourse ? { type, id: 'course', urlName } : { type, id: type }
    const { folder } = this
    const place = { element: file.root, file, depth: 0, parentKey: '', identity, ...(folder && { folder }) }
    return { usage, block, place, typeName: type, urlName }
  }

  private async componentPlace(usage: string, block: VersionBlock): Promise<NamedPlace> {
    const path = this.moved.get(usage) ?? block.at?.[0] ?? ''
    if (!path.endsWith('/block.xml')) throw fixed(usage, 'it stands in no XML')
    const urlName = urlNameOf(usage, block)
    const file = await this.xml(path)
    const type =
      file && blockTypeOf(file.root.name) === block.type ? file.root.name : parseUsageKey(usage).blockType
    const element = file?.root ?? new XmlElement(type)
    const folder = path.slice(0, -'/block.xml'.length)
    const text = (await this.known.settled(() => this.olx.text(path))) ?? ''
    const place = {
      depth: 0,
      parentKey: '',
      folder,
      element,
      file: file ?? { path, text, root: element },
      identity: { type, id: urlName },
      ...(!file && { failure: await this.failureOf(path) }),
    }
    return { usage, block, place, typeName: type, urlName }
  }

  private async failureOf(path: string): Promise<CompositorError> {
    const file = await this.known.settled(() => this.olx.xml(path))
    return file && 'error' in file
      ? file.error
      : new CompositorError('olx-file-missing', `There is no ${path}.`, { location: { file: path } })
  }

  /** The element in a block's place, where that is known without looking at what is beside it. */
  private async elementOf(
    { type, at, pointer }: VersionBlock,
    parent: VersionBlock,
    urlName: string,
  ): Promise<{ readonly element: XmlElement; readonly file: OlxFile } | undefined> {
    if (at === undefined || type === errorBlockType) return undefined
    const file = await this.xml((pointer ?? at)[0])
    const element = file && elementIn(file.root, isAt(pointer ?? at))
    if (!file || !element) return undefined
    const isInline = pointer !== undefined || element !== file.root || at[0] === parent.at?.[0]
    if (isInline) return { element, file }
    if (blockTypeOf(element.name) !== type) return undefined
    const path = parent.at?.[0] ?? ''
    const pure = new XmlElement(element.name, new Map([['url_name', urlName]]))
    return { element: pure, file: { path, text: '', root: pure } }
  }

  /** What stands around the children of a block. */
  private async chain(usage: string): Promise<Omit<BlockPlace, 'element' | 'file'>> {
    const { folder } = this
    const files: string[] = []
    for (let key: string | undefined = usage; key;) {
      const block: VersionBlock = await this.block(key)
      files.unshift(block.at?.[0] ?? '')
      key = key === this.version.root ? undefined : block.parent
    }
    let parent: BlockPlace | undefined
    for (const [depth, path] of files.entries()) {
      const element = new XmlElement('block')
      const above = parent
      parent = {
        element,
        file: { path, text: '', root: element },
        depth,
        parentKey: '',
        ...(above && { parent: above }),
      }
    }
    return { depth: files.length, parentKey: usage, ...(parent && { parent }), ...(folder && { folder }) }
  }
}

/** The url_name of a block as its files have it. */
export function urlNameOf(usage: string, { urlName }: Pick<VersionBlock, 'urlName'>): string {
  return urlName ?? (usage.startsWith('lib:') ? '' : parseUsageKey(usage).blockId)
}

function isAt([, line, column]: FilePlace): (element: XmlElement) => boolean {
  return (element) => element.line === line && element.column === column
}

function elementIn(root: XmlElement, fits: (element: XmlElement) => boolean): XmlElement | undefined {
  for (const element of root.descendants()) if (fits(element)) return element
  return undefined
}

/** @throws never: the error for a block whose files do not say what was read of them */
function outOfStep(usage: string): CompositorError {
  return new CompositorError(
    'store-damaged',
    `The files of the draft do not hold '${usage}' where it was read.`,
  )
}

function fixed(usage: string, why: string): CompositorError {
  return new CompositorError('draft-fixed', `'${usage}' cannot be changed so: ${why}.`, { usage })
}

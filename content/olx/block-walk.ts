import { setImmediate } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, findingOf } from '../../runtime/errors/index.js'
import { sourceOf } from '../../runtime/olx/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { errorBlockType, type BlockSource, type ErrorContent } from './authored-block.js'
import { BlockNames, type BlockName } from './block-names.js'
import { givenNames, type GivenNames } from './given-names.js'
import type { PreviousVersion } from './previous-blocks.js'
import type { BlockPlace } from './block-place.js'
import { blockTypeOf } from './block-types.js'
import { withDrafts, type DraftBlocks } from './draft-blocks.js'
import { definitionOf, unreadable, type Definition, type Unreadable } from './definition.js'
import type { Findings } from './findings.js'
import { NamedBlocks } from './named-blocks.js'
import { staticNames, type StaticNames } from './missing-files.js'
import type { Spool } from '../source/index.js'
import type { OlxFiles } from './olx-files.js'
import type { Policy } from './policy.js'
import type { ReadBlock } from './read-block.js'
import { ReadBlocks } from './read-blocks.js'
import { readPlace } from './read-place.js'

/** Bounds on what one import may hold; pointers let a small file stand for a huge tree. */
export interface WalkLimits {
  readonly blocks: number
  /** Blocks inside each other. */
  readonly depth: number
  /** Characters of XML that blocks are read from, a file counted as often as it is used. */
  readonly characters: number
}

const walkLimits: WalkLimits = { blocks: 100_000, depth: 100, characters: 500_000_000 }

/** What the walk needs to know of the course or library around it. */
export interface WalkOptions {
  readonly files: OlxFiles
  readonly types: BlockTypes
  readonly findings: Findings
  /** The usage key of a block, as text. @throws CompositorError where the parts make no key */
  readonly keyOf: (type: string, id: string) => string
  readonly policy?: Policy
  /** The version before, whose blocks without a name keep their keys. */
  readonly previous?: PreviousVersion | undefined
  /** Blocks to put in where their parent does not point to them. */
  readonly drafts?: DraftBlocks
  readonly limits?: WalkLimits
  /** Where only a part is read: what is not, and goes on as it was. */
  readonly part?: WalkedPart | undefined
  /** Where the content of many blocks waits; in memory without one. */
  readonly spool?: Spool | undefined
  /** Called now and then with the number of blocks read. */
  readonly onBlocks?: ((count: number) => void) | undefined
}

/** What bounds a walk over a part of a version. */
export interface WalkedPart {
  /** Whether the block of a place, with all below it, is as it was. */
  readonly isKept: (key: string, place: BlockPlace) => boolean
  readonly isElsewhere: (key: string) => boolean
  readonly given: () => GivenNames
}

/**
 * Reads blocks out of OLX, from elements down through pointers, without recursion. Whatever goes wrong with
 * one block becomes an error block in its place and a finding; nothing is lost.
 */
export class BlockWalk {
  private readonly read: ReadBlocks
  private readonly places = new Map<string, BlockSource>()
  private readonly limits: WalkLimits
  private readonly names: BlockNames
  private readonly named = new NamedBlocks()
  private characters = 0
  private staticNames: StaticNames | undefined

  constructor(private readonly options: WalkOptions) {
    this.limits = options.limits ?? walkLimits
    this.read = new ReadBlocks(options.spool)
    const { keyOf, findings, previous, files, part } = options
    const given = part?.given ?? (() => givenNames(files))
    this.names = new BlockNames({ keyOf, findings, previous, given, isElsewhere: part?.isElsewhere })
  }

  /** Keys that nobody had in the version before, made for blocks without a name of their own. */
  get madeKeys(): ReadonlySet<string> {
    return this.names.made
  }

  /** The blocks read so far, in document order. */
  get blocks(): ReadBlocks {
    return this.read
  }

  /** Notes where a block stands, be it one that was not read by this walk. */
  note(key: string, source: BlockSource): void {
    this.places.set(key, source)
  }

  /** Where they stand. */
  get sources(): ReadonlyMap<string, BlockSource> {
    return this.places
  }

  /**
   * Reads the block at `root` and all below it.
   * @returns its key
   * @throws CompositorError `olx-too-large`, when the whole import holds more than it may
   */
  async from(root: BlockPlace): Promise<string> {
    const open = [root]
    let rootKey = ''
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const named = this.names.name(place)
      rootKey ||= named.key
      if (this.options.part?.isKept(named.key, place)) {
        this.read.addChild(place.parentKey, named.key)
        continue
      }
      for (const child of this.block(place, named).toReversed()) open.push(child)
      if (this.read.size % 200 === 0) {
        this.options.onBlocks?.(this.read.size)
        await setImmediate()
      }
    }
    return rootKey
  }

  /** Says which blocks are not there that others rest on. To be called when all blocks are read. */
  reportNamed(): void {
    this.named.report(this.read, this.options.findings)
  }

  private block(place: BlockPlace, named: BlockName): BlockPlace[] {
    const { files, types, findings, policy, drafts } = this.options
    const { key, typeName } = named
    const blockType = blockTypeOf(typeName)
    const definition =
      place.depth < this.limits.depth
        ? definitionOf(files, place, typeName)
        : unreadable(
            place,
            'olx-too-deep',
            `<${typeName}> is inside ${place.depth} other blocks; at most ${this.limits.depth - 1} are read.`,
          )
    this.count(definition, place)
    if ('error' in definition) return this.keepError(place, named, definition)
    if (definition.note !== undefined) {
      const { line, column } = place.element
      findings.add({ ...definition.note, file: place.file.path, line, column, usage: key })
    }
    const { file, element } = definition
    const at = { file: file.path, line: element.line, column: element.column }
    try {
      const { read, source } = readPlace(place, definition, named, {
        files,
        types,
        policy,
        report: (finding) => findings.add({ usage: key, ...finding }),
        script: (script) => findings.scripts.push({ usage: key, ...script }),
      })
      this.keep(place, named, blockType, read, source)
      this.reportMissingFiles(place, key, blockType, read, definition)
      this.noteNamed(key, blockType, read, definition)
      const parent = { ...place, file }
      const children = withDrafts(read.children, drafts, `${typeName}/${named.urlName}`)
      const places = children.map((child) => ({
        element: child,
        file,
        parent,
        depth: place.depth + 1,
        parentKey: key,
        ...(place.folder !== undefined && { folder: place.folder }),
      }))
      this.names.match(key, places)
      return places
    } catch (thrown) {
      const { code, message, location } = CompositorError.from(thrown, 'block-failed')
      const error = new CompositorError(code, message, { location: { ...at, ...location }, cause: thrown })
      return this.keepError(place, named, { error, text: sourceOf(element, file.text) })
    }
  }

  private noteNamed(key: string, typeName: string, read: ReadBlock, { file, element }: Definition): void {
    const type = this.options.types.get(typeName)
    const { line, column } = element
    if (type) this.named.note({ key, type: typeName, ...read }, type, { file: file.path, line, column })
  }

  /** Files that the block names and that are not there. */
  private reportMissingFiles(
    { folder }: BlockPlace,
    key: string,
    typeName: string,
    read: ReadBlock,
    { file, element }: Definition,
  ): void {
    const { files, types, findings } = this.options
    if (types.get(typeName)?.capabilities.files === undefined) return
    this.staticNames ??= staticNames(files)
    const fields = { ...read.content, ...read.settings }
    for (const { link, field } of this.staticNames.missing(
      types.get(typeName),
      key,
      fields,
      folder && `${folder}/static`,
    )) {
      const { line, column } = element
      const message = `The ${field} of <${typeName}> names the file '${link.trim().slice(0, 200)}', which is not there.`
      findings.add({
        level: 'error',
        code: 'static-file-missing',
        file: file.path,
        line,
        column,
        usage: key,
        message,
      })
    }
  }

  private count(definition: Definition | Unreadable, { element, file }: BlockPlace): void {
    this.characters +=
      'error' in definition ? definition.text.length : definition.element.end - definition.element.start
    const { blocks, characters } = this.limits
    if (this.read.size >= blocks || this.characters > characters) {
      throw new CompositorError(
        'olx-too-large',
        `The OLX makes more than ${blocks} blocks or ${characters} characters, pointers followed; those are reached at <${element.name}>.`,
        { location: { file: file.path, line: element.line, column: element.column } },
      )
    }
  }

  private keep(
    place: BlockPlace,
    { key, id, urlName, unnamed, isKept }: BlockName,
    type: string,
    read: Omit<ReadBlock, 'children'>,
    source: BlockSource,
  ): void {
    const { content, settings, xmlAttributes, kept, asides } = read
    const named = { ...(urlName !== id && { urlName }), ...(asides && { asides }) }
    this.read.set({ key, type, content, settings, children: [], xmlAttributes, kept, ...named })
    this.places.set(key, {
      ...source,
      ...(unnamed !== undefined && { unnamed }),
      ...(isKept && { isKept }),
    })
    this.read.addChild(place.parentKey, key)
  }

  private keepError(place: BlockPlace, named: BlockName, { error, text }: Unreadable): BlockPlace[] {
    const content: ErrorContent = {
      original_type: blockTypeOf(named.typeName),
      message: error.message,
      contents: text,
      ...whereOf(error),
    }
    const { element, file } = place
    const at = error.location ?? { file: file.path, line: element.line, column: element.column }
    const title = element.attribute('display_name')
    const settings = { display_name: title ?? named.urlName }
    this.keep(
      place,
      named,
      errorBlockType,
      { content, settings, xmlAttributes: {}, kept: [] },
      { at, texts: [] },
    )
    this.options.findings.add({ ...findingOf(error), usage: named.key })
    return []
  }
}

/** The code of an error and its place, as an error block keeps them for staff. */
function whereOf({ code, location }: CompositorError): JsonObject {
  const { file, line, column } = location ?? {}
  return {
    code,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }
}

import { parseUsageKey } from '../../runtime/keys/index.js'
import { sourceOf, type XmlElement } from '../../runtime/olx/index.js'
import { blockId, derivedId, idOfXml, shortHash } from './block-id.js'
import type { BlockPlace } from './block-place.js'
import { blockTypeOf } from './block-types.js'
import type { Findings } from './findings.js'
import type { GivenNames } from './given-names.js'
import { matchedBlocks, type UnnamedBlock } from './matched-blocks.js'
import { PreviousBlocks, type PreviousVersion } from './previous-blocks.js'

/** A place with the name its block goes by. */
export interface BlockName {
  /** Usage key, as text; no other block has it. */
  readonly key: string
  readonly typeName: string
  readonly id: string
  /** The name as written; the id where there was none. */
  readonly urlName: string
  /** A hash of its own XML, where its author gave it no name. */
  readonly unnamed?: string
  /** Whether the version before gave it another name than its own XML would. */
  readonly isKept?: boolean
}

/** What names are given by. */
export interface NamingOptions {
  /** The usage key of a type and id, as text. */
  readonly keyOf: (type: string, id: string) => string
  readonly findings: Findings
  /** The version before, whose blocks without a name keep their keys. */
  readonly previous?: PreviousVersion | undefined
  /** The names of the import; asked for when a block takes one that another may have been given. */
  readonly given: () => GivenNames
  /** Whether a block has a key that stands where nothing is read now. */
  readonly isElsewhere?: ((key: string) => boolean) | undefined
}

/**
 * Gives every block of an import a usage key of its own: by its url_name or slug; one without those by the version before
 * where it was there, else by its name, display name or a hash of its own XML (the incumbent's order).
 */
export class BlockNames {
  private readonly taken = new Set<string>()
  /** How often a name was taken below one parent, so that many of one name stay cheap. */
  private readonly occurrences = new Map<string, number>()
  private readonly previous: PreviousBlocks | undefined
  private readonly known = new Map<BlockPlace, string>()
  private readonly promised = new Set<string>()
  private names: GivenNames | undefined
  /** Keys that nobody had before, given to blocks without a name or to second blocks of one name. */
  readonly made = new Set<string>()

  constructor(private readonly options: NamingOptions) {
    this.previous = options.previous && new PreviousBlocks(options.previous)
  }

  /** Looks up which blocks of the version before those without a name inside one parent are, before any is named. */
  match(parent: string, places: readonly BlockPlace[]): void {
    const before = this.previous?.inside(parent).filter(({ type, id, key }) => {
      return !this.taken.has(key) && !this.promised.has(key) && !this.isGiven(type, id)
    })
    if (before === undefined || before.length === 0) return
    const unnamed = places.flatMap((place) => (isUnnamed(place) ? [{ place, ...unnamedBlock(place) }] : []))
    const { keys, unsure } = matchedBlocks(unnamed, before, parent)
    for (const [{ place }, key] of keys) {
      this.known.set(place, key)
      this.promised.add(key)
    }
    const [first] = unsure
    if (first === undefined) return
    const { element, file } = first.place
    const message = `${unsure.length} of the blocks without url_name in ${parent} may not be the ones that were there before; learners' work follows their place.`
    const at = { file: file.path, line: element.line, column: element.column, usage: parent }
    this.options.findings.add({ level: 'warning', code: 'olx-unnamed', ...at, count: unsure.length, message })
  }

  /** Names the block at a place. A second block of one type and url_name gets a derived id, and is a finding. */
  name(place: BlockPlace): BlockName {
    const { element, file, identity, parentKey } = place
    const typeName = identity?.type ?? element.name
    const written = identity?.id ?? nameOf(element)
    if (blockId(written) === '') return this.unnamed(place, typeName)
    const first = blockId(written)
    const key = this.options.keyOf(keyType(typeName), first)
    const isSlug = identity === undefined && !element.attribute('url_name')
    // In a store that knows the course, keys are as they were.
    const isForUrlName =
      isSlug && this.previous === undefined && this.given.urlNames.has(`${typeName}/${first}`)
    if (this.isHad(key) || isForUrlName) {
      const message = `There already is a <${typeName}> with the url_name '${written}'; this one gets a derived name.`
      const { line, column } = element
      const where = { file: file.path, line, column, usage: key }
      this.options.findings.add({ level: 'warning', code: 'olx-duplicate', ...where, message })
    }
    const free =
      this.secondBefore(typeName, first, key, parentKey) ??
      this.free(typeName, first, parentKey, isForUrlName)
    return { ...free, typeName, urlName: identity?.urlName ?? written }
  }

  private unnamed(place: BlockPlace, typeName: string): BlockName {
    const { element, parentKey } = place
    const { hash } = unnamedBlock(place)
    const given = blockId(element.attribute('name') ?? '') || blockId(element.attribute('display_name') ?? '')
    const known = this.known.get(place)
    if (known !== undefined && !this.taken.has(known)) {
      this.known.delete(place)
      this.taken.add(known)
      const first = this.options.keyOf(keyType(typeName), given || idOfXml(typeName, hash))
      return { ...this.told(known, typeName, hash, parseUsageKey(known).blockId), isKept: known !== first }
    }
    const tried = given === '' ? [] : [given, `${given}_${hash}`]
    for (const id of [...tried, idOfXml(typeName, hash)]) {
      const key = this.options.keyOf(keyType(typeName), id)
      if (this.isTaken(key) || this.previous?.isNamed(key) || this.isGiven(typeName, id)) continue
      this.taken.add(key)
      this.made.add(key)
      return this.told(key, typeName, hash, id)
    }
    const { key, id } = this.free(typeName, idOfXml(typeName, hash), parentKey, true)
    return this.told(key, typeName, hash, id)
  }

  /** The derived key that the second block of one name had here, which it keeps wherever the first stands. */
  private secondBefore(typeName: string, first: string, key: string, parentKey: string) {
    if (this.previous === undefined || this.previous.holds(parentKey, key)) return undefined
    const id = derivedId(first, parentKey, 2)
    const second = this.options.keyOf(keyType(typeName), id)
    if (!this.previous.holds(parentKey, second) || this.isTaken(second)) return undefined
    this.taken.add(second)
    return { key: second, id }
  }

  private told(key: string, typeName: string, unnamed: string, id: string): BlockName {
    return { key, typeName, id, urlName: id, unnamed }
  }

  /** The first key that nobody has, of an id and those derived from it. */
  private free(
    typeName: string,
    first: string,
    parentKey: string,
    isDerived: boolean,
  ): { key: string; id: string } {
    const type = keyType(typeName)
    let id = first
    let key = this.options.keyOf(type, id)
    const counter = `${key}\n${parentKey}`
    let occurrence = this.occurrences.get(counter) ?? 1
    for (let isFree = !isDerived && !this.isHad(key); !isFree; isFree = !this.isTaken(key)) {
      id = derivedId(first, parentKey, ++occurrence)
      key = this.options.keyOf(type, id)
      this.made.add(key)
    }
    this.occurrences.set(counter, occurrence)
    this.taken.add(key)
    return { key, id }
  }

  private isTaken(key: string): boolean {
    return this.isHad(key) || this.promised.has(key)
  }

  private isHad(key: string): boolean {
    return this.taken.has(key) || this.options.isElsewhere?.(key) === true
  }

  /** Whether some block of the import has this as its url_name or slug. */
  private isGiven(typeName: string, id: string): boolean {
    const name = `${typeName}/${id}`
    return this.given.urlNames.has(name) || this.given.slugs.has(name)
  }

  private get given(): GivenNames {
    return (this.names ??= this.options.given())
  }
}

/** The type in the key of an element's block. */
function keyType(typeName: string): string {
  return blockId(blockTypeOf(typeName))
}

function nameOf(element: XmlElement): string {
  return element.attribute('url_name') || element.attribute('slug') || ''
}

function isUnnamed({ element, identity }: BlockPlace): boolean {
  return identity === undefined && blockId(nameOf(element)) === ''
}

function unnamedBlock({ element, file, identity }: BlockPlace): UnnamedBlock {
  const xml = sourceOf(element, file.text)
  return { type: blockTypeOf(identity?.type ?? element.name), xml, hash: shortHash(xml) }
}

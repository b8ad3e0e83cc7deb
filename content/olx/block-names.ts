import { sourceOf } from '../../runtime/olx/index.js'
import { blockId, derivedId, generatedId } from './block-id.js'
import type { BlockPlace } from './block-place.js'
import type { Findings } from './findings.js'

/** A place with the name its block goes by. */
export interface BlockName {
  /** Usage key, as text; no other block has it. */
  readonly key: string
  readonly typeName: string
  readonly id: string
  /** The name as written; the id where there was none. */
  readonly urlName: string
}

/** Gives every block of an import a usage key of its own. */
export class BlockNames {
  private readonly taken = new Set<string>()
  /** How often a name was taken below one parent, so that many of one name stay cheap. */
  private readonly occurrences = new Map<string, number>()

  /** @param keyOf the usage key of a type and id, as text */
  constructor(
    private readonly keyOf: (type: string, id: string) => string,
    private readonly findings: Findings,
  ) {}

  /** Names the block at a place. A second block of one type and url_name gets a derived id, and is a finding. */
  name(place: BlockPlace): BlockName {
    const { element, file, identity, parentKey } = place
    const typeName = identity?.type ?? element.name
    const keyType = blockId(typeName)
    const written = identity?.id ?? element.attribute('url_name') ?? element.attribute('slug') ?? ''
    const given = blockId(written)
    const first = given === '' ? generatedId(typeName, sourceOf(element, file.text), parentKey) : given
    let id = first
    let key = this.keyOf(keyType, id)
    if (this.taken.has(key) && given !== '') {
      const message = `There already is a <${typeName}> with the url_name '${written}'; this one gets a derived name.`
      const { line, column } = element
      const where = { file: file.path, line, column, usage: key }
      this.findings.add({ level: 'warning', code: 'olx-duplicate', ...where, message })
    }
    const counter = `${key}\n${parentKey}`
    let occurrence = this.occurrences.get(counter) ?? 1
    while (this.taken.has(key)) {
      id = derivedId(first, parentKey, ++occurrence)
      key = this.keyOf(keyType, id)
    }
    this.occurrences.set(counter, occurrence)
    this.taken.add(key)
    return { key, typeName, id, urlName: identity?.urlName ?? (given === '' ? id : written) }
  }
}

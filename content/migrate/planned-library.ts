import { parseUsageKey, type LibraryKey } from '../../runtime/keys/index.js'
import { libraryId } from '../edit/taken-block.js'
import type { SourceBlock, SourceLibrary } from './source-library.js'

/** A block of the new library that is to be made. */
export interface PlannedBlock {
  readonly source: SourceBlock
  readonly as: 'component' | 'unit'
  /** Block type of a component; `unit`. */
  readonly type: string
  readonly id: string
  /** Usage key in the new library, as text. */
  readonly key: string
  readonly title: string
  /** Of a unit, what it holds. */
  readonly children: readonly PlannedBlock[]
  /** Whether it stands in the library only as a part of a unit. */
  readonly isPart: boolean
}

/** What the blocks of a library become in a v2 library, in their order, those of units behind their unit. */
export class PlannedLibrary {
  readonly #taken = new Set<string>()

  private constructor(private readonly to: LibraryKey) {}

  /** @param known keys in the new library of blocks that were migrated before, by those they had */
  static async of(
    { tops }: SourceLibrary,
    to: LibraryKey,
    known: ReadonlyMap<string, string>,
  ): Promise<readonly PlannedBlock[]> {
    const plan = new PlannedLibrary(to)
    for (const key of known.values()) plan.#taken.add(key)
    const planned: PlannedBlock[] = []
    for (const top of tops) planned.push(await plan.#top(top, known))
    return planned
  }

  async #top(source: SourceBlock, known: ReadonlyMap<string, string>): Promise<PlannedBlock> {
    if (!isUnit(source)) return this.#block(source, known, false)
    const { view, block } = source
    const children: PlannedBlock[] = []
    for (const [usage, child] of await view.blocks(block.children))
      children.push(this.#block({ usage, view, block: child }, known, true))
    return { ...this.#block(source, known, false, 'unit'), as: 'unit', children }
  }

  #block(
    source: SourceBlock,
    known: ReadonlyMap<string, string>,
    isPart: boolean,
    type = parseUsageKey(source.usage).blockType,
  ): PlannedBlock {
    const key = known.get(source.usage) ?? this.#free(type, libraryId(parseUsageKey(source.usage).blockId))
    const { blockId: id } = parseUsageKey(key)
    const { display_name: name } = source.block.settings
    const title = typeof name === 'string' ? name : ''
    return { source, as: 'component', type, id, key, title, children: [], isPart }
  }

  /** A key that no other block of the library has. */
  #free(type: string, id: string): string {
    for (let number = 1; ; number++) {
      const key = `lb:${this.to.path}:${type}:${number === 1 ? id : `${id}-${number}`}`
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return key
    }
  }
}

/** A unit that says nothing but its name becomes a container; what says more stays whole, as a component. */
function isUnit({ block: { type, settings, xmlAttributes = {}, kept = [], asides } }: SourceBlock): boolean {
  const said = Object.keys(settings).filter((name) => name !== 'display_name')
  const written = Object.keys(xmlAttributes).filter((name) => name !== 'url_name')
  return type === 'vertical' && said.length + written.length + kept.length === 0 && asides === undefined
}

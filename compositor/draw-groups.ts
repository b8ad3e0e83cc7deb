import {
  listedMembers,
  mostInGroup,
  type BlockTypes,
  type ChoiceMembers,
  type CompanionBank,
  type Companions,
} from '../runtime/block/index.js'
import { parseUsageKey } from '../runtime/keys/index.js'
import type { ComposedBlock, CountedBlock, DrawsTogether } from '../runtime/unit/index.js'
import { contentHash } from '../runtime/values/index.js'
import { bankPool } from './bank-pools.js'
import type { PublishedContext, UnitCompanions } from './published-context.js'
import type { UnitSummaries } from './unit-summaries.js'

/** Banks of which each shows the same as the next. */
const longestChain = 20

/** What was found of banks, and a name for it: another one where any of it is another one. */
interface Found<T> {
  readonly found: T
  readonly name: string
}

type Leader = NonNullable<Companions['leader']>

/**
 * Finds what banks of a published course draw together with. What it reads of the other units are their summaries, of which
 * nothing is composed, and no library; a group is read once for each publication.
 */
export class DrawGroups {
  readonly #groups = new WeakMap<PublishedContext, Map<string, Promise<Found<readonly CompanionBank[]>>>>()

  constructor(
    private readonly summaries: UnitSummaries,
    private readonly types: BlockTypes,
  ) {}

  /** Of banks and references of one unit. @throws CompositorError `store-unavailable` */
  async of(draws: readonly DrawsTogether[], published: PublishedContext): Promise<UnitCompanions> {
    const byBank = new Map<string, Companions>()
    const names: string[] = []
    for (const one of draws) {
      const { usage } = one
      if (one.sameAs !== undefined) {
        const leader = await this.#leader(one, published)
        if (leader) byBank.set(usage, { leader: leader.found })
        names.push(leader?.name ?? '')
      } else if (one.group !== undefined) {
        const { found: group, name } = await this.#group(one.group, published)
        byBank.set(usage, { group })
        names.push(name)
      }
    }
    return { byBank, name: contentHash(names) }
  }

  #group(name: string, published: PublishedContext): Promise<Found<readonly CompanionBank[]>> {
    let groups = this.#groups.get(published)
    if (!groups) this.#groups.set(published, (groups = new Map()))
    const known = groups.get(name)
    if (known) return known
    const reading = this.#read(name, published)
    groups.set(name, reading)
    // What could not be read is tried again.
    reading.catch(() => groups.delete(name))
    return reading
  }

  async #read(group: string, published: PublishedContext): Promise<Found<readonly CompanionBank[]>> {
    const keys = await published.unitsOfGroup(group)
    const { units } = await this.summaries.of(keys, published)
    const entries = await published.units(keys)
    const banks: CompanionBank[] = []
    for (const unit of units) {
      for (const one of entries.get(unit.key)?.entry.draws ?? []) {
        if (one.group === group && banks.length < mostInGroup) banks.push(this.#bank(one.usage, unit.root))
      }
    }
    return { found: banks, name: units.map(({ key, version }) => `${key} ${version}`).join(' ') }
  }

  /** The bank whose selection another one shows; of a chain, the last. Undefined where it leads nowhere, or round in a circle. */
  async #leader(follower: DrawsTogether, published: PublishedContext): Promise<Found<Leader> | undefined> {
    let next = await this.#named(follower.sameAs ?? '', published)
    for (let step = 0; next !== undefined && step < longestChain; step++) {
      const usage: string = next
      const unitKey = await published.unitOf(parseUsageKey(usage))
      const placed = unitKey === undefined ? undefined : await published.unit(unitKey)
      const [unit] = placed ? (await this.summaries.of([placed.entry.key], published)).units : []
      const block = unit && blockAt(unit.root, usage)
      const { choice, draws } = (block && this.types.get(block.type)?.capabilities) ?? {}
      if (!placed || !unit || choice?.field === undefined || !draws) return undefined
      const own = placed.entry.draws?.find((one) => one.usage === usage)
      if (own?.sameAs !== undefined) {
        next = await this.#named(own.sameAs, published)
        continue
      }
      const group = own?.group === undefined ? undefined : await this.#group(own.group, published)
      const bank = group?.found.find((one) => one.usage === usage) ?? this.#bank(usage, unit.root)
      const name = `${usage} ${unit.version} ${group?.name ?? ''}`
      return { found: { bank, ...(group && { group: group.found }) }, name }
    }
    return undefined
  }

  /** The usage key of a block that an author named by it, or by its id. */
  async #named(text: string, published: PublishedContext): Promise<string | undefined> {
    try {
      return parseUsageKey(text).withoutBranchOrVersion().toString()
    } catch {
      return published.blockOfId(text)
    }
  }

  #bank(usage: string, root: CountedBlock): CompanionBank {
    const block = blockAt(root, usage)
    const type = block && this.types.get(block.type)
    const { choice, draws } = type?.capabilities ?? {}
    if (!block || !type || choice?.field === undefined || !draws)
      return { usage, count: -1, members: broughtBy(usage, root) }
    const { definition, fields } = block
    const { count } = draws(type.sharedFields({ usage, type: block.type, definition, fields }))
    return { usage, count, members: bankPool(block), field: choice.field }
  }
}

function blockAt(block: CountedBlock, key: string): CountedBlock | undefined {
  if (block.key === key) return block
  for (const child of block.children) {
    const found = blockAt(child, key)
    if (found) return found
  }
  return undefined
}

/** The library blocks that a reference brought into a unit, those in them, too. */
function broughtBy(usage: string, root: ComposedBlock): ChoiceMembers {
  const components = new Map<string, string>()
  const open = [root]
  for (let block = open.pop(); block; block = open.pop()) {
    if (block.origin && block.key.startsWith(`cb::${usage}::`)) components.set(block.key, block.origin.block)
    open.push(...block.children)
  }
  const listed = listedMembers([...components.keys()])
  const all = [...components.values()]
  return {
    ...listed,
    componentAt: (place) => all[place] ?? '',
    placeOfComponent: (component) => all.indexOf(component),
  }
}

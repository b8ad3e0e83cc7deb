import { bankPool } from '../../compositor/index.js'
import {
  DraftGroups,
  drawsIn,
  type AuthoringStore,
  type DraftBank,
  type ViewedBlock,
} from '../../content/index.js'
import {
  ContextualKey,
  LibraryBlockKey,
  listedMembers,
  mostInGroup,
  parseUsageKey,
  V1LibraryBlockKey,
  type BlockTypes,
  type ChoiceMembers,
  type CompanionBank,
  type Companions,
  type ComposedBlock,
  type PublishedBlock,
} from '../../runtime/index.js'

/** Banks of which each shows the same as the next. */
const longestChain = 20

/** Finds what banks of a draft draw together with, as they will once it is published. */
export class DraftCompanions {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** By the keys of the banks in a block of a draft; undefined where none draws with others, so that nothing is looked for. */
  async of({
    view,
    gathered,
  }: Pick<ViewedBlock, 'view' | 'gathered'>): Promise<ReadonlyMap<string, Companions> | undefined> {
    const { unit, blocks: records } = gathered
    const draws = [...drawsIn(unit.root, this.types)]
    if (draws.length === 0) return undefined
    // What is looked at may be as an edit would make it.
    const shown = new Map(Array.from(blocksIn(unit.root), (block) => [block.key, { block, records }]))
    const found = new FoundBanks(
      new DraftGroups(view, { store: this.store, types: this.types }),
      shown,
      this.types,
    )
    const companions = new Map<string, Companions>()
    for (const { usage, group, sameAs } of draws) {
      const leader = sameAs === undefined ? undefined : await found.leader(sameAs)
      if (leader) companions.set(usage, { leader })
      else if (group !== undefined) companions.set(usage, { group: await found.group(group) })
    }
    return companions
  }
}

class FoundBanks {
  readonly #groups = new Map<string, Promise<readonly CompanionBank[]>>()

  constructor(
    private readonly draft: DraftGroups,
    private readonly shown: ReadonlyMap<string, Pick<DraftBank, 'block' | 'records'>>,
    private readonly types: BlockTypes,
  ) {}

  /** The same list each time, as the group draws once. */
  group(name: string): Promise<readonly CompanionBank[]> {
    const known = this.#groups.get(name) ?? this.#read(name)
    this.#groups.set(name, known)
    return known
  }

  /** The bank whose selection another one shows; of a chain, the last. Undefined where it leads nowhere, or round in a circle. */
  async leader(sameAs: string): Promise<Companions['leader']> {
    let named = sameAs
    for (let step = 0; step < longestChain; step++) {
      const usage = keyOf(named) ?? (await this.draft.blockOfId(named))
      const bank = usage === undefined ? undefined : await this.draft.bank(usage)
      if (!bank || this.types.get(bank.block.type)?.capabilities.choice?.field === undefined) return undefined
      const { group: name, sameAs: next } = bank.drawing
      if (next) {
        named = next
        continue
      }
      const group = name ? await this.group(name) : undefined
      const own = group?.find((one) => one.usage === usage) ?? this.#bank(bank)
      return { bank: own, ...(group && { group }) }
    }
    return undefined
  }

  async #read(name: string): Promise<readonly CompanionBank[]> {
    return (await this.draft.banksOf(name)).slice(0, mostInGroup).map((bank) => this.#bank(bank))
  }

  #bank(bank: DraftBank): CompanionBank {
    const { key: usage, type } = bank.block
    const { block, records } = this.shown.get(usage) ?? bank
    const { field } = this.types.get(type)?.capabilities.choice ?? {}
    if (field === undefined) return { usage, count: -1, members: broughtBy(block, records) }
    return { usage, count: bank.drawing.count, members: bankPool(asComposed(block)), field }
  }
}

/** A bank as composing would give it, as far as drawing from it goes. */
function asComposed(bank: PublishedBlock): ComposedBlock {
  const { key: usage, type, definition, children, referred = [] } = bank
  const own = children.map((child): ComposedBlock => {
    const { key, type: childType, definition: defined, settings } = child
    return { key, type: childType, definition: defined, fields: settings, children: [] }
  })
  const brought = referred.flatMap((one): ComposedBlock[] => {
    if (!('record' in one)) return []
    const { library, version, block } = one
    const key = contextual(usage, block)
    const origin = { library, version, block }
    return key === undefined
      ? []
      : [{ key, type: one.type, definition: one.record, origin, fields: {}, children: [] }]
  })
  return { key: usage, type, definition, fields: {}, children: [...own, ...brought] }
}

/** The library blocks that a reference brings, those in them, too. */
function broughtBy(
  reference: PublishedBlock,
  records: Readonly<Record<string, PublishedBlock>>,
): ChoiceMembers {
  const components = (reference.referred ?? []).flatMap((one) => {
    const record = 'record' in one ? records[one.record] : undefined
    return record ? Array.from(blocksIn(record), ({ key }) => key) : []
  })
  const listed = listedMembers(components.map((block) => contextual(reference.key, block) ?? block))
  return {
    ...listed,
    componentAt: (place) => components[place] ?? '',
    placeOfComponent: (component) => components.indexOf(component),
  }
}

function contextual(usage: string, block: string): string | undefined {
  const definition = parseUsageKey(block)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) return undefined
  return new ContextualKey({ usage: parseUsageKey(usage), definition }).toString()
}

function keyOf(text: string): string | undefined {
  try {
    return parseUsageKey(text).withoutBranchOrVersion().toString()
  } catch {
    return undefined
  }
}

function* blocksIn(block: PublishedBlock): Iterable<PublishedBlock> {
  yield block
  for (const child of block.children) yield* blocksIn(child)
}

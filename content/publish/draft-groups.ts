import type { BlockTypes, Drawing } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import type { AuthoringStore, VersionView } from '../version/index.js'
import { drawingOf } from './draws-together.js'
import { GroupFindings, type GroupsView } from './group-findings.js'
import { PublishedBlocks, type BlocksView } from './published-blocks.js'
import { gatheredBlocks } from './gathered-blocks.js'
import type { VersionsByName } from './opened-libraries.js'
import { UnitReferences } from './unit-references.js'

/** What of a version is looked at. */
export type DrawnView = BlocksView & Pick<VersionView, 'block' | 'allBlocks'>

/** A bank or reference of a draft, with what its references stand for. */
export interface DraftBank {
  readonly block: PublishedBlock
  readonly drawing: Drawing
  /** Records of the library blocks that it brings. */
  readonly records: Readonly<Record<string, PublishedBlock>>
}

/** Where banks of a draft are found. */
export interface DraftGroupsOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** Where library versions are found, if not in the store. */
  readonly versions?: VersionsByName | undefined
}

/** Levels above a block that are looked at; no version has more. */
const mostLevels = 500

/** The reference groups of a version that need not be published, nor even stored: it is looked through once, for what draws with others. */
export class DraftGroups implements GroupsView {
  readonly #blocks: PublishedBlocks
  readonly #references: UnitReferences
  readonly #records = new Map<string, PublishedBlock>()
  readonly #banks = new Map<string, Promise<DraftBank | undefined>>()
  #drawings: Promise<ReadonlyMap<string, Drawing>> | undefined

  constructor(
    private readonly view: DrawnView,
    private readonly options: DraftGroupsOptions,
  ) {
    const { store, types, versions } = options
    this.#blocks = new PublishedBlocks(view, types)
    this.#references = new UnitReferences(store, types, {
      block: (hash, block) => this.#records.set(hash, block),
      ...(versions && { versions }),
    })
  }

  /** What is to be said of all its groups, and of banks that follow others, before anybody draws. */
  async findings(): Promise<readonly Finding[]> {
    const findings = new GroupFindings(this, this.options.types)
    const found: Finding[] = []
    const groups = new Set<string>()
    for (const [usage, { group, sameAs }] of await this.#drawing()) {
      if (sameAs) found.push(...(await findings.ofFollower({ usage, sameAs })))
      else if (group) groups.add(group)
    }
    for (const name of groups) found.push(...(await findings.ofGroup(name)))
    return found
  }

  /** What is to be said of one group. */
  findingsOf(group: string): Promise<readonly Finding[]> {
    return new GroupFindings(this, this.options.types).ofGroup(group)
  }

  /** The banks and references of a group, in course order. */
  async banksOf(group: string): Promise<readonly DraftBank[]> {
    const keys = [...(await this.#drawing())].flatMap(([usage, one]) =>
      one.group === group && !one.sameAs ? [usage] : [],
    )
    const banks = await Promise.all((await this.#inOrder(keys)).map((usage) => this.bank(usage)))
    return banks.filter((one) => one !== undefined)
  }

  /** A bank or reference; undefined for a block that says nothing of how it draws. */
  bank(usage: string): Promise<DraftBank | undefined> {
    const known = this.#banks.get(usage) ?? this.#read(usage)
    this.#banks.set(usage, known)
    return known
  }

  async group(name: string): ReturnType<GroupsView['group']> {
    return (await this.banksOf(name)).map(({ block }) => {
      return { root: block, draws: [{ usage: block.key, group: name }] }
    })
  }

  /** Pools are listed in the banks themselves. */
  pool(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  async blockOfId(id: string): Promise<string | undefined> {
    for await (const [usage] of this.view.allBlocks()) if (parseUsageKey(usage).blockId === id) return usage
    return undefined
  }

  async drawsOf(usage: string): ReturnType<GroupsView['drawsOf']> {
    const block = await this.view.block(usage)
    const { draws, choice } = this.options.types.get(block?.type ?? '')?.capabilities ?? {}
    if (!draws || choice?.field === undefined) return undefined
    const { sameAs } = (await this.#drawing()).get(usage) ?? {}
    return sameAs ? { sameAs } : {}
  }

  async #read(usage: string): Promise<DraftBank | undefined> {
    const { types } = this.options
    await this.#blocks.load([usage])
    const own = this.#blocks.block(usage)
    const block = own && (await this.#references.resolved(own))
    const drawing = block && drawingOf(block, types)
    return drawing && { block, drawing, records: gatheredBlocks(block, this.#records) }
  }

  /** How blocks draw that draw with others, by usage key. */
  #drawing(): Promise<ReadonlyMap<string, Drawing>> {
    return (this.#drawings ??= this.#lookThrough())
  }

  async #lookThrough(): Promise<ReadonlyMap<string, Drawing>> {
    const { types } = this.options
    const found = new Map<string, Drawing>()
    for await (const [key, { type, definition, settings }] of this.view.allBlocks()) {
      if (!types.get(type)?.capabilities.draws) continue
      // How a block draws are settings of it.
      const drawing = drawingOf({ key, type, definition, content: {}, settings, children: [] }, types)
      if (drawing?.group || drawing?.sameAs) found.set(key, drawing)
    }
    return found
  }

  /** Usage keys as learners come by them; those that hang on nothing are left out. */
  async #inOrder(keys: readonly string[]): Promise<readonly string[]> {
    const ways: { readonly key: string; readonly way: readonly number[] }[] = []
    for (const key of keys) {
      const way: number[] = []
      let at = key
      while (at !== this.view.root && way.length < mostLevels) {
        const { parent } = (await this.view.block(at)) ?? {}
        const above = parent === undefined ? undefined : await this.view.block(parent)
        if (parent === undefined || !above) break
        way.unshift(above.children.indexOf(at))
        at = parent
      }
      if (at === this.view.root) ways.push({ key, way })
    }
    return ways.sort((one, other) => compared(one.way, other.way)).map(({ key }) => key)
  }
}

function compared(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((index, at) => index !== other[at])
  return place < 0 ? one.length - other.length : (one[place] ?? 0) - (other[place] ?? -1)
}

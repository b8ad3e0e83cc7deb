import { SummaryBlocks } from '../../runtime/reference/summary-block.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import {
  CourseBlockKey,
  LibraryKey,
  parseCourseKey,
  parseUsageKey,
  V1LibraryKey,
} from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { typeIn } from '../edit/copied-block.js'
import { takenBlock } from '../edit/taken-block.js'
import {
  differingParts,
  partsOf,
  type AuthoringStore,
  type DraftOperation,
  type VersionBlock,
} from '../version/index.js'
import type { StoredVersionView } from '../version/stored-version-view.js'
import { derivedBlockId } from './derived-id.js'
import { originsOf } from './migrated-origins.js'
import { withFiles } from './source-library.js'
import { linkSettings } from '../upstream/upstream-fields.js'
import { syncEdit } from '../upstream/upstream-edit.js'
import { linkOf, upstreamOf } from '../upstream/upstream-link.js'

/** The steps by which copies become what their library has. */
export class ChildrenUpdate {
  readonly operations: DraftOperation[] = []
  readonly added: string[] = []
  readonly updated: string[] = []
  readonly removed: string[] = []

  private constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly course: StoredVersionView,
    private readonly from: StoredVersionView,
    private readonly library: LibraryKey | V1LibraryKey,
    /** Keys in the v1 library that it was made of, by those here. */
    private readonly former: ReadonlyMap<string, string>,
  ) {}

  static async of(
    store: AuthoringStore,
    types: BlockTypes,
    course: StoredVersionView,
    from: StoredVersionView,
    library: LibraryKey | V1LibraryKey,
  ): Promise<ChildrenUpdate> {
    const origins = await originsOf(store, from)
    const former = Object.entries(origins?.blocks ?? {}).map(([old, now]) => [now, old] as const)
    return new ChildrenUpdate(store, types, course, from, library, new Map(former))
  }

  /** What stands at the library's top and is of a kind of problem. */
  async members(kind: string): Promise<readonly string[]> {
    const { from, types } = this
    const keys = (await from.block(from.root))?.children ?? []
    if (kind === 'any' || kind === '') return keys
    const summaries = new SummaryBlocks(types)
    const blocks = await from.blocks(keys)
    const definitions = await from.definitions(Array.from(blocks.values(), ({ definition }) => definition))
    return keys.filter((key) => {
      const block = blocks.get(key)
      const type = block && types.get(block.type)
      if (!block || !type) return false
      const content = definitions.get(block.definition)?.content ?? {}
      const published = {
        key,
        type: block.type,
        definition: block.definition,
        content,
        settings: block.settings,
        children: [],
      }
      return (
        block.type === kind ||
        summaries.said(type, published, { ...content, ...block.settings }).kinds?.includes(kind) === true
      )
    })
  }

  /** @param usage of what holds the copies */
  async level(usage: string, holder: VersionBlock, members: readonly string[]): Promise<void> {
    const { course, from } = this
    const [children, originals] = [await course.blocks(holder.children), await from.blocks(members)]
    const linked = new Map([...children].map(([key, { settings }]) => [upstreamOf(settings), key]))
    const parent = parseUsageKey(usage).blockId
    const known = new Set<string>()
    for (const [member, original] of originals) {
      const key = linked.get(member) ?? this.#copyKey(member, original, parent)
      known.add(key)
      const copy = children.get(key)
      if (!copy) await this.#add(usage, member, key)
      else {
        await this.#update(key, copy, member, original)
        if (copy.children.length + original.children.length > 0)
          await this.level(key, copy, original.children)
      }
    }
    for (const [key, child] of children) {
      if (known.has(key) || !this.#isCopy(key, child)) continue
      this.operations.push({ do: 'delete', usage: key })
      this.removed.push(key)
    }
  }

  #isCopy(key: string, { settings }: VersionBlock): boolean {
    if (this.library instanceof V1LibraryKey) return /^[0-9a-f]{20}$/.test(parseUsageKey(key).blockId)
    return upstreamOf(settings)?.startsWith(`lb:${this.library.path}:`) === true
  }

  async #update(key: string, copy: VersionBlock, member: string, original: VersionBlock): Promise<void> {
    const isV1 = this.library instanceof V1LibraryKey
    const number = await this.#number(member)
    if (!isV1 && linkOf(copy.settings)?.version === number) return
    const definitions = await this.from.definitions([copy.definition, original.definition])
    const [ours, theirs] = [partsOf(copy, definitions), partsOf(original, definitions)]
    if (isV1 && !differingParts(ours, theirs).some((name) => name.startsWith('content.'))) return
    const content = definitions.get(original.definition)?.content ?? {}
    const own = definitions.get(copy.definition)?.content ?? {}
    const edit = syncEdit(key, copy, member, { block: original, content, number }, own)
    // The incumbent links copies of v1 libraries by their ids alone; what was set here stays.
    const settings = isV1 ? { ...original.settings, ...copy.settings } : edit.settings
    this.operations.push({ do: 'edit', edit: { ...edit, settings } })
    this.updated.push(key)
  }

  async #number(member: string): Promise<number> {
    const { library } = this
    const numbers = await this.store.blockNumbers(library.toString(), this.from.name, [member])
    return numbers.get(member) ?? 1
  }

  async #add(usage: string, member: string, key: string): Promise<void> {
    const { store, types, course, from } = this
    const names = new Map<string, string>()
    const settings = new Map<string, JsonObject>()
    await this.#named(member, key, names, settings)
    const { olx, files } = await takenBlock(
      withFiles(from, store),
      member,
      withFiles(course, store).version,
      {
        types,
        keyIn: (type, name) => courseKey(course.context, type, name),
        nameOf: (one) => names.get(one),
        settings: (one) => settings.get(one) ?? {},
        without: linkSettings,
      },
    )
    this.operations.push({ do: 'add', parent: usage, olx, files })
    this.added.push(key)
  }

  /** Names and links of a copy with all below it. */
  async #named(
    member: string,
    key: string,
    names: Map<string, string>,
    settings: Map<string, JsonObject>,
  ): Promise<void> {
    const name = parseUsageKey(key).blockId
    names.set(member, name)
    const former = this.former.get(member)
    if (this.library instanceof LibraryKey)
      settings.set(member, {
        upstream: member,
        upstream_version: await this.#number(member),
        ...(former !== undefined && { copied_from_block: former }),
      })
    const children = await this.from.blocks((await this.from.block(member))?.children ?? [])
    for (const [child, block] of children)
      await this.#named(child, this.#copyKey(child, block, name), names, settings)
  }

  /** As the incumbent names copies: of a block that was migrated, by the library and the id that it had. */
  #copyKey(member: string, block: VersionBlock, parent: string): string {
    const { course, library } = this
    const former = this.former.get(member)
    const old = former === undefined ? undefined : parseUsageKey(former)
    if (old instanceof CourseBlockKey && old.context.toString() === course.context) return former ?? ''
    const of = old && old.context instanceof V1LibraryKey ? old.context : library
    const id = derivedBlockId(of, (old ?? parseUsageKey(member)).blockId, parent)
    return courseKey(course.context, typeIn(member, block), id)
  }
}

function courseKey(context: string, blockType: string, blockId: string): string {
  return new CourseBlockKey({ course: parseCourseKey(context), blockType, blockId }).toString()
}

import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import {
  isEmptyPreview,
  type ChangedField,
  type ChangedFile,
  type LibraryStep,
  type PreviewedBlock,
  type RemovedBlock,
} from '../reference/index.js'
import { clashesIn } from '../reference/previewed-change.js'
import { copyTree, isNewer, outermostCopies, type Copy } from '../upstream/copy-tree.js'
import { memberSteps } from '../upstream/member-steps.js'
import { linkedTo } from '../upstream/planned-sync.js'
import { UpstreamBlocks } from '../upstream/upstream-block.js'
import { UpstreamFiles } from '../upstream/upstream-files.js'
import { standsIn } from '../usage/place-above.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import { copyFields } from './copy-fields.js'
import type { DraftUpdate, UpdatePreview } from './update-preview.js'

/** Entries of a library's history in which the version is looked for that a copy was brought to. */
const mostEntries = 50

/** What updates of the linked copies of one draft would change. */
export class CopyUpdates {
  readonly blocks: UpstreamBlocks
  readonly #steps = new Map<string, Promise<LibraryStep | undefined>>()

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly view: StoredVersionView,
  ) {
    this.blocks = new UpstreamBlocks(store)
  }

  /** The copies that their libraries changed; one that stands in another is told of with that. @param isAll whether those count, too, that were declined */
  async offered(isAll: boolean): Promise<readonly DraftUpdate[]> {
    const offered: DraftUpdate[] = []
    for (const usage of await outermostCopies(this.view)) {
      const one = await this.#offer(usage, isAll)
      if (one) offered.push(one)
    }
    return offered
  }

  /** What an update of a copy would change, declined before or not. @throws CompositorError `block-not-found`, `library-block-missing` */
  async preview(usage: string): Promise<UpdatePreview> {
    const copies = await copyTree(this.view, usage, this.blocks)
    linkedTo(usage, copies[0])
    return this.#previewed(copies, true)
  }

  async #offer(usage: string, isAll: boolean): Promise<DraftUpdate | undefined> {
    const copies = await copyTree(this.view, usage, this.blocks)
    const [first] = copies
    if (!first || !copies.some((one) => isNewer(one, isAll))) return undefined
    const wanted = await this.#previewed(copies, false)
    const isDeclined = isEmptyPreview(wanted)
    const preview = isDeclined && isAll ? await this.#previewed(copies, true) : wanted
    if (isEmptyPreview(preview)) return undefined
    const unit = await standsIn(usage, this.view)
    const above = unit === undefined ? undefined : await this.view.block(unit)
    return {
      preview,
      type: first.block.type,
      unit: unit === undefined ? null : { usage: unit, title: titleOf(unit, above?.settings ?? {}) },
      isDeclined,
    }
  }

  async #previewed(copies: readonly Copy[], isAll: boolean): Promise<UpdatePreview> {
    const newer = copies.filter((one) => isNewer(one, isAll))
    const [first] = copies
    const { steps, leaving } = memberSteps(newer)
    const changed: ChangedField[] = []
    const files: ChangedFile[] = []
    for (const copy of newer) {
      if (leaving.includes(copy.usage)) continue
      const own = await this.#contents(copy)
      const brought = new UpstreamFiles(this.view, this.blocks, this.store)
      const theirs = await brought.brought(copy.of, copy.theirs?.content ?? {})
      if (!copy.members) files.push(...filesOf(copy.of, brought))
      const contents = copy.members ? { ours: {}, theirs: {}, before: undefined } : { ...own, theirs }
      changed.push(...copyFields(copy, contents, this.#line(copy, copies), this.types))
    }
    const added: PreviewedBlock[] = []
    for (const step of steps)
      if (step.do === 'paste') {
        added.push(
          await this.#added(
            step.usage,
            copies.find(({ usage }) => usage === step.parent),
          ),
        )
        files.push(...(await this.#filesBelow(step.usage)))
      }
    const moved = steps.flatMap((step) => (step.do === 'move' ? this.#moved(step.usage, copies) : []))
    const library = newer[0] && (await this.#step(newer[0].of))
    const title = first ? titleOf(first.usage, { ...first.link.defaults, ...first.block.settings }) : ''
    return {
      usage: first?.usage ?? '',
      title,
      draft: this.view.name,
      libraries: library ? [library] : [],
      added,
      removed: await this.#removed(leaving, copies),
      moved,
      changed,
      files,
      clashes: clashesIn(changed),
      lostOverrides: [],
      copy: {
        upstream: first?.of ?? '',
        isContainer: first?.members !== undefined,
        version: first?.link.version ?? null,
        newest: first?.theirs?.number ?? 0,
      },
    }
  }

  #line({ usage, of, block, link }: Copy, copies: readonly Copy[]): PreviewedBlock {
    const title = titleOf(usage, { ...link.defaults, ...block.settings })
    const above = copies.find((one) => one.usage === block.parent)
    return { block: of, type: block.type, title, ...(above && { within: above.of }) }
  }

  async #added(key: string, above: Copy | undefined): Promise<PreviewedBlock> {
    const { block } = (await this.blocks.find(key)) ?? {}
    const title = titleOf(key, block?.settings ?? {})
    return { block: key, type: block?.type ?? '', title, ...(above && { within: above.of }) }
  }

  #moved(usage: string, copies: readonly Copy[]): readonly PreviewedBlock[] {
    const moved = copies.find((one) => one.usage === usage)
    return moved ? [this.#line(moved, copies)] : []
  }

  async #removed(leaving: readonly string[], copies: readonly Copy[]): Promise<readonly RemovedBlock[]> {
    const removed: RemovedBlock[] = []
    for (const usage of leaving) {
      const copy = copies.find((one) => one.usage === usage)
      const usages = [usage]
      for (const key of usages) usages.push(...((await this.view.block(key))?.children ?? []))
      if (copy) removed.push({ ...this.#line(copy, copies), isNamed: false, usages })
    }
    return removed
  }

  /** The content of a copy; of one that customised some, with what the library had when it was brought there, where that can be found. */
  async #contents({ block, link, of }: Copy): Promise<{ ours: JsonObject; before: JsonObject | undefined }> {
    const ours = (await this.view.definitions([block.definition])).get(block.definition)?.content ?? {}
    const isCustomized = Object.keys(ours).some((name) => link.customized.includes(name))
    return { ours, before: isCustomized ? await this.#contentAt(of, link.version) : undefined }
  }

  async #contentAt(of: string, number: number | null): Promise<JsonObject | undefined> {
    const library = (await this.blocks.library(of))?.context
    if (library === undefined || number === null) return undefined
    let looked = 0
    for await (const { entry } of this.store.entries(library)) {
      if (looked++ > mostEntries) return undefined
      const asked = String(entry.number)
      if ((await this.store.blockNumbers(library, asked, [of])).get(of) !== number) continue
      const view = await this.store.view(library, asked)
      const { definition = '' } = (await view.block(of)) ?? {}
      return (await view.definitions([definition])).get(definition)?.content
    }
    return undefined
  }

  /** The files that a block of a library and what is below it bring into the course. */
  async #filesBelow(key: string): Promise<readonly ChangedFile[]> {
    const files: ChangedFile[] = []
    const keys = [key]
    for (const one of keys) {
      const found = await this.blocks.find(one)
      const brought = new UpstreamFiles(this.view, this.blocks, this.store)
      await brought.brought(one, found?.content ?? {})
      files.push(...filesOf(one, brought))
      keys.push(...(found?.block.children ?? []))
    }
    return files
  }

  #step(of: string): Promise<LibraryStep | undefined> {
    const read = async () => {
      const view = await this.blocks.library(of)
      if (!view) return undefined
      const { entry } = await this.store.entry(view.context, 'published')
      const { number, name } = entry
      const named = name !== undefined && { name }
      return { library: view.context, title: view.title, from: null, to: view.name, number, ...named }
    }
    const library = parseUsageKey(of).context.toString()
    const step = this.#steps.get(library) ?? read()
    this.#steps.set(library, step)
    return step
  }
}

function filesOf(block: string, { notice }: UpstreamFiles): readonly ChangedFile[] {
  // One that was brought there before under a name of its own is no news.
  const others = Object.entries(notice.clashing).filter(([, name]) => notice.added.includes(name))
  const own = new Set(others.map(([, name]) => name))
  return [
    ...notice.added.filter((name) => !own.has(name)).map((name) => ({ block, name, what: 'added' as const })),
    ...others.map(([name, as]) => ({ block, name, what: 'added' as const, as })),
  ]
}

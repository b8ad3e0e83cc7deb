import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import { operated } from '../edit/operate.js'
import { filesChanged, readVersionOf, versionFilesOf, withEdits, type FilesChanged } from './files-changed.js'
import type { SeenEntry } from './context-versions.js'
import { editsTo } from './version-edits.js'
import type { VersionBlock } from './version-block.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { VersionStore } from './version-store.js'

/** Levels that are gone down or up at most: what is broken shall end. */
const mostLevels = 20

/** Where the static files of a course stand in its files. */
const statics = 'static/'

/**
 * A version of a course, pathway or v1 library with some blocks as in another version of it, each with all below it: what is new there is brought
 * in, with what it stands in where that is new, too; what is gone is deleted; what stands elsewhere is moved. Of what is named as the
 * whole, what it says of itself is taken and nothing below it. Static files come along that what is taken names.
 * @throws CompositorError `block-not-found` for a block that is in neither; `draft-fixed`, `olx-unwritable` where it cannot be written so
 */
export async function selectedBlocks(
  target: SeenEntry,
  source: SeenEntry,
  usages: readonly string[],
  types: BlockTypes,
  store: VersionStore,
): Promise<FilesChanged> {
  const selection = new CourseSelection({ ...target, ids: target.entry.ids }, source.view, types, store)
  await selection.prepare(target.view)
  for (const usage of await inOrder(source.view, usages)) await selection.take(usage)
  return selection.done()
}

/** What stands above comes first, and else what is first in the version. */
async function inOrder(view: StoredVersionView, usages: readonly string[]): Promise<readonly string[]> {
  const placed: { readonly usage: string; readonly path: readonly number[] }[] = []
  for (const usage of new Set(usages)) {
    const path: number[] = []
    let key = usage
    for (let level = 0; level < mostLevels; level++) {
      const parent = (await view.block(key))?.parent
      if (parent === undefined) break
      path.unshift((await view.block(parent))?.children.indexOf(key) ?? 0)
      key = parent
    }
    placed.push({ usage, path })
  }
  const compare = (one: readonly number[], other: readonly number[]) => {
    for (const [at, place] of one.entries()) {
      const beside = other[at]
      if (beside === undefined) return 1
      if (place !== beside) return place - beside
    }
    return one.length - other.length
  }
  return placed.toSorted((one, other) => compare(one.path, other.path)).map(({ usage }) => usage)
}

class CourseSelection {
  /** Blocks that differ, and all that these stand in. */
  readonly #touched = new Set<string>()
  readonly #done = new Set<string>()
  /** Blocks whose own values are taken, together, once all stand where they are to stand. */
  readonly #edited = new Set<string>()
  /** Static files that differ, by name. */
  readonly #statics = new Map<string, string | undefined>()

  constructor(
    private next: FilesChanged,
    private readonly source: StoredVersionView,
    private readonly types: BlockTypes,
    private readonly store: VersionStore,
  ) {}

  async prepare(target: StoredVersionView): Promise<void> {
    for await (const { usage } of target.changes(this.source)) this.#touched.add(usage)
    for (const view of [target, this.source]) {
      let open = [...this.#touched]
      for (let level = 0; open.length > 0 && level < mostLevels; level++) {
        const above = [...(await view.blocks(open)).values()].flatMap(({ parent }) => parent ?? [])
        open = [...new Set(above)].filter((usage) => !this.#touched.has(usage))
        for (const usage of open) this.#touched.add(usage)
      }
    }
    for await (const { name, after } of target.fileChanges(this.source))
      if (name.startsWith(statics)) this.#statics.set(name.slice(statics.length), after?.hash)
  }

  /** Makes a block, with all below it, what it is in the other version. */
  async take(usage: string): Promise<void> {
    if (this.#done.has(usage)) return
    this.#done.add(usage)
    const [ours, theirs] = await Promise.all([this.source.block(usage), this.next.view.block(usage)])
    if (!ours && !theirs) {
      const message = `Neither the draft of '${this.source.context}' nor what is published of it has a block '${usage.slice(0, 300)}'.`
      throw new CompositorError('block-not-found', message, { usage })
    }
    if (usage === this.source.root) return void this.#edited.add(usage)
    if (!ours) return this.#step({ do: 'delete', usage })
    if (!theirs) return this.#bring(usage, ours)
    await this.#stand(usage, ours)
    await this.#inside(usage, ours)
  }

  /** Fields of a block that is on both sides, and what is in it. */
  async #inside(usage: string, ours: VersionBlock): Promise<void> {
    if (!this.#touched.has(usage)) return
    this.#edited.add(usage)
    const wanted = new Set(ours.children)
    const there = (await this.next.view.block(usage))?.children ?? []
    for (const child of there) if (!wanted.has(child)) await this.#leave(child)
    for (const child of ours.children) {
      this.#done.add(child)
      const [one, other] = await Promise.all([this.source.block(child), this.next.view.block(child)])
      if (!one) continue
      if (!other) await this.#bring(child, one)
      else {
        if (other.parent !== usage) await this.#stand(child, one)
        await this.#inside(child, one)
      }
    }
    await this.#arrange(usage, ours.children)
  }

  /** A block leaves the one that it stands in: for where it stands in the other version, where there is such a place. */
  async #leave(usage: string): Promise<void> {
    const ours = await this.source.block(usage)
    const parent = ours?.parent
    if (ours && parent !== undefined && (await this.next.view.block(parent))) await this.#stand(usage, ours)
    else await this.#step({ do: 'delete', usage })
  }

  /** What is new, with all below it; what of that stands elsewhere goes from there. */
  async #bring(usage: string, ours: VersionBlock): Promise<void> {
    const { parent } = ours
    if (parent !== undefined && !(await this.next.view.block(parent))) await this.#shell(parent)
    const below = await this.#below(usage)
    const elsewhere = await this.next.view.blocks(below)
    for (const key of elsewhere.keys())
      if (await this.next.view.block(key)) await this.#step({ do: 'delete', usage: key })
    await this.#step({ do: 'restore', usage })
    for (const key of below) this.#edited.add(key)
    await this.#stand(usage, ours)
  }

  /** A block without what is in it, so that something that is new can stand there. */
  async #shell(usage: string): Promise<void> {
    const ours = await this.source.block(usage)
    if (!ours || ours.parent === undefined) return
    if (!(await this.next.view.block(ours.parent))) await this.#shell(ours.parent)
    const name = ours.urlName ?? usage.slice(usage.lastIndexOf('@') + 1)
    const olx = `<${ours.type} url_name="${name.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></${ours.type}>`
    await this.#step({ do: 'add', parent: ours.parent, olx })
    this.#edited.add(usage)
    await this.#stand(usage, ours)
  }

  /** Puts a block where it stands in the other version: behind the nearest of those before it that is there. */
  async #stand(usage: string, { parent }: VersionBlock): Promise<void> {
    if (parent === undefined) return
    if (!(await this.next.view.block(parent))) await this.#shell(parent)
    const [target, source] = await Promise.all([this.next.view.block(parent), this.source.block(parent)])
    const others = (target?.children ?? []).filter((one) => one !== usage)
    const before = (source?.children ?? []).slice(0, source?.children.indexOf(usage) ?? 0)
    const behind = before.findLast((one) => others.includes(one))
    const index = behind === undefined ? 0 : others.indexOf(behind) + 1
    if (target?.children[index] === usage) return
    await this.#step({ do: 'move', usage, parent, index })
  }

  /** The order of the other version. */
  async #arrange(parent: string, wanted: readonly string[]): Promise<void> {
    const there = (await this.next.view.block(parent))?.children ?? []
    const order = wanted.filter((one) => there.includes(one))
    const list = [...there]
    for (const [index, usage] of order.entries()) {
      if (list[index] === usage) continue
      await this.#step({ do: 'move', usage, parent, index })
      list.splice(list.indexOf(usage), 1)
      list.splice(index, 0, usage)
    }
  }

  async #below(usage: string): Promise<readonly string[]> {
    const all = [usage]
    for (let some = [usage], level = 0; some.length > 0 && level < mostLevels; level++) {
      some = [...(await this.source.blocks(some)).values()].flatMap(({ children }) => [...children])
      all.push(...some)
    }
    return all
  }

  /** The version with all that was taken. */
  async done(): Promise<FilesChanged> {
    const there = [...(await this.next.view.blocks(this.#edited)).keys()]
    const edits = await editsTo(this.next.view, this.source, there)
    this.next = await withEdits(this.next, edits, this.types, this.store)
    await this.#files([...this.#edited])
    return this.next
  }

  /** Static files that these blocks name, as the other version has them. */
  async #files(usages: readonly string[]): Promise<void> {
    if (this.#statics.size === 0) return
    const blocks = await this.source.blocks(usages)
    const definitions = await this.source.definitions(
      [...blocks.values()].map(({ definition }) => definition),
    )
    const text = JSON.stringify([[...blocks.values()], [...definitions.values()]])
    const files = new Map<string, Buffer>()
    for (const [name, hash] of this.#statics) {
      if (hash === undefined || !text.includes(name)) continue
      files.set(`${statics}${name}`, Buffer.from(await this.store.bytes(hash)))
      this.#statics.delete(name)
    }
    if (files.size > 0)
      this.next = await filesChanged(this.next.view, this.next.ids, files, this.types, this.store)
  }

  async #step(step: DraftOperation): Promise<void> {
    const seen = (view: StoredVersionView) => ({
      version: readVersionOf(view),
      files: versionFilesOf(view, this.store),
    })
    const { files } = await operated(seen(this.next.view), step, {
      types: this.types,
      now: () => new Date(0),
      draftOf: () => Promise.resolve(seen(this.source)),
      lastWith: () => Promise.resolve(seen(this.source)),
    })
    if (files.size > 0)
      this.next = await filesChanged(this.next.view, this.next.ids, files, this.types, this.store)
  }
}

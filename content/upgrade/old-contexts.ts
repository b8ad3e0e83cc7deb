import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { contentHash, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { OldValues } from '../../store/index.js'
import type { StoredHead } from '../version/context-heads.js'
import { ContextVersions } from '../version/context-versions.js'
import { VersionStore, type AuthorsStore } from '../version/version-store.js'
import { authoredBlocks, type OldHead, type OldVersion } from './old-version.js'
import { rebuiltVersion, type RebuiltVersion } from './rebuilt-version.js'

/** How far an upgrade has come: versions of all courses and libraries. */
export interface UpgradeProgress {
  readonly done: number
  readonly total: number
}

/** What became of a course or library of an older store. */
export interface UpgradedContext {
  readonly context: string
  /** How many versions of it there are. */
  readonly versions: number
  /** Blocks that the files written for them would be read otherwise, and which stay as they were. */
  readonly otherwise: number
  /** Versions, definitions and files that the older store lacked. */
  readonly missing: number
}

/** How contexts are taken over. */
export interface UpgradeOptions {
  readonly types: BlockTypes
  readonly onProgress?: (progress: UpgradeProgress) => void
}

/**
 * Takes over the courses and libraries of a store of format 1: every version with its time, its files written from its blocks,
 * as they were not kept, and its old name leading to it. Heads come last.
 * @throws CompositorError `store-damaged`, `store-full`, `store-unavailable`
 */
export async function upgradeContexts(
  old: OldValues,
  store: AuthorsStore,
  options: UpgradeOptions,
): Promise<readonly UpgradedContext[]> {
  const contexts = old.json<string[]>('authored:contexts') ?? []
  const heads = contexts.flatMap((context) => old.json<OldHead>(`authored:head:${context}`) ?? [])
  const total = heads.reduce((sum, head) => sum + linesOf(head).length, 0)
  let done = 0
  const onVersion = () => options.onProgress?.({ done: ++done, total })
  const upgraded: UpgradedContext[] = []
  for (const head of heads) {
    upgraded.push(await new OldContext(old, store, head, options.types).upgrade(onVersion))
    const waiting = old.text(`authored:waiting:${head.context}`)
    if (waiting !== undefined)
      await store.heads.change([{ name: `waiting:${head.context}`, before: undefined, after: waiting }])
  }
  return upgraded
}

/** Every version of a context with its time, the oldest first; what is published or imported is among them. */
function linesOf({ history, draft, imported, published }: OldHead): OldHead['history'] {
  const named = new Set(history.map(({ version }) => version))
  const at = history[0]?.at ?? new Date(0).toISOString()
  const others = new Set([imported, published, draft].filter((name) => typeof name === 'string'))
  return [...[...others].filter((name) => !named.has(name)).map((version) => ({ version, at })), ...history]
}

class OldContext {
  readonly #versions: VersionStore
  readonly #log: ContextVersions
  readonly #rebuilt = new Map<string, RebuiltVersion | undefined>()
  readonly #entries = new Map<string, string>()
  #at = new Date(0)
  #missing = 0

  constructor(
    private readonly old: OldValues,
    private readonly store: AuthorsStore,
    private readonly head: OldHead,
    private readonly types: BlockTypes,
  ) {
    this.#versions = new VersionStore(store)
    this.#log = new ContextVersions(this.#versions, () => this.#at)
  }

  async upgrade(onVersion: () => void): Promise<UpgradedContext> {
    const { context, kind, title, draft, published } = this.head
    const lines = linesOf(this.head)
    const since = lines[0]?.at ?? this.#at.toISOString()
    let head: StoredHead = {
      format: 1,
      context,
      kind,
      title,
      draft: '',
      published: null,
      imported: '',
      log: '',
      entries: 0,
      since,
    }
    let before: string | undefined
    let imported: string | undefined
    for (const { version: name, at } of lines) {
      const made = await this.#rebuild(name)
      onVersion()
      if (made === undefined) continue
      this.#at = new Date(at)
      const from = before === undefined ? undefined : await this.#log.at(head, before)
      const what = made.isEdited ? 'edit' : 'import'
      const parents = before === undefined ? [] : [before]
      const after = await this.#log.appended(head, made, {
        what,
        parents,
        rewritten: true,
        ...(from && { from }),
      })
      head = after.head
      before = after.hash
      this.#entries.set(name, after.hash)
      if (!made.isEdited) imported = name
    }
    const draftEntry = this.#entries.get(draft)
    if (draftEntry === undefined)
      throw new CompositorError(
        'store-damaged',
        `The older store lacks the draft '${draft}' of '${context}'.`,
      )
    const importedEntry = this.#entries.get(this.head.imported ?? imported ?? draft) ?? draftEntry
    const publishedEntry = published === null ? undefined : this.#entries.get(published)
    if (publishedEntry !== undefined) {
      const from = await this.#log.at(head, publishedEntry)
      const words = { what: 'publish', parents: [publishedEntry], from, rewritten: true } as const
      const after = await this.#log.appended(head, from, words)
      head = { ...after.head, published: after.hash }
    }
    const { opening } = this.head
    head = { ...head, draft: draftEntry, imported: importedEntry, ...(opening && { opening }) }
    await this.#keepNames()
    await this.#change(`context:${context}`, JSON.stringify(head))
    const made = [...this.#rebuilt.values()].filter((one) => one !== undefined)
    const sum = (of: (one: RebuiltVersion) => number) => made.reduce((all, one) => all + of(one), 0)
    return {
      context,
      versions: made.length,
      otherwise: sum(({ otherwise }) => otherwise),
      missing: this.#missing + sum(({ missing }) => missing),
    }
  }

  /** Old names lead to new ones, as courses pin them. */
  async #keepNames(): Promise<void> {
    for (const [name, made] of this.#rebuilt)
      if (made !== undefined) await this.#change(`old:${this.head.context}:${name}`, made.view.name)
  }

  async #change(name: string, after: string): Promise<void> {
    if (!(await this.store.heads.change([{ name, before: undefined, after }])))
      throw new CompositorError(
        'store-unavailable',
        `Somebody else wrote '${name}' while the store was upgraded.`,
      )
  }

  async #rebuild(name: string): Promise<RebuiltVersion | undefined> {
    if (this.#rebuilt.has(name)) return this.#rebuilt.get(name)
    const version = this.old.json<OldVersion>(`authored:version:${name}`)
    if (version === undefined) this.#missing++
    const rebuilt = version && (await this.#rebuiltOf(name, version))
    this.#rebuilt.set(name, rebuilt)
    return rebuilt
  }

  async #rebuiltOf(name: string, version: OldVersion): Promise<RebuiltVersion> {
    const contents = new Map<string, JsonObject>()
    for (const { definition } of Object.values(version.blocks)) {
      if (contents.has(definition)) continue
      const found = this.old.json<{ content: JsonObject }>(`authored:definition:${definition}`)
      if (found === undefined) this.#missing++
      contents.set(definition, found?.content ?? {})
    }
    // Older versions kept files as values.
    const files = [...Object.values(version.assets), ...Object.values(version.files)]
    const there = await this.store.files.having([...new Set(files.map(({ hash }) => hash))])
    for (const { hash } of files) {
      if (there.has(hash)) continue
      const bytes = this.old.bytes(`authored:file:${hash}`)
      if (bytes === undefined) this.#missing++
      else await this.store.files.put(hash, bytes)
    }
    const isEdited = contentHash({ edited: version as unknown as Json }) === name
    const blocks = authoredBlocks(version, contents)
    return rebuiltVersion({ version, blocks, isEdited }, this.types, this.#versions)
  }
}

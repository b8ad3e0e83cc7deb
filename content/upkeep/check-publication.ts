import { messageOf } from '../../runtime/errors/index.js'
import type {
  OutlineLine,
  Publication,
  PublishedBlock,
  PublishedFile,
  PublishedUnit,
  UnitEntry,
} from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { Store } from '../../store/index.js'
import type { VersionStore } from '../version/version-store.js'

/** Names that are looked for at a time. */
const batch = 200

/** Looks whether all is there that what is published is composed and shown of; what several share is read once. */
export class PublicationCheck {
  readonly #known = new Set<string>()
  #waiting: string[] = []
  #files: string[] = []

  constructor(
    private readonly store: Store,
    private readonly versions: VersionStore,
  ) {}

  /** What is lacking of a publication, in words. @param hash that a context is published by */
  async lacking(hash: string): Promise<readonly string[]> {
    const lacking: string[] = []
    try {
      const [text] = await this.store.blobs.texts([`publication:${hash}`])
      if (text === undefined) return [`It lacks 'publication:${hash}'.`]
      const publication = JSON.parse(text) as Publication
      const { blocks, ids, lost, following = '', groups = '' } = publication
      for (const root of [blocks, ids, lost, following, groups])
        for await (const _ of this.versions.map<Json>(root).entries());
      for await (const _ of this.versions.map<OutlineLine>(publication.outline).entries());
      for await (const [, file] of this.versions.map<PublishedFile>(publication.assets).entries())
        await this.#file([...(file.own ? [file.own] : []), ...(file.ofLibraries ?? [])], lacking)
      for await (const [, entry] of this.versions.map<UnitEntry>(publication.units).entries()) {
        this.#want([`unit:${entry.record}`, `summary:${entry.summary}`])
        await this.#file(Object.values(entry.files ?? {}), lacking)
        if (this.#waiting.length >= batch) await this.#read(lacking)
      }
      await this.#read(lacking)
      await this.#having(lacking)
    } catch (thrown) {
      lacking.push(messageOf(thrown))
    }
    return lacking
  }

  #want(names: readonly string[]): void {
    for (const name of names) {
      if (this.#known.has(name)) continue
      this.#known.add(name)
      this.#waiting.push(name)
    }
  }

  async #read(lacking: string[]): Promise<void> {
    while (this.#waiting.length > 0) {
      const names = this.#waiting.splice(0, batch)
      const texts = await this.store.blobs.texts(names)
      for (const [place, name] of names.entries()) {
        const text = texts[place]
        if (text === undefined) {
          // Whoever needs it says so, too.
          this.#known.delete(name)
          lacking.push(`It lacks '${name}'.`)
        } else this.#want([...needed(name, JSON.parse(text) as Json)])
      }
    }
  }

  async #file(files: readonly { readonly hash: string }[], lacking: string[]): Promise<void> {
    this.#files.push(...files.map(({ hash }) => hash))
    if (this.#files.length >= batch) await this.#having(lacking)
  }

  async #having(lacking: string[]): Promise<void> {
    const files = this.#files.splice(0)
    const kept = await this.store.files.having(files)
    for (const hash of new Set(files)) if (!kept.has(hash)) lacking.push(`It lacks the file ${hash}.`)
  }
}

/** Names of the blobs that a blob of a publication leads to. */
function* needed(name: string, value: Json): Iterable<string> {
  const kind = name.slice(0, name.indexOf(':'))
  if (kind === 'unit') yield* neededBy((value as unknown as PublishedUnit).root)
  if (kind === 'block') yield* neededBy(value as unknown as PublishedBlock)
  if (kind === 'pool')
    for (const part of hashes((value as { readonly parts: string }).parts)) yield `pool-part:${part}`
  if (kind === 'pool-part') {
    const { records, summaries } = value as { readonly records: string; readonly summaries: string }
    for (const record of hashes(records)) yield `block:${record}`
    for (const summary of hashes(summaries)) yield `summary:${summary}`
  }
}

function* neededBy({ children, referred = [], pool }: PublishedBlock): Iterable<string> {
  if (pool !== undefined) yield `pool:${pool}`
  for (const one of referred) if ('record' in one) yield* [`block:${one.record}`, `summary:${one.summary}`]
  for (const child of children) yield* neededBy(child)
}

function hashes(text: string): string[] {
  return text.split(' ').filter(Boolean)
}

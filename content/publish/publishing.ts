import type { Finding } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { DrawsTogether, Publication, UnitEntry } from '../../runtime/unit/index.js'
import { keysIn } from '../../runtime/unit/published-keys.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import { Trees } from '../../store/tree/index.js'
import type { LibraryPin, VersionView } from '../version/index.js'
import { BlobBatch } from './blob-batch.js'
import { formerUnits } from './former-units.js'
import { GroupFindings } from './group-findings.js'
import { locatedFinding } from './located-finding.js'
import { noteContents } from './outline-contents.js'
import { OutlineLines } from './outline-lines.js'
import { storeOwnFiles } from './own-files.js'
import { ChangedPlaces } from './publication-changes.js'
import { gradingOf, renamedIn } from './publication-facts.js'
import { PublicationMaps } from './publication-maps.js'
import type { PreparedPublication, PublishOptions } from './publish-options.js'
import { PublishedBlocks } from './published-blocks.js'
import { PublishedGroups } from './published-groups.js'
import { UnitMaker, type FormerUnit } from './unit-maker.js'
import { UnitReferences } from './unit-references.js'

/** What learners see of a context, with the version it was made of. */
export interface ComparedPublication {
  readonly publication: Publication
  readonly view: VersionView
}

/** Units made at a time. */
const batch = 50

/** The making of one publication. */
export class Publishing {
  readonly #maps: PublicationMaps
  readonly #batch: BlobBatch
  readonly #blocks: PublishedBlocks
  readonly #references: UnitReferences
  readonly #maker: UnitMaker
  readonly #lines: OutlineLines
  /** Units whose references are resolved anew, as what they follow has moved on. */
  readonly #stale = new Set<string>()
  /** Names of the reference groups that are other ones, and banks that follow others. */
  readonly #groups = new Set<string>()
  readonly #followers: DrawsTogether[] = []
  /** Keys of the lines that are other ones. */
  readonly #changedLines = new Set<string>()

  constructor(
    private readonly view: VersionView,
    private readonly options: PublishOptions,
    private readonly before: ComparedPublication | undefined,
  ) {
    const { blobs, types, store, scores } = options
    this.#maps = new PublicationMaps(new Trees(blobs), before?.publication)
    this.#batch = new BlobBatch(blobs)
    this.#blocks = new PublishedBlocks(view, types)
    this.#references = new UnitReferences(store, types, {
      block: (hash, block) => this.#batch.add(`block:${hash}`, block),
      summary: (hash, summary) => this.#batch.add(`summary:${hash}`, summary),
      pool: (hash, { pool, parts }) => {
        for (const [name, part] of parts) this.#batch.add(`pool-part:${name}`, part)
        this.#batch.add(`pool:${hash}`, pool)
      },
      settle: () => this.#batch.settle(),
      ...(scores && { scores }),
    })
    this.#maker = new UnitMaker(view.context, this.#blocks, this.#references, types)
    this.#lines = new OutlineLines(view, types.mixins)
  }

  async run(): Promise<PreparedPublication> {
    const { view, options } = this
    const units = this.before ? await this.#touched(this.before.view) : await this.#everything()
    options.onProgress?.({ done: 0, total: units.length })
    for (let start = 0; start < units.length; start += batch) {
      await this.#make(units.slice(start, start + batch))
      options.onProgress?.({ done: Math.min(start + batch, units.length), total: units.length })
    }
    await noteContents(this.#maps, [...this.#changedLines, ...(this.before ? units : [])])
    const filesWritten = await storeOwnFiles(view, this.before?.view, this.#maps, options)
    const { waiting } = this.#references
    await options.store.setWaiting(view.context, [...waiting, ...(await this.#followed())])
    const publication = await this.#publication()
    const hash = contentHash(publication as unknown as Json)
    this.#batch.add(`publication:${hash}`, publication)
    await this.#batch.flush()
    const found = [...(await this.#references.findings()), ...(await this.#groupFindings())]
    const findings = await Promise.all(found.map((finding) => locatedFinding(finding, view)))
    return {
      publication,
      hash,
      written: this.#batch.written + filesWritten,
      findings: findings.sort(byPlace),
      waiting,
    }
  }

  async #publication(): Promise<Publication> {
    const { context, kind, title, name: version, root } = this.view
    const { madeBy } = this.options
    const aliases = renamedIn(await this.view.fact('renamed_blocks'))
    return {
      format: 2,
      context,
      kind,
      title,
      version,
      ...(madeBy !== undefined && { madeBy }),
      root,
      ...(aliases && { aliases }),
      ...gradingOf(await this.view.fact('grading_policy')),
      ...(await this.#maps.roots()),
    }
  }

  /** All lines, and all units to be made, in course order as far as that is known. */
  async #everything(): Promise<string[]> {
    const units: string[] = []
    for await (const line of this.#lines.all()) {
      this.#maps.outline.set(line.key, line)
      if (line.isUnit) units.push(line.key)
      else this.#changedLines.add(line.key)
      await this.#maps.settle()
    }
    return units
  }

  async #touched(from: VersionView): Promise<string[]> {
    const found = await new ChangedPlaces(from, this.view, this.#maps, this.#lines).find()
    for (const [key, line] of found.lines) {
      this.#maps.outline.set(key, line)
      this.#changedLines.add(key)
    }
    const former = await this.#former(found.gone)
    for (const key of found.gone) {
      const one = former.get(key)
      this.#maps.units.set(key, undefined)
      this.#maps.setLost(key, false)
      this.#maps.setFollowing(key, {})
      if (!one) continue
      await this.#maps.moveBlocks(key, keysIn([one.unit.root]), [])
      await this.#maps.moveFiles(one.entry.files, undefined)
      await this.#moveGroups(key, one.entry.draws, undefined)
    }
    // A library that was missing may be there now.
    const lost = (await this.#maps.lost()).filter((key) => !found.gone.has(key))
    for await (const key of this.#behind()) if (!found.gone.has(key)) this.#stale.add(key)
    return [...new Set([...found.units, ...lost, ...this.#stale])]
  }

  /** Units made of other versions of the libraries they follow than these have published by now. */
  async *#behind(): AsyncIterable<string> {
    for await (const [key, versions] of this.#maps.following()) {
      for (const [library, version] of Object.entries(versions)) {
        if (version === ((await this.#references.latest(library)) ?? '')) continue
        yield key
        break
      }
    }
  }

  /** The libraries that units follow, so that the context is published again when these publish. */
  async #followed(): Promise<LibraryPin[]> {
    const libraries = new Set<string>()
    for await (const [, versions] of this.#maps.following())
      for (const library of Object.keys(versions)) libraries.add(library)
    return [...libraries].map((library) => ({ library, version: latestVersion }))
  }

  async #make(keys: readonly string[]): Promise<void> {
    await this.#blocks.load(keys)
    const former = await this.#former(keys)
    for (const key of keys) {
      const before = former.get(key)
      const made = await this.#maker.make(key, before, this.#stale.has(key))
      if (!made) continue
      const { entry, unit, summary, isLost, following } = made
      this.#batch.add(`unit:${entry.record}`, unit)
      this.#batch.add(`summary:${entry.summary}`, summary)
      this.#maps.units.set(key, entry)
      this.#maps.setLost(key, isLost)
      if (following) this.#maps.setFollowing(key, following)
      const had = new Set(before ? keysIn([before.unit.root]) : [])
      const has = new Set(keysIn([unit.root]))
      const gone = [...had].filter((one) => !has.has(one))
      await this.#maps.moveBlocks(
        key,
        gone,
        [...has].filter((one) => !had.has(one)),
      )
      await this.#maps.moveFiles(before?.entry.files, entry.files)
      await this.#moveGroups(key, before?.entry.draws, entry.draws)
      await this.#batch.settle()
      await this.#maps.settle()
    }
  }

  async #moveGroups(unit: string, before: UnitEntry['draws'], after: UnitEntry['draws']): Promise<void> {
    for (const name of await this.#maps.moveGroups(unit, before, after)) this.#groups.add(name)
    this.#followers.push(...(after ?? []).filter(({ sameAs }) => sameAs !== undefined))
  }

  /** What is to be said of groups that are other ones, and of banks that follow others, once all is stored. */
  async #groupFindings(): Promise<readonly Finding[]> {
    const { types, blobs } = this.options
    const findings = new GroupFindings(new PublishedGroups(this.#maps, blobs, types), types)
    const found = []
    for (const name of this.#groups) found.push(...(await findings.ofGroup(name)))
    for (const one of this.#followers) found.push(...(await findings.ofFollower(one)))
    return found
  }

  async #former(keys: Iterable<string>): Promise<ReadonlyMap<string, FormerUnit>> {
    return this.before ? formerUnits(this.#maps, this.options.blobs, keys) : new Map()
  }
}

/** As they stand in the files of the import; what stands nowhere comes first. */
function byPlace(one: Finding, other: Finding): number {
  if ((one.file ?? '') !== (other.file ?? '')) return (one.file ?? '') < (other.file ?? '') ? -1 : 1
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0)
}

import { createHash } from 'node:crypto'
import { messageOf } from '../../runtime/errors/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import type { Store } from '../../store/index.js'
import type { TreeFile, VersionBlock } from '../version/version-block.js'
import { VersionStore } from '../version/version-store.js'
import { PublicationCheck } from './check-publication.js'
import { contextHeads, walkedLog, type LoggedEntry } from './kept-entries.js'

/** Something that is not as it should be. */
export interface Damage {
  /** What is damaged: a blob, file or record by its name, or a version of a context. */
  readonly what: string
  readonly message: string
}

/** What a check found. */
export interface CheckOutcome {
  readonly blobs: number
  readonly files: number
  readonly records: number
  /** Versions whose content is all there. */
  readonly versions: number
  readonly damage: readonly Damage[]
}

/** Blobs that are called by what they hold; others are called by what they were made of. */
const calledByContent =
  /^(node|definition|entry|reading|block|unit|inherited|publication|pool|pool-part):([0-9a-f]{64})$/

const batch = 200

/**
 * Reads all that a store holds and says what is damaged: texts and files that are not what their names say, records that cannot
 * be read, and what versions, drafts and publications refer to and is not there.
 */
export async function checkStore(
  store: Store,
  onProgress: (progress: { readonly done: number; readonly total?: number }) => void = () => undefined,
): Promise<CheckOutcome> {
  const check = new Check(store, onProgress)
  return check.run()
}

class Check {
  readonly #damage: Damage[] = []
  readonly #counts = { blobs: 0, files: 0, records: 0, versions: 0 }

  constructor(
    private readonly store: Store,
    private readonly onProgress: (progress: { readonly done: number }) => void,
  ) {}

  async run(): Promise<CheckOutcome> {
    await this.#blobs()
    await this.#files()
    await this.#records()
    await this.#contexts()
    await this.#published()
    return { ...this.#counts, damage: this.#damage }
  }

  #found(what: string, message: string): void {
    this.#damage.push({ what, message })
  }

  #step(part: 'blobs' | 'files' | 'records' | 'versions'): void {
    this.#counts[part]++
    const { blobs, files, records, versions } = this.#counts
    this.onProgress({ done: blobs + files + records + versions })
  }

  async #blobs(): Promise<void> {
    let names: string[] = []
    const look = async () => {
      const texts = await this.store.blobs.texts(names)
      for (const [place, name] of names.entries()) {
        const text = texts[place]
        const [, , hash] = calledByContent.exec(name) ?? []
        if (text !== undefined && hash !== undefined && !isCalled(hash, text))
          this.#found(name, 'What it holds is not what its name says.')
        this.#step('blobs')
      }
      names = []
    }
    for await (const { name } of this.store.blobs.list('')) {
      names.push(name)
      if (names.length >= batch) await look()
    }
    await look()
  }

  async #files(): Promise<void> {
    for await (const { hash } of this.store.files.list()) {
      const digest = createHash('sha256')
      try {
        const file = await this.store.files.open(hash)
        if (file) for await (const piece of file.stream(0, file.size)) digest.update(piece)
        if (file && digest.digest('hex') !== hash)
          this.#found(`file ${hash}`, 'Its bytes are not what its name says.')
      } catch (thrown) {
        this.#found(`file ${hash}`, `It cannot be read: ${messageOf(thrown)}`)
      }
      this.#step('files')
    }
  }

  async #records(): Promise<void> {
    const to = '\u007f'
    for (let from = ' '; ;) {
      const found = await this.store.records.range({ from, to, limit: batch })
      for (const { key, text } of found) {
        if (/^[{[]/.test(text) && parsed(text) === undefined) this.#found(`record '${key}'`, 'It is no JSON.')
        this.#step('records')
      }
      if (found.length < batch) return
      from = `${found.at(-1)?.key ?? ''} `
    }
  }

  async #contexts(): Promise<void> {
    const versions = new VersionStore(this.store)
    for (const head of await contextHeads(this.store)) {
      const { context } = head
      try {
        const { entries } = await walkedLog(this.store, versions, head, Infinity)
        const counted = new Set([head.draft, head.imported, head.published])
        for (const hash of counted)
          if (hash !== null && !entries.some((entry) => entry.hash === hash))
            this.#found(context, `Its log lacks the entry '${hash}', which its head names.`)
        for (const entry of entries) await this.#version(context, entry, versions)
      } catch (thrown) {
        this.#found(context, `Its log cannot be read: ${messageOf(thrown)}`)
      }
    }
  }

  async #version(context: string, found: LoggedEntry, versions: VersionStore): Promise<void> {
    const { entry, reading, isKept } = found
    const isThere = async () => (await this.store.blobs.having([`reading:${reading}`])).size > 0
    // A collector took it.
    if (!isKept && !(await isThere())) return
    const what = `version ${entry.number} of ${context}`
    const wrong: string[] = []
    try {
      const read = await versions.reading(reading)
      const definitions = new Set<string>()
      for await (const [, block] of versions.map<VersionBlock>(read.blocks).entries())
        definitions.add(block.definition)
      for (const name of await this.#missing('definition', [...definitions]))
        wrong.push(`It lacks '${name}'.`)
      const files = new Set<string>()
      for await (const [, file] of versions.map<TreeFile>(entry.tree).entries()) files.add(file.hash)
      for await (const [, file] of versions.map<TreeFile>(read.assets).entries()) files.add(file.hash)
      const kept = await this.store.files.having([...files])
      for (const hash of files) if (!kept.has(hash)) wrong.push(`It lacks the file ${hash}.`)
      for (const root of [read.aliases, read.byFile, read.facts, entry.ids, entry.numbers])
        for await (const _ of versions.map(root).entries());
    } catch (thrown) {
      wrong.push(messageOf(thrown))
    }
    // A collector may take it while it is looked at.
    if (wrong.length > 0 && !(await this.#isCounted(context, found)) && !(await isThere())) return
    for (const message of wrong) this.#found(what, message)
    if (wrong.length === 0) this.#step('versions')
  }

  /** Whether an entry keeps its content by what its head says now. */
  async #isCounted(context: string, { hash, entry, isKept }: LoggedEntry): Promise<boolean> {
    if (!isKept) return false
    const head = (await contextHeads(this.store)).find((one) => one.context === context)
    const { name, comment, what } = entry
    const isSaid = name !== undefined || comment !== undefined || what === 'publish'
    return isSaid || [head?.draft, head?.imported, head?.published].includes(hash)
  }

  async #missing(kind: string, hashes: readonly string[]): Promise<readonly string[]> {
    const names = hashes.map((hash) => `${kind}:${hash}`)
    const there = await this.store.blobs.having(names)
    return names.filter((name) => !there.has(name))
  }

  async #published(): Promise<void> {
    const names = await this.store.heads.names('published:')
    const texts = await this.store.heads.texts(names)
    const publications = new PublicationCheck(this.store, new VersionStore(this.store))
    for (const [place, name] of names.entries())
      for (const message of await publications.lacking(texts[place] ?? ''))
        this.#found(`what is published of ${name.slice('published:'.length)}`, message)
  }
}

/** Texts are called by their own hash, JSON by that of its canonical form. */
function isCalled(hash: string, text: string): boolean {
  if (createHash('sha256').update(text).digest('hex') === hash) return true
  const value = parsed(text)
  return value !== undefined && contentHash(value) === hash
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

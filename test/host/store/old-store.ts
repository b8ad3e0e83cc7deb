import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'lmdb'
import { contentHash, type Json } from '../../../runtime/values/index.js'

/** Stores of format 1 as they stood on disks, made by hand: texts and bytes in lmdb, each after a letter that says which. */
export class OldStoreOnDisk {
  readonly #authored = new Map<string, string | Uint8Array>()
  readonly #units = new Map<string, string>()
  readonly #contexts: string[] = []

  /** A definition. @returns its name */
  define(type: string, content: Json): string {
    const hash = contentHash({ type, content })
    this.#authored.set(`authored:definition:${hash}`, JSON.stringify({ type, content }))
    return hash
  }

  /** A file, as a value, as they were kept first. */
  file(text: string): { hash: string; size: number; mimeType: string } {
    const bytes = Buffer.from(text)
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.#authored.set(`authored:file:${hash}`, bytes)
    return { hash, size: bytes.length, mimeType: 'text/plain' }
  }

  /** A version. @param name that of an import; an edit’s follows from what it holds */
  version(version: Json, name = contentHash({ edited: version })): string {
    this.#authored.set(`authored:version:${name}`, JSON.stringify(version))
    return name
  }

  head(head: {
    readonly context: string
    readonly published: string | null
    readonly [name: string]: Json
  }): void {
    const { context, published } = head
    this.#contexts.push(context)
    this.#authored.set(`authored:head:${context}`, JSON.stringify(head))
    if (published === null) return
    // What stood in it is made anew.
    this.#units.set(`published:${context}`, 'p'.repeat(64))
    this.#units.set('contexts', JSON.stringify([...this.#contexts]))
  }

  openLibrary(key: string): void {
    this.#units.set(`public-learning:${key}`, 'yes')
  }

  async write(folder: string, learners: Readonly<Record<string, string>>): Promise<void> {
    this.#authored.set('authored:contexts', JSON.stringify(this.#contexts))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'secret'), 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFG')
    for (const [name, values] of [
      ['authoring', this.#authored],
      ['units', this.#units],
    ] as const) {
      const db = open<Buffer, string>({ path: join(folder, name), encoding: 'binary' })
      for (const [key, value] of values) {
        const tag = Buffer.from(typeof value === 'string' ? 't' : 'b')
        await db.put(key, Buffer.concat([tag, Buffer.from(value)]))
      }
      await db.close()
    }
    const db = open<string, string>({ path: join(folder, 'learners'), noSubdir: false, encoding: 'string' })
    for (const [key, text] of Object.entries(learners)) await db.put(key, text)
    await db.close()
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ContextIndex } from './context-index.js'
import type { FoundDocument } from './search-index.js'
import type { StoredPostings } from './term-postings.js'

/** The form of the files; others are made anew. */
const format = 1

/** Lines that are written, or read, before others have their turn. */
const atOnce = 200

/** Changed documents after which a context is kept anew; fewer are cheaper to catch up with. */
const manyChanges = 2000

/** The first line of a file, and the last. */
interface Head {
  readonly format: number
  readonly context: string
  readonly mark: string
  readonly places: number
}

/**
 * Keeps the indexes of contexts in files of a folder: JSON lines, the last of which says how many there are. One that is
 * missing, cut off or of another form counts as none: everything in it can be made anew.
 */
export class IndexKeeper {
  readonly #changes = new Map<string, number>()

  /** @param isReadOnly whether nothing is written */
  constructor(
    private readonly folder: string,
    private readonly isReadOnly = false,
  ) {}

  /** Notes that documents changed since it was kept. */
  changed(context: string, documents: number): void {
    this.#changes.set(context, (this.#changes.get(context) ?? 0) + Math.max(1, documents))
  }

  /** Whether so much changed since it was kept that it is worth keeping now. */
  isDue(context: string): boolean {
    return (this.#changes.get(context) ?? 0) >= manyChanges
  }

  /** What was kept of a context; undefined for nothing. */
  async open(context: string): Promise<{ index: ContextIndex; mark: string } | undefined> {
    const index = new ContextIndex()
    let head: Head | undefined
    let [count, end] = [0, -1]
    try {
      const input = createReadStream(this.#file(context), { encoding: 'utf8', highWaterMark: 1 << 18 })
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        const read: unknown = JSON.parse(line)
        if (!head) {
          head = read as Head
          if (head.format !== format || head.context !== context) return undefined
        } else if (typeof read === 'number') end = read
        else if (count < head.places) {
          if (read === null) index.skip()
          else index.place(read as FoundDocument)
          count++
        } else if (Array.isArray(read) && read[0] === 0) index.postings.restoreLengths(read[1] as number[])
        else index.postings.restore(read as StoredPostings)
        if (count % atOnce === 0) await nextTurn()
      }
    } catch {
      return undefined
    }
    return head && end === head.places && count === end ? { index, mark: head.mark } : undefined
  }

  /** Keeps a context as it is, where it changed since. */
  async keep(context: string, index: ContextIndex, mark: string | undefined): Promise<void> {
    if (this.isReadOnly || mark === undefined || !this.#changes.has(context)) return
    const file = this.#file(context)
    const written = `${file}.${process.pid}.${randomUUID().slice(0, 8)}`
    try {
      await mkdir(dirname(file), { recursive: true })
      const handle = await open(written, 'w')
      try {
        let lines: string[] = []
        for (const line of linesOf(context, index, mark)) {
          if (lines.push(line) < atOnce) continue
          await handle.write(`${lines.join('\n')}\n`)
          lines = []
        }
        await handle.write(`${lines.join('\n')}\n`)
      } finally {
        await handle.close()
      }
      await rename(written, file)
      this.#changes.delete(context)
    } catch {
      // Nothing is lost: it is made anew of what it was made of.
      await rm(written, { force: true }).catch(() => undefined)
    }
  }

  #file(context: string): string {
    return join(this.folder, `${createHash('sha256').update(context).digest('hex').slice(0, 40)}.jsonl`)
  }
}

function* linesOf(context: string, index: ContextIndex, mark: string): Iterable<string> {
  const { documents, postings } = index
  const head: Head = { format, context, mark, places: documents.length }
  yield JSON.stringify(head)
  for (const document of documents) yield JSON.stringify(document ?? null)
  yield JSON.stringify([0, postings.lengths])
  for (const stored of postings.stored()) yield JSON.stringify(stored)
  yield String(documents.length)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

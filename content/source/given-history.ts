import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CompositorError } from '../../runtime/errors/index.js'
import { ListedSource } from './listed-source.js'
import type { OlxSource } from './olx-source.js'

/** Where an export of ours keeps older versions; no files of the course or library itself, and other programs pass them over. */
export const historyFolder = 'unit-compositor.history/'

export const historyPaths = {
  log: `${historyFolder}log.json`,
  tree: (name: string) => `${historyFolder}trees/${name}.json`,
  file: (hash: string) => `${historyFolder}files/${hash}`,
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const entryForm = z.object({
  number: z.number().int().min(1),
  /** Name of the version. */
  tree: hash,
  reading: z.enum(['draft', 'published']),
  /** Numbers of the entries that it was made of. */
  parents: z.array(z.number().int()),
  what: z.enum(['create', 'import', 'edit', 'publish', 'revert', 'discard', 'merge']),
  at: z.string().max(40),
  name: z.string().optional(),
  comment: z.string().optional(),
  author: z.string().optional(),
  folder: z.string().optional(),
  /** Names of blocks without one, by the block they stand in. */
  ids: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).optional(),
})

/** A line of a history as an export carries it. */
export type GivenEntry = z.infer<typeof entryForm>

/** What `log.json` of an exported history holds. */
const historyForm = z.object({
  format: z.literal(1),
  /** Number of the version that was exported. */
  exported: z.number().int(),
  /** The oldest first. */
  entries: z.array(entryForm).max(100_000),
})

/** Files by path, by their hashes. */
const treeForm = z.record(z.string(), hash)

/** The history that an export of ours carries. */
export class GivenHistory {
  /** Files of the version that was exported, by their hashes, as those are not there twice. */
  #own: ReadonlyMap<string, string> | undefined

  private constructor(
    private readonly source: OlxSource,
    readonly exported: number,
    readonly entries: readonly GivenEntry[],
  ) {}

  /** @returns undefined where it carries none @throws CompositorError `archive-unreadable` for one that cannot be read */
  static of(source: OlxSource): GivenHistory | undefined {
    const text = source.text(historyPaths.log)
    if (text === undefined) return undefined
    const { data, error } = historyForm.safeParse(parsed(text))
    if (!data) throw unreadable(historyPaths.log, `is no log of versions: ${error.issues[0]?.message ?? ''}`)
    return new GivenHistory(source, data.exported, data.entries)
  }

  /** The files of a version. @throws CompositorError `archive-unreadable` where one is missing or is not what its name says */
  version(name: string): OlxSource {
    const path = historyPaths.tree(name)
    const { data } = treeForm.safeParse(parsed(this.source.text(path) ?? ''))
    if (!data) throw unreadable(path, 'is missing, or lists no files')
    const places = {
      size: (file: string) => this.#bytes(file).length,
      bytes: (file: string) => this.#bytes(file),
    }
    return new ListedSource(`${this.source.name}, version ${name.slice(0, 12)}`, Object.entries(data), places)
  }

  #bytes(file: string): Buffer {
    const own = this.#ownFiles().get(file)
    const path = own ?? historyPaths.file(file)
    const bytes = this.source.bytes(path)
    if (bytes === undefined) throw unreadable(path, 'is missing, which an older version has')
    if (own === undefined && hashOf(bytes) !== file) throw unreadable(path, 'is not what its name says')
    return bytes
  }

  #ownFiles(): ReadonlyMap<string, string> {
    this.#own ??= new Map(
      this.source
        .paths()
        .filter((path) => !path.startsWith(historyFolder))
        .map((path) => [hashOf(this.source.bytes(path) ?? Buffer.alloc(0)), path]),
    )
    return this.#own
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function unreadable(path: string, why: string): CompositorError {
  return new CompositorError('archive-unreadable', `The history in it cannot be read: ${path} ${why}.`, {
    location: { file: path },
  })
}

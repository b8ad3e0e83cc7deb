import type { RecordAddress } from '../block/field-values.js'
import { isJsonObject, type Json, type JsonObject } from '../values/json.js'
import { fileName } from './file-name.js'
import type { FileKeeper } from './file-keeper.js'
import type { FilesPage, ListedFiles, ReadFiles } from './files.js'
import { KeptFile, type FileEntry } from './kept-file.js'

/** Which records say who has which file: each name is a value beside the fields of the block. */
export const filesFamily = 'files.v1'

/** Whose files: one learner's at a block, or those that all its learners share. */
export function filesAddress(block: string, whose: 'learner' | 'block'): RecordAddress {
  return { scope: whose === 'learner' ? 'userState' : 'userStateSummary', id: block, family: filesFamily }
}

/** Files of a page. */
const [usualPage, mostOfPage] = [100, 1000]

/** The entries of a record, by name, in the order of names. */
export function entriesIn(record: JsonObject | undefined): FileEntry[] {
  const entries: FileEntry[] = []
  for (const [name, value] of Object.entries(record ?? {})) {
    const entry = entryOf(name, value)
    if (entry) entries.push(entry)
  }
  return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** An entry as it is stored. */
export function storedEntry({ hash, size, type, keptAt }: FileEntry): JsonObject {
  return { hash, size, type, keptAt }
}

function entryOf(name: string, value: Json | undefined): FileEntry | undefined {
  if (name === '' || value === undefined || !isJsonObject(value)) return undefined
  const { hash, size, type, keptAt } = value
  if (typeof hash !== 'string' || typeof size !== 'number' || typeof type !== 'string') return undefined
  return { name, hash, size, type, keptAt: typeof keptAt === 'number' ? keptAt : 0 }
}

/** The files that a record tells of. @param record read anew at each call */
export class EntriesRead implements ReadFiles {
  constructor(
    private readonly record: () => JsonObject | undefined | Promise<JsonObject | undefined>,
    private readonly keeper: Pick<FileKeeper, 'open'>,
  ) {}

  async get(given: string): Promise<KeptFile | undefined> {
    const name = fileName(given)
    const record = await this.record()
    const entry = entryOf(name, record && Object.hasOwn(record, name) ? record[name] : undefined)
    const stored = entry && (await this.keeper.open(entry.hash))
    return entry && stored && new KeptFile(entry, stored)
  }

  async list({ after = '', limit = usualPage }: FilesPage = {}): Promise<ListedFiles> {
    const asked = Math.trunc(Math.min(Math.max(limit, 1), mostOfPage)) || usualPage
    const found = entriesIn(await this.record()).filter(({ name }) => name > after)
    const items = found.slice(0, asked)
    return { items, next: found.length > asked ? (items.at(-1)?.name ?? null) : null }
  }
}

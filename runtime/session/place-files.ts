import type { BlockType } from '../block/block-type.js'
import type { RecordAddress } from '../block/field-values.js'
import { CompositorError } from '../errors/index.js'
import { EntriesRead, entriesIn, filesAddress, storedEntry } from '../service/file-entries.js'
import type { FileKeeper, FileLimits } from '../service/file-keeper.js'
import { fileKind, refuseOtherKinds } from '../service/file-kind.js'
import { fileName } from '../service/file-name.js'
import {
  Files,
  type FileContent,
  type FilesPage,
  type KeptFiles,
  type ListedFiles,
  type PutOptions,
} from '../service/files.js'
import type { FileEntry, KeptFile } from '../service/kept-file.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { isJsonObject, type JsonObject } from '../values/json.js'
import type { FileChanges } from './file-changes.js'
import { piecesOf } from './file-pieces.js'

/** Milliseconds that a block's own stream may take to come to its end. */
const patience = 60_000

const day = 86_400_000

/** How many times over what may be kept may be put in a day: what is replaced takes room until it is collected. */
const turnover = 4

/** Of the place of a block, what its files rest on. */
export interface FilesPlace {
  readonly composed: ComposedBlock
  readonly type: BlockType
  readonly fileChanges: FileChanges
  now(): number
  waitFor<T>(work: Promise<T>): Promise<T>
}

/** The files of the block of one place. */
export class PlaceFiles extends Files {
  readonly ofBlock: KeptFiles
  readonly #own: KeptFiles

  constructor(place: FilesPlace, keeper: FileKeeper) {
    super()
    this.#own = new Shelf(place, keeper, 'learner')
    this.ofBlock = new Shelf(place, keeper, 'block')
  }

  put(name: string, content: FileContent, options?: PutOptions): Promise<FileEntry> {
    return this.#own.put(name, content, options)
  }

  get(name: string): Promise<KeptFile | undefined> {
    return this.#own.get(name)
  }

  list(page?: FilesPage): Promise<ListedFiles> {
    return this.#own.list(page)
  }

  delete(name: string): Promise<boolean> {
    return this.#own.delete(name)
  }
}

class Shelf extends EntriesRead implements KeptFiles {
  readonly #address: RecordAddress

  constructor(
    private readonly place: FilesPlace,
    private readonly files: FileKeeper,
    private readonly whose: 'learner' | 'block',
  ) {
    const address = filesAddress(place.composed.key, whose)
    super(() => place.fileChanges.record(address), {
      open: (hash) => place.waitFor(files.open(hash)),
    })
    this.#address = address
  }

  async put(given: string, content: FileContent, options: PutOptions = {}): Promise<FileEntry> {
    const { place, whose } = this
    const name = fileName(given)
    const { keeps = {} } = place.type.capabilities
    const limits = leastOf(this.files.limits, keeps)
    const room = this.#room(name, limits)
    const size = Math.min(limits.size, options.size ?? Infinity)
    const said = options.type ?? ('type' in content && typeof content.type === 'string' ? content.type : '')
    let type = ''
    const kept = await place.waitFor(
      inTime(
        this.files.keep(piecesOf(content), {
          limit: Math.min(size, room.bytes),
          tooLarge: () => (size <= room.bytes ? tooLarge(name, size) : full(name, whose, limits[whose])),
          look: (head) => {
            type = fileKind(head, said)
            refuseOtherKinds(name, type, [keeps.kinds, options.kinds])
          },
        }),
      ),
    )
    // Others of the same handler may have been put meanwhile.
    if (this.#room(name, limits).bytes < kept.size) throw full(name, whose, limits[whose])
    const entry = { name, type, ...kept, keptAt: place.now() }
    const { fileChanges } = place
    fileChanges.set(this.#address, name, storedEntry(entry))
    fileChanges.set(this.#address, '', this.#turned(kept.size))
    return entry
  }

  async delete(given: string): Promise<boolean> {
    const name = fileName(given)
    const { fileChanges } = this.place
    if (!Object.hasOwn(fileChanges.record(this.#address), name)) return false
    fileChanges.set(this.#address, name, undefined)
    return true
  }

  /** How many bytes a file of this name may have. @throws CompositorError `files-full` */
  #room(name: string, limits: FileLimits): { readonly bytes: number } {
    const { place, whose } = this
    const record = place.fileChanges.record(this.#address)
    const others = entriesIn(record).filter((one) => one.name !== name)
    if (others.length >= limits.names) {
      throw new CompositorError(
        'files-full',
        `'${name.slice(0, 200)}' would be one more than the ${limits.names} files that are kept ${keptFor[whose]}.`,
      )
    }
    const most = limits[whose]
    const used = others.reduce((sum, { size }) => sum + size, 0)
    const left = turnover * most - turnedIn(record, place.now())
    if (left <= 0) {
      throw new CompositorError(
        'files-full',
        `Files are replaced so often that no more are taken ${keptFor[whose]} today.`,
      )
    }
    return { bytes: Math.max(0, Math.min(most - used, left)) }
  }

  #turned(size: number): JsonObject {
    const now = this.place.now()
    const bytes = turnedIn(this.place.fileChanges.record(this.#address), now) + size
    return { day: Math.floor(now / day), bytes }
  }
}

const keptFor = { learner: 'of a learner here', block: 'of this block' }

/** Bytes that were put today, under the name that no file can have. */
function turnedIn({ '': turned }: JsonObject, now: number): number {
  if (turned === undefined || !isJsonObject(turned) || turned['day'] !== Math.floor(now / day)) return 0
  return typeof turned['bytes'] === 'number' ? turned['bytes'] : 0
}

function leastOf(host: FileLimits, type: Partial<FileLimits>): FileLimits {
  const least = (name: keyof FileLimits) => Math.min(host[name], type[name] ?? Infinity)
  return { size: least('size'), learner: least('learner'), block: least('block'), names: least('names') }
}

function tooLarge(name: string, size: number): CompositorError {
  return new CompositorError(
    'file-too-large',
    `'${name.slice(0, 200)}' is larger than the ${size} bytes that are taken.`,
  )
}

function full(name: string, whose: 'learner' | 'block', most: number): CompositorError {
  return new CompositorError(
    'files-full',
    `With '${name.slice(0, 200)}' there would be more than the ${most} bytes that are kept ${keptFor[whose]}.`,
  )
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new CompositorError('block-failed', `A file did not come to its end within ${patience / 1000} s.`),
        ),
      patience,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

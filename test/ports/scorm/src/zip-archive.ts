import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { HandlerError, type StoredFile } from 'unit-compositor'

const inflate = promisify(inflateRaw)

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly size: number
  readonly packed: number
  readonly isDeflated: boolean
  /** Where its own header begins. */
  readonly at: number
}

const [mostEntries, mostUnpacked, largestDirectory] = [5000, 500_000_000, 2_000_000]
const [endSize, commentSize, headerSize, localSize] = [22, 65_535, 46, 30]

/** No file of a package is unpacked to more than this in one piece; larger ones have to be stored as they are. */
const largestInflated = 50_000_000

const refuse = (why: string): never => {
  throw new HandlerError(422, `This is no package that can be played: ${why}.`)
}

/** What an archive says that it holds, by name; nothing of it is unpacked. Hostile until it is through here. */
export async function entriesOf(archive: StoredFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const from = Math.max(0, archive.size - endSize - commentSize)
  const tail = await read(archive, from, archive.size)
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0 || end + endSize > tail.length) return refuse('it is cut off, or no zip archive')
  const [count, length, at] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ]
  if (at + length > from + end || length > largestDirectory || count > mostEntries)
    return refuse(`it is damaged, or has more than ${mostEntries} files`)
  const directory = await read(archive, at, at + length)
  const entries = new Map<string, ZipEntry>()
  const known = new Set<string>()
  let [place, unpacked] = [0, 0]
  for (let left = count; left > 0; left--) {
    if (place + headerSize > length || directory.toString('latin1', place, place + 4) !== 'PK\x01\x02')
      return refuse('its list of files is damaged')
    const lengths = [28, 30, 32].map((one) => directory.readUInt16LE(place + one))
    const [named = 0, extra = 0, comment = 0] = lengths
    const name = directory.toString('utf8', place + headerSize, place + headerSize + named)
    const [flags, method] = [directory.readUInt16LE(place + 8), directory.readUInt16LE(place + 10)]
    const mode = directory.readUInt32LE(place + 38) >>> 16
    const entry = {
      name,
      packed: directory.readUInt32LE(place + 20),
      size: directory.readUInt32LE(place + 24),
      at: directory.readUInt32LE(place + 42),
      isDeflated: method === 8,
    }
    place += headerSize + named + extra + comment
    if (name.endsWith('/')) continue
    const shown = JSON.stringify(name.slice(0, 100))
    if (!isWithin(name)) refuse(`the name ${shown} leads out of it`)
    if ((mode & 0o170000) === 0o120000) refuse(`${shown} is a link`)
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8))
      refuse(`${shown} is encrypted, or packed in a way that is not known`)
    if (known.has(name.toLowerCase())) refuse(`${shown} is in it twice`)
    if (entry.at + localSize + entry.packed > at || (method === 0 && entry.size !== entry.packed))
      refuse(`${shown} is damaged`)
    if (entry.isDeflated && entry.size > largestInflated)
      refuse(`${shown} is too large; store it without packing it`)
    if ((unpacked += entry.size) > mostUnpacked) refuse('it unpacks to more than 500 MB')
    known.add(name.toLowerCase())
    entries.set(name, entry)
  }
  return entries
}

/** The bytes of a file, no more than it says it has; of one that is stored as it is, where it stands. */
export async function open(
  archive: StoredFile,
  { name, at, packed, size, isDeflated }: ZipEntry,
): Promise<StoredFile | Uint8Array> {
  const header = await read(archive, at, at + localSize)
  if (header.toString('latin1', 0, 4) !== 'PK\x03\x04') return refuse(`'${name.slice(0, 100)}' is damaged`)
  const first = at + localSize + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (first + packed > archive.size) return refuse(`'${name.slice(0, 100)}' is damaged`)
  const part = (from: number, to: number) => archive.stream(first + from, first + to)
  if (!isDeflated) return { size, stream: part, bytes: () => read(archive, first, first + size) }
  const inflated = inflate(await read(archive, first, first + packed), { maxOutputLength: Math.max(1, size) })
  const bytes = await inflated.catch(() => undefined)
  return bytes?.length === size ? bytes : refuse(`'${name.slice(0, 100)}' is damaged`)
}

/** Whether a name stays in the folder that it is in, on every system. */
function isWithin(name: string): boolean {
  const isPlain = name !== '' && name.length <= 500 && !/[\\:\p{Cc}\ufffd]/u.test(name)
  return isPlain && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

async function read(archive: StoredFile, first: number, end: number): Promise<Buffer> {
  return Buffer.from(await new Response(archive.stream(first, end)).arrayBuffer())
}

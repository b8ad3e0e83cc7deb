import { CompositorError } from '../errors/index.js'

/** First bytes of a file that are looked at. */
export const headLength = 4096

/** What first bytes tell: the kinds that begin so, the likeliest first. */
interface Mark {
  readonly at: number
  readonly bytes: readonly number[]
  readonly and?: readonly [at: number, bytes: readonly number[]]
  readonly kinds: readonly string[]
}

const text = (ascii: string): number[] => [...Buffer.from(ascii, 'latin1')]
const mark = (bytes: readonly number[], ...kinds: readonly string[]): Mark => ({ at: 0, bytes, kinds })
const riff = (form: string, kind: string): Mark => ({
  at: 0,
  bytes: text('RIFF'),
  and: [8, text(form)],
  kinds: [kind],
})
const brand = (name: string, ...kinds: readonly string[]): Mark => ({
  at: 4,
  bytes: text(`ftyp${name}`),
  kinds,
})

const office = 'application/vnd.openxmlformats-officedocument.'
const openDocument = 'application/vnd.oasis.opendocument.'

/** As the makers of these formats write down how their files begin. */
const marks: readonly Mark[] = [
  mark([0x89, ...text('PNG\r\n\x1a\n')], 'image/png'),
  mark([0xff, 0xd8, 0xff], 'image/jpeg'),
  mark(text('GIF87a'), 'image/gif'),
  mark(text('GIF89a'), 'image/gif'),
  riff('WEBP', 'image/webp'),
  riff('WAVE', 'audio/wav'),
  riff('AVI ', 'video/x-msvideo'),
  mark(text('II*\0'), 'image/tiff'),
  mark(text('MM\0*'), 'image/tiff'),
  brand('avif', 'image/avif'),
  brand('avis', 'image/avif'),
  brand('hei', 'image/heic'),
  brand('mif1', 'image/heif', 'image/heic', 'image/avif'),
  brand('qt  ', 'video/quicktime'),
  brand('M4A ', 'audio/mp4'),
  brand('', 'video/mp4', 'audio/mp4'),
  mark([0x1a, 0x45, 0xdf, 0xa3], 'video/webm', 'audio/webm', 'video/x-matroska'),
  mark(text('OggS'), 'audio/ogg', 'video/ogg', 'application/ogg'),
  mark(text('ID3'), 'audio/mpeg'),
  mark([0xff, 0xfb], 'audio/mpeg'),
  mark([0xff, 0xf3], 'audio/mpeg'),
  mark([0xff, 0xf2], 'audio/mpeg'),
  mark([0xff, 0xf1], 'audio/aac'),
  mark([0xff, 0xf9], 'audio/aac'),
  mark(text('fLaC'), 'audio/flac'),
  mark(text('%PDF-'), 'application/pdf'),
  mark(
    text('PK\x03\x04'),
    'application/zip',
    `${office}wordprocessingml.document`,
    `${office}spreadsheetml.sheet`,
    `${office}presentationml.presentation`,
    `${openDocument}text`,
    `${openDocument}spreadsheet`,
    `${openDocument}presentation`,
    'application/epub+zip',
  ),
  mark(text('PK\x05\x06'), 'application/zip'),
  mark(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
  ),
  mark([0x1f, 0x8b], 'application/gzip'),
  mark(text('BZh'), 'application/x-bzip2'),
  mark([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'application/x-7z-compressed'),
  mark(text('Rar!\x1a\x07'), 'application/vnd.rar'),
  { at: 257, bytes: text('ustar'), kinds: ['application/x-tar'] },
  mark(text('{\\rtf'), 'application/rtf', 'text/rtf'),
]

/** Other words for the same kinds. */
const synonyms: Readonly<Record<string, string>> = {
  'application/x-zip-compressed': 'application/zip',
  'application/x-gzip': 'application/gzip',
  'application/x-pdf': 'application/pdf',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'image/jpg': 'image/jpeg',
}

const unknown = 'application/octet-stream'

/** Kinds that are text, whatever else they are. */
const texts =
  /^text\/(?!rtf)|^application\/(?:json|xml|yaml|toml|javascript|ecmascript|sql|x-ndjson|x-tex|x-yaml|x-sh)$|\+(?:json|xml)$/

/** Kinds that have marks, which what has none of them is not. */
const marked = new Set(marks.flatMap(({ kinds }) => kinds))

const form = /^[a-z0-9][\w.+-]{0,80}\/[\w.+-]{1,120}$/

/**
 * Of what kind a file is: what is said of it where its first bytes do not speak against it, else what they are.
 * @param head the first {@link headLength} bytes, or all
 */
export function fileKind(head: Uint8Array, said: string): string {
  const plain = said.split(';')[0]?.trim().toLowerCase() ?? ''
  const claimed = synonyms[plain] ?? (form.test(plain) ? plain : unknown)
  const found = marks.find((one) => begins(head, one))
  if (found) return found.kinds.includes(claimed) ? claimed : (found.kinds[0] ?? unknown)
  if (isText(head)) return texts.test(claimed) ? claimed : 'text/plain'
  const isOther =
    !marked.has(claimed) && !texts.test(claimed) && !/^(?:image|audio|video|font)\//.test(claimed)
  return isOther ? claimed : unknown
}

/**
 * @param taken kinds such as `image/*`, of each list one has to fit; a list that is left out takes all
 * @throws CompositorError `file-kind`
 */
export function refuseOtherKinds(
  name: string,
  kind: string,
  taken: readonly (readonly string[] | undefined)[],
): void {
  for (const kinds of taken) {
    if (!kinds || kinds.some((one) => isOf(kind, one))) continue
    throw new CompositorError(
      'file-kind',
      `'${name.slice(0, 200)}' is ${kind}, by what it begins with; taken are: ${kinds.join(', ') || 'none'}.`,
    )
  }
}

function isOf(kind: string, one: string): boolean {
  return one === kind || one === '*/*' || (one.endsWith('/*') && kind.startsWith(one.slice(0, -1)))
}

function begins(head: Uint8Array, { at, bytes, and }: Mark): boolean {
  const has = (place: number, wanted: readonly number[]) =>
    wanted.every((one, index) => head[place + index] === one)
  return has(at, bytes) && (!and || has(...and))
}

function isText(head: Uint8Array): boolean {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  if (head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte))) return false
  try {
    // What is cut in the middle of a character is no fault of it.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: head.length >= headLength })
    return true
  } catch {
    return false
  }
}

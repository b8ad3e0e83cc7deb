import { LibraryKey, parseContextKey } from '../../runtime/keys/index.js'
import { EncodedText, type OlxSource } from '../source/index.js'

/** A character of a part of a key, in UTF-8 seen byte by byte. */
const part = '[A-Za-z0-9_.~\\x80-\\xff-]'
const hash = '[0-9a-f]{64}'
const begins = `(?<!${part})`
const ends = `(?!${part})`

/** A key as sites write it: with its domain where it leaves, without it where it is at home. */
export function keyAtSite(key: string, from: string | undefined, to: string | undefined): string {
  if (from === to) return key
  const parsed = parseContextKey(key)
  if (!(parsed instanceof LibraryKey) || parsed.domain !== from) return key
  const { org, slug } = parsed
  return new LibraryKey({ domain: to, org, slug }).toString()
}

/** Whether a library is that of another site, which is read here and not changed. */
export function isOfOtherSite(context: string): boolean {
  return context.startsWith('lib:') && parseContextKey(context).parts()['domain'] !== undefined
}

/** Whether a file of a course or library may name libraries: its texts, and not what authors uploaded. */
export function mayNameLibraries(path: string): boolean {
  return /\.(?:xml|html?|json|toml)$/i.test(path) && !/(?:^|\/)static\//.test(path)
}

/** A text in which keys of some libraries of this site, and of what is in them, have its domain. All else is byte for byte as it was. */
export class QualifiedKeys {
  readonly #pattern: RegExp | undefined

  constructor(
    private readonly domain: string,
    libraries: Iterable<string>,
  ) {
    const own = [...libraries].flatMap((library) => {
      const key = parseContextKey(library)
      return key instanceof LibraryKey && key.domain === undefined ? [escaped(bytewise(key.path))] : []
    })
    if (own.length === 0) return
    const names = own.toSorted((one, other) => other.length - one.length).join('|')
    this.#pattern = new RegExp(`${begins}(lib|lb|lct|lib-collection):(?=(?:${names})${ends})`, 'g')
  }

  in(bytes: Buffer): Buffer {
    const pattern = this.#pattern
    if (!pattern) return bytes
    return replaced(bytes, (text) => text.replace(pattern, `$1:${bytewise(this.domain)}:`))
  }
}

/** A text in which every key of a library that names no site names one. */
export function qualifiedByDefault(bytes: Buffer, domain: string): Buffer {
  const found = new RegExp(`${begins}(lib|lb|lct|lib-collection):(${part}+(?::${part}+)+)`, 'g')
  return replaced(bytes, (text) =>
    text.replace(found, (whole, kind: string, rest: string) =>
      namesSite(kind, rest.split(':')) ? whole : `${kind}:${bytewise(domain)}:${rest}`,
    ),
  )
}

/** A text in which keys of a site that it names are its own again. */
export function localised(bytes: Buffer, domain: string): Buffer {
  if (!isWide(bytes) && !bytes.includes(domain)) return bytes
  const own = escaped(bytewise(domain))
  const found = new RegExp(`${begins}(lib|lb|lct|lib-collection):${own}((?::${part}+)+)`, 'g')
  return replaced(bytes, (text) =>
    text.replace(found, (whole, kind: string, rest: string) =>
      namesSite(kind, `${domain}${rest}`.split(':')) ? `${kind}${rest}` : whole,
    ),
  )
}

/** The files of a source in which keys name this site, with those keys as they are at home. */
export function atHome(source: OlxSource, domain: string): Map<string, Buffer> {
  const changed = new Map<string, Buffer>()
  for (const path of source.paths()) {
    const bytes = mayNameLibraries(path) ? source.bytes(path) : undefined
    const after = bytes && localised(bytes, domain)
    if (after && after !== bytes) changed.set(path, after)
  }
  return changed
}

/** Whether the parts of a key begin with a site: there is one part more, or of a library that is pinned two. */
function namesSite(kind: string, parts: readonly string[]): boolean {
  if (!parts[0]?.includes('.')) return false
  if (kind === 'lib')
    return parts.length > 3 || (parts.length === 3 && !new RegExp(`^${hash}$`).test(parts[2] ?? ''))
  return parts.length > (kind === 'lib-collection' ? 3 : 4)
}

/** Bytes are compared one by one, so that whatever else stands there stays; texts of two bytes a character are read as such. */
function replaced(bytes: Buffer, replace: (text: string) => string): Buffer {
  if (!isWide(bytes)) {
    const text = bytes.toString('latin1')
    const after = replace(text)
    return after === text ? bytes : Buffer.from(after, 'latin1')
  }
  const file = new EncodedText(bytes)
  const after = replace(file.text)
  if (after === file.text) return bytes
  return file.with([{ start: 0, end: file.text.length, text: after }], 'xml')
}

function isWide(bytes: Buffer): boolean {
  const [first, second] = bytes
  return (
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0
  )
}

function bytewise(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')
}

import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryKey, parseContextKey, V1LibraryKey } from '../../runtime/keys/index.js'
import { escapeXmlAttribute, parseXml, type XmlElement } from '../../runtime/olx/index.js'

/** A version of a library that a course refers to, as exports say it. */
export interface CarriedPin {
  /** Its whole name, as references have it. */
  readonly version: string
  /** Id of the bundle that holds it; none where the site that exported it had not got it either. */
  readonly bundle?: string | undefined
  /** Whether the library had published it last, and some reference follows that. */
  readonly isFollowed?: boolean | undefined
}

/** What an export says of one library: what it is called, and which versions are referred to. */
export interface LibraryAbout {
  /** With the domain of its site, where that has one. */
  readonly key: string
  readonly title: string
  readonly pins: readonly CarriedPin[]
}

/** Where exports of courses say which libraries they refer to. */
export const librariesFolder = 'libraries/'

/**
 * Names of the files of libraries: `ORG_SLUG.xml`, with `DOMAIN_` before it where the key has a domain. Of two libraries that one name would
 * stand for, the later has a number behind it.
 * @param keys in the order of their texts
 */
export function libraryPaths(keys: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    keys.map((key) => {
      const name = nameOf(key)
      let path = `${librariesFolder}${name}.xml`
      // Names differ for disks that do not tell capitals from small letters, too.
      for (let count = 2; taken.has(path.toLowerCase()); count++)
        path = `${librariesFolder}${name}~${count}.xml`
      taken.add(path.toLowerCase())
      return [key, path]
    }),
  )
}

function nameOf(key: string): string {
  const parsed = parseContextKey(key)
  if (parsed instanceof LibraryKey)
    return [...(parsed.domain === undefined ? [] : [parsed.domain]), parsed.org, parsed.slug].join('_')
  return parsed instanceof V1LibraryKey ? `${parsed.org}_${parsed.library}` : key.replace(/[^\w.-]+/g, '_')
}

/** What is said of a library as XML. */
export function libraryText({ key, title, pins }: LibraryAbout): string {
  const lines = pins.map(({ version, bundle, isFollowed }) => {
    const said = { hash: version, bundle, followed: isFollowed ? 'true' : undefined }
    return `  <version${attributes(said)}/>\n`
  })
  return `<library${attributes({ key, title })}>\n${lines.join('')}</library>\n`
}

/** @throws CompositorError `archive-unreadable`, `olx-malformed` */
export function readLibrary(text: string, file: string): LibraryAbout {
  const root = parseXml(text, { file })
  const key = keyIn(root, 'library', file)
  const pins = root.elements('version').map((element) => {
    const version = element.attribute('hash') ?? ''
    const bundle = element.attribute('bundle')
    if (version === '' || (bundle !== undefined && !/^[0-9a-f]{32}$/.test(bundle)))
      throw unreadable(file, 'has a version without a hash, or whose bundle is called by no id')
    return { version, bundle, isFollowed: element.attribute('followed') === 'true' }
  })
  return { key, title: root.attribute('title') ?? '', pins }
}

/** The key of a library that the root of a file has. @throws CompositorError `archive-unreadable` */
export function keyIn(root: XmlElement, name: string, file: string): string {
  const key = root.attribute('key') ?? ''
  if (root.name !== name) throw unreadable(file, `holds <${root.name}> in place of <${name}>`)
  try {
    const parsed = parseContextKey(key)
    if (parsed instanceof LibraryKey || parsed instanceof V1LibraryKey) return parsed.toString()
  } catch {
    // Said below.
  }
  throw unreadable(file, `is of '${key.slice(0, 200)}', which is no key of a library`)
}

export function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXmlAttribute(value)}"`]))
    .join('')
}

export function unreadable(file: string, why: string): CompositorError {
  return new CompositorError('archive-unreadable', `The libraries in it cannot be read: ${file} ${why}.`, {
    location: { file },
  })
}

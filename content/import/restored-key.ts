import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryKey, parseKey, V1LibraryKey } from '../../runtime/keys/index.js'
import { parseXml } from '../../runtime/olx/index.js'
import { StartTag } from '../../runtime/olx/start-tag.js'
import { RenamedKeys, type KeyStart } from '../edit/renamed-keys.js'
import { EncodedText, type OlxSource, type RootFile } from '../source/index.js'
import { TomlText } from '../toml/index.js'

/** What a library says of its own key, by the file that makes it one. */
const forms = { 'package.toml': 'lib:ORG:SLUG', 'library.xml': 'library-v1:ORG+SLUG' } as const

/**
 * The files of a library that say its key, or name its own blocks, as they are under another one. All else is byte for byte as it was.
 * @param as the key, as text
 * @throws CompositorError `key-malformed`; `key-kind` for a course, and for a key of another kind of library; `olx-malformed`
 */
export function restoredUnder(
  as: string,
  rootFile: RootFile,
  source: Pick<OlxSource, 'name' | 'bytes' | 'paths'>,
): ReadonlyMap<string, Buffer> {
  const key = parseKey(as)
  const bytes = source.bytes(rootFile) ?? Buffer.alloc(0)
  if (rootFile === 'course.xml' || rootFile === 'pathway.xml') {
    const message = `${source.name} is a ${rootFile.slice(0, -4)}, which '${as}' cannot be the key of. A run is copied by the command 'copy-run'.`
    throw new CompositorError('key-kind', message)
  }
  if (rootFile === 'package.toml' && key instanceof LibraryKey) {
    const toml = new TomlText(bytes.toString(), rootFile)
    const before = /\bkey\s*=\s*["']([^"']+)/.exec(toml.text)?.[1] ?? ''
    const after = key.toString()
    toml.set(['learning_package', 'key'], after)
    return changedIn(source, rootFile, Buffer.from(toml.text), ownKeys(before, after))
  }
  if (rootFile === 'library.xml' && key instanceof V1LibraryKey) {
    const file = new EncodedText(bytes)
    const root = parseXml(file.text, { file: rootFile })
    const values = new Map([
      ['org', key.org],
      ['library', key.library],
    ])
    const edits = new StartTag(root, file.text).with(values, root.attributes)
    const [org = '', slug = ''] = ['org', 'library'].map((name) => root.attribute(name))
    const [before, after] = [`${org}+${slug}`, `${key.org}+${key.library}`]
    const starts = ['lib-block-v1:', 'library-v1:', 'asset-v1:'].map((kind) => {
      return { before: `${kind}${before}`, after: `${kind}${after}` }
    })
    return changedIn(source, rootFile, file.with(edits, 'xml'), starts)
  }
  const message = `${source.name} cannot be restored as '${as}': its ${rootFile} takes a key of the form ${forms[rootFile]}.`
  throw new CompositorError('key-kind', message)
}

/**
 * The keys of a v2 library and of what is in it. Pins of its own versions go: their names are those of files that say the other key, so
 * what refers to the library itself follows it.
 */
function ownKeys(before: string, after: string): readonly KeyStart[] {
  const [old, now] = [before, after].map((key) => key.replace(/^lib:/, ''))
  if (old === before) return []
  const inside = ['lb:', 'lct:', 'lib-collection:'].map((kind) => {
    return { before: `${kind}${old}:`, after: `${kind}${now}:` }
  })
  return [...inside, { before, after, without: String.raw`(?::[0-9a-f]{64}(?!\w))?` }]
}

/** The root, and the texts that name blocks by their keys, which are those of blocks and files of ours. */
function changedIn(
  source: Pick<OlxSource, 'bytes' | 'paths'>,
  rootFile: RootFile,
  root: Buffer,
  starts: readonly KeyStart[],
): ReadonlyMap<string, Buffer> {
  const keys = new RenamedKeys(starts)
  const changed = new Map([[rootFile as string, keys.in(root)]])
  if (starts.length === 0) return changed
  for (const path of source.paths()) {
    if (path === rootFile || !isText.test(path) || isStatic.test(path)) continue
    const bytes = source.bytes(path)
    const after = bytes && keys.in(bytes)
    if (after && after !== bytes) changed.set(path, after)
  }
  return changed
}

const isText = /\.(?:xml|html?|json)$/i
/** Files that learners get as they are. */
const isStatic = /(?:^|\/)static\//

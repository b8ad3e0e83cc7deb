import { CompositorError } from '../runtime/errors/index.js'
import { LibraryKey, parseKey, V1LibraryKey } from '../runtime/keys/index.js'
import { parseXml } from '../runtime/olx/index.js'
import { StartTag } from './edit/start-tag.js'
import { renamedPath } from './olx/renamed-blocks.js'
import { EncodedText, idsPath, type OlxSource, type RootFile } from './source/index.js'
import { TomlText } from './toml/index.js'

/** What a library says of its own key, by the file that makes it one. */
const forms = { 'package.toml': 'lib:ORG:SLUG', 'library.xml': 'library-v1:ORG+SLUG' } as const

/**
 * The files of a library that say its key, as they are under another one. All else is byte for byte as it was.
 * @param as the key, as text
 * @throws CompositorError `key-malformed`; `key-kind` for a course, and for a key of another kind of library; `olx-malformed`
 */
export function restoredUnder(
  as: string,
  rootFile: RootFile,
  source: Pick<OlxSource, 'name' | 'bytes'>,
): ReadonlyMap<string, Buffer> {
  const key = parseKey(as)
  const bytes = source.bytes(rootFile) ?? Buffer.alloc(0)
  if (rootFile === 'course.xml') {
    const message = `${source.name} is a course, which '${as}' cannot be the key of. A run is copied by the command 'copy-run'.`
    throw new CompositorError('key-kind', message)
  }
  if (rootFile === 'package.toml' && key instanceof LibraryKey) {
    const toml = new TomlText(bytes.toString(), rootFile)
    const before = /\bkey\s*=\s*["']([^"']+)/.exec(toml.text)?.[1] ?? ''
    const after = key.toString()
    toml.set(['learning_package', 'key'], after)
    return changedIn(source, rootFile, Buffer.from(toml.text), [
      `${before.replace(/^lib:/, 'lb:')}:`,
      `${after.replace(/^lib:/, 'lb:')}:`,
    ])
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
    return changedIn(source, rootFile, file.with(edits, 'xml'), [
      `lib-block-v1:${org}+${slug}+`,
      `lib-block-v1:${key.org}+${key.library}+`,
    ])
  }
  const message = `${source.name} cannot be restored as '${as}': its ${rootFile} takes a key of the form ${forms[rootFile]}.`
  throw new CompositorError('key-kind', message)
}

/** The root, and the files of ours beside it that name blocks by their keys. */
function changedIn(
  source: Pick<OlxSource, 'bytes'>,
  rootFile: RootFile,
  root: Buffer,
  [before, after]: readonly [string, string],
): ReadonlyMap<string, Buffer> {
  const changed = new Map([[rootFile as string, root]])
  for (const path of [idsPath, renamedPath]) {
    const text = source.bytes(path)?.toString()
    if (text !== undefined) changed.set(path, Buffer.from(text.replaceAll(`"${before}`, `"${after}`)))
  }
  return changed
}

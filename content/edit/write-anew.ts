import { blockOlx } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { escapeXmlAttribute, parseXml, sourceOf, type XmlElement } from '../../runtime/olx/index.js'
import type { Definition, Unreadable } from '../olx/definition.js'
import { pointerPaths } from '../olx/pointer.js'
import type { BlockEdit } from './block-edit.js'
import type { EditSession, NamedPlace } from './edit-session.js'
import { EditedFiles, withLineEnds } from './edited-files.js'
import { differences } from './same-block.js'
import { StartTag } from '../../runtime/olx/start-tag.js'
import type { FileChanges } from './version-files.js'

/**
 * The files that change where a block becomes what a text says, whatever stands there: an element that is read, one that
 * cannot be, a file that is no XML, or none.
 * @throws CompositorError `olx-unwritable`, and those of reading the text
 */
export async function writeAnew(
  session: EditSession,
  named: NamedPlace,
  edit: BlockEdit,
  anew: NonNullable<BlockEdit['anew']>,
): Promise<FileChanges> {
  const { typeName, urlName } = named
  const { content, settings } = edit
  const { xmlAttributes, kept, asides, type } = anew
  const text = anew.olx ?? blockOlx({ type, content, settings, xmlAttributes, kept, asides }, session.types)
  const root = parseXml(text)
  const files = new EditedFiles(session.known)
  const definition = await session.definition(named)
  if ('element' in definition) replaceElement(files, definition, sourceOf(root, text), urlName)
  else {
    const path = fileOf(definition, named)
    if (path === undefined) {
      const { place } = named
      const element = withName(sourceOf(root, text), urlName)
      files.edit(place.file.path, [{ start: place.element.start, end: place.element.end, text: element }])
    } else files.rewrite(path, text.endsWith('\n') ? text : `${text}\n`)
  }
  const changes = files.changes()
  const after = await session.changed(changes)
  const again = await after.again(named)
  const read = again && (await after.at(again))
  if (read === undefined || 'error' in read) throw read?.error ?? unwritable(named, 'it is not read')
  const wanted = {
    ...read.read,
    element: typeName,
    content,
    asides: read.read.asides ?? {},
    freed: new Set<string>(),
  }
  const [differs] = anew.olx === undefined ? differences(read.read, wanted) : []
  if (differs !== undefined) throw unwritable(named, `its ${differs} would be another`)
  if (again?.typeName !== typeName) throw unwritable(named, `it would be a <${again?.typeName ?? ''}>`)
  return changes
}

/** The file to write for a definition that cannot be read; undefined where it is to stand in its place. */
function fileOf({ error }: Unreadable, { place, typeName, urlName }: NamedPlace): string | undefined {
  const isOwnFile = error.code !== 'olx-cycle' && error.code !== 'olx-too-deep'
  if (!isOwnFile) return undefined
  if (place.identity) return place.file.path
  if (error.code !== 'olx-file-missing') return error.location?.file
  return pointerPaths(typeName, urlName)[0]
}

function replaceElement(
  files: EditedFiles,
  { element, file, pointers }: Definition,
  text: string,
  urlName: string,
) {
  const isNamed = pointers.length === 0 && element.attribute('url_name') !== undefined
  const written = isNamed ? withName(text, urlName) : text
  const ends = files.text(file.path) ?? { lineEnd: '\n' as const }
  files.edit(file.path, [{ start: element.start, end: element.end, text: withLineEnds(written, ends) }])
}

/** The source of an element with a url_name. */
export function withName(source: string, urlName: string): string {
  const root: XmlElement = parseXml(source)
  const tag = new StartTag(root, source)
  if (root.attribute('url_name') === undefined)
    return `${source.slice(0, tag.nameEnd)} url_name="${escapeXmlAttribute(urlName)}"${source.slice(tag.nameEnd)}`
  const [edit] = tag.with(new Map([['url_name', urlName]]), root.attributes)
  return edit ? source.slice(0, edit.start) + edit.text + source.slice(edit.end) : source
}

function unwritable({ usage }: NamedPlace, why: string): CompositorError {
  return new CompositorError('olx-unwritable', `'${usage}' cannot be written so: ${why}.`, { usage })
}

import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { sourceOf, XmlElement } from '../../runtime/olx/index.js'
import { standsIn, type BlockPlace } from './block-place.js'
import { needsFile } from './block-types.js'
import type { OlxFile, OlxFiles } from './olx-files.js'
import { filenamePaths, isBare, isPointer, pointerPaths } from './pointer.js'

/** The element that says what a block is: in its place, or in the file that its place points to. */
export interface Definition {
  readonly element: XmlElement
  readonly file: OlxFile
  /** Attributes of the pointer, which win over the element's own. */
  readonly attributes: ReadonlyMap<string, string>
  /** The elements that point to it, the outermost, which wins, first; none where it stands in its place. */
  readonly pointers: readonly Pick<OlxFile & { readonly element: XmlElement }, 'element' | 'path' | 'text'>[]
  /** What is odd about it, but was understood. */
  readonly note?: Pick<Finding, 'level' | 'code' | 'message'>
}

/** Why there is no definition, and the author's text to keep. */
export interface Unreadable {
  readonly error: CompositorError
  readonly text: string
}

const none = { attributes: new Map<string, string>(), pointers: [] } as const
const pointing = new Set(['url_name', 'filename'])

/** Finds the definition of the block at `place`, following its pointer or `filename`. Never throws. */
export function definitionOf(files: OlxFiles, place: BlockPlace, typeName: string): Definition | Unreadable {
  const { element, file } = place
  if (place.failure !== undefined) return { error: place.failure, text: file.text }
  if (place.identity !== undefined && typeName !== 'course') return { element, file, ...none }
  if (!isBare(element)) return { element, file, ...none }
  // The root of an old course names its run in other ways.
  const urlName =
    element.attribute('url_name') ?? (typeName === 'course' ? place.identity?.urlName : undefined)
  const path = urlName && files.find(pointerPaths(typeName, urlName), place.folder)
  if (path) return fromFile(files, place, typeName, path)
  if (urlName && isPointer(element) && needsFile(typeName)) {
    if (typeName === 'html' && files.find([`html/${urlName.replaceAll(':', '/')}.html`], place.folder)) {
      return htmlAlone(place, urlName)
    }
    const paths = pointerPaths(typeName, urlName).join(' nor ')
    return unreadable(
      place,
      'olx-file-missing',
      `<${typeName}> points to '${urlName}', but there is neither ${paths}.`,
    )
  }
  return byFilename(files, place, typeName, { element, file, ...none })
}

function fromFile(
  files: OlxFiles,
  place: BlockPlace,
  typeName: string,
  path: string,
): Definition | Unreadable {
  if (standsIn(place, path)) {
    return unreadable(place, 'olx-cycle', `<${typeName}> points to ${path}, the file it stands in itself.`)
  }
  const found = files.xml(path)
  if (found === undefined) return unreadable(place, 'olx-file-missing', `There is no ${path}.`)
  if ('error' in found) return { error: found.error, text: found.text }
  const extra = new Map([...place.element.attributes].filter(([name]) => !pointing.has(name)))
  if (typeName === 'course')
    for (const name of ['org', 'course', 'number', 'slug', 'semester']) extra.delete(name)
  const definition = {
    element: found.root,
    file: found,
    attributes: extra,
    pointers: [pointerIn(place.element, place.file)],
    ...noteOf(typeName, path, found, extra),
  }
  return byFilename(files, { ...place, file: found }, typeName, definition)
}

function noteOf(
  typeName: string,
  path: string,
  { root }: OlxFile,
  extra: ReadonlyMap<string, string>,
): Pick<Definition, 'note'> {
  if (root.name !== typeName) {
    const message = `${path} holds <${root.name}>, but a <${typeName}> points to it; it is read as ${typeName}.`
    return { note: { level: 'warning', code: 'olx-attribute', message } }
  }
  if (extra.size === 0) return {}
  const message = `The pointer to ${path} has attributes of its own (${[...extra.keys()].join(', ')}); they win over those in the file.`
  return { note: { level: 'note', code: 'olx-attribute', message } }
}

/** An older way to point: an empty element whose `filename` holds the rest. Of html, the type itself reads it. */
function byFilename(
  files: OlxFiles,
  place: BlockPlace,
  typeName: string,
  definition: Definition,
): Definition | Unreadable {
  const { element, attributes } = definition
  const misspelt = element.attribute('file_name')
  const filename = element.attribute('filename') ?? misspelt
  if (filename === undefined || !isBare(element)) return definition
  if (typeName === 'html') {
    if (element.attribute('filename') !== undefined) return definition
    const message = `The attribute file_name is read as filename.`
    const corrected = new Map([...attributes, ['filename', filename] as const])
    return {
      ...definition,
      attributes: corrected,
      note: { level: 'note', code: 'olx-attribute', message },
    }
  }
  const paths = filenamePaths(typeName, filename)
  const path = files.find(paths, place.folder, (one) => !standsIn(place, one))
  if (path === undefined) {
    return needsFile(typeName)
      ? unreadable(
          place,
          'olx-file-missing',
          `<${typeName}> names the file '${filename}', but there is none of ${paths.join(', ')}.`,
        )
      : definition
  }
  const found = files.xml(path)
  if (found === undefined) return definition
  if ('error' in found) return { error: found.error, text: found.text }
  const outer = [...element.attributes, ...attributes].filter(([name]) => !pointing.has(name))
  const pointers = [...definition.pointers, pointerIn(element, definition.file)]
  return { ...definition, element: found.root, file: found, attributes: new Map(outer), pointers }
}

function pointerIn(element: XmlElement, { path, text }: OlxFile) {
  return { element, path, text }
}

/** An html pointer whose `.xml` is missing, though its text is there. */
function htmlAlone({ element, file }: BlockPlace, urlName: string): Definition {
  const attributes = new Map([['filename', urlName.replaceAll(':', '/')]])
  const message = `There is no html/${urlName}.xml; the text of html/${urlName}.html is used.`
  return {
    element,
    file,
    attributes,
    pointers: [],
    note: { level: 'warning', code: 'olx-file-missing', message },
  }
}

/** What there is to keep of a place that cannot be read. */
export function unreadable(
  { element, file }: BlockPlace,
  code: 'olx-file-missing' | 'olx-cycle' | 'olx-too-deep',
  message: string,
): Unreadable {
  const location = { file: file.path, line: element.line, column: element.column }
  return { error: new CompositorError(code, message, { location }), text: sourceOf(element, file.text) }
}

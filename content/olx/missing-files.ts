import type { BlockType, NamedFile } from '../../runtime/block/index.js'
import { CourseFileNames, courseFileName } from '../../runtime/html/index.js'
import { parseUsageKey, type LearningContextKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { assetAliases, staticAssets } from './static-assets.js'

/** The static files of a course or library, as its blocks name them. */
export class StaticNames {
  readonly #names: CourseFileNames

  constructor(names: Iterable<string>) {
    this.#names = new CourseFileNames(names)
  }

  /**
   * The files that a block's fields name and that are not there; none for a type that names none, or whose fields
   * cannot be read.
   * @param key usage key of the block, as text @param fields by OLX name
   * @param folder where the block's own files stand, before its file names
   */
  missing(
    type: BlockType | undefined,
    key: string,
    fields: JsonObject,
    folder: string = key,
  ): readonly NamedFile[] {
    return namedFiles(type, key, fields)
      .filter(({ name }) => this.#lacks(name, folder))
      .map(({ file }) => file)
  }

  /** Whether a link of a block is to a file of its course that is not there. @param key usage key, as text */
  lacks(link: string, key: string): boolean {
    return this.#lacks(courseFileName(link.replace(/[?#].*$/s, ''), contextOf(key)), key)
  }

  #lacks(name: string | undefined, folder: string): boolean {
    if (name === undefined) return false
    return this.#names.find(`${folder}/${name}`) === undefined && this.#names.find(name) === undefined
  }
}

/** The names that a block's fields give files of its course; none for a type that names none, or whose fields cannot be read. */
export function fileNamesOf(type: BlockType | undefined, key: string, fields: JsonObject): readonly string[] {
  return namedFiles(type, key, fields).flatMap(({ name }) => name ?? [])
}

/** Files that a block's fields name, each with its name in the course; none where it is in no course. */
function namedFiles(
  type: BlockType | undefined,
  key: string,
  fields: JsonObject,
): readonly { readonly file: NamedFile; readonly name: string | undefined }[] {
  const files = type?.capabilities.files
  if (type === undefined || files === undefined) return []
  const { context } = parseUsageKey(key)
  try {
    const named = files(type.sharedFields({ usage: key, type: type.name, definition: '', fields }))
    return named.map((file) => ({ file, name: courseFileName(file.link, context) }))
  } catch {
    return []
  }
}

function contextOf(key: string): LearningContextKey | undefined {
  try {
    return parseUsageKey(key).context
  } catch {
    // The root of a v2 library goes by the library's key.
    return undefined
  }
}

/** The static files of an import, by the names content uses; those of a component under the folder it stands in. */
export function staticNames(files: OlxFiles): StaticNames {
  const assets = staticAssets(files)
  const aliases = assetAliases(files, assets, new Findings())
  return new StaticNames([...files.source.paths(), ...assets.keys(), ...Object.keys(aliases)])
}

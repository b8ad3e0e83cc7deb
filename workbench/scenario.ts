import { join } from 'node:path'
import { blockId } from '../content/olx/block-id.js'
import type { BlockPlace } from '../content/olx/block-place.js'
import { definitionOf, type Definition } from '../content/olx/definition.js'
import { OlxFiles, type OlxFile } from '../content/olx/olx-files.js'
import { readAttributes } from '../runtime/block/read-attributes.js'
import { LibraryAtHand } from '../runtime/reference/index.js'
import { FolderSource } from '../content/source/folder-source.js'
import {
  CompositorError,
  contentHash,
  findingOf,
  parseXml,
  sourceOf,
  type BlockTypes,
  type Finding,
  type JsonObject,
  type PublishedBlock,
  type PublishedUnit,
  XmlElement,
} from '../runtime/index.js'

/** The course that the blocks of a scenario stand in. */
export const scenarioCourse = 'course-v1:Workbench+Scenarios+1'

/** A scenario as it was found: OLX, and where it is from. */
export interface ScenarioSource {
  /** The same name each time: `PLUGIN/FILE`, or `PLUGIN/TYPE` for one made of defaults. */
  readonly id: string
  /** Name of the plugin it belongs to. */
  readonly plugin: string
  /** Path of the file, for findings. */
  readonly file: string
  readonly olx: string
  /** Absolute path of the folder that its OLX may point into; undefined for one made of defaults. */
  readonly folder?: string
}

/** A scenario read into a unit that can be composed. */
export interface Scenario {
  readonly id: string
  readonly plugin: string
  readonly title: string
  readonly unit: PublishedUnit
  /** Settings that it inherits, by OLX name. */
  readonly inherited: JsonObject
  /** What its blocks may refer to. */
  readonly libraries: readonly LibraryAtHand[]
  /** Absolute path of the folder of its static files, and their names. */
  readonly staticFolder: string | undefined
  readonly assets: ReadonlySet<string>
  readonly diagnostics: readonly Finding[]
}

/**
 * Reads a scenario: the OLX of one block with everything inside it. A `<scenario>` around it may give settings to
 * inherit as attributes, and libraries to refer to: `<library key="lib:ORG:SLUG" version="1">` with blocks inside.
 * A scenario that cannot be read holds a block that says so.
 */
export function readScenario({ id, plugin, file, folder, olx }: ScenarioSource, types: BlockTypes): Scenario {
  const reading = new ScenarioReading(file, folder, types)
  const { assets } = reading
  const staticFolder = folder === undefined || assets.size === 0 ? undefined : join(folder, 'static')
  try {
    const { title, ...parts } = reading.unit(olx)
    const shown = title ?? titleOf(parts.unit.root) ?? id
    return { id, plugin, title: shown, ...parts, staticFolder, assets, diagnostics: reading.diagnostics }
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'olx-unreadable')
    const root = reading.block('html', usageKey('html', 'unreadable'), {}, { display_name: 'Unreadable' }, [])
    return {
      id,
      plugin,
      title: `${id} (unreadable)`,
      unit: { key: root.key, context: scenarioCourse, root },
      inherited: {},
      libraries: [],
      staticFolder,
      assets,
      diagnostics: [...reading.diagnostics, { ...findingOf(error), file }],
    }
  }
}

/** Where an element stands. */
interface ScenarioPlace {
  readonly element: XmlElement
  readonly file: OlxFile
  readonly depth: number
  readonly parent?: BlockPlace
}

class ScenarioReading {
  readonly diagnostics: Finding[] = []
  readonly #ids = new Set<string>()

  readonly #files: OlxFiles | undefined

  constructor(
    private readonly file: string,
    private readonly folder: string | undefined,
    private readonly types: BlockTypes,
  ) {
    this.#files = folder === undefined ? undefined : this.#open(folder)
  }

  /** Names of static files, as content has them after `/static/`. */
  get assets(): ReadonlySet<string> {
    const start = 'static/'
    const paths = this.#files?.source.paths() ?? []
    return new Set(paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)))
  }

  unit(
    olx: string,
  ): Pick<Scenario, 'unit' | 'inherited' | 'libraries'> & { readonly title: string | undefined } {
    const outer = parseXml(olx, { file: this.file })
    const isWrapped = outer.name === 'scenario'
    const parts = isWrapped ? outer.elements() : [outer]
    const blocks = parts.filter(({ name }) => !isWrapped || name !== 'library')
    const [element] = blocks
    if (!element || blocks.length > 1) {
      throw new CompositorError(
        'olx-unreadable',
        `A scenario holds one block, this one ${blocks.length}; put several into a <vertical>.`,
      )
    }
    const elements = isWrapped ? outer.elements('library') : []
    const file: OlxFile = { path: this.file, text: olx, root: outer }
    const libraries = elements.map((library) => this.#library(library, file))
    const inherited = isWrapped ? readAttributes(outer.attributes, undefined, this.types.mixins).settings : {}
    const root = this.#element({ element, file, depth: 0 }, usageKey)
    const unit: PublishedUnit = { key: root.key, context: scenarioCourse, root }
    return { title: outer.attribute('title'), unit, inherited, libraries }
  }

  /** A folder with links that lead outside is not read. */
  #open(folder: string): OlxFiles | undefined {
    try {
      return new OlxFiles(new FolderSource(folder), (finding) => this.diagnostics.push(finding))
    } catch (thrown) {
      this.diagnostics.push({ ...findingOf(CompositorError.from(thrown, 'olx-unreadable')), file: folder })
      return undefined
    }
  }

  block(
    type: string,
    key: string,
    content: JsonObject,
    settings: JsonObject,
    children: readonly PublishedBlock[],
  ): PublishedBlock {
    return { key, type, definition: contentHash({ type, content }), content, settings, children }
  }

  #library(library: XmlElement, file: OlxFile): LibraryAtHand {
    const key = library.attribute('key') ?? ''
    const [, org = '', slug = ''] = /^lib:([^:]+):([^:]+)$/.exec(key) ?? []
    if (slug === '') {
      throw new CompositorError('key-malformed', `A <library> has key="lib:ORG:SLUG", received '${key}'.`)
    }
    const keyIn = (type: string, id: string) => `lb:${org}:${slug}:${type}:${id}`
    const blocks = library.elements().map((element) => this.#element({ element, file, depth: 0 }, keyIn))
    return new LibraryAtHand({ library: key, version: library.attribute('version') ?? '1' }, blocks)
  }

  #element(place: ScenarioPlace, keyOf: (type: string, id: string) => string): PublishedBlock {
    const { name } = place.element
    const type = this.types.get(name)
    const id = this.#idOf(place.element)
    const key = keyOf(name, id)
    const { element, file, attributes } = this.#definition(place, key)
    const pathOf = (path: string) => (path === this.file ? path : join(this.folder ?? '', path))
    const read = readAttributes(new Map([...element.attributes, ...attributes]), type, this.types.mixins)
    for (const one of read.refused) {
      const message = `The attribute ${one.name} has no effect: ${one.why}`
      this.#report(pathOf(file.path), element, key, message)
    }
    if (!type) {
      this.#report(pathOf(file.path), element, key, `No plugin provides '${name}'.`)
      return this.block(name, key, { ...read.content, xml: sourceOf(element, file.text) }, read.settings, [])
    }
    const whole = new XmlElement(
      name,
      new Map([...element.attributes, ...attributes]),
      element.children,
      element,
    )
    const own = type.capabilities.readOlx?.(whole, read, {
      file: pathOf(file.path),
      urlName: id,
      text: (path) => this.#files?.text(path),
      report: (finding) => this.diagnostics.push({ file: pathOf(file.path), usage: key, ...finding }),
    })
    const text = own || !type.fieldByOlxName('content') ? '' : textIn(element)
    const content = { ...read.content, ...(text !== '' && { content: text }), ...own?.content }
    const inside = { file, depth: place.depth + 1, parent: { ...place, file, parentKey: '' } }
    const children = (own?.children ?? element.elements()).map((child) =>
      this.#element({ ...inside, element: child }, keyOf),
    )
    return this.block(name, key, content, { ...read.settings, ...own?.settings }, children)
  }

  /** What says what a block is: itself, or the file it points to. One that points to nothing is as it stands. */
  #definition(place: ScenarioPlace, usage: string): Pick<Definition, 'element' | 'file' | 'attributes'> {
    const { element, file } = place
    const own = { element, file, attributes: new Map<string, string>() }
    if (!this.#files) return own
    const found = definitionOf(this.#files, { ...place, parentKey: '' }, element.name)
    if (!('error' in found)) return found
    const { code, message, location } = found.error
    // A block with nothing but a name is one of defaults here, not one whose file is missing.
    if (code !== 'olx-file-missing') {
      const { line, column } = element
      this.diagnostics.push({
        level: 'error',
        code,
        file: this.file,
        line,
        column,
        usage,
        message,
        ...location,
      })
    }
    return own
  }

  #idOf(element: XmlElement): string {
    const wanted = blockId(element.attribute('url_name') ?? element.name)
    let id = wanted
    for (let count = 2; this.#ids.has(`${element.name} ${id}`); count++) id = `${wanted}-${count}`
    this.#ids.add(`${element.name} ${id}`)
    return id
  }

  #report(file: string, { line, column }: XmlElement, usage: string, message: string): void {
    this.diagnostics.push({
      level: 'warning',
      code: 'olx-attribute',
      file,
      line,
      column,
      usage,
      message,
    })
  }
}

function usageKey(type: string, id: string): string {
  return `${scenarioCourse.replace('course-v1', 'block-v1')}+type@${type}+block@${id}`
}

function textIn(element: XmlElement): string {
  return element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()
}

function titleOf({ settings, type }: PublishedBlock): string | undefined {
  const name = settings['display_name']
  return typeof name === 'string' && name.trim() !== '' ? `${name} (${type})` : undefined
}

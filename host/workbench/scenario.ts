import { blockId } from '../../content/olx/block-id.js'
import { readAttributes } from '../../runtime/block/read-attributes.js'
import {
  CompositorError,
  contentHash,
  diagnosticOf,
  parseXml,
  sourceOf,
  type BlockTypes,
  type Diagnostic,
  type JsonObject,
  type PublishedBlock,
  type PublishedSource,
  type PublishedUnit,
  type XmlElement,
} from '../../runtime/index.js'

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
}

/** A scenario read into a unit that can be composed. */
export interface Scenario {
  readonly id: string
  readonly plugin: string
  readonly title: string
  readonly unit: PublishedUnit
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads a scenario: the OLX of one block with everything inside it. A `<scenario>` around it may give settings to
 * inherit as attributes, and libraries to refer to: `<library key="lib:ORG:SLUG" version="1">` with blocks inside.
 * A scenario that cannot be read holds a block that says so.
 */
export function readScenario({ id, plugin, file, olx }: ScenarioSource, types: BlockTypes): Scenario {
  const reading = new ScenarioReading(file, types)
  try {
    const { title, unit } = reading.unit(olx)
    return { id, plugin, title: title ?? titleOf(unit.root) ?? id, unit, diagnostics: reading.diagnostics }
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'olx-unreadable')
    const root = reading.block('html', usageKey('html', 'unreadable'), {}, { display_name: 'Unreadable' }, [])
    return {
      id,
      plugin,
      title: `${id} (unreadable)`,
      unit: { key: root.key, context: scenarioCourse, root, inherited: {}, sources: [] },
      diagnostics: [...reading.diagnostics, { ...diagnosticOf(error), file }],
    }
  }
}

class ScenarioReading {
  readonly diagnostics: Diagnostic[] = []
  readonly #ids = new Set<string>()

  constructor(
    private readonly file: string,
    private readonly types: BlockTypes,
  ) {}

  unit(olx: string): { title: string | undefined; unit: PublishedUnit } {
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
    const libraries = isWrapped ? outer.elements('library') : []
    const sources = libraries.map((library) => this.#library(library, olx))
    const inherited = isWrapped ? readAttributes(outer.attributes, undefined, this.types.mixins).settings : {}
    const root = this.#element(element, usageKey, olx)
    const unit: PublishedUnit = { key: root.key, context: scenarioCourse, root, inherited, sources }
    return { title: outer.attribute('title'), unit }
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

  #library(library: XmlElement, olx: string): PublishedSource {
    const key = library.attribute('key') ?? ''
    const [, org = '', slug = ''] = /^lib:([^:]+):([^:]+)$/.exec(key) ?? []
    if (slug === '') {
      throw new CompositorError('key-malformed', `A <library> has key="lib:ORG:SLUG", received '${key}'.`)
    }
    const keyIn = (type: string, id: string) => `lb:${org}:${slug}:${type}:${id}`
    const blocks = library.elements().map((one) => this.#element(one, keyIn, olx))
    return {
      library: key,
      version: library.attribute('version') ?? '1',
      blocks: Object.fromEntries(blocks.map((one) => [one.key, one])),
    }
  }

  #element(element: XmlElement, keyOf: (type: string, id: string) => string, olx: string): PublishedBlock {
    const { name, attributes } = element
    const type = this.types.get(name)
    const id = this.#idOf(element)
    const key = keyOf(name, id)
    const read = readAttributes(attributes, type, this.types.mixins)
    for (const one of read.refused) {
      this.#report(element, key, `The attribute ${one.name} has no effect: ${one.why}`)
    }
    if (!type) {
      this.#report(element, key, `No plugin provides '${name}'.`)
      return this.block(name, key, { ...read.content, xml: sourceOf(element, olx) }, read.settings, [])
    }
    const own = type.capabilities.readOlx?.(element, read, {
      file: this.file,
      urlName: id,
      text: () => undefined,
      report: (finding) => this.diagnostics.push({ file: this.file, usage: key, ...finding }),
    })
    const text = own || !type.fieldByOlxName('content') ? '' : textIn(element)
    const content = { ...read.content, ...(text !== '' && { content: text }), ...own?.content }
    const children = (own?.children ?? element.elements()).map((child) => this.#element(child, keyOf, olx))
    return this.block(name, key, content, { ...read.settings, ...own?.settings }, children)
  }

  #idOf(element: XmlElement): string {
    const wanted = blockId(element.attribute('url_name') ?? element.name)
    let id = wanted
    for (let count = 2; this.#ids.has(`${element.name} ${id}`); count++) id = `${wanted}-${count}`
    this.#ids.add(`${element.name} ${id}`)
    return id
  }

  #report({ line, column }: XmlElement, usage: string, message: string): void {
    this.diagnostics.push({
      severity: 'warning',
      code: 'olx-attribute',
      file: this.file,
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

import { randomUUID } from 'node:crypto'
import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import {
  librarySourceText,
  parsePathwayKey,
  parseSourceBlock,
  PathwayKey,
  pathwayItemType,
} from '../../runtime/keys/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { escapeXmlAttribute } from '../../runtime/olx/index.js'
import { isJsonArray, type Json, type JsonObject } from '../../runtime/values/index.js'
import { Findings } from '../olx/findings.js'
import { pathwayPath } from '../olx/pathway.js'
import { readOlx } from '../olx/read-olx.js'
import { findRoot, MemorySource } from '../source/index.js'
import {
  libraryVersion,
  treeOf,
  type AuthoringStore,
  type DraftNow,
  type DraftOperation,
  type ExpectedWords,
  type LogWords,
  type OperatedDraft,
} from '../version/index.js'

/** A pathway that is to be made. */
export interface NewPathway {
  /** In lower case with hyphens; one is made where none is said. */
  readonly uuid?: string | undefined
  readonly title: string
  /** What it holds from the start, as OLX. */
  readonly olx?: string | undefined
}

/** A library block that is to be listed. */
export interface NewItem {
  /** Usage key in its library, as text. */
  readonly block: string
  /** Whole name of the library's version; what it has published last when left out. */
  readonly version?: string | undefined
  /** Where in the list, from 0; at its end when left out. */
  readonly index?: number | undefined
  /** Field values by OLX name that hold here. */
  readonly overrides?: JsonObject | undefined
}

/** What a pathway lists. */
export interface PathwayItem {
  /** `lx-pb:UUID:pathway_item:ID`; its block is shown under `lx-pb:UUID:TYPE:ID`. */
  readonly usage: string
  readonly title: string
  /** Usage key of the block in its library. */
  readonly block: string
  /** The library with its version, as `source_libraries` has it. */
  readonly source: string
}

/**
 * Pathways as authors make them: short lists of library blocks that learners work through in order, in a learning context of their own
 * (seed: learning contexts). Steps beyond these, as on any draft, are made by `AuthoringStore.operate`.
 */
export class Pathways {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** Makes a pathway, with nothing in it if nothing is said. @throws CompositorError `key-malformed`, `context-exists`, `field-value` */
  async create(
    { uuid = randomUUID(), title, olx = '' }: NewPathway,
    words: LogWords = {},
  ): Promise<DraftNow & { readonly context: string }> {
    const context = new PathwayKey({ uuid }).toString()
    if (title.trim() === '' || title.length > 255)
      throw new CompositorError('field-value', 'The title of a pathway has 1 to 255 characters.')
    const text = `<pathway uuid="${uuid}" display_name="${escapeXmlAttribute(title)}">\n${olx === '' ? '' : `  ${olx}\n`}</pathway>\n`
    const source = new MemorySource(context, [[pathwayPath, Buffer.from(text)]])
    const { types } = this
    const authored = await readOlx(findRoot(source), { types, findings: new Findings(), draft: false })
    const made = await this.store.make(authored, source, await treeOf(source), { variant: 'published' })
    await this.store.save(made, { isNew: true, ...words })
    return { context, version: made.view.name, number: 1, changed: true }
  }

  /** What a pathway lists, in order. @throws CompositorError `key-kind`, `context-unknown`, `version-unknown` */
  async items(context: string, version = 'draft'): Promise<readonly PathwayItem[]> {
    parsePathwayKey(context)
    const view = await this.store.view(context, version)
    const { children = [] } = (await view.block(view.root)) ?? {}
    return [...(await view.blocks(children))].map(([usage, { settings }]) => ({
      usage,
      title: titleOf(usage, settings),
      block: firstOf(settings['library_blocks']),
      source: firstOf(settings['source_libraries']),
    }))
  }

  /**
   * Lists a library block.
   * @throws CompositorError `key-kind`, `key-malformed`, `context-unknown`; `library-version-missing`, `library-block-missing` for what is not
   *   here; those of `AuthoringStore.operate`
   */
  async add(context: string, item: NewItem, words: ExpectedWords = {}): Promise<OperatedDraft> {
    return this.addAll(context, [item], words)
  }

  /** Lists library blocks, in this order, as one step. @throws as {@link add} does */
  async addAll(
    context: string,
    items: readonly NewItem[],
    words: ExpectedWords = {},
  ): Promise<OperatedDraft> {
    parsePathwayKey(context)
    const { root } = await this.store.view(context, 'draft')
    const steps: DraftOperation[] = []
    for (const item of items) steps.push(await this.#listing(root, item))
    return this.store.operate(context, this.types, steps, words)
  }

  async #listing(parent: string, item: NewItem): Promise<DraftOperation> {
    const key = parseSourceBlock(item.block)
    const library = key.context
    const version = item.version ?? (await libraryVersion(this.store, library.toString()))
    const view = version === null ? undefined : await this.store.findView(library.toString(), version)
    if (version === null || view?.kind !== 'library') {
      const what = version === null ? 'published version' : `version '${version.slice(0, 100)}'`
      throw new CompositorError('library-version-missing', `There is no ${what} of '${library.toString()}'.`)
    }
    const found = await view.block(key.toString())
    if (!found) {
      const message = `Version '${version}' of '${library.toString()}' has no block '${key.toString()}'.`
      throw new CompositorError('library-block-missing', message)
    }
    const { overrides = {}, index } = item
    const settings = {
      display_name: titleOf(key.toString(), { ...found.settings, ...overrides }),
      source_libraries: [librarySourceText({ library, version })],
      library_blocks: [key.toString()],
      ...(Object.keys(overrides).length > 0 && { block_field_overrides: { [key.toString()]: overrides } }),
    }
    const olx = blockOlx({ type: pathwayItemType, content: {}, settings }, this.types)
    return { do: 'add', parent, olx, ...(index !== undefined && { index }) }
  }

  /**
   * Puts the items into another order, as one step; those that are not named stay behind the others.
   * @param usages usage keys, as text @throws as {@link add} does, `block-not-found`
   */
  async order(context: string, usages: readonly string[], words: ExpectedWords = {}): Promise<OperatedDraft> {
    parsePathwayKey(context)
    const view = await this.store.view(context, 'draft')
    const here = (await view.block(view.root))?.children ?? []
    const wanted = [...new Set(usages)]
    const now = [...here]
    const steps: DraftOperation[] = []
    for (const [index, usage] of wanted.entries()) {
      if (now[index] === usage) continue
      const at = now.indexOf(usage)
      if (at >= 0) now.splice(at, 1)
      now.splice(index, 0, usage)
      steps.push({ do: 'move', usage, parent: view.root, index })
    }
    return this.store.operate(context, this.types, steps, words)
  }

  /** Puts an item in another place. @param index from 0, among the others @throws as {@link add} does */
  async move(
    context: string,
    usage: string,
    index: number,
    words: ExpectedWords = {},
  ): Promise<OperatedDraft> {
    parsePathwayKey(context)
    const { root: parent } = await this.store.view(context, 'draft')
    return this.store.operate(context, this.types, [{ do: 'move', usage, parent, index }], words)
  }

  /** Takes an item off the list; what learners have there stays theirs. @throws as {@link add} does */
  remove(context: string, usage: string, words: ExpectedWords = {}): Promise<OperatedDraft> {
    parsePathwayKey(context)
    return this.store.operate(context, this.types, [{ do: 'delete', usage }], words)
  }
}

function firstOf(value: Json | undefined): string {
  const [first] = value !== undefined && isJsonArray(value) ? value : []
  return typeof first === 'string' ? first : ''
}

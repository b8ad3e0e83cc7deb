import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { parseContextKey, parseUsageKey, CourseKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { EditSession } from '../edit/edit-session.js'
import { namesIn } from '../edit/static-files.js'
import { libraryId, takenBlock, type TakenBlock } from '../edit/taken-block.js'
import { refuseTypes } from '../edit/v2/allowed-types.js'
import { addedStatic, newComponent } from '../edit/v2/new-component.js'
import { errorBlockType } from '../olx/authored-block.js'
import {
  differingParts,
  fieldName,
  partsOf,
  type AuthoringStore,
  type DraftOperation,
  type LogWords,
  type VersionBlock,
} from '../version/index.js'
import type { StoredVersionView } from '../version/stored-version-view.js'
import { withFiles } from './source-library.js'
import { placeSettings } from './transfer.js'
import { linkSettings, ownParts } from '../upstream/upstream-fields.js'
import { upstreamOf } from '../upstream/upstream-link.js'

/** What becomes of a block that the library has already, in another form. */
export type OnClash = 'skip' | 'update' | 'fork'

/** What comes of one block of the course. */
export interface CollectedBlock {
  /** Usage key in the course, as text. */
  readonly usage: string
  readonly type: string
  readonly title: string
  /** `new`; `same` where the library has it as it is; `clash` where it has another form of it; `refused` where it cannot come. */
  readonly found: 'new' | 'same' | 'clash' | 'refused'
  /** What is done, or would be. */
  readonly action: 'add' | OnClash | 'none'
  /** Usage key in the library, as text; null where nothing of it is there. */
  readonly becomes: string | null
  /** Of a clash, OLX names of what an update would overwrite. */
  readonly differs: readonly string[]
  /** Static files that come along, and those that it names and the course does not have. */
  readonly files: readonly string[]
  readonly missing: readonly string[]
  /** Why it cannot come. */
  readonly reason?: { readonly code: string; readonly message: string }
}

/** What a course gives a library, or would give it. */
export interface CollectionReport {
  /** Keys, as text. */
  readonly course: string
  readonly library: string
  /** False for an analysis, which changes nothing. */
  readonly applied: boolean
  /** Name of the library's draft. */
  readonly version: string
  readonly blocks: readonly CollectedBlock[]
}

/** How blocks of a course are collected. */
export interface CollectOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** Types of the blocks that come; problems where it is left out. */
  readonly blockTypes?: readonly string[]
  /** Types that libraries of this site take; all where it is left out. */
  readonly libraryTypes?: readonly string[] | undefined
  /** What becomes of clashes, all of them or by usage key in the course; they are left alone where nothing is said. */
  readonly onClash?: OnClash
  readonly choices?: Readonly<Record<string, OnClash>>
  /** False for an analysis. */
  readonly apply?: boolean
  readonly words?: LogWords & { readonly expected?: string | undefined }
  readonly now?: () => Date
}

/**
 * Brings the problems of a course into a library, as one edit of its draft; the course stays as it is. First it is analysed what
 * comes, what cannot and why, and what an update would overwrite.
 * @param course key, as text @param library key of a v2 library that is there, as text
 * @throws CompositorError `context-unknown`, `key-kind`, `draft-changed`, and those of `AuthoringStore.operate`
 */
export async function collectBlocks(
  course: string,
  library: string,
  options: CollectOptions,
): Promise<CollectionReport> {
  const { store, apply = false, words = {} } = options
  if (!(parseContextKey(course) instanceof CourseKey) || !library.startsWith('lib:')) {
    const message = `Blocks come from a course into a v2 library, not from '${course}' into '${library}'.`
    throw new CompositorError('key-kind', message)
  }
  const [from, to] = [await store.view(course, 'draft'), await store.view(library, 'draft')]
  const collecting = await Collecting.of(from, to, options)
  const blocks: CollectedBlock[] = []
  for await (const [usage, block] of inOrder(from)) {
    if (!collecting.isAsked(usage, block)) continue
    blocks.push(await collecting.block(usage, block))
  }
  const report = { course, library, blocks }
  if (!apply) return { ...report, applied: false, version: to.name }
  const said = { comment: `Problems of ${course}`, ...words }
  return {
    ...report,
    applied: true,
    version: await collecting.apply({ ...said, expected: words.expected ?? to.name }),
  }
}

class Collecting {
  readonly #updates: DraftOperation[] = []
  /** The files of what is added, by path. */
  readonly #added = new Map<string, Buffer>()
  readonly #wanted: ReadonlySet<string>
  readonly #taken = new Set<string>()
  /** Static files of what is updated, by usage key in the library. */
  readonly #statics = new Map<string, ReadonlyMap<string, Buffer>>()

  private constructor(
    private readonly from: StoredVersionView,
    private readonly to: StoredVersionView,
    private readonly options: CollectOptions,
    private readonly session: EditSession,
    /** Keys in the library of what was copied before, by those in the course. */
    private readonly copied: ReadonlyMap<string, string>,
  ) {
    this.#wanted = new Set(options.blockTypes ?? ['problem'])
  }

  static async of(
    from: StoredVersionView,
    to: StoredVersionView,
    options: CollectOptions,
  ): Promise<Collecting> {
    const copied = new Map<string, string>()
    for await (const [key, { settings }] of to.allBlocks()) {
      const { copied_from_block: usage } = settings
      if (typeof usage === 'string') copied.set(usage, key)
    }
    const { version, files } = withFiles(to, options.store)
    const session = await EditSession.open(version, files, options.types)
    return new Collecting(from, to, options, session, copied)
  }

  isAsked(usage: string, { type }: VersionBlock): boolean {
    return this.#wanted.has(type === errorBlockType ? parseUsageKey(usage).blockType : type)
  }

  async block(usage: string, block: VersionBlock): Promise<CollectedBlock> {
    const { blockType: type } = parseUsageKey(usage)
    const { display_name: name } = block.settings
    const told = {
      usage,
      type,
      title: typeof name === 'string' ? name : '',
      differs: [],
      files: [],
      missing: [],
    }
    const reason = await this.#reason(block, type)
    if (reason) return { ...told, found: 'refused', action: 'none', becomes: null, reason }
    const known =
      this.#linked(block) ??
      this.copied.get(usage) ??
      this.#keyOf(type, libraryId(parseUsageKey(usage).blockId))
    const there = this.#taken.has(known) ? undefined : await this.to.block(known)
    if (!there) return { ...told, ...(await this.#add(usage, type)), found: 'new', action: 'add' }
    const differs = await this.#differing(block, there)
    if (differs.length === 0) return { ...told, found: 'same', action: 'none', becomes: known }
    const { choices = {}, onClash = 'skip' } = this.options
    const action = choices[usage] ?? onClash
    const clash = { ...told, found: 'clash', action, differs } as const
    if (action === 'skip') return { ...clash, becomes: known }
    if (action === 'fork') return { ...clash, ...(await this.#add(usage, type)) }
    const { olx, files } = await this.#takenAs(usage, parseUsageKey(known).blockId)
    await this.#update(usage, block, known)
    this.#statics.set(known, files)
    const missing = [...namesIn(olx)].filter((one) => !files.has(one))
    return { ...clash, becomes: known, files: [...files.keys()], missing }
  }

  /** @returns the name of the draft */
  async apply({ expected, ...words }: LogWords & { readonly expected: string }): Promise<string> {
    const { store, types } = this.options
    const library = this.to.context
    const updated =
      this.#updates.length > 0
        ? (await store.operate(library, types, this.#updates, { ...words, expected })).version
        : expected
    return store.change(
      library,
      types,
      async (_version, _files, view) => {
        if (view.name !== updated) throw otherDraft(view, updated)
        return new Map([...this.#added, ...(await this.#staticFiles(view))])
      },
      words,
    )
  }

  /** Where the static files of what was updated go. @param after the library with the updates */
  async #staticFiles(after: StoredVersionView): Promise<ReadonlyMap<string, Buffer>> {
    const files = new Map<string, Buffer>()
    for (const [key, named] of this.#statics) {
      const folder = (await after.block(key))?.at?.[0].replace(/block\.xml$/, 'static')
      if (folder === undefined) continue
      for (const [name, bytes] of named) files.set(`${folder}/${name}`, bytes)
    }
    return files
  }

  /** The library's block that it is a copy of already. */
  #linked({ settings }: VersionBlock): string | undefined {
    const key = upstreamOf(settings)
    return key?.startsWith(`${this.to.context.replace(/^lib:/, 'lb:')}:`) === true ? key : undefined
  }

  async #reason({ type, definition }: VersionBlock, blockType: string): Promise<CollectedBlock['reason']> {
    try {
      await refuseTypes(this.session, [blockType], this.options.libraryTypes)
    } catch (thrown) {
      return { code: CompositorError.from(thrown, 'draft-fixed').code, message: messageOf(thrown) }
    }
    if (type !== errorBlockType) return undefined
    const content = (await this.from.definitions([definition])).get(definition)?.content ?? {}
    const said = content['message']
    return { code: 'olx-malformed', message: typeof said === 'string' ? said : 'It cannot be read.' }
  }

  #keyOf(type: string, id: string): string {
    return `${this.to.context.replace(/^lib:/, 'lb:')}:${type}:${id}`
  }

  async #differing(ours: VersionBlock, theirs: VersionBlock): Promise<string[]> {
    const definitions = await this.from.definitions([ours.definition, theirs.definition])
    return differingParts(ownParts(partsOf(ours, definitions)), ownParts(partsOf(theirs, definitions)))
      .filter((part) => !placeSettings.includes(fieldName(part)))
      .map(fieldName)
  }

  async #add(usage: string, type: string): Promise<Pick<CollectedBlock, 'becomes' | 'files' | 'missing'>> {
    const id = libraryId(parseUsageKey(usage).blockId)
    let name = id
    for (let number = 2; await this.#isTaken(this.#keyOf(type, name)); number++) name = `${id}-${number}`
    this.#taken.add(this.#keyOf(type, name))
    const { olx, files } = await this.#takenAs(usage, name)
    const created = new Date(this.options.now?.().getTime() ?? Date.now())
    created.setMilliseconds(created.getMilliseconds() + this.#taken.size)
    const made = newComponent(this.session.version, { type, name, olx }, created.toISOString())
    for (const [path, bytes] of made) this.#added.set(path, bytes)
    for (const [one, bytes] of files) this.#added.set(`${addedStatic(type, name)}/${one}`, bytes)
    const missing = [...namesIn(olx)].filter((one) => !files.has(one))
    return { becomes: this.#keyOf(type, name), files: [...files.keys()], missing }
  }

  async #isTaken(key: string): Promise<boolean> {
    return this.#taken.has(key) || (await this.to.block(key)) !== undefined
  }

  #takenAs(usage: string, name: string): Promise<TakenBlock> {
    const { store, types } = this.options
    return takenBlock(withFiles(this.from, store), usage, this.session.version, {
      types,
      keyIn: (type, id) => this.#keyOf(type, id),
      nameOf: (key) => (key === usage ? name : undefined),
      settings: (key) => (key === usage ? { copied_from_block: usage } : {}),
      without: [...linkSettings, ...placeSettings],
    })
  }

  async #update(usage: string, block: VersionBlock, key: string): Promise<void> {
    const { settings, definition, type, xmlAttributes = {}, kept = [], asides } = block
    const content = (await this.from.definitions([definition])).get(definition)?.content ?? {}
    const { filename: _file, file_name: _misspelt, url_name: _name, ...attributes } = xmlAttributes
    const own: JsonObject = Object.fromEntries(
      Object.entries(settings).filter(
        ([name]) => !linkSettings.includes(name) && !placeSettings.includes(name),
      ),
    )
    this.#taken.add(key)
    this.#updates.push({
      do: 'edit',
      edit: {
        usage: key,
        content,
        settings: { ...own, copied_from_block: usage },
        reset: [],
        anew: { type, xmlAttributes: attributes, kept, ...(asides && { asides }) },
      },
    })
  }
}

function otherDraft({ context, name }: StoredVersionView, expected: string): CompositorError {
  return new CompositorError('draft-changed', `The draft of '${context}' is ${name} now, not ${expected}.`)
}

/** All blocks of a course in the order in which learners meet them. */
async function* inOrder(
  view: StoredVersionView,
): AsyncIterable<readonly [usage: string, block: VersionBlock]> {
  const seen = new Set<string>()
  const open = [view.root]
  for (let usage = open.pop(); usage !== undefined; usage = open.pop()) {
    const block = seen.has(usage) ? undefined : await view.block(usage)
    seen.add(usage)
    if (!block) continue
    yield [usage, block]
    open.push(...[...block.children].reverse())
  }
}

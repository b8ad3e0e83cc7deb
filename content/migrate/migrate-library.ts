import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { LibraryKey, parseContextKey, V1LibraryKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { libraryId } from '../edit/taken-block.js'
import type { ReadVersion, VersionFiles } from '../edit/version-files.js'
import { Libraries } from '../library/index.js'
import { newLibraryKey } from '../library/new-library.js'
import { errorBlockType } from '../olx/authored-block.js'
import {
  differingParts,
  fieldName,
  partsOf,
  type AuthoringStore,
  type DraftOperation,
  type LogWords,
} from '../version/index.js'
import { libraryRest, saidForAll, type LibraryRest } from './library-rest.js'
import { migratedFiles, type MadeBlocks } from './migrated-files.js'
import { noteMigration } from './migrated-libraries.js'
import { originsOf, originsPath, originsText } from './migrated-origins.js'
import type { MigratedCopy, MigratedCourse, MigrationReport } from './migration-report.js'
import { PlannedLibrary, type PlannedBlock } from './planned-library.js'
import { sourceLibrary, withFiles, type SourceLibrary, type UsingCourse } from './source-library.js'
import { ownParts } from '../upstream/upstream-fields.js'

/** How a library is migrated. */
export interface MigrationOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** Key of the new library, as text; the same organisation and name where it is left out. */
  readonly to?: string | undefined
  /** Makes the draft of a library or course what learners see. */
  readonly publish: (context: string, words: LogWords) => Promise<readonly Finding[]>
  /** Publishes courses, too, where learners see the draft that the links are made in. */
  readonly publishCourses?: boolean
  readonly words?: LogWords
  readonly now?: () => Date
}

/** What the log says where an author says nothing. */
const versionName = (library: string) => `Migrated from ${library}`

/**
 * What {@link migrateLibrary} would do; nothing is changed.
 * @throws CompositorError `key-malformed`, `key-kind`, `context-unknown`, `context-exists` where the new library is another one
 */
export async function plannedMigration(
  library: string,
  { store, types, to, now = () => new Date() }: Omit<MigrationOptions, 'publish'>,
): Promise<MigrationReport> {
  return (await Migration.of(library, to, { store, types, now })).report()
}

/**
 * Makes a v2 library of a v1 library, publishes it, and links the copies that courses have to it: each bank and each copy keeps its
 * key and type, so nothing of any learner changes (semantics 5, 6). One that was cut off, or is asked for again, goes on from
 * what is there.
 * @throws CompositorError those of {@link plannedMigration}, and of changing and publishing
 */
export async function migrateLibrary(library: string, options: MigrationOptions): Promise<MigrationReport> {
  const { store, types, to, now = () => new Date() } = options
  const migration = await Migration.of(library, to, { store, types, now })
  return migration.apply(options)
}

/** One migration. */
class Migration {
  private constructor(
    private readonly options: Required<Pick<MigrationOptions, 'store' | 'types' | 'now'>>,
    private readonly source: SourceLibrary,
    private readonly to: LibraryKey,
    private readonly planned: readonly PlannedBlock[],
    private readonly made: MadeBlocks,
    private readonly rest: LibraryRest,
    /** Whether the new library is there. */
    private readonly isThere: boolean,
    /** What it has of the old one already. */
    private readonly known: ReadonlyMap<string, string>,
  ) {}

  static async of(
    library: string,
    to: string | undefined,
    options: Required<Pick<MigrationOptions, 'store' | 'types' | 'now'>>,
  ): Promise<Migration> {
    const { store, types, now } = options
    const key = v1Key(library)
    const target = to === undefined ? targetOf(key) : newLibraryKey(to)
    const source = await sourceLibrary(store, key)
    const there = (await store.findHead(target.toString())) && (await store.view(target.toString(), 'draft'))
    const known = new Map<string, string>()
    if (there) {
      const origins = await originsOf(store, there)
      if (origins?.library !== key.toString() && (await there.blockCount()) > 1) throw taken(target, key)
      for (const [old, now] of Object.entries(origins?.blocks ?? {}))
        if (await there.block(now)) known.set(old, now)
    }
    const planned = await PlannedLibrary.of(source, target, known)
    const fresh = planned.filter(({ source: { usage } }) => !known.has(usage))
    const version = there ? withFiles(there, store) : nothingIn(target)
    const forAll = await saidForAll(source, types)
    const made = await migratedFiles(fresh, { ...version, types, store, from: now().getTime(), forAll })
    const [named, missing] = [made.statics, made.missing].map((all) => new Set([...all.values()].flat()))
    // What was taken over before is the new library's own by now.
    const rest =
      known.size > 0
        ? nothingLeft
        : await libraryRest(source, { named: named ?? new Set(), missing: missing ?? new Set() }, options)
    return new Migration(options, source, target, planned, made, rest, there !== undefined, known)
  }

  async report(): Promise<MigrationReport> {
    const courses: MigratedCourse[] = []
    for (const using of this.source.courses) {
      const { view, banks } = using
      const head = await this.options.store.head(view.context)
      courses.push({
        course: view.context,
        title: view.title,
        banks: banks.map(({ usage }) => usage),
        copies: await this.#copies(using),
        version: view.name,
        published: head.published === view.name,
      })
    }
    return { ...this.#reported(), applied: false, version: null, courses }
  }

  async apply({ publish, publishCourses = false, words = {} }: MigrationOptions): Promise<MigrationReport> {
    const { store } = this.options
    const version = await this.#library(publish, words)
    const courses: MigratedCourse[] = []
    for (const using of this.source.courses)
      courses.push(await this.#course(using, version, { publish, publishCourses, words }))
    await noteMigration(store, this.source.key.toString(), this.to.toString())
    return { ...this.#reported(), applied: true, version, courses }
  }

  /** @returns the name of the version that is published */
  async #library(publish: MigrationOptions['publish'], words: LogWords): Promise<string> {
    const { store, types, now } = this.options
    const { key, title } = this.source
    const context = this.to.toString()
    if (!this.isThere) await new Libraries(store, types, now).create({ key: context, title }, words)
    const blocks = Object.fromEntries(
      this.#all().map(({ source: { usage }, key: becomes }) => [usage, becomes]),
    )
    const origins = originsText({ library: key.toString(), blocks })
    await store.change(
      context,
      types,
      async () =>
        new Map<string, Buffer | undefined>([...this.made.files, ...this.rest.files, [originsPath, origins]]),
      { comment: versionName(key.toString()), ...words },
    )
    const { draft, published } = await store.head(context)
    if (draft !== published) await publish(context, { name: versionName(key.toString()), ...words })
    return (await store.head(context)).published ?? draft
  }

  async #course(
    using: UsingCourse,
    version: string,
    {
      publish,
      publishCourses,
      words,
    }: Pick<MigrationOptions, 'publish' | 'publishCourses'> & { words: LogWords },
  ): Promise<MigratedCourse> {
    const { store, types } = this.options
    const { view, banks } = using
    const context = view.context
    const numbers = await store.blockNumbers(
      this.to.toString(),
      'published',
      this.#all().map(({ key }) => key),
    )
    const copies = await this.#copies(using)
    const before = await store.head(context)
    const operations = [
      ...copies.filter(({ isThere }) => !isThere).map((copy) => this.#linked(copy, numbers)),
      ...banks.map(({ usage }) =>
        edit(usage, { source_library_id: this.to.toString(), source_library_version: version }),
      ),
    ]
    const done = await store.operate(context, types, operations, {
      comment: versionName(this.source.key.toString()),
      ...words,
    })
    const wasShown = before.published === before.draft
    if (publishCourses && wasShown && done.changed) await publish(context, words)
    return {
      course: context,
      title: view.title,
      banks: banks.map(({ usage }) => usage),
      copies,
      version: done.version,
      published: (await store.head(context)).published === done.version,
    }
  }

  #linked(
    { usage, upstream, original, content, settings }: MigratedCopy,
    numbers: ReadonlyMap<string, number>,
  ): DraftOperation {
    return edit(usage, {
      upstream,
      // One that says something else than the library is behind it.
      ...(content.length === 0 && { upstream_version: numbers.get(upstream) ?? 1 }),
      ...(original !== null && { copied_from_block: original }),
      ...(settings.length > 0 && { downstream_customized: [...settings] }),
    })
  }

  async #copies({ view, copies }: UsingCourse): Promise<MigratedCopy[]> {
    const planned = new Map(this.#all().map((block) => [block.source.usage, block]))
    const blocks = await view.blocks(copies.map(({ usage }) => usage))
    const found: MigratedCopy[] = []
    for (const { usage, bank, source } of copies) {
      const [block, plan] = [blocks.get(usage), planned.get(source)]
      if (!block || !plan || block.type === errorBlockType) continue
      const { view: from, block: original } = plan.source
      const theirs = ownParts(partsOf(original, await from.definitions([original.definition])))
      const ours = ownParts(partsOf(block, await view.definitions([block.definition])))
      const differs = differingParts(ours, theirs)
      found.push({
        usage,
        bank,
        original: this.source.from === 'library' ? source : null,
        upstream: plan.key,
        content: differs.filter((name) => !name.startsWith('settings.')).map(fieldName),
        // What only the library says would come with an update.
        settings: differs.filter((name) => name.startsWith('settings.') && ours.has(name)).map(fieldName),
        isThere: block.settings['upstream'] === plan.key,
      })
    }
    return found
  }

  #all(): PlannedBlock[] {
    return this.planned.flatMap((block) => [block, ...block.children])
  }

  #reported() {
    const { source, to, made, rest, known } = this
    return {
      library: source.key.toString(),
      to: to.toString(),
      title: source.title,
      from: source.from,
      blocks: this.#all().map(({ source: { usage }, type, title, key, as }) => ({
        usage,
        type,
        title,
        becomes: key,
        as,
        isThere: known.has(usage),
        files: made.statics.get(key) ?? [],
        settled: made.settled.get(key) ?? [],
      })),
      files: rest.names,
      findings: this.#findings(),
    }
  }

  #findings(): Finding[] {
    const there = new Set(this.rest.names)
    const missing = [...this.made.missing].flatMap(([usage, all]) => {
      const names = all.filter((name) => !there.has(name))
      if (names.length === 0) return []
      const message = `It names ${names.map((name) => `/static/${name}`).join(', ')}, which the library does not have.`
      return [{ level: 'warning' as const, code: 'static-file-missing' as const, usage, message }]
    })
    return [...missing, ...this.rest.findings]
  }
}

const nothingLeft: LibraryRest = { files: new Map(), names: [], findings: [] }

function edit(usage: string, settings: JsonObject): DraftOperation {
  return { do: 'edit', edit: { usage, content: {}, settings, reset: [] } }
}

function v1Key(text: string): V1LibraryKey {
  const key = parseContextKey(text)
  if (key instanceof V1LibraryKey) return key.withoutBranchOrVersion()
  const message = `'${text.slice(0, 200)}' is no v1 library: library-v1:ORG+SLUG is.`
  throw new CompositorError('key-kind', message)
}

function targetOf({ org, library }: V1LibraryKey): LibraryKey {
  return new LibraryKey({ org: libraryId(org), slug: libraryId(library) })
}

function taken(target: LibraryKey, key: V1LibraryKey): CompositorError {
  const message = `There is a library '${target.toString()}' already, and it was not made of '${key.toString()}'; name another one.`
  return new CompositorError('context-exists', message)
}

/** A library that is not there yet, as a version without anything. */
function nothingIn(library: LibraryKey): { version: ReadVersion; files: VersionFiles } {
  const context = library.toString()
  return {
    version: {
      context,
      kind: 'library',
      root: context,
      isDraft: true,
      block: () => Promise.resolve(undefined),
      blocks: () => Promise.resolve(new Map()),
      definitions: () => Promise.resolve(new Map()),
      readFrom: () => Promise.resolve([]),
    },
    files: { bytes: () => Promise.resolve(undefined), paths: () => Promise.resolve([]), decomposed: [] },
  }
}

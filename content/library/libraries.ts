import type { BlockTemplate, BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { Findings } from '../olx/findings.js'
import { readOlx } from '../olx/read-olx.js'
import { findRoot, MemorySource } from '../source/index.js'
import {
  treeOf,
  type AuthoringStore,
  type DraftNow,
  type DraftOperation,
  type ExpectedWords,
  type LogWords,
  type OperatedDraft,
} from '../version/index.js'
import { settingsPlan, type BulkSettings, type SettingsPlan } from './bulk-settings.js'
import { packagePath, settingsIn, withSettings, type LibrarySettings } from './library-settings.js'
import { newLibraryKey, newPackage, type NewLibrary } from './new-library.js'

/** A static file of a library. */
export interface LibraryFile {
  /** As content uses it after `/static/`. */
  readonly name: string
  /** Of its bytes, SHA-256, hex. */
  readonly hash: string
  /** In bytes. */
  readonly size: number
  readonly mimeType: string
}

/** The libraries of a site, as authors make and change them: each change is one edit of a tree of files. */
export class Libraries {
  /** @param now the clock for what is made */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Makes a library with nothing in it; learners and courses see nothing of it until it is published.
   * @throws CompositorError `context-exists`, `key-malformed`, `key-kind`, `field-value`
   */
  async create({ key, ...settings }: NewLibrary, words: LogWords = {}): Promise<DraftNow> {
    const library = newLibraryKey(key)
    const context = library.toString()
    if ((await this.store.findHead(context)) !== undefined) throw taken(context)
    const text = newPackage(library, settings, this.now().toISOString())
    const source = new MemorySource(context, [[packagePath, Buffer.from(text)]])
    const { types } = this
    const authored = await readOlx(findRoot(source), { types, findings: new Findings(), draft: true })
    const made = await this.store.make(authored, source, await treeOf(source), { variant: 'draft' })
    await this.store.save(made, { isNew: true, ...words })
    return { version: made.view.name, number: 1, changed: true }
  }

  /** What a library says of itself in a version. @throws CompositorError `context-unknown`, `version-unknown` */
  async settings(library: string, version = 'draft'): Promise<LibrarySettings> {
    const view = await this.store.view(library, version)
    const file = await view.tree.get(packagePath)
    if (file) return settingsIn(Buffer.from(await this.store.file(file.hash)).toString('utf8'))
    return { title: view.title, description: '', licence: '', language: '', kind: 'complex' }
  }

  /**
   * Changes what a library says of itself; all else of its files stays.
   * @returns the draft, which is the one before where it said that already
   * @throws CompositorError `context-unknown`, `draft-changed`, `draft-fixed` for a v1 library, `field-value`
   */
  async change(
    library: string,
    settings: Partial<LibrarySettings>,
    words: ExpectedWords = {},
  ): Promise<DraftNow> {
    const before = await this.store.standing(library)
    await this.store.change(
      library,
      this.types,
      async (version, files) => {
        const bytes = await files.bytes(packagePath)
        if (!bytes)
          throw new CompositorError(
            'draft-fixed',
            `'${version.context}' has no ${packagePath}, in which its settings would stand.`,
          )
        const text = Buffer.from(bytes).toString('utf8')
        return new Map([[packagePath, Buffer.from(withSettings(text, settings))]])
      },
      words,
    )
    const { hash, entry } = await this.store.entry(library, 'draft')
    return { version: entry.tree, number: entry.number, changed: hash !== before.draft }
  }

  /**
   * Changes the draft of a library in many steps, all or none of which are made.
   * @throws CompositorError see {@link AuthoringStore.operate}
   */
  operate(
    library: string,
    operations: readonly DraftOperation[],
    words: ExpectedWords = {},
  ): Promise<OperatedDraft> {
    return this.store.operate(library, this.types, operations, words)
  }

  /** The static files of a component, or of what belongs to the whole where the library is named, by name. @throws CompositorError `block-not-found` */
  async files(library: string, usage: string, version = 'draft'): Promise<readonly LibraryFile[]> {
    const view = await this.store.view(library, version)
    if ((await view.block(usage)) === undefined) {
      const message = `'${library}' has no block '${usage.slice(0, 300)}' in its ${version}.`
      throw new CompositorError('block-not-found', message, { usage })
    }
    const files: LibraryFile[] = []
    for await (const [name, { hash, size, mimeType }] of view.assets()) {
      const own =
        usage === view.root ? name : name.startsWith(`${usage}/`) ? name.slice(usage.length + 1) : '/'
      if (!own.includes('/')) files.push({ name: own, hash, size, mimeType })
    }
    return files.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  }

  /** What authors may begin a block of a type with. */
  templates(type: string): readonly BlockTemplate[] {
    return this.types.get(type)?.capabilities.templates ?? []
  }

  /** What setting many blocks alike would change; nothing is changed. @throws CompositorError `block-not-found` */
  async plan(library: string, settings: BulkSettings): Promise<SettingsPlan> {
    return settingsPlan(await this.store.view(library, 'draft'), this.types, settings)
  }

  /**
   * Sets many blocks alike, as one edit. `revert` to `before` undoes it.
   * @throws CompositorError `block-not-found`, `draft-changed`, and those of {@link operate}
   */
  async setAll(
    library: string,
    settings: BulkSettings,
    words: ExpectedWords = {},
  ): Promise<SettingsPlan & { readonly draft: DraftNow; readonly before: number }> {
    const { entry } = await this.store.entry(library, 'draft')
    const expected = words.expected ?? entry.tree
    const plan = await this.plan(library, settings)
    const draft = await this.operate(library, plan.operations, { ...words, expected })
    return { ...plan, draft, before: entry.number }
  }
}

function taken(context: string): CompositorError {
  return new CompositorError('context-exists', `There is a library '${context}' already.`)
}

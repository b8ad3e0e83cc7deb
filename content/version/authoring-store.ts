import type { Keyv } from 'keyv'
import { CompositorError } from '../../runtime/errors/index.js'
import type { FileStore } from '../../runtime/values/index.js'
import { AuthoredValues } from './authored-values.js'
import type { BlockDefinition, ContentVersion } from './content-version.js'
import { ContextHeads, type ContextHead } from './context-heads.js'
import { DraftImports, type SavedVersion, type SaveOptions } from './draft-imports.js'
import { editVersion, type BlockEdit, type EditedVersion } from './edit-version.js'
import type { MadeVersion } from './make-version.js'
import { StoredVersions } from './stored-versions.js'
import type { EditedBlock } from './version-edits.js'
import type { VersionView } from './version-view.js'
import { WholeVersionView } from './whole-version-view.js'

/** One library version that a context refers to. */
export interface LibraryPin {
  /** Library key, as text, without version. */
  readonly library: string
  readonly version: string
}

const waitingName = (context: string) => `authored:waiting:${context}`

/**
 * The authors' store: courses and libraries as immutable versions, definitions and files shared between them by
 * hash. Nothing is ever deleted, as courses pin library versions for good. A version is written bottom-up and its
 * head last, so an import that is cut off was never there. Several processes may write: heads are compared as they are
 * replaced, where the store can do that in one step (`ReplacingStore`).
 */
export class AuthoringStore {
  private readonly values: AuthoredValues
  private readonly heads: ContextHeads
  private readonly versions: StoredVersions
  private readonly imports: DraftImports

  /**
   * @param keyv holds texts and bytes
   * @param now the clock for histories
   * @param files holds the files of versions; the Keyv does where it is left out
   */
  constructor(
    keyv: Keyv,
    private readonly now: () => Date = () => new Date(),
    files?: FileStore,
  ) {
    this.values = new AuthoredValues(keyv)
    this.heads = new ContextHeads(this.values)
    this.versions = new StoredVersions(this.values, files)
    this.imports = new DraftImports(this.versions, this.heads, now)
  }

  /**
   * Stores an imported version that is not there yet and makes it the draft. One that is there but was read by other
   * block types is stored as it is read now: what its author wrote is the same.
   * @param bytes of a file of the import
   * @throws CompositorError `draft-edited` where authors edited the draft since its import and nothing says what becomes
   *   of that, or it cannot be kept; `store-unavailable`; the draft is then what it was
   */
  save(
    made: MadeVersion,
    bytes: (path: string) => Uint8Array,
    options: SaveOptions = {},
  ): Promise<SavedVersion> {
    return this.imports.save(made, bytes, options)
  }

  /** The blocks of a draft that authors changed since its import. @throws CompositorError `context-unknown` */
  async edits(context: string): Promise<readonly EditedBlock[]> {
    return this.imports.edits(await this.head(context))
  }

  /** Keys of everything imported, as text, in the order of the first import. */
  contexts(): Promise<readonly string[]> {
    return this.heads.contexts()
  }

  /** @throws CompositorError `context-unknown` */
  head(context: string): Promise<ContextHead> {
    return this.heads.get(context)
  }

  /** The head of a context, or undefined where it has not been imported. */
  findHead(context: string): Promise<ContextHead | undefined> {
    return this.heads.find(context)
  }

  /** @throws CompositorError `version-unknown` for a hash that is none, or another context's */
  version(context: string, hash: string): Promise<ContentVersion> {
    return this.versions.get(context, hash)
  }

  /** What is to be seen of a version, read as it is asked for. @throws CompositorError `version-unknown` */
  async view(context: string, name: string): Promise<VersionView> {
    return new WholeVersionView(name, await this.version(context, name), this)
  }

  /** A version of a context by its exact hash, or undefined. */
  find(context: string, hash: string): Promise<ContentVersion | undefined> {
    return this.versions.find(context, hash)
  }

  /** Definitions by hash. @throws CompositorError `store-damaged` when one is missing */
  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    return this.versions.definitions(hashes)
  }

  /** The bytes of a file by its hash. @throws CompositorError `store-damaged` */
  file(hash: string): Promise<Uint8Array> {
    return this.versions.file(hash)
  }

  /**
   * Changes one block of the draft: a new version, which becomes the draft.
   * @param make looks at the draft, again when another process changed it meanwhile, and says what to change, if anything; what it throws comes
   *   through, and nothing is changed
   * @returns the hash of the version that is now the draft
   * @throws CompositorError `context-unknown`, `block-not-found`, `store-unavailable`; the draft is then what it was
   */
  async edit(context: string, make: () => Promise<BlockEdit | undefined>): Promise<string> {
    return this.heads.alone(async () => {
      const head = await this.head(context)
      const edit = await make()
      if (edit === undefined) return head.draft
      const before = await this.version(context, head.draft)
      const hash = before.blocks[edit.usage]?.definition
      const definition = hash === undefined ? undefined : (await this.definitions([hash])).get(hash)
      if (definition === undefined) {
        const usage = edit.usage.slice(0, 300)
        throw new CompositorError('block-not-found', `The draft of '${context}' has no block '${usage}'.`)
      }
      const edited = editVersion(before, edit, definition)
      if (edited.hash !== head.draft) await this.setDraft(edited, head)
      return edited.hash
    })
  }

  /**
   * Notes which version learners see, after they do.
   * @throws CompositorError `context-unknown`, `version-unknown`
   */
  async markPublished(context: string, version: string): Promise<void> {
    await this.heads.alone(async () => {
      const head = await this.head(context)
      await this.version(context, version)
      const { opening, ...rest } = head
      if (head.published !== version || opening) await this.heads.set(head, { ...rest, published: version })
    })
  }

  /** Notes which library versions a context refers to that are not there; replaces what was noted before. */
  async setWaiting(context: string, pins: readonly LibraryPin[]): Promise<void> {
    const name = waitingName(context)
    const text = JSON.stringify(pins.map(pinText).sort())
    const [before] = await this.values.texts([name])
    if (text !== (before ?? '[]')) await this.values.set(name, text)
  }

  /** Keys of the contexts that refer to a library version and did not find it when they were last published. */
  async contextsWaitingFor(library: string, version: string): Promise<string[]> {
    const contexts = await this.contexts()
    const waiting = await this.values.texts(contexts.map(waitingName))
    const pin = pinText({ library, version })
    return contexts.filter((_, index) => {
      const pins: string[] = JSON.parse(waiting[index] ?? '[]')
      return pins.includes(pin)
    })
  }

  private async setDraft(edited: EditedVersion, head: ContextHead): Promise<void> {
    const { hash, version, definitionHash, definition } = edited
    await this.versions.put(hash, version, new Map([[definitionHash, definition]]))
    const history = [...head.history, { version: hash, at: this.now().toISOString() }]
    await this.heads.set(head, { ...head, title: version.title, draft: hash, history })
  }
}

function pinText({ library, version }: LibraryPin): string {
  return `${library}@${version}`
}

import type { Keyv } from 'keyv'
import { CompositorError } from '../../runtime/errors/index.js'
import { canonicalJson } from '../../runtime/values/index.js'
import { AuthoredValues } from './authored-values.js'
import { asJson, type BlockDefinition, type ContentVersion } from './content-version.js'
import { editVersion, type BlockEdit, type EditedVersion } from './edit-version.js'
import { fileHash, type MadeVersion } from './make-version.js'

/** Which versions of a course or library count, and which there were. The only thing that ever changes. */
export interface ContextHead {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** The version imported last, with what was edited since. */
  readonly draft: string
  /** The version learners see, or null. */
  readonly published: string | null
  /** Every version, oldest first, with the time (ISO 8601) it became the draft. */
  readonly history: readonly { readonly version: string; readonly at: string }[]
}

/** One library version that a context refers to. */
export interface LibraryPin {
  /** Library key, as text, without version. */
  readonly library: string
  readonly version: string
}

/** How often a change is tried when other processes are faster each time. */
const mostAttempts = 100

const names = {
  contexts: 'authored:contexts',
  head: (context: string) => `authored:head:${context}`,
  version: (hash: string) => `authored:version:${hash}`,
  definition: (hash: string) => `authored:definition:${hash}`,
  file: (hash: string) => `authored:file:${hash}`,
  waiting: (context: string) => `authored:waiting:${context}`,
}

/**
 * The authors' store: courses and libraries as immutable versions, definitions and files shared between them by
 * hash. Nothing is ever deleted, as courses pin library versions for good. A version is written bottom-up and its
 * head last, so an import that is cut off was never there. Several processes may write: heads are compared as they are
 * replaced, where the store can do that in one step (`ReplacingStore`).
 */
export class AuthoringStore {
  private readonly values: AuthoredValues
  private writing: Promise<unknown> = Promise.resolve()

  /** @param keyv holds texts and bytes @param now the clock for histories */
  constructor(
    keyv: Keyv,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.values = new AuthoredValues(keyv)
  }

  /**
   * Stores a version that is not there yet and makes it the draft. One that is there but was read by other block
   * types is stored as it is read now: what its author wrote is the same.
   * @param bytes of a file of the import @param onFiles called with the number of files stored so far
   * @returns whether the draft is another one than before, or is read differently
   * @throws CompositorError `store-unavailable`; the draft is then what it was
   */
  async save(
    made: MadeVersion,
    bytes: (path: string) => Uint8Array,
    onFiles?: (count: number) => void,
  ): Promise<boolean> {
    const text = canonicalJson(asJson(made.version))
    const [before] = await this.values.texts([names.version(made.hash)])
    if (before !== text) await this.write(made, text, bytes, onFiles)
    const switched = await this.alone(() => this.switchDraft(made))
    return switched || before !== text
  }

  /** Keys of everything imported, as text, in the order of the first import. */
  async contexts(): Promise<readonly string[]> {
    const listed = (await this.listed()) ?? []
    const heads = await this.values.texts(listed.map(names.head))
    return listed.filter((_, index) => heads[index] !== undefined)
  }

  /** @throws CompositorError `context-unknown` */
  async head(context: string): Promise<ContextHead> {
    const head = await this.values.json<ContextHead>(names.head(context))
    if (head !== undefined) return head
    const known = (await this.contexts()).slice(0, 20).join(', ') || 'nothing yet'
    throw new CompositorError('context-unknown', `'${context}' has not been imported; imported: ${known}.`)
  }

  /** @throws CompositorError `version-unknown` for a hash that is none, or another context's */
  async version(context: string, hash: string): Promise<ContentVersion> {
    const version = await this.find(context, hash)
    if (version !== undefined) return version
    throw new CompositorError('version-unknown', `There is no version '${hash}' of '${context}'.`)
  }

  /** A version of a context by its exact hash, or undefined. */
  async find(context: string, hash: string): Promise<ContentVersion | undefined> {
    const version = await this.values.json<ContentVersion>(names.version(hash))
    return version?.context === context ? version : undefined
  }

  /** Definitions by hash. @throws CompositorError `store-damaged` when one is missing */
  async definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    const wanted = [...new Set(hashes)]
    const texts = await this.values.texts(wanted.map(names.definition))
    return new Map(
      wanted.map((hash, index) => {
        const text = texts[index]
        if (text === undefined) throw missing('definition', hash)
        const definition: BlockDefinition = JSON.parse(text)
        return [hash, definition]
      }),
    )
  }

  /** The bytes of a file by its hash. @throws CompositorError `store-damaged` */
  async file(hash: string): Promise<Uint8Array> {
    const bytes = await this.values.bytes(names.file(hash))
    if (bytes === undefined) throw missing('file', hash)
    return bytes
  }

  /**
   * Changes one block of the draft: a new version, which becomes the draft.
   * @param make looks at the draft, again when another process changed it meanwhile, and says what to change, if anything; what it throws comes
   *   through, and nothing is changed
   * @returns the hash of the version that is now the draft
   * @throws CompositorError `context-unknown`, `block-not-found`, `store-unavailable`; the draft is then what it was
   */
  async edit(context: string, make: () => Promise<BlockEdit | undefined>): Promise<string> {
    return this.alone(async () => {
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
    await this.alone(async () => {
      const head = await this.head(context)
      await this.version(context, version)
      if (head.published !== version) await this.setHead(head, { ...head, published: version })
    })
  }

  /** Notes which library versions a context refers to that are not there; replaces what was noted before. */
  async setWaiting(context: string, pins: readonly LibraryPin[]): Promise<void> {
    const name = names.waiting(context)
    const text = JSON.stringify(pins.map(pinText).sort())
    const [before] = await this.values.texts([name])
    if (text !== (before ?? '[]')) await this.values.set(name, text)
  }

  /** Keys of the contexts that refer to a library version and did not find it when they were last published. */
  async contextsWaitingFor(library: string, version: string): Promise<string[]> {
    const contexts = await this.contexts()
    const waiting = await this.values.texts(contexts.map(names.waiting))
    const pin = pinText({ library, version })
    return contexts.filter((_, index) => {
      const pins: string[] = JSON.parse(waiting[index] ?? '[]')
      return pins.includes(pin)
    })
  }

  private async listed(): Promise<readonly string[] | undefined> {
    return this.values.json<string[]>(names.contexts)
  }

  private async write(
    { hash, definitions, pathOf }: MadeVersion,
    text: string,
    bytes: (path: string) => Uint8Array,
    onFiles?: (count: number) => void,
  ): Promise<void> {
    const files = new Map([...pathOf].map(([one, path]) => [names.file(one), path]))
    const fileBytes = (name: string) => {
      const path = files.get(name) ?? ''
      const content = Buffer.from(bytes(path))
      if (names.file(fileHash(content)) === name) return content
      throw new CompositorError('source-changed', `'${path}' changed while it was being imported.`)
    }
    await this.values.setNew(files.keys(), fileBytes, onFiles)
    const texts = new Map([...definitions].map(([one, definition]) => [names.definition(one), definition]))
    await this.values.setNew(texts.keys(), (name) => JSON.stringify(texts.get(name)))
    await this.values.set(names.version(hash), text)
  }

  private async setDraft(edited: EditedVersion, head: ContextHead): Promise<void> {
    const { hash, version, definitionHash, definition } = edited
    await this.values.setMany([
      { key: names.definition(definitionHash), value: JSON.stringify(definition) },
      { key: names.version(hash), value: canonicalJson(asJson(version)) },
    ])
    const history = [...head.history, { version: hash, at: this.now().toISOString() }]
    await this.setHead(head, { ...head, title: version.title, draft: hash, history })
  }

  private async switchDraft({ hash, version }: MadeVersion): Promise<boolean> {
    const { context, kind, title } = version
    const before = await this.values.json<ContextHead>(names.head(context))
    if (before?.draft === hash) return false
    // Listed before there is a head, so that no head is ever unlisted.
    const listed = await this.listed()
    if (!listed?.includes(context)) await this.replace(names.contexts, listed, [...(listed ?? []), context])
    const history = [...(before?.history ?? []), { version: hash, at: this.now().toISOString() }]
    const published = before?.published ?? null
    await this.setHead(before, { context, kind, title, draft: hash, published, history })
    return true
  }

  private setHead(before: ContextHead | undefined, head: ContextHead): Promise<void> {
    return this.replace(names.head(head.context), before, head)
  }

  /** @param before as it was read; its members stand in the order in which they are stored */
  private async replace(name: string, before: object | undefined, after: object): Promise<void> {
    const text = before && JSON.stringify(before)
    if (!(await this.values.replace(name, text, JSON.stringify(after)))) throw new Overtaken()
  }

  /** Heads are read, changed and written by one at a time: in turn here, and anew when another process was faster. */
  private alone<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.writing.then(() => untilNotOvertaken(change))
    this.writing = changed.catch(() => undefined)
    return changed
  }
}

/** Another process changed what was read before it was written. */
class Overtaken extends Error {}

async function untilNotOvertaken<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change()
    } catch (thrown) {
      if (!(thrown instanceof Overtaken)) throw thrown
      if (attempt < mostAttempts) continue
      const message = `Other processes changed the same course or library ${mostAttempts} times meanwhile.`
      throw new CompositorError('store-unavailable', message, { cause: thrown })
    }
  }
}

function pinText({ library, version }: LibraryPin): string {
  return `${library}@${version}`
}

function missing(what: string, hash: string): CompositorError {
  return new CompositorError(
    'store-damaged',
    `The authoring store has no ${what} '${hash}', which a version refers to.`,
  )
}

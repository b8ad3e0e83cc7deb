import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockDefinition, ContentVersion } from './content-version.js'
import type { ContextHead, ContextHeads } from './context-heads.js'
import { editedName } from './edit-version.js'
import type { MadeVersion } from './make-version.js'
import { sharesHistory } from './shared-history.js'
import type { StoredVersions } from './stored-versions.js'
import {
  differingBlocks,
  editsBetween,
  importUnderEdits,
  type EditedBlock,
  type OverEdits,
  type VersionWithDefinitions,
} from './version-edits.js'

/** How an import is saved. */
export interface SaveOptions {
  /** What becomes of edits of the draft. */
  readonly edits?: OverEdits | undefined
  /** Whether a first import is published after this; it goes on being the first until it was. */
  readonly opens?: boolean
  /** Called with the number of files stored so far. */
  readonly onFiles?: ((count: number) => void) | undefined
}

/** What saving an import did. */
export interface SavedVersion {
  /** Name of the version that is the draft: the import, or the import under the edits that were kept. */
  readonly draft: string
  /** Whether the draft is another one than before, or is read differently. */
  readonly changed: boolean
  /** Whether it is to be published as the first import of its context; one that was cut off before it was published still is that. */
  readonly opening: boolean
  /** The version that learners saw before, or null. */
  readonly published: string | null
  /** The edits that the import met in the draft. */
  readonly edits: readonly EditedBlock[]
  /** Whether the context was here, and what was imported shares nothing with it. */
  readonly unrelated: boolean
}

/** A draft that authors may have edited, and the import it was made of. */
interface DraftOverImport {
  readonly imported: VersionWithDefinitions
  readonly draft: VersionWithDefinitions
}

/** Usage keys named in a message; a long list says how many more there are. */
const mostNamed = 20

/** What imports do to drafts that authors may have edited. */
export class DraftImports {
  constructor(
    private readonly versions: StoredVersions,
    private readonly heads: ContextHeads,
    private readonly now: () => Date,
  ) {}

  /**
   * Stores an import and makes it the draft.
   * @throws CompositorError `draft-edited` where authors edited the draft since its import and nothing says what becomes
   *   of that, or it cannot be kept; `store-unavailable`; the draft is then what it was
   */
  async save(
    made: MadeVersion,
    bytes: (path: string) => Uint8Array,
    { edits: word, opens = false, onFiles }: SaveOptions,
  ): Promise<SavedVersion> {
    const { context, kind } = made.version
    const known = await this.heads.find(context)
    // As the edits were made of it, whatever other block types read in it from here on.
    const base = known && (await this.importOf(known))
    if (known && base && word === undefined) refuse(context, editsOf(await this.compared(known, base)))
    const unrelated = known !== undefined && !(await this.isRelated(made, known))
    const written = await this.versions.take(made, bytes, onFiles)
    return this.heads.alone(async () => {
      const head = await this.heads.find(context)
      const isSame = head?.imported === known?.imported
      const imported = isSame ? base : head && (await this.importOf(head))
      const over = head && imported && (await this.compared(head, imported))
      const edits = over ? editsOf(over) : []
      if (word === undefined) refuse(context, edits)
      const isKept = over !== undefined && word !== undefined && word !== 'replace' && edits.length > 0
      const { hash: draft, version } = isKept ? await this.underEdits(word, over, made) : made
      const { history = [], published = null } = head ?? {}
      const opening = opens && (head === undefined || (head.opening === true && published === null))
      if (head?.draft !== draft || head.imported !== made.hash || (opening && !head.opening)) {
        const isOther = history.length === 0 || head?.draft !== draft
        await this.heads.set(head, {
          context,
          kind,
          title: version.title,
          draft,
          published,
          history: isOther ? [...history, { version: draft, at: this.now().toISOString() }] : history,
          imported: made.hash,
          ...(opening && { opening: true }),
        })
      }
      const changed = head?.draft !== draft || (written && draft === made.hash)
      return { draft, changed, opening, published, edits, unrelated }
    })
  }

  /** The blocks of a draft that authors changed since its import. */
  async edits(head: ContextHead): Promise<readonly EditedBlock[]> {
    const imported = await this.importOf(head)
    return imported === undefined ? [] : editsOf(await this.compared(head, imported))
  }

  /** The version imported last; undefined where the draft is that. */
  private async importOf({
    context,
    draft,
    history,
    imported,
  }: ContextHead): Promise<ContentVersion | undefined> {
    if (imported === draft) return undefined
    if (imported !== undefined) return this.versions.get(context, imported)
    // Heads of older stores do not say; an edited version is named by what it holds.
    for (const { version: name } of history.toReversed()) {
      const version = await this.versions.get(context, name)
      if (editedName(version) !== name) return name === draft ? undefined : version
    }
    return undefined
  }

  /** The draft beside its import, with the definitions of blocks that differ. */
  private async compared(
    { context, draft }: ContextHead,
    imported: ContentVersion,
  ): Promise<DraftOverImport> {
    const version = await this.versions.get(context, draft)
    const differing = differingBlocks(imported, version)
    return {
      imported: { version: imported, definitions: await this.definitionsOf(imported, differing) },
      draft: { version, definitions: await this.definitionsOf(version, differing) },
    }
  }

  private definitionsOf(
    { blocks }: ContentVersion,
    usages: readonly string[],
  ): Promise<ReadonlyMap<string, BlockDefinition>> {
    return this.versions.definitions(usages.flatMap((usage) => blocks[usage]?.definition ?? []))
  }

  /** Stores the version that an import becomes under the edits of the draft. @throws CompositorError `draft-edited` */
  private async underEdits(
    word: Exclude<OverEdits, 'replace'>,
    over: DraftOverImport,
    made: MadeVersion,
  ): Promise<{ readonly hash: string; readonly version: ContentVersion }> {
    const { hash, version, definitions, conflicts } = importUnderEdits(word, over, made)
    if (conflicts.length > 0) throw conflict(made.version.context, conflicts)
    if (differingBlocks(made.version, version).length === 0) return made
    await this.versions.put(hash, version, definitions)
    return { hash, version }
  }

  private async isRelated(
    made: MadeVersion,
    { context, draft, published, imported, history }: ContextHead,
  ): Promise<boolean> {
    if (history.some(({ version }) => version === made.hash)) return true
    for (const name of new Set([draft, imported ?? draft, published ?? draft])) {
      if (sharesHistory(made.version, await this.versions.get(context, name))) return true
    }
    return false
  }
}

function editsOf({ imported, draft }: DraftOverImport): readonly EditedBlock[] {
  return editsBetween(imported, draft)
}

/** @throws CompositorError `draft-edited` where there are any */
function refuse(context: string, edits: readonly EditedBlock[]): void {
  if (edits.length === 0) return
  const message = `The draft of '${context}' was edited since its last import, in ${named(edits)}. Nothing was changed.`
  throw new CompositorError('draft-edited', message, { usage: edits[0]?.usage })
}

function conflict(context: string, edits: readonly EditedBlock[]): CompositorError {
  const message = `Edits in the draft of '${context}' cannot be kept over this import, in ${named(edits)}: both sides changed them, or the import has no such block. Nothing was changed.`
  return new CompositorError('draft-edited', message, { usage: edits[0]?.usage })
}

function named(edits: readonly EditedBlock[]): string {
  const listed = edits
    .slice(0, mostNamed)
    .map(({ usage, fields }) => `${usage} (${fields.slice(0, mostNamed).join(', ')})`)
    .join(', ')
  const more = edits.length - mostNamed
  return `${edits.length} block${edits.length === 1 ? '' : 's'}: ${listed}${more > 0 ? ` and ${more} more` : ''}`
}

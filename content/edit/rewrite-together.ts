import type { BlockTypes } from '../../runtime/block/index.js'
import type { XmlElement } from '../../runtime/olx/index.js'
import type { BlockEdit } from './block-edit.js'
import { BlockRewriting } from './block-rewriting.js'
import { ChangedBlock } from './changed-block.js'
import { policyPaths } from './changed-policy.js'
import { EditSession, type BlockAt, type NamedPlace } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import { withPointedFiles } from './pointed-files.js'
import { isShared, readable } from './rewrite-block.js'
import type { FileChanges, ReadVersion, VersionFiles } from './version-files.js'

/** How often those that cannot be written beside others are left out, and the rest is tried again. */
const mostRounds = 4

/** Edits that were written at once. */
export interface WrittenTogether {
  readonly changes: FileChanges
  /** Those that `changes` say. */
  readonly edits: ReadonlySet<BlockEdit>
}

/**
 * Writes edits of different blocks of a course or v1 library into their files at once, each in the way that touches least: the files are read
 * once for all of them and not once for each, as many blocks may stand in one. What cannot be written so is left to be written alone.
 */
export async function rewrittenTogether(
  version: ReadVersion,
  files: VersionFiles,
  edits: readonly BlockEdit[],
  types: BlockTypes,
): Promise<WrittenTogether> {
  const session = await EditSession.open(version, files, types)
  let left = session.isV2 || session.isPathway ? [] : edits.filter(({ anew }) => anew === undefined)
  for (let round = 0; round < mostRounds && left.length > 1; round++) {
    const tried = await new Attempt(session).of(left)
    if (tried.misfits.size === 0) return { changes: tried.changes, edits: new Set(left) }
    left = left.filter((edit) => !tried.misfits.has(edit))
  }
  return { changes: new Map(), edits: new Set() }
}

class Attempt {
  readonly #files: EditedFiles
  readonly #misfits = new Set<BlockEdit>()

  constructor(private readonly session: EditSession) {
    this.#files = new EditedFiles(session.known)
  }

  async of(edits: readonly BlockEdit[]): Promise<{ changes: FileChanges; misfits: ReadonlySet<BlockEdit> }> {
    const { session } = this
    const policies = await policyPaths(session)
    const written: { edit: BlockEdit; named: NamedPlace; rewriting: BlockRewriting }[] = []
    for (const edit of edits) {
      const found = await this.#rewriting(edit)
      const tried = new EditedFiles(session.known)
      await found?.rewriting.writeInto(tried)
      // Members of one object share commas.
      if (found === undefined || policies.some((path) => tried.touches(path))) this.#misfits.add(edit)
      else {
        await found.rewriting.writeInto(this.#files)
        written.push({ edit, ...found })
      }
    }
    const changes = await withPointedFiles(session, this.#files.changes())
    const after = new ReadAfter(session, await session.changed(changes))
    for (const { edit, named, rewriting } of written)
      if (rewriting.misfits(await after.at(named)).length > 0) this.#misfits.add(edit)
    return { changes, misfits: this.#misfits }
  }

  async #rewriting(edit: BlockEdit): Promise<{ named: NamedPlace; rewriting: BlockRewriting } | undefined> {
    const { session } = this
    try {
      const named = await session.place(edit.usage)
      const at = await readable(session, named)
      if (await isShared(session, named, at)) return undefined
      return { named, rewriting: new BlockRewriting(new ChangedBlock(session, named, at, edit, false)) }
    } catch {
      // Whoever writes it alone is told why it cannot be.
      return undefined
    }
  }
}

/** Blocks read in the place they have after a change that leaves the elements of every file in their order. */
class ReadAfter {
  readonly #order = new Map<XmlElement, number>()
  readonly #elements = new Map<string, readonly XmlElement[]>()

  constructor(
    private readonly before: EditSession,
    private readonly after: EditSession,
  ) {}

  async at(named: NamedPlace): Promise<BlockAt | undefined> {
    const place = await this.#placeOf(named)
    const at = place && (await this.after.at(place).catch(() => undefined))
    return at === undefined || 'error' in at ? undefined : at
  }

  async #placeOf(named: NamedPlace): Promise<NamedPlace | undefined> {
    const { place } = named
    // A pointer to a file whose place was not looked for.
    if (place.element.end === 0 && place.identity === undefined) return named
    const { path } = place.file
    const file = await this.after.xml(path)
    if (file === undefined) return undefined
    if (!this.#elements.has(path)) {
      const was = await this.before.xml(path)
      const elements = [...file.root.descendants()]
      const before = was ? [...was.root.descendants()] : []
      const isSame = before.length === elements.length
      for (const [index, element] of before.entries()) this.#order.set(element, index)
      this.#elements.set(path, isSame ? elements : [])
    }
    const element = this.#elements.get(path)?.[this.#order.get(place.element) ?? -1]
    return element?.name === place.element.name ? { ...named, place: { ...place, file, element } } : undefined
  }
}

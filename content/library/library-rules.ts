import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseContextKey } from '../../runtime/keys/index.js'
import { isOfOtherSite } from '../bundle/site-keys.js'
import { pinsAt } from '../publish/index.js'
import type { DraftRules, VersionBlock, VersionView } from '../version/index.js'
import type { LibraryStanding, LibraryStandings } from './library-standing.js'

/** What a site asks of its libraries, whatever they are. */
export interface LibraryRulesOptions {
  /** Block types that libraries of this site may hold; whatever there is when left out. */
  readonly types?: readonly string[] | undefined
}

/** A new reference to a library that does not take it. */
export interface ClosedReference {
  /** Usage key of the block that refers to it, as text. */
  readonly usage: string
  readonly library: string
  readonly why: string
}

/** What a site asks of changes: archived libraries stay as they are, and libraries are referred to by those who may. */
export class LibraryRules implements DraftRules {
  constructor(
    private readonly standings: LibraryStandings,
    private readonly options: LibraryRulesOptions = {},
  ) {}

  /** @throws CompositorError `library-archived`, `library-elsewhere` */
  async refuseChange(context: string): Promise<void> {
    if (isOfOtherSite(context)) throw libraryElsewhere(context)
    if ((await this.standings.of(context)).archived) throw libraryArchived(context)
  }

  /** @throws CompositorError `library-archived`, `library-elsewhere`, `library-closed`, `library-type-refused` */
  async refuse(before: VersionView, after: VersionView, types: BlockTypes): Promise<void> {
    if (after.kind === 'library') {
      // Files of a library of another site, read again, would be those of one of this site.
      await this.refuseChange(before.context)
      await this.#refuseTypes(before, after)
    }
    const [closed] = await this.closed(before, after, types)
    if (closed) throw new CompositorError('library-closed', closed.why, { usage: closed.usage })
  }

  /** References that a version has and the one before has not, to libraries that do not take them; the first of each library. */
  async closed(
    before: VersionView | undefined,
    after: VersionView,
    types: BlockTypes,
  ): Promise<readonly ClosedReference[]> {
    const found = new Map<string, ClosedReference>()
    if (!(await this.standings.restricts())) return []
    const standings = new Map<string, LibraryStanding>()
    for await (const { usage, library } of newReferences(before, after, types)) {
      if (found.has(library) || library === after.context) continue
      const standing = standings.get(library) ?? (await this.standings.of(library))
      standings.set(library, standing)
      const why = whyClosed(library, standing, after.context)
      if (why !== undefined) found.set(library, { usage, library, why })
    }
    return [...found.values()]
  }

  async #refuseTypes(before: VersionView, after: VersionView): Promise<void> {
    const { types } = this.options
    if (!types) return
    for await (const { usage, before: was, after: is } of before.changes(after)) {
      if (was || !is || types.includes(is.type) || usage === after.root) continue
      const message = `Libraries of this site hold no blocks of type '${is.type}'; ${types.join(', ')} they do.`
      throw new CompositorError('library-type-refused', message, { usage })
    }
  }
}

/** The error for an edit of an archived library. */
export function libraryArchived(library: string): CompositorError {
  return new CompositorError(
    'library-archived',
    `'${library}' is archived: it is read, and nothing in it changes.`,
  )
}

/** The error for a change of a library that is another site's. */
export function libraryElsewhere(library: string): CompositorError {
  return new CompositorError(
    'library-elsewhere',
    `'${library}' is a library of another site: it is read and referred to here, and changed there.`,
  )
}

/** Why a library takes no new reference of a course or library; undefined where it does. */
export function whyClosed(
  library: string,
  { archived, mayRefer }: LibraryStanding,
  context: string,
): string | undefined {
  if (archived) return `'${library}' is archived and takes no new references.`
  if (mayRefer === undefined || mayRefer.includes(context) || mayRefer.includes(organisationOf(context)))
    return undefined
  return `'${library}' does not let '${context}' refer to it.`
}

/** The organisation of a course or library; '' of a key that names none. */
export function organisationOf(context: string): string {
  const { org } = parseContextKey(context).parts()
  return typeof org === 'string' ? org : ''
}

async function* newReferences(
  before: VersionView | undefined,
  after: VersionView,
  types: BlockTypes,
): AsyncIterable<{ readonly usage: string; readonly library: string }> {
  const refers = ({ type }: VersionBlock) => types.get(type)?.capabilities.references !== undefined
  if (!before) {
    for await (const [usage, block] of after.allBlocks())
      if (refers(block)) yield* librariesAt(usage, after, types)
    return
  }
  for await (const { usage, before: was, after: is } of before.changes(after)) {
    if (!is || !refers(is)) continue
    const known = new Set<string>()
    if (was) for await (const { library } of librariesAt(usage, before, types)) known.add(library)
    for await (const one of librariesAt(usage, after, types)) if (!known.has(one.library)) yield one
  }
}

async function* librariesAt(usage: string, view: VersionView, types: BlockTypes) {
  for await (const { library } of pinsAt([usage], view, types)) yield { usage, library }
}

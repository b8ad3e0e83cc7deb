import {
  CompositorError,
  LearningContextKey,
  LibraryCollectionKey,
  LibraryContainerKey,
  parseContextKey,
  parseKey,
  UsageKey,
  type ErrorCode,
} from '../../runtime/index.js'
import type { RequestHead } from '../learner-of.js'
import type { Visitors } from '../visitors.js'
import type { Caller } from './caller.js'

/**
 * What somebody may do with a course or library: see its drafts and its history; change the draft; publish it; say who may do
 * what, archive and delete it.
 */
export type Permission = 'read' | 'edit' | 'publish' | 'manage'

/** What keeps something off the list of somebody. */
const hiding = new Set<ErrorCode>(['author-only', 'context-not-published'])

/** What deciding rests on. */
export interface PermissionsParts {
  readonly visitors: Visitors
}

/** Decides on every call of an author's, wherever it comes from. */
export class Permissions {
  constructor(private readonly parts: PermissionsParts) {}

  /**
   * Refuses somebody who may not do this in a course or library.
   * @param named key of it, or of something in it, as text
   * @throws CompositorError `author-only`; `context-not-published` for those who may not know of it; `access-unavailable`,
   *   `key-malformed`, `key-kind`
   */
  async allow(
    request: RequestHead,
    { person, isSiteAuthor }: Caller,
    _permission: Permission,
    named: string,
  ): Promise<void> {
    const context = contextKeyOf(named)
    if (!isSiteAuthor)
      throw new CompositorError('author-only', 'Only authors may see, edit and publish drafts.')
    await this.parts.visitors.refuseHidden(request, person, context)
  }

  /** Of some things those in contexts that somebody may do this in. @throws CompositorError `access-unavailable` */
  async among<Thing>(
    request: RequestHead,
    caller: Caller,
    permission: Permission,
    things: readonly Thing[],
    contextOf: (thing: Thing) => string,
  ): Promise<Thing[]> {
    const allowed = things.map(async (thing) => {
      try {
        await this.allow(request, caller, permission, contextOf(thing))
        return [thing]
      } catch (thrown) {
        if (hiding.has(CompositorError.from(thrown, 'host-failed').code)) return []
        throw thrown
      }
    })
    return (await Promise.all(allowed)).flat()
  }
}

/**
 * The course or library that a key names, or that what it names is in, as text.
 * @throws CompositorError `key-malformed`, `key-kind`
 */
export function contextKeyOf(named: string): string {
  const key = parseKey(named)
  if (key instanceof LibraryCollectionKey || key instanceof LibraryContainerKey) return key.library.toString()
  const context = key instanceof UsageKey ? key.context : key
  if (context instanceof LearningContextKey) return context.withoutBranchOrVersion().toString()
  return parseContextKey(named).toString()
}

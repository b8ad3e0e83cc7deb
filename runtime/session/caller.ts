import { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { HandlerSpec } from '../view/handler-options.js'

/** Who calls a handler, as far as it matters who may. */
export interface HandlerCaller {
  readonly isStaff: boolean
  /** Whether an author calls it from a page on which the block is edited. */
  readonly isAuthor: boolean
  /** Whether a route of the block's plugin calls it. */
  readonly isRoute: boolean
}

/** Views that pages of authors alone show. */
const authorsViews: ReadonlySet<string> = new Set(['author_view', 'studio_view'])

/** Whether a view is never shown to learners, whatever asks for it. */
export function isForAuthors(view: string): boolean {
  return authorsViews.has(view)
}

/** Whether somebody may call a handler. */
export function mayCall({ for: who }: HandlerSpec, { isStaff, isAuthor, isRoute }: HandlerCaller): boolean {
  if (who === 'route') return isRoute
  return who === undefined || (who === 'staff' ? isStaff : isAuthor)
}

/** Why somebody may not. */
export function callRefused({ for: who }: HandlerSpec, { key: usage }: ComposedBlock): CompositorError {
  if (who === 'route') {
    return new CompositorError(
      'route-only',
      'Only routes of its plugin may ask this of the block, whoever calls them.',
      { usage },
    )
  }
  return who === 'author'
    ? new CompositorError('author-only', 'Only authors may ask this of the block, where they edit it.', {
        usage,
      })
    : new CompositorError('staff-only', 'Only staff may ask this of the block.', { usage })
}

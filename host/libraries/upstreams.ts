import {
  declineUpstreams,
  revertToUpstream,
  severUpstream,
  syncUpstreams,
  upstreamPreview,
  upstreamReport,
  upstreamStatus,
  type AuthoringStore,
  type ExpectedWords,
  type OperatedDraft,
  type SyncedDraft,
  type UpdateWishes,
  type UpstreamPreview,
  type UpstreamReport,
  type UpstreamStatus,
} from '../../content/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import { contextKeyOf } from './context-of-key.js'

/** Copies of library blocks in courses that stay linked to them. */
export class Upstreams {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** How a block stands to the library block it is linked to. @throws CompositorError see {@link upstreamStatus} */
  status(usage: string): Promise<UpstreamStatus> {
    return upstreamStatus(this.store, usage)
  }

  /** The links of a course: which are behind, declined or broken. @throws CompositorError see {@link upstreamReport} */
  report(context: string): Promise<UpstreamReport> {
    return upstreamReport(this.store, context)
  }

  /** What an update would bring. @throws CompositorError see {@link upstreamPreview} */
  preview(usage: string): Promise<UpstreamPreview> {
    return upstreamPreview(this.store, usage)
  }

  /** Adds a copy of a library block, linked to it, to a unit. @throws CompositorError those of `AuthoringStore.operate` */
  add(
    usage: string,
    { parent, index }: { readonly parent: string; readonly index?: number | undefined },
    words: ExpectedWords = {},
  ): Promise<OperatedDraft> {
    const step = { do: 'paste', usage, parent, index } as const
    return this.store.operate(contextKeyOf(parent), this.types, [step], words)
  }

  /** Brings blocks of a course to what their libraries publish, all that are behind where none is named. @throws CompositorError see {@link syncUpstreams} */
  sync(
    context: string,
    usages?: readonly string[],
    words: UpdateWishes & ExpectedWords = {},
  ): Promise<SyncedDraft> {
    return syncUpstreams(this.store, this.types, context, usages, words)
  }

  /** Changes a link: brings the block to its library, declines what is there, or ends the link. @throws CompositorError see {@link syncUpstreams} */
  change(
    usage: string,
    change: 'sync' | 'decline' | 'sever',
    words: UpdateWishes & ExpectedWords = {},
  ): Promise<OperatedDraft> {
    const { store, types } = this
    if (change === 'sync') return this.sync(contextKeyOf(usage), [usage], words)
    return change === 'decline'
      ? this.decline(contextKeyOf(usage), [usage], words)
      : severUpstream(store, types, usage, words)
  }

  /** Does without what libraries publish by now of blocks of a course. @throws CompositorError see {@link declineUpstreams} */
  decline(context: string, usages: readonly string[], words: ExpectedWords = {}): Promise<OperatedDraft> {
    return declineUpstreams(this.store, this.types, context, usages, words)
  }

  /** Gives fields back to the library. @throws CompositorError see {@link revertToUpstream} */
  revert(usage: string, fields: readonly string[], words: ExpectedWords = {}): Promise<OperatedDraft> {
    return revertToUpstream(this.store, this.types, usage, fields, words)
  }
}

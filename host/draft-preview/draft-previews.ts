import { Container } from 'inversify'
import type { BlockEdit, DraftUpdates } from '../../content/index.js'
import { containPlugins } from '../../plugins/index.js'
import {
  LearnersSide,
  MemoryEventLog,
  type CourseBlocks,
  type Learner,
  type Submission,
  type UnitView,
} from '../../lms/index.js'
import {
  BlockRuntime,
  Clock,
  HandlerUrls,
  Urls,
  type BlockTypes,
  type CompositorError,
  type ComposedUnit,
  type HandlerResponse,
  type Json,
  type ServiceForBlock,
  type ServiceToken,
  type UsageKey,
} from '../../runtime/index.js'
import type { DraftReader } from '../drafts/draft-reader.js'
import { HostUrls } from '../host-urls.js'
import type { DraftCompanions } from './draft-companions.js'
import { previewedAs, type PreviewedLearner } from './previewed-learner.js'
import { PreviewStates } from './preview-states.js'

/** What previews are made of. */
export interface DraftPreviewsOptions {
  readonly reader: DraftReader
  /** What banks draw together with. */
  readonly companions: Pick<DraftCompanions, 'of'>
  /** The change by which a reference is at another version of its library, or a linked copy at what is published. */
  readonly updates: Pick<DraftUpdates, 'edit'>
  readonly types: BlockTypes
  /** The host's services; those that would lead to learners' records are bound anew. */
  readonly services: Container
  readonly urls: HostUrls
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Milliseconds a view or handler may take; see `BlockRuntimeOptions`. */
  readonly deadline?: number | undefined
}

/** A block of a draft, and the learner as whom it is looked at. */
export interface DraftPreview {
  /** The context, as text, and what it is called. */
  readonly context: string
  readonly contextTitle: string
  readonly title: string
  readonly unit: ComposedUnit
  /** The course's setting `user_partitions`. */
  readonly partitions: Json | undefined
  /** What failed since it was opened, with the reasons that learners are not told. */
  readonly failures: readonly CompositorError[]
  /** As a learner sees it. @throws what a learner is refused with */
  page(): Promise<UnitView>
  /** What was drawn for the learner, as a tree of the blocks they see. @throws as {@link page} does */
  blocks(): Promise<CourseBlocks>
  handle(submission: Submission): Promise<HandlerResponse>
  /** What a data view of a block gives, as JSON text. */
  data(usageKey: string, view: string): Promise<string>
}

class PreviewClock extends Clock {
  constructor(readonly now: () => number) {
    super()
  }
}

/** Below this path, and that of the host, blocks of a preview are called. */
export function previewPath(base: string, usage: UsageKey, as: PreviewedLearner): string {
  return `${base}/author/previews/${encodeURIComponent(usage.toString())}/as/${encodeURIComponent(previewedAs(as))}`
}

/**
 * Shows blocks of drafts to authors as learners would have them, handlers included. What those learners do is kept of
 * each author apart, in memory, and thrown away: none of it reaches learners' records, events or grades.
 */
export class DraftPreviews {
  readonly #states = new PreviewStates()

  constructor(private readonly options: DraftPreviewsOptions) {}

  /**
   * @param usage a block of a draft; for a library block in a course, the block is shown that brings it in
   * @param author by the host's id; dates are told in their time zone
   * @throws CompositorError `context-unknown`, `block-not-found`; `draft-fixed`, `version-unknown`, `version-ambiguous` with another version
   */
  async open(
    usage: UsageKey,
    author: Pick<Learner, 'id' | 'timeZone'>,
    as: PreviewedLearner,
  ): Promise<DraftPreview> {
    const edit = await this.#edit(usage, as)
    const at = as.at ?? this.options.now()
    const { source, unit: composed } = await this.options.reader.unit(usage, {
      edit,
      at,
      version: as.version,
    })
    const companions = await this.options.companions.of(source)
    const unit = companions ? { ...composed, companions } : composed
    const { head, path } = source
    const state = this.#states.of(author.id, head.context)
    const learner = learnerOf(state.id, as, author)
    const failures: CompositorError[] = []
    const clock = new PreviewClock(as.at === undefined ? this.options.now : () => as.at ?? 0)
    const { types, deadline } = this.options
    const runtime = new BlockRuntime({
      types,
      services: this.#services(previewPath(this.options.urls.places.base, usage, as), clock),
      onFailure: (error) => failures.push(error),
      contain: containPlugins,
      ...(deadline !== undefined && { deadline }),
    })
    const events = new MemoryEventLog()
    const side = new LearnersSide({ runtime, store: state.store, events, clock })
    return {
      context: head.context,
      contextTitle: head.title,
      title: path.at(-1)?.title ?? '',
      unit,
      partitions: path[0]?.release?.['user_partitions'],
      failures,
      page: () => side.unitPage(unit, learner),
      blocks: () => side.courseBlocks(unit, learner),
      handle: (submission) => side.handle(unit, learner, submission),
      data: (usageKey, view) => side.data(unit, learner, usageKey, view),
    }
  }

  /** Throws away what previewed learners did for an author in a course or library. */
  startOver(author: string, context: string): void {
    this.#states.forget(author, context)
  }

  async #edit(usage: UsageKey, { to }: PreviewedLearner): Promise<BlockEdit | undefined> {
    if (to === undefined) return undefined
    return this.options.updates.edit(usage, to === '' ? {} : to, { removed: 'leave' })
  }

  /** Signed addresses would act on learners' records, so there are none here: an author's cookie is needed. */
  #services(blocks: string, clock: Clock): Container {
    const { services, urls } = this.options
    const { places } = urls
    const own = new HostUrls({ ...places, blocks, assets: `${places.base}/author` })
    const addresses: ServiceForBlock<HandlerUrls> = {
      forBlock: ({ composed }) => ({
        signed: (handler, suffix) => own.handler(composed.key, handler, suffix),
      }),
    }
    const token: ServiceToken = HandlerUrls
    const container = new Container({ parent: services })
    container.bind(Urls).toConstantValue(own)
    container.bind(token).toConstantValue(addresses)
    container.bind(Clock).toConstantValue(clock)
    return container
  }
}

function learnerOf(
  state: string,
  { name, groups, track, language }: PreviewedLearner,
  { timeZone }: Pick<Learner, 'timeZone'>,
): Learner {
  return {
    id: `preview ${state} ${name}`,
    anonymousId: state.replaceAll('-', ''),
    name,
    isStaff: false,
    ...(language !== undefined && { locale: language }),
    ...(timeZone !== undefined && { timeZone }),
    standing: { number: 0, groups, ...(track !== undefined && { track }) },
  }
}

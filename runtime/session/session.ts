import type { BlockBase } from '../block/block.js'
import type { FieldUpdate } from '../block/field-values.js'
import { CompositorError } from '../errors/index.js'
import { Clock, Urls, User } from '../service/standard-services.js'
import type { SubmissionHistory } from '../service/submissions.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'
import type { HandlerError } from '../view/handler-error.js'
import type { HandlerRequest } from '../view/handler-request.js'
import type { Json } from '../values/json.js'
import type { JobStepDone } from '../view/job.js'
import { isOfRoute } from '../view/route-request.js'
import type { RescoreOptions } from '../view/rescore.js'
import type { ViewResult } from '../view/view.js'
import { askedChoices, type AskedChoices } from './asked-choices.js'
import { withAsides } from './aside-fragments.js'
import { callHandler, callRescore, callView, handlerOf, viewMethod, viewMissing } from './block-calls.js'
import { isForAuthors } from './caller.js'
import { checkedFragment, checkedViewResult, type FailedBlock } from './block-failure.js'
import { BlockPlaces } from './block-places.js'
import type { BlockEvent } from './block-event.js'
import { failureFragment, isContentFault, type FailureView } from './failure-fragment.js'
import { jsonText, type HandlerOutcome } from './handler-outcome.js'
import type { Kernel } from './kernel.js'
import type { LearnerNotes } from './learner-notes.js'
import type { PlaceSession } from './place-session.js'
import { worldOf, type SessionOptions } from './session-options.js'
import { callJob, callReport, type BlockReport } from './staff-calls.js'
import type { GradeDeed } from './staff-port.js'
import { sharedDataView } from './shared-views.js'
import { SessionServices } from './session-services.js'
import { wordsFor, wrapFragment } from './wrapper.js'

/** The data view that is the same for every learner: learner fields cannot be read in it. */

/** One request of one learner: the blocks made for it, what they changed and what they published. */
export class Session implements PlaceSession {
  readonly events: BlockEvent[] = []
  /** Grades that staff gave other learners, to be stored after what the request changed. */
  readonly deeds: GradeDeed[] = []
  /** @internal */
  readonly services: SessionServices
  /** @internal */
  readonly places = new BlockPlaces(this)
  /** Blocks whose fragment is this learner's alone. */
  readonly #touched = new Set<ComposedBlock>()
  /** What showing a block asked of the learner, where what it shows is not theirs alone. */
  /** Whether something else was done than showing: what was changed is in memory alone, and is to be shown. */
  #hasWorked = false
  readonly #notes = new Map<ComposedBlock, { readonly view: string; readonly notes: LearnerNotes }>()

  constructor(
    /** @internal */
    readonly kernel: Kernel,
    readonly options: SessionOptions,
  ) {
    this.services = new SessionServices(kernel.options.services, options)
  }

  /**
   * What a view gives, as it is: a fragment without its wrapper, or plain data. A block without the view shows its
   * `fallback_view`.
   * @throws CompositorError `view-missing`, `block-type-unknown`, or `block-failed` with the block's own error as cause
   */
  async view(composed: ComposedBlock, name: string): Promise<ViewResult> {
    this.#hasWorked = true
    return callView(this.places.showing(composed, name), name, checkedViewResult)
  }

  /**
   * What a data view gives, as JSON text, for clients that draw blocks themselves. `student_view_data` is the same for
   * every learner, so reading a learner's field in it is an error. There is no fallback.
   * @throws CompositorError those of {@link view}; `view-missing` also for a view that gives a fragment
   */
  async data(composed: ComposedBlock, name: string): Promise<string> {
    if (composed.failure) throw CompositorError.fromJSON(composed.failure)
    this.#hasWorked = true
    const isShared = name === sharedDataView
    const kept = isShared && !this.#isOwn(composed) ? this.kernel.shared.data(composed) : undefined
    if (kept !== undefined) return kept
    const place = isShared ? this.places.showingShared(composed, name) : this.places.showing(composed, name)
    if (!place.type.views.has(name) || viewMethod(place, name) === undefined) throw viewMissing(place, name)
    const text = await callView(place, name, (result) =>
      result instanceof Fragment ? undefined : jsonText(checkedViewResult(result)),
    )
    if (text === undefined) throw fragmentForData(composed, name)
    if (isShared && !place.touchedLearner && !this.#isOwn(composed))
      this.kernel.shared.keepData(composed, text)
    return text
  }

  /**
   * A block's fragment in its wrapper, and those of its asides after it. Never throws: a block that fails, or gives
   * nothing in time, gives an error block.
   * @param isInside whether it stands in another block, which goes on without it where its content is at fault
   */
  async fragment(composed: ComposedBlock, view: string, isInside = false): Promise<Fragment> {
    // It is refused there, and nothing that authors had of it is found.
    if (isForAuthors(view) && this.options.forAuthors !== true)
      return this.#ownFragment(composed, view, isInside)
    const shared = this.#isOwn(composed) ? undefined : this.kernel.shared.fragment(composed, view)
    const fragment =
      shared ??
      this.#keptFailure(composed) ??
      this.#notedFragment(composed, view) ??
      (await this.#ownFragment(composed, view, isInside))
    if (isInside && isContentFault(composed)) return fragment
    const asides = this.kernel.asidesFor(view)
    return asides.length === 0 ? fragment : withAsides(this, asides, fragment, composed, view)
  }

  /**
   * What authors can choose from for the fields of a block whose type says so by `@choicesFor`, by OLX name; an error stands for
   * what could not be found out. Never throws.
   */
  choices(composed: ComposedBlock): Promise<AskedChoices> {
    this.#hasWorked = true
    return askedChoices(this.places, composed)
  }

  /** Whether a block of this request, or what was kept for it, asked for a service that there is. */
  hasAsked(token: ServiceToken): boolean {
    return this.services.hasAsked(token)
  }

  /** Whether showing this block looked at anything of the learner. */
  touchedLearner(composed: ComposedBlock): boolean {
    return this.#touched.has(composed) || (this.places.known(composed)?.touchedLearner ?? false)
  }

  /** @internal What is shown of a block is this learner's alone. */
  touch(composed: ComposedBlock): void {
    this.#touched.add(composed)
    this.#notes.delete(composed)
  }

  /** @internal */
  notesOf(composed: ComposedBlock, view: string): LearnerNotes | undefined {
    const noted = this.#notes.get(composed)
    return noted?.view === view ? noted.notes : undefined
  }

  /**
   * Epoch milliseconds until which what was shown stays true, by what blocks asked of the Clock; else infinite. What shows a
   * collection that others add to is shown anew each time.
   */
  get validUntil(): number {
    return this.places.askedOthers ? 0 : this.services.validUntil
  }

  /** @internal */
  now(): number {
    return (this.services.get(Clock) as Clock | undefined)?.now() ?? Date.now()
  }

  /**
   * Calls a handler, or the block's `fallback_handler`. A HandlerError is an answer, with nothing to save.
   * @throws CompositorError `handler-missing`, `handler-method`, `handler-input`; `staff-only` and `author-only`, before any of the
   *   block runs; `block-failed` for a handler that throws, gives rubbish or gives nothing in time
   */
  async handle(composed: ComposedBlock, name: string, request: HandlerRequest): Promise<HandlerOutcome> {
    this.#hasWorked = true
    const isStaff = (this.services.get(User) as User | undefined)?.isStaff === true
    const caller = { isStaff, isAuthor: this.options.forAuthors === true, isRoute: isOfRoute(request) }
    const type = this.places.known(composed)?.type ?? this.places.typeOf(composed)
    if (type) handlerOf({ type, composed }, name, caller)
    return callHandler(this.places.of(composed), name, request, caller)
  }

  /**
   * Has a block grade this learner's submissions again, for staff. A HandlerError comes back as the reason why nothing
   * was graded, and nothing is to be saved then.
   * @throws CompositorError `rescore-unsupported` for a type that cannot; `block-failed`
   */
  async rescore(composed: ComposedBlock, options: RescoreOptions): Promise<HandlerError | undefined> {
    this.#hasWorked = true
    return callRescore(this.places.of(composed), options)
  }

  /**
   * An aside of a block, to call its handlers.
   * @throws CompositorError `block-not-found` for one that is not registered or does not stand beside this block
   */
  aside(composed: ComposedBlock, asideType: string): ComposedBlock {
    const { asides } = this.kernel
    const type = asides.find(({ name }) => name === asideType)
    if (type?.appliesTo(composed)) return this.places.aside(type, composed, 'student_view').composed
    const known = asides.map(({ name }) => name).join(', ') || 'none'
    throw new CompositorError(
      'block-not-found',
      `No aside '${asideType.slice(0, 100)}' stands beside this block; registered are: ${known}.`,
      { usage: composed.key },
    )
  }

  /** What the learner handed in at a block. */
  submissions(composed: ComposedBlock): SubmissionHistory {
    return this.places.of(composed).submissions
  }

  /** What a block reports to staff. @throws CompositorError see {@link callReport} */
  staffReport(composed: ComposedBlock): BlockReport {
    this.#hasWorked = true
    return callReport(this.places.of(composed))
  }

  /** Does a job of a block, step by step. @throws CompositorError see {@link callJob} */
  job(
    composed: ComposedBlock,
    name: string,
    input: Json,
    checkpoint?: Json,
  ): AsyncGenerator<JobStepDone, Json, void> {
    this.#hasWorked = true
    return callJob(this.places.of(composed), name, input, checkpoint)
  }

  /** The block itself, for callers that know its class. */
  block(composed: ComposedBlock): BlockBase {
    this.#hasWorked = true
    return this.places.of(composed).block
  }

  /** What the blocks of this request changed: dirty values only, and nothing of a block that failed. */
  updates(): FieldUpdate[] {
    return this.places.updates()
  }

  /** @internal */
  report(error: CompositorError, composed: ComposedBlock, failed: FailedBlock): void {
    // What asked for it is done again.
    if (error.code === 'learner-record-unread') return
    const { requestId } = this.options
    this.kernel.options.onFailure?.(error, composed, { ...failed, ...(requestId && { requestId }) })
  }

  /** Whether what is in a block is this learner's own, or what an author is shown of it. */
  #isOwn(composed: ComposedBlock): boolean {
    return this.options.forAuthors === true || this.options.childrenOf?.(composed) !== undefined
  }

  async #ownFragment(composed: ComposedBlock, view: string, isInside: boolean): Promise<Fragment> {
    try {
      if (composed.failure) throw CompositorError.fromJSON(composed.failure)
      const place = this.places.showing(composed, view)
      const inner = await callView(place, view, checkedFragment)
      const urls = this.services.get(Urls) as Urls | undefined
      const words = wordsFor(place.type.words, this.options.forAuthors)
      const wrapped = wrapFragment(inner, composed, { view, urls, words })
      if (this.#isOwn(composed)) this.touch(composed)
      else if (!place.touchedLearner) this.kernel.shared.keepFragment(composed, view, wrapped)
      else this.#keepNoted(composed, view, wrapped, place.notes)
      return wrapped
    } catch (thrown) {
      return this.#failed(thrown, composed, isInside)
    }
  }

  /** What the view gave another learner, where this one gives the same answers to all that it asks. */
  #notedFragment(composed: ComposedBlock, view: string): Fragment | undefined {
    if (this.#hasWorked || this.#isOwn(composed)) return undefined
    const found = this.kernel.shared.noted.find(composed, view, {
      fieldData: this.options.fieldData,
      service: (token) => this.services.get(token),
      ...worldOf(this.options),
    })
    if (!found) return undefined
    const { notes } = found
    this.#note(composed, view, notes)
    for (const event of notes.events) this.events.push({ ...event })
    return found.fragment
  }

  #keepNoted(
    composed: ComposedBlock,
    view: string,
    fragment: Fragment,
    notes: LearnerNotes | undefined,
  ): void {
    if (!notes || this.#hasWorked) return this.touch(composed)
    this.#note(composed, view, notes)
    this.kernel.shared.noted.keep(composed, { view, fragment, notes })
  }

  #note(composed: ComposedBlock, view: string, notes: LearnerNotes): void {
    this.#touched.add(composed)
    this.#notes.set(composed, { view, notes })
  }

  /** The error block of a block that can never be shown: made, and reported, once. */
  #keptFailure(composed: ComposedBlock): Fragment | undefined {
    const kept = this.kernel.shared.failure(composed, () => ({
      showReason: this.options.showFailures ?? false,
      around: this.services.around,
    }))
    if (kept) this.touch(composed)
    return kept
  }

  #failed(thrown: unknown, composed: ComposedBlock, isInside: boolean): Fragment {
    const error = CompositorError.from(thrown, 'block-failed', { usage: composed.key })
    const type = this.places.typeOf(composed)
    const seen = this.#failureView(composed, isInside)
    const fragment = failureFragment(error, composed, seen)
    this.touch(composed)
    this.report(error, composed, { plugin: type?.plugin })
    if (!type || composed.failure) this.kernel.shared.keepFailure(composed, seen, fragment)
    return fragment
  }

  #failureView(composed: ComposedBlock, isInside: boolean): FailureView {
    return {
      showReason: this.options.showFailures ?? false,
      isHidden: isInside && isContentFault(composed),
      ...this.services.ofFailures(this.kernel.failureWords),
    }
  }
}

function fragmentForData(composed: ComposedBlock, name: string): CompositorError {
  return new CompositorError(
    'view-missing',
    `View '${name}' of ${composed.type} gives a fragment for pages; ask for a view that gives data.`,
    { usage: composed.key },
  )
}

import type { ComposedAside } from '../block/aside.js'
import type { BlockBase, BlockHost } from '../block/block.js'
import type { BlockType } from '../block/block-type.js'
import { FieldValues, type FieldData, type FieldUpdate } from '../block/field-values.js'
import { misfitOf } from '../block/known-events.js'
import { CompositorError } from '../errors/index.js'
import { FileKeeper } from '../service/file-keeper.js'
import type { Files } from '../service/files.js'
import type { Learners } from '../service/learners.js'
import type { ServiceToken } from '../service/needs.js'
import type { Submissions } from '../service/submissions.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'
import type { Fragment } from '../view/fragment.js'
import { Deadline } from './deadline.js'
import type { BlockEvent } from './block-event.js'
import { FileChanges } from './file-changes.js'
import { NotePad, type LearnerNotes } from './learner-notes.js'
import { PlaceFiles } from './place-files.js'
import { PlaceLearners } from './place-learners.js'
import type { PlaceSession } from './place-session.js'
import { PlaceSubmissions } from './place-submissions.js'
import type { GradeDeed, StaffPort } from './staff-port.js'

/** Where one block stands in one request: what it can reach, and whether it looked at the learner. */
export class BlockPlace implements BlockHost {
  readonly values: FieldValues
  /** The block itself, once its constructor has run. */
  block: BlockBase | undefined
  /** How many views and handlers of it are under way. */
  running = 0
  /** What it asked of the learner. */
  readonly pad = new NotePad()
  /** Requests of staff that its handlers are at, which let it reach other learners. */
  readonly staffRequests = new WeakSet<object>()
  #failed = false
  #files: Files | undefined
  #fileChanges: FileChanges | undefined
  #ownEvents: BlockEvent[] | undefined
  readonly #deadlines = new Set<Deadline>()

  constructor(
    readonly session: PlaceSession,
    readonly composed: ComposedBlock,
    readonly type: BlockType,
    /** The view being shown, which children are shown with. */
    public activeView: string,
    /** The values of the same block where it stands in the request a second time, or other data to read. */
    from: FieldValues | FieldData = session.options.fieldData,
  ) {
    this.values =
      from instanceof FieldValues
        ? from
        : new FieldValues(
            {
              usage: composed.key,
              type: composed.type,
              definition: composed.definition,
              fields: composed.fields,
            },
            from,
            type.mixedIn,
            () => session.now(),
          )
  }

  /** Whether the block read a learner's value or service, or shows children a learner was given. */
  get touchedLearner(): boolean {
    return this.pad.isTouched || this.values.touchedLearner
  }

  /** What the block asked of the learner; undefined where what it shows is theirs alone, or it changed something. */
  get notes(): LearnerNotes | undefined {
    const { pad, values, type } = this
    if (pad.isOwn || values.foundLearner || values.updates(type.learnerFields).length > 0) return undefined
    return pad.notes(values.unset)
  }

  touch(): void {
    this.pad.own()
  }

  get fileKeeper(): FileKeeper | undefined {
    return this.session.services.get(FileKeeper) as FileKeeper | undefined
  }

  /** Its files. @param keeper where their bytes are */
  filesIn(keeper: FileKeeper): Files {
    return (this.#files ??= new PlaceFiles(this, keeper))
  }

  /** The time of the request, in epoch milliseconds. */
  now(): number {
    return this.session.now()
  }

  /** What it changes of its files. */
  get fileChanges(): FileChanges {
    return (this.#fileChanges ??= new FileChanges((address) => this.values.fieldData?.record(address)))
  }

  /** What is to be stored of its files. */
  get fileUpdates(): readonly FieldUpdate[] {
    return this.#fileChanges?.updates ?? []
  }

  /** Whether the block failed: what it changed is not saved, and what it still does is ignored. */
  get failed(): boolean {
    return this.#failed
  }

  /** Takes back what the block published, and stops listening to it. */
  fail(): void {
    this.#failed = true
    this.touch()
    for (const event of this.#ownEvents ?? []) {
      const { events } = this.session
      const at = events.indexOf(event)
      if (at >= 0) events.splice(at, 1)
    }
    const { deeds } = this
    for (let at = deeds.length; at-- > 0;) if (deeds[at]?.block === this.composed) deeds.splice(at, 1)
  }

  get children(): readonly ComposedBlock[] {
    const chosen = this.session.options.childrenOf?.(this.composed)
    if (!chosen) return this.composed.children
    this.touch()
    return chosen
  }

  async renderChild(child: ComposedBlock, view = this.activeView): Promise<Fragment> {
    if (child === this.composed || this.#failed) {
      const why = this.#failed ? 'it had failed before' : 'a block is not its own child'
      throw new CompositorError('block-failed', `${this.composed.key} cannot render '${child.key}': ${why}.`)
    }
    const fragment = await this.waitFor(this.session.fragment(child, view, true))
    if (this.session.touchedLearner(child)) this.pad.inside(this.session.notesOf(child, view))
    return fragment
  }

  async callChild(child: ComposedBlock, handler: string, input: object): Promise<boolean> {
    const { places } = this.session
    if (child.failure || !places.typeOf(child)?.handlers.has(handler)) return false
    const request = {
      method: 'POST',
      suffix: '',
      query: new Map<string, string>(),
      body: JSON.stringify(input),
      contentType: 'application/json',
    }
    try {
      const { refused } = await this.waitFor(this.session.handle(child, handler, request))
      if (!refused) return true
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage: child.key })
      this.session.report(error, child, { plugin: places.typeOf(child)?.plugin })
    }
    places.known(child)?.fail()
    return false
  }

  async waitFor<T>(work: Promise<T>): Promise<T> {
    const waiting = [...this.#deadlines]
    for (const deadline of waiting) deadline.pause()
    try {
      return await work
    } finally {
      for (const deadline of waiting) deadline.resume()
    }
  }

  service<T>(token: ServiceToken<T>, required: boolean): T | undefined {
    return this.session.services.of(this, token, required) as T | undefined
  }

  publish(event: string, payload: object): void {
    if (this.#failed) return
    const { key, type } = this.#publisher(event)
    const misfit = misfitOf(event, payload)
    if (misfit !== undefined) {
      const given = JSON.stringify(payload).slice(0, 200)
      throw new CompositorError('block-failed', `${type} published ${given} as '${event}'; ${misfit}.`, {
        usage: key,
      })
    }
    const published: BlockEvent = { type: event, usageKey: key, blockType: type, payload: payload as Json }
    ;(this.#ownEvents ??= []).push(published)
    this.pad.event(published)
    this.session.events.push(published)
  }

  /** An aside speaks for the block it stands beside, but has no grade and no completion. */
  #publisher(event: string): ComposedBlock {
    const { composed, type } = this
    if (type.family === 'xblock.v1') return composed
    if (['grade', 'completion', 'progress'].includes(event)) {
      throw new CompositorError(
        'service-use',
        `Aside ${type.name} published '${event}', which only a block has.`,
      )
    }
    return (composed as ComposedAside).beside
  }

  /** @internal Other learners' work at the block, for its staff. */
  get learners(): Learners {
    return new PlaceLearners(this)
  }

  /** @internal What the learner handed in. */
  get submissions(): Submissions {
    return PlaceSubmissions.own(this.values)
  }

  /** @internal */
  get staff(): StaffPort | undefined {
    return this.session.options.staff
  }

  /** @internal */
  get deeds(): GradeDeed[] {
    return this.session.deeds
  }

  /** Runs a view or handler of the block; one that waits for something must be done in time. */
  async run<T>(doing: string, work: () => T | Promise<T>): Promise<T> {
    const { kernel } = this.session
    const deadline = new Deadline(kernel.deadline)
    this.running++
    this.#deadlines.add(deadline)
    try {
      const given = kernel.call(this, doing, (error) => deadline.end(error), work)
      return isThenable(given) ? await deadline.race(given) : given
    } finally {
      this.#deadlines.delete(deadline)
      this.running--
    }
  }
}

function isThenable<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  return typeof given === 'object' && given !== null && 'then' in given && typeof given.then === 'function'
}

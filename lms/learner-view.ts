import { LRUCache } from 'lru-cache'
import { fallbackType } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { KeptParts } from './kept-parts.js'
import type { LearnerVersions } from './learner-state/index.js'
import type { LearnerUnits, Opening } from './learner-units.js'
import { closedParts } from './release/closed-parts.js'
import type { Making, UnitView } from './unit-view.js'
import { isOf, isOfUnit, isSame, standingOf, type ViewStanding } from './view-standing.js'

interface Shown {
  readonly view: UnitView
  readonly standing: ViewStanding
  /**
   * Whether it may be kept: its blocks changed and published nothing, so that showing it again does no more than this did, and
   * what is stored of it changes nothing in it.
   */
  readonly isWhole: boolean
}

interface Kept {
  readonly made: unknown
  readonly standing: ViewStanding
  readonly bytes: number
}

/** A page looks at all blocks. */
const whole: Opening = { looking: { at: 'all' } }

const defaultBytes = 64 * 1024 * 1024
/** Bytes of what is known of one that is kept. */
const overhead = 700
/** Views that may wait for being stored while their pages are shown already. */
const mostWriting = 500

/** The view as it is. */
const asShown: Making<UnitView> = {
  form: 'view',
  make: (view) => view,
  isRight: () => true,
  sizeOf: ({ fragment: { content, resources } }) =>
    // Two bytes a character at most. A page everybody shares counts for each.
    2 * (content.text.length + resources.reduce((sum, { url }) => sum + url.length + 50, 0)),
}

/**
 * Shows units to learners. What was made of a view is kept and given again as long as the unit, what is stored of the
 * learner, what all learners share, and the dates allow: that costs two version reads and a look-up.
 */
export class LearnerView {
  readonly #kept: LRUCache<string, Kept>
  readonly #writing = new Set<Promise<unknown>>()

  /** @param parts keeps what is shared of pages for the next process, where somebody keeps it */
  constructor(
    private readonly units: LearnerUnits,
    private readonly parts?: KeptParts,
  ) {
    this.#kept = new LRUCache({
      maxSize: units.options.keptBytes ?? defaultBytes,
      sizeCalculation: ({ bytes }) => bytes,
    })
  }

  /** The unit's page for this learner. @throws as {@link made} does */
  page(unit: ComposedUnit, learner: Learner): Promise<UnitView> {
    return this.made(unit, learner, asShown)
  }

  /**
   * What is made of the unit's page for this learner. On their first view the selection of each bank is stored, that they
   * saw what is done by being seen, and the events of it; nobody waits for that, and when it fails the page is shown all the
   * same, as the selection would be the same next time.
   * @throws CompositorError `unit-not-found` of a unit for staff only; `not-yet-open`, `closed`, `not-in-group`
   */
  async made<T>(unit: ComposedUnit, learner: Learner, making: Making<T>): Promise<T> {
    const key = keyOf(unit.key, learner, making)
    const kept = this.#kept.get(key)
    if (kept && isOf(kept.standing, learner) && isOfUnit(kept.standing, unit)) {
      const made = kept.made as T
      if (making.isRight(made) && (await this.#stands(kept.standing, learner))) return made
    }
    const shown = await this.#show(unit, learner)
    const made = await making.make(shown.view)
    const { standing } = shown
    const bytes = making.sizeOf(made) + 2 * (key.length + learner.name.length) + overhead
    if (shown.isWhole) this.#kept.set(key, { made, standing, bytes })
    else this.#kept.delete(key)
    return made
  }

  /**
   * What was made of the unit's page and is true now, as far as that is known without waiting. `isRight` says whether it was
   * made of the unit that is published now.
   */
  known<T>(unitKey: string, learner: Learner, making: Pick<Making<T>, 'form' | 'isRight'>): T | undefined {
    const kept = this.#kept.get(keyOf(unitKey, learner, making))
    if (!kept || !isOf(kept.standing, learner)) return undefined
    const made = kept.made as T
    return making.isRight(made) && this.#knownTruth(kept.standing, learner) === true ? made : undefined
  }

  /** Waits until nothing is being stored of pages that were shown. */
  async settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.allSettled(this.#writing)
  }

  /** Shows the unit, and stores what that changes. */
  async #show(unit: ComposedUnit, learner: Learner): Promise<Shown> {
    const reading = this.parts?.restore(unit)
    if (reading) await reading
    let first: Shown | undefined
    let goOn: (shown: Shown) => void = () => undefined
    const early = new Promise<Shown>((resolve) => (goOn = resolve))
    let written: Promise<Shown> | undefined
    const job = async (one: LearnerUnit) => ({ result: await this.#shown(one) })
    const stored = this.units.work(unit, learner, whole, job, (shown) => {
      first = shown
      shown.standing.writing = written
      // What blocks drew by chance may come out otherwise when it has to be drawn again.
      if (shown.isWhole && this.#writing.size < mostWriting) goOn(shown)
    })
    written = stored.then(
      ({ result, stateVersion }) => {
        result.standing.stateVersion = stateVersion
        if (first && first !== result) first.standing.stateVersion = undefined
        return result
      },
      (thrown: unknown) => {
        if (!first) throw thrown
        first.standing.stateVersion = undefined
        const error = CompositorError.from(thrown, 'store-unavailable')
        this.units.options.onFailure?.(error, undefined, { requestId: learner.requestId })
        return first
      },
    )
    this.#writing.add(written)
    const ended = () => {
      this.#writing.delete(written)
      if (first) first.standing.writing = undefined
    }
    written.then(ended, ended)
    return Promise.race([early, written])
  }

  async #shown(one: LearnerUnit): Promise<Shown> {
    const { unit, learner, batch, session, root } = one
    const fragment = await session.fragment(root, 'student_view')
    this.parts?.keep(unit)
    const shared = [...batch.sharedRead.values()]
    const sharedVersion = shared.reduce((sum, { version }) => sum + version, 0)
    const { stateVersion } = batch
    const { validUntil } = one
    const isQuiet = session.events.length === 0 && session.updates().length === 0
    const isRestful = this.#completeViewed(one)
    return {
      view: {
        fragment,
        stateVersion,
        sharedVersion,
        touchedLearner: root !== unit.root || session.touchedLearner(root),
        validUntil,
        closedParts: learner.isStaff
          ? closedParts(unit, one.now, (block) => (block.pool ? one.childrenOf(block) : block.children))
          : [],
      },
      standing: standingOf(one, { sharedVersion, shared: shared.map(({ address }) => address) }),
      isWhole: isQuiet && isRestful && !lacksSome(one),
    }
  }

  /**
   * Notes the blocks that are done by having been shown, the first time they are.
   * @returns whether what was shown is the same with that
   */
  #completeViewed(one: LearnerUnit): boolean {
    const { blocks, batch, session } = one
    const { types } = this.units.options.runtime.options
    let isSame = true
    for (const { key, type, failure } of blocks) {
      if (failure || !types.get(type)?.capabilities.completedByViewing) continue
      if (batch.result(key)?.completion === 1) continue
      session.events.push({ type: 'completion', usageKey: key, blockType: type, payload: { value: 1 } })
      if (one.restsOnResult(key)) isSame = false
    }
    return isSame
  }

  /** Whether a page is true now; the number that its own storing gave the learner may not be known here yet. */
  async #stands(standing: ViewStanding, learner: Learner): Promise<boolean> {
    if (await this.#isTrue(standing, learner)) return true
    if (!standing.writing) return false
    await standing.writing
    return this.#isTrue(standing, learner)
  }

  /**
   * Asks the store: at once where it can, else in one read. While it cannot be asked, what it said last holds: the learner goes
   * on reading, though nothing they do can be stored.
   */
  #isTrue(standing: ViewStanding, learner: Learner): boolean | Promise<boolean> {
    const known = this.#knownTruth(standing, learner)
    if (known !== undefined) return known
    const { id, requestId } = learner
    const same = (versions: LearnerVersions) => isSame(standing, versions)
    return this.units.options.store.versions(id, standing.shared).then(same, (thrown: unknown) => {
      const error = CompositorError.from(thrown, 'store-unavailable')
      if (error.code !== 'store-unavailable') throw error
      this.units.options.onFailure?.(error, undefined, { requestId })
      return true
    })
  }

  /** Undefined where the store has to be waited for. */
  #knownTruth(standing: ViewStanding, { id }: Learner): boolean | undefined {
    const { store, clock } = this.units.options
    const { stateVersion, validUntil, shared } = standing
    if (stateVersion === undefined) return false
    if (validUntil !== Infinity && clock.now() >= validUntil) return false
    const known = store.knownVersions(id, shared)
    return known && isSame(standing, known)
  }
}

function keyOf(unitKey: string, { id }: Learner, { form }: { readonly form: string }): string {
  return `${form}\n${unitKey}\n${id}`
}

/** Whether a thread that composed something of it hung or died, so that it may be composed next time. */
function lacksSome({ blocks }: LearnerUnit): boolean {
  for (const { type, failure } of blocks)
    if (failure?.code === 'block-failed' && type === fallbackType) return true
  return false
}

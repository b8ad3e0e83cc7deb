import { LRUCache } from 'lru-cache'
import type { RecordAddress } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { unknownStanding } from '../runtime/service/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Fragment } from '../runtime/view/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerVersions } from './learner-state/index.js'
import type { LearnerUnits, Opening } from './learner-units.js'
import { closedParts, type ClosedPart } from './release/closed-parts.js'

/** A unit's page as one learner sees it now. */
export interface UnitView {
  readonly fragment: Fragment
  /** The learner's version it shows: with the unit's version and `sharedVersion` it names the page, for an ETag. */
  readonly stateVersion: number
  /** Tells changes of what all learners share; 0 where the page shows nothing of it. */
  readonly sharedVersion: number
  /** Whether anything of the learner is in it; else it is the same for everybody. */
  readonly touchedLearner: boolean
  /** Epoch milliseconds until which it stays true if nothing is stored; infinite where no date matters. */
  readonly validUntil: number
  /** For staff: what of it is not open to all learners. */
  readonly closedParts: readonly ClosedPart[]
}

interface KeptView extends UnitView {
  readonly unitVersion: string
  /** Name of the unit's place. */
  readonly place: string | undefined
  readonly isStaff: boolean
  readonly name: string
  /** Number of the learner's standing. */
  readonly standing: number
  /** The records of all learners it shows. */
  readonly shared: readonly RecordAddress[]
}

/** A page looks at all blocks. */
const whole: Opening = { looking: { at: 'all' } }

const defaultBytes = 64 * 1024 * 1024

/**
 * Shows units to learners. What was shown is kept and shown again as long as the unit, what is stored of the
 * learner, what all learners share, and the dates allow: that costs two version reads and a look-up.
 */
export class LearnerView {
  readonly #kept: LRUCache<string, KeptView>

  constructor(private readonly units: LearnerUnits) {
    this.#kept = new LRUCache({
      maxSize: units.options.keptBytes ?? defaultBytes,
      sizeCalculation: bytesOf,
    })
  }

  /**
   * The unit's page for this learner. On their first view the selection of each bank is stored and its events
   * are logged; when that fails the page is shown all the same, as the selection would be the same next time.
   * @throws CompositorError `unit-not-found` of a unit for staff only; `not-yet-open`, `closed`, `not-in-group`
   */
  async page(unit: ComposedUnit, learner: Learner): Promise<UnitView> {
    const key = `${unit.key}\n${learner.id}`
    const kept = this.#kept.get(key)
    if (kept && isOf(kept, unit, learner) && (await this.#isTrue(kept, learner))) return kept
    let shown: KeptView | undefined
    try {
      const { result, change, one, stateVersion } = await this.units.work(
        unit,
        learner,
        whole,
        async (opened) => {
          shown = await show(opened)
          this.#completeViewed(opened)
          return { result: shown }
        },
      )
      const stored: KeptView = { ...result, stateVersion }
      const onlySelected =
        change.updates.length === one.groups.updates.length + (one.selection?.updates.length ?? 0) &&
        change.grades.length + change.completions.length + one.session.events.length === 0
      if (onlySelected) this.#kept.set(key, stored)
      else this.#kept.delete(key)
      return stored
    } catch (thrown) {
      if (!shown) throw thrown
      const { requestId } = learner
      this.units.options.onFailure?.(CompositorError.from(thrown, 'store-unavailable'), undefined, {
        requestId,
      })
      return shown
    }
  }

  /** Notes the blocks that are done by having been shown, the first time they are. */
  #completeViewed({ blocks, batch, session }: LearnerUnit): void {
    const { types } = this.units.options.runtime.options
    for (const { key, type, failure } of blocks) {
      if (failure || !types.get(type)?.capabilities.completedByViewing) continue
      if (batch.result(key)?.completion === 1) continue
      session.events.push({ type: 'completion', usageKey: key, blockType: type, payload: { value: 1 } })
    }
  }

  /**
   * Asks the store: at once where it can, else in one read. While it cannot be asked, what it said last holds: the learner goes
   * on reading, though nothing they do can be stored.
   */
  #isTrue(kept: KeptView, { id, requestId }: Learner): boolean | Promise<boolean> {
    const { store, clock } = this.units.options
    if (kept.validUntil !== Infinity && clock.now() >= kept.validUntil) return false
    const isSame = ({ stateVersion, sharedVersion }: LearnerVersions) =>
      kept.stateVersion === stateVersion && kept.sharedVersion === sharedVersion
    const known = store.knownVersions(id, kept.shared)
    if (known) return isSame(known)
    return store.versions(id, kept.shared).then(isSame, (thrown: unknown) => {
      const error = CompositorError.from(thrown, 'store-unavailable')
      if (error.code !== 'store-unavailable') throw error
      this.units.options.onFailure?.(error, undefined, { requestId })
      return true
    })
  }
}

/** Whether a page was made of this unit for this learner as they are. */
function isOf(kept: KeptView, unit: ComposedUnit, learner: Learner): boolean {
  return (
    kept.unitVersion === unit.version &&
    kept.place === unit.place?.name &&
    kept.isStaff === learner.isStaff &&
    kept.name === learner.name &&
    kept.standing === (learner.standing ?? unknownStanding).number
  )
}

async function show(one: LearnerUnit): Promise<KeptView> {
  const { unit, learner, batch, session, root } = one
  const fragment = await session.fragment(root, 'student_view')
  const shared = [...batch.sharedRead.values()]
  return {
    fragment,
    stateVersion: batch.stateVersion,
    sharedVersion: shared.reduce((sum, { version }) => sum + version, 0),
    touchedLearner: root !== unit.root || session.touchedLearner(root),
    validUntil: one.validUntil,
    closedParts: learner.isStaff
      ? closedParts(unit, one.now, (block) => (block.pool ? one.childrenOf(block) : block.children))
      : [],
    unitVersion: unit.version,
    place: unit.place?.name,
    isStaff: learner.isStaff,
    name: learner.name,
    standing: (learner.standing ?? unknownStanding).number,
    shared: shared.map(({ address }) => address),
  }
}

/** An upper bound: two bytes a character, and some for the objects. A page everybody shares counts for each. */
function bytesOf({ fragment, name }: KeptView): number {
  const urls = fragment.resources.reduce((sum, { url }) => sum + url.length + 50, 0)
  return 2 * (fragment.content.text.length + urls + name.length) + 1000
}

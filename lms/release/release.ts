import { enrollmentTracks, type UserPartition } from '../../runtime/block/index.js'
import type { Partitions, Standing } from '../../runtime/service/index.js'
import type { ErrorCode } from '../../runtime/errors/index.js'
import type { ReleaseRules } from './release-rules.js'

const day = 24 * 60 * 60 * 1000

/** Why something is closed to a learner. */
export interface Closing {
  /** What it is refused with; what is for staff only is, to others, not there. */
  readonly code: Extract<ErrorCode, 'block-not-found' | 'not-yet-open' | 'closed' | 'not-in-group'>
  /** Epoch milliseconds at which it opens, or closed. */
  readonly at?: number
}

/** Of whom and when rules of release are asked. */
export interface ReleaseFacts {
  /** Epoch milliseconds. */
  readonly now: number
  readonly standing: Standing
  readonly groups: Partitions
  /** The partitions of the course, by id. */
  readonly partitions: ReadonlyMap<number, UserPartition>
  /** Whether what is hidden after a date stays open: what was done there goes on counting. */
  readonly keepsHidden?: boolean
}

/** A block, where rules of release hold for it. */
export interface ReleasePlace {
  /** Usage key without branch or version, as text. */
  readonly key: string
  readonly rules: ReleaseRules
  /** Whether its date is that of a block above it. */
  readonly inheritsDue?: boolean
}

/** What holds of what stands at a place, and goes on holding below it. */
interface Held {
  readonly start: number
  readonly due: number | null | undefined
  readonly courseEnd: number | null
  readonly daysEarly: number
  readonly hides: boolean
  readonly selfPaced: boolean
  /** Whether `due` is another one for this learner than for others. */
  readonly isExtended: boolean
}

const nothing: Held = {
  start: -Infinity,
  due: undefined,
  courseEnd: null,
  daysEarly: 0,
  hides: false,
  selfPaced: false,
  isExtended: false,
}

/**
 * Whether what stands at one place of a course is released to a learner, now. It is worked out from the course down: a
 * start is the latest of those above, whoever hides after a date hides what is in it, and groups must fit on every
 * level.
 */
export class Release {
  private constructor(
    private readonly facts: ReleaseFacts,
    private readonly held: Held,
    /** Why it, or something above it, is closed; undefined for what is open. */
    readonly closing: Closing | undefined,
    /** Epoch milliseconds of the next date that it, or what stands above it, names. */
    readonly validUntil: number,
    /** Whether it, or something above it, is hidden since a date; only where {@link ReleaseFacts.keepsHidden} is it open all the same. */
    readonly isHidden: boolean,
  ) {}

  /** Above a course, where nothing is closed. */
  static top(facts: ReleaseFacts): Release {
    return new Release(facts, nothing, undefined, Infinity, false)
  }

  /**
   * The date of this place for this learner, in epoch milliseconds, where it is another one than its block has; null
   * for none.
   */
  get extendedDue(): number | null | undefined {
    return this.held.isExtended ? this.held.due : undefined
  }

  /** When this place is due for this learner, in epoch milliseconds; null or undefined for never. */
  get due(): number | null | undefined {
    return this.held.due
  }

  /** Whether the learner has another date at this place than everybody. @param key usage key of the place, as text */
  extends(key: string): boolean {
    const { extensions } = this.facts.standing
    return extensions !== undefined && Object.hasOwn(extensions, key)
  }

  /** One level down: this one again, where the place says nothing that does not hold here already. */
  within(place: ReleasePlace): Release {
    const { facts, held: above } = this
    const { rules } = place
    const held = this.#held(place)
    if (held === above && !rules.staffOnly && !rules.groupAccess) return this
    const { now } = facts
    const hideAt = held.hides ? (held.selfPaced && !held.isExtended ? held.courseEnd : held.due) : null
    const dates = [held.start, facts.keepsHidden ? Infinity : (hideAt ?? Infinity)].filter((at) => at > now)
    const validUntil = Math.min(this.validUntil, ...dates)
    const closing = this.closing ?? this.#closing(rules, held.start, hideAt ?? null)
    const isHidden = this.isHidden || (hideAt !== null && hideAt !== undefined && hideAt <= now)
    return new Release(facts, held, closing, validUntil, isHidden)
  }

  /** What holds there; the same as here where nothing is another. */
  #held({ key, rules, inheritsDue = false }: ReleasePlace): Held {
    const { held: above, facts } = this
    const { isBetaTester = false, extensions } = facts.standing
    const daysEarly = rules.daysEarlyForBeta ?? above.daysEarly
    const own = rules.start === undefined ? -Infinity : rules.start - (isBetaTester ? daysEarly * day : 0)
    const start = Math.max(above.start, own)
    const courseEnd = rules.courseEnd ?? above.courseEnd
    const hides = above.hides || rules.hideAfterDue === true
    const selfPaced = above.selfPaced || rules.selfPaced === true
    const extension = this.extends(key) ? extensions?.[key] : undefined
    const isOwn = rules.due !== undefined && (!inheritsDue || above.due === undefined)
    const ofBlock = isOwn ? (selfPaced ? null : rules.due) : above.due
    const due = extension === undefined ? ofBlock : (extension?.getTime() ?? null)
    const isExtended = extension !== undefined || (above.isExtended && !isOwn)
    const isSame =
      start === above.start &&
      due === above.due &&
      courseEnd === above.courseEnd &&
      daysEarly === above.daysEarly &&
      hides === above.hides &&
      selfPaced === above.selfPaced &&
      isExtended === above.isExtended
    return isSame ? above : { start, due, courseEnd, daysEarly, hides, selfPaced, isExtended }
  }

  #closing(rules: ReleaseRules, start: number, hideAt: number | null): Closing | undefined {
    const { now } = this.facts
    if (rules.staffOnly) return { code: 'block-not-found' }
    if (start > now) return { code: 'not-yet-open', at: start }
    if (!this.facts.keepsHidden && hideAt !== null && hideAt <= now) return { code: 'closed', at: hideAt }
    return rules.groupAccess?.every((access) => this.#isIn(access)) === false
      ? { code: 'not-in-group' }
      : undefined
  }

  /** A partition, or a group, that the course does not have is nobody's. */
  #isIn({
    partition: id,
    groups,
  }: {
    readonly partition: number
    readonly groups: readonly number[]
  }): boolean {
    const partition = this.facts.partitions.get(id)
    if (partition?.isActive === false) return true
    if (!partition && id !== enrollmentTracks) return false
    const group = this.facts.groups.groupOf(id)
    return group !== undefined && groups.includes(group) && (partition?.groups.includes(group) ?? true)
  }
}

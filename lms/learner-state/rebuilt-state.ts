import type { RecordAddress } from '../../runtime/block/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { BlockResult } from './block-result.js'
import { trailAfter, type CourseTrail, type TrailChange } from './course-trail.js'
import type { ChangedField, ChangedState } from './change-log.js'
import type { StoredRecord } from './learner-batch.js'
import { learnerOfText, learnerText } from './learner-text.js'
import { erasedName, type LogLine, type Renaming } from './log-line.js'
import {
  entriesAtPrefix,
  entryKey,
  families,
  stateOfBlocks,
  isNotedAt,
  isOfAll,
  learnerOfKey,
  logKey,
  recordKey,
  resultKey,
  stateVersionKey,
  trailKey,
  wholeTrailsKey,
  wholeTrailsText,
} from './record-key.js'

type StateEvent = ChangedState & { readonly learner: string; readonly number: number }

/** Commits of a learner that no line of a log tells of, from one number to another, both of them included. */
export interface MissingLines {
  readonly learner: string
  readonly from: number
  readonly to: number
}

/**
 * What is kept of learners, made of the lines of an event log that was asked for states (`states: true`), from its first line on. Lines of
 * one learner come in their order; one that comes twice counts once.
 */
export class RebuiltState {
  /** Records by their keys in a store. */
  readonly texts = new Map<string, string>()
  /** Lines that told of states. */
  states = 0
  readonly #gaps = new Map<string, MissingLines[]>()
  readonly #keysOf = new Map<string, Set<string>>()
  readonly #numbers = new Map<string, number>()
  readonly #learners = new Map<string, string>()
  /** Of records of all learners, by field, how often they had been stored when it was set. */
  readonly #shared = new Map<string, Map<string, number>>()
  /** Numbers of entries of all learners, those that were deleted included. */
  readonly #entryVersions = new Map<string, number>()

  /** By learner, how many renamings have taken along what they did. */
  readonly #taken = new Map<string, number>()
  /** By their new keys, keys that blocks had. */
  readonly #former = new Map<string, string[]>()

  /** @param renamings of all lines, the earliest first */
  constructor(private readonly renamings: readonly Renaming[] = []) {
    for (const { pairs } of renamings) {
      for (const [old, now] of pairs) this.#former.set(now, [...(this.#former.get(now) ?? []), old])
    }
  }

  /** What learners did that no line told of; of those who were erased since, nothing. */
  get missing(): readonly MissingLines[] {
    return [...this.#gaps.values()].flat()
  }

  /** A record as a store would have it; of a scope of all learners, whoever the learner is. */
  record(address: RecordAddress, learner: string): StoredRecord | undefined {
    return this.#stored(recordKey(address, learner))
  }

  /** What a learner achieved at a block. */
  result(usage: string, learner: string): BlockResult | undefined {
    const text = this.texts.get(resultKey(learner, usage))
    return text === undefined ? undefined : (JSON.parse(text) as BlockResult)
  }

  /** Takes a line, as text. @throws SyntaxError for what is no JSON */
  take(text: string): void {
    const line = JSON.parse(text) as LogLine
    const user = line.context?.user_id ?? ''
    if (line.name === 'state') this.#state(line.event as unknown as StateEvent, line)
    else if (line.name === erasedName) {
      const learner = this.#learners.get(user)
      if (learner !== undefined) this.#erase(learner, Number((line.id ?? '').split(':').at(-2)), line.time)
    }
  }

  /** Takes along what was done under the old keys of blocks that were renamed since. */
  finish(): this {
    for (const learner of this.#keysOf.keys()) this.#takeAlong(learner, Infinity)
    for (const { pairs } of this.renamings) {
      for (const [old, now] of pairs) {
        const all = families.map((family) => {
          const state = { scope: 'userStateSummary', family } as const
          return [recordKey({ ...state, id: old }, ''), recordKey({ ...state, id: now }, '')] as const
        })
        this.#takeNewer(all, '')
      }
      for (const [old, now] of pairs) this.#takeEntries('userStateSummary', old, now, '')
    }
    return this
  }

  /** What the renamings before a moment take along of a learner. */
  #takeAlong(learner: string, before: number): void {
    let next = this.#taken.get(learner) ?? 0
    for (let one = this.renamings[next]; one && one.at < before; one = this.renamings[++next]) {
      for (const [old, now] of one.pairs) this.#rename(old, now, learner)
    }
    this.#taken.set(learner, next)
  }

  /** Of two records of one block the newer was stored oftener. */
  #rename(old: string, now: string, learner: string): void {
    if (!this.texts.has(learnerOfKey(old, learner))) return
    const states = families.map((family) => {
      const address = { scope: 'userState', family } as const
      return [
        recordKey({ ...address, id: old }, learner),
        recordKey({ ...address, id: now }, learner),
      ] as const
    })
    const isNewer = this.#takeNewer(states, learner)
    const isAnyEntry = this.#takeEntries('userState', old, now, learner)
    const [from, to] = [resultKey(learner, old), resultKey(learner, now)]
    const result = this.texts.get(from)
    const isResultNew = result !== undefined && (isNewer || !this.texts.has(to))
    if (isResultNew) this.#set(to, result, learner)
    if (isNewer || isAnyEntry || isResultNew)
      this.#set(learnerOfKey(now, learner), learnerText(learner), learner)
  }

  #takeNewer(keys: readonly (readonly [from: string, to: string])[], learner: string): boolean {
    let isAny = false
    for (const [from, to] of keys) {
      const text = this.texts.get(from)
      if (text === undefined || this.#versionAt(from) <= this.#versionAt(to)) continue
      this.#set(to, text, learner)
      isAny = true
    }
    return isAny
  }

  #takeEntries(scope: 'userState' | 'userStateSummary', old: string, now: string, learner: string): boolean {
    const to = entriesAtPrefix({ scope, id: now }, learner)
    const from = entriesAtPrefix({ scope, id: old }, learner)
    let isAny = false
    for (const key of this.#entriesAt({ scope, id: old }, learner)) {
      const text = this.texts.get(key)
      const renamed = `${to}${key.slice(from.length)}`
      if (text === undefined || this.texts.has(renamed)) continue
      if (isOfAll(scope)) this.texts.set(renamed, text)
      else this.#set(renamed, text, learner)
      isAny = true
    }
    return isAny
  }

  #versionAt(key: string): number {
    return this.#stored(key)?.version ?? -1
  }

  #state({ learner: told, number, ...state }: StateEvent, { context, time = '' }: LogLine): void {
    const learner = learnerOfText(told)
    this.states++
    this.#learners.set(context?.user_id ?? '', learner)
    const last = this.#numbers.get(learner) ?? 0
    if (number <= last) return
    this.#takeAlong(learner, Date.parse(time))
    if (state.isErased) {
      this.#erase(learner, number, time)
      return
    }
    if (number > last + 1) {
      const gap = { learner, from: last + 1, to: number - 1 }
      this.#gaps.set(learner, [...(this.#gaps.get(learner) ?? []), gap])
    }
    this.#count(learner, number)
    const { fields, results, deleted = [], trail, trails } = state
    if (trails) {
      this.#set(wholeTrailsKey(learner), wholeTrailsText, learner)
      for (const [context, one] of Object.entries(trails))
        this.#set(trailKey(learner, context), JSON.stringify(one), learner)
    }
    if (trail) this.#follow(trail, learner)
    const gone = new Set(deleted)
    const kept = fields.filter(({ scope, id }) => scope !== 'userState' || !gone.has(id))
    for (const one of kept) if (one.entry !== undefined) this.#entry(one, one.entry, learner)
    for (const group of byRecord(kept, learner).values()) this.#record(group, learner)
    for (const { usage, result } of results) {
      const key = resultKey(learner, usage)
      if (result === null) this.texts.delete(key)
      else this.#set(key, JSON.stringify(result), learner)
    }
    for (const id of deleted) {
      for (const family of stateOfBlocks)
        this.texts.delete(recordKey({ scope: 'userState', id, family }, learner))
      for (const key of this.#entriesAt({ scope: 'userState', id }, learner)) this.texts.delete(key)
      this.texts.delete(learnerOfKey(id, learner))
    }
    if (trails || fields.length + results.length + deleted.length > 0)
      this.#set(logKey(learner, number), JSON.stringify({ at: Date.parse(time), ...state }), learner)
  }

  #follow(trail: TrailChange, learner: string): void {
    const key = trailKey(learner, trail.context)
    const before = this.texts.get(key)
    const after = trailAfter(before === undefined ? undefined : (JSON.parse(before) as CourseTrail), trail)
    this.#set(key, JSON.stringify(after), learner)
  }

  /** Of an entry of all learners, what was stored with the larger number stands. */
  #entry({ field, version, at = 0, value, ...address }: ChangedField, entry: string, learner: string): void {
    const { scope, id, family } = addressOf({ ...address, field })
    const key = entryKey({ scope, id, ...(family && { family }), collection: field }, learner, entry)
    if (isOfAll(scope)) {
      if ((version ?? 0) < (this.#entryVersions.get(key) ?? 0)) return
      this.#entryVersions.set(key, version ?? 0)
      if (value === undefined) this.texts.delete(key)
      else this.texts.set(key, JSON.stringify({ version, at, value }))
      return
    }
    if (value === undefined) this.texts.delete(key)
    else this.#set(key, JSON.stringify({ at, value }), learner)
    if (isNotedAt({ scope, ...(family && { family }) }))
      this.#set(learnerOfKey(id, learner), learnerText(learner), learner)
  }

  /** The keys of the entries of a block's collections. */
  #entriesAt(address: Pick<RecordAddress, 'scope' | 'id'>, learner: string): readonly string[] {
    const prefix = entriesAtPrefix(address, learner)
    const keys = isOfAll(address.scope) ? this.texts.keys() : (this.#keysOf.get(learner) ?? [])
    return [...keys].filter((key) => key.startsWith(prefix) && this.texts.has(key))
  }

  #record(group: readonly ChangedField[], learner: string): void {
    const [first] = group
    if (!first) return
    const { version } = first
    const address = addressOf(first)
    const { scope, id, family } = address
    const key = recordKey(address, learner)
    const before = this.#stored(key) ?? this.#formerOf(address, learner)
    const values: Record<string, Json> = { ...before?.values }
    if (!isOfAll(scope)) {
      for (const { field, value } of group) apply(values, field, value)
      this.#set(key, JSON.stringify({ version: (before?.version ?? 0) + 1, values }), learner)
      if (isNotedAt({ scope, ...(family && { family }) }))
        this.#set(learnerOfKey(id, learner), learnerText(learner), learner)
      return
    }
    let versions = this.#shared.get(key)
    if (!versions) this.#shared.set(key, (versions = new Map()))
    for (const { field, value, version: own = 0 } of group) {
      if (own < (versions.get(field) ?? 0)) continue
      versions.set(field, own)
      apply(values, field, value)
    }
    this.texts.set(key, JSON.stringify({ version: Math.max(version ?? 0, before?.version ?? 0), values }))
  }

  #erase(learner: string, number: number, time = ''): void {
    if (number <= (this.#numbers.get(learner) ?? 0)) return
    for (const key of this.#keysOf.get(learner) ?? []) this.texts.delete(key)
    this.#keysOf.delete(learner)
    this.#gaps.delete(learner)
    this.#count(learner, number)
    const log = { at: Date.parse(time), isErased: true, fields: [], results: [] }
    this.#set(logKey(learner, number), JSON.stringify(log), learner)
  }

  #count(learner: string, number: number): void {
    this.#numbers.set(learner, number)
    this.texts.set(stateVersionKey(learner), String(number))
  }

  /** Whoever works under a new key first has the record of the old one. */
  #formerOf(address: RecordAddress, learner: string): StoredRecord | undefined {
    for (const old of this.#former.get(address.id) ?? []) {
      const found = this.#stored(recordKey({ ...address, id: old }, learner))
      if (found) return found
    }
    return undefined
  }

  #stored(key: string): StoredRecord | undefined {
    const text = this.texts.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as StoredRecord)
  }

  #set(key: string, text: string, learner: string): void {
    let keys = this.#keysOf.get(learner)
    if (!keys) this.#keysOf.set(learner, (keys = new Set()))
    keys.add(key)
    this.texts.set(key, text)
  }
}

function byRecord(fields: readonly ChangedField[], learner: string): ReadonlyMap<string, ChangedField[]> {
  const groups = new Map<string, ChangedField[]>()
  for (const one of fields) {
    if (one.entry !== undefined) continue
    const key = recordKey(addressOf(one), learner)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return groups
}

/** Lines are of this project's own making. */
function addressOf({ scope, id, family }: ChangedField): RecordAddress {
  return { scope, id, ...(family && { family }) } as RecordAddress
}

function apply(values: Record<string, Json>, field: string, value: Json | undefined): void {
  if (value === undefined) delete values[field]
  else values[field] = value
}

import {
  effectiveFields,
  fieldsBelow,
  saidByLayer,
  withPolicies,
  type BlockReference,
  type BlockType,
  type BlockTypes,
  type FieldPlace,
  type Inherited,
  type PolicyNow,
  type SaidByLayer,
  type ValueLayer,
} from '../../runtime/block/index.js'
import {
  ContextualKey,
  parseUsageKey,
  type LibraryBlockKey,
  type UsageKey,
} from '../../runtime/keys/index.js'
import { courseSays, librarySays, saidInside } from '../../runtime/reference/index.js'
import type { PublishedBlock, ReferredBlock, SaidAbove } from '../../runtime/unit/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'

/** A value that a block above gives to those below. */
export interface GivenValue {
  readonly layer: Extract<ValueLayer, 'inherited' | 'library-inherited'>
  readonly field: string
  readonly value: Json
  /** Usage key of the block that says it. */
  readonly from: string
}

/** A block with all that is said of it where it stands, as composing has it. */
export interface TracedBlock {
  /** Usage key where it stands, as text. */
  readonly usage: string
  readonly block: PublishedBlock
  readonly type: BlockType | undefined
  readonly place: FieldPlace
  readonly said: SaidByLayer
  /** Names of the policy groups that say something of it, by OLX name. */
  readonly policyFrom: Readonly<Record<string, string>>
  /** What blocks above give to it, the nearest first. */
  readonly given: readonly GivenValue[]
  /** Of a library block: the reference of the course that brought it, however far up. */
  readonly reference?: { readonly usage: string; readonly all: JsonObject; readonly single: JsonObject }
  /** Whether that reference brought the very block, and not one that it is in. */
  readonly isReferred: boolean
  /** Of a library block: the nearest reference inside the library, where one brought it. */
  readonly libraryReference?: string
  /** Of a library block: its library and version. */
  readonly origin?: { readonly library: string; readonly version: string }
}

/** Where the walk is. */
interface Step extends Inherited {
  readonly fromLibrary: boolean
  readonly defaultsFirst?: boolean | undefined
  /** Names of the groups that say what `policy` has. */
  readonly policyFrom?: Readonly<Record<string, string>> | undefined
  readonly said?: SaidAbove | undefined
  readonly direct?: JsonObject | undefined
  readonly inner?: ReferredBlock['inner'] | undefined
  readonly isOfCourse?: boolean | undefined
}

/** Walks down to one block as composing walks to all, and notes who says what on the way. */
export class ValueTrace {
  readonly #given: GivenValue[] = []
  #at: Step
  #reference: TracedBlock['reference']
  #references: BlockReference[] = []
  #libraryReference: string | undefined
  #origin: TracedBlock['origin']
  #groups: PolicyNow['groups'] = {}

  constructor(
    private readonly types: BlockTypes,
    private readonly records: { readonly [hash: string]: PublishedBlock },
  ) {
    this.#at = { inherited: {}, fromLibrary: false }
  }

  /** Goes below a block above units: what it sets itself is inherited as it stands. */
  belowLine(usage: string, settings: JsonObject): void {
    const inherits = this.types.mixins?.inheritedOf(settings) ?? {}
    for (const [field, value] of Object.entries(inherits))
      if (value !== undefined) this.#given.unshift({ layer: 'inherited', field, value, from: usage })
    this.#at = { ...this.#at, inherited: { ...this.#at.inherited, ...inherits } }
  }

  /** What policy groups say below what was gone through so far. */
  policed(policy: Pick<PolicyNow, 'above' | 'from' | 'groups'> | undefined): void {
    if (!policy) return
    this.#groups = policy.groups
    this.#at = { ...this.#at, policy: policy.above, policyFrom: policy.from }
  }

  #named({ settings }: PublishedBlock): void {
    const names = this.#at.fromLibrary ? [] : (this.types.mixins?.policiesOf(settings) ?? [])
    if (names.length === 0) return
    const from = { ...this.#at.policyFrom }
    for (const name of [...names].reverse())
      for (const field of Object.keys(this.#groups[name] ?? {})) from[field] = name
    const policy = withPolicies(this.#at.policy, names, this.#groups)
    this.#at = { ...this.#at, policy, policyFrom: from }
  }

  /** Goes below a block in a unit. */
  below(usage: string, block: PublishedBlock): void {
    this.#named(block)
    const type = this.types.get(block.type)
    const place = this.#placeOf(block, type)
    const effective = effectiveFields(block, type, place, () => undefined, this.types.mixins)
    const { fromLibrary } = this.#at
    for (const [field, value] of Object.entries(effective.fields)) {
      const source = effective.sources?.[field]
      if (value === undefined || source === 'inherited' || source === 'policy') continue
      if (!this.types.mixins?.isInherited(field)) continue
      const isOfLibrary = fromLibrary && source === 'library'
      // A library block farther up says nothing any more where the course says it nearer.
      if (!isOfLibrary)
        for (let at = this.#given.length - 1; at >= 0; at--)
          if (this.#given[at]?.field === field && this.#given[at]?.layer === 'library-inherited')
            this.#given.splice(at, 1)
      const isOverride = fromLibrary && source === 'override'
      const from = isOverride ? (this.#reference?.usage ?? usage) : usage
      const layer = isOfLibrary ? 'library-inherited' : 'inherited'
      this.#given.unshift({ layer, field, value, from })
    }
    const { said, inner, isOfCourse = false, policyFrom } = this.#at
    this.#at = {
      policyFrom,
      ...fieldsBelow(place, effective, fromLibrary, this.types.mixins),
      fromLibrary,
      defaultsFirst: type?.capabilities.childDefaultsFirst,
      said: saidInside(said, inner, isOfCourse),
    }
  }

  /** A block in a root, or one that references in it bring; undefined where it is not there. */
  to(usage: UsageKey, root: PublishedBlock): TracedBlock | undefined {
    const { own, through } = wayTo(usage)
    let path = pathTo(root, own.toString())
    let keyOf = (block: PublishedBlock): UsageKey => parseUsageKey(block.key)
    for (const wanted of [...through, undefined]) {
      const last = path?.at(-1)
      if (!path || !last) return undefined
      for (const one of path.slice(0, -1)) this.below(keyOf(one).toString(), one)
      const key = keyOf(last)
      if (wanted === undefined) return this.traced(key.toString(), last)
      path = this.into(key.toString(), last, wanted)
      keyOf = (block) => libraryUsage(key, block.key)
    }
    return undefined
  }

  /** The way from a block to what it refers to, down to one; undefined where that is not among it. */
  into(usage: string, referring: PublishedBlock, wanted: string): readonly PublishedBlock[] | undefined {
    for (const one of referring.referred ?? []) {
      if ('failure' in one) continue
      const record = this.records[one.record]
      const path = record && pathTo(record, wanted)
      if (!path) continue
      this.below(usage, referring)
      this.#refer(usage, referring, one)
      return path
    }
    return undefined
  }

  /** The block itself, with all that is said of it. */
  traced(usage: string, block: PublishedBlock): TracedBlock {
    this.#named(block)
    const type = this.types.get(block.type)
    const place = this.#placeOf(block, type)
    const said = saidByLayer(block, type, place, () => undefined, this.types.mixins)
    const reference = this.#reference && { ...this.#reference, single: this.#singleOf(block.key) }
    return {
      usage,
      block,
      type,
      place,
      said,
      given: [...this.#given],
      isReferred: this.#at.isOfCourse === true,
      policyFrom: this.#at.policyFrom ?? {},
      ...(reference && { reference }),
      ...(this.#libraryReference !== undefined && { libraryReference: this.#libraryReference }),
      ...(this.#origin && { origin: this.#origin }),
    }
  }

  #refer(usage: string, referring: PublishedBlock, one: ReferredBlock): void {
    const isOfCourse = !this.#at.fromLibrary
    if (isOfCourse) {
      this.#references = referencesOf(referring, this.types)
      const named = this.#references.find(({ block }) => block === one.block) ?? this.#references[0]
      this.#reference = { usage, all: named?.overrides ?? {}, single: {} }
    } else this.#libraryReference = usage
    this.#origin = { library: one.library, version: one.version }
    const { overrides: direct, inner } = one
    this.#at = { ...this.#at, fromLibrary: true, direct, inner, isOfCourse }
  }

  #singleOf(key: string): JsonObject {
    for (const { overridesByBlock } of this.#references) {
      const own = overridesByBlock && Object.hasOwn(overridesByBlock, key) ? overridesByBlock[key] : undefined
      if (typeof own === 'object' && own !== null && !Array.isArray(own)) return own as JsonObject
    }
    return {}
  }

  #placeOf({ key }: PublishedBlock, type: BlockType | undefined): FieldPlace {
    const { said, direct, isOfCourse, ...at } = this.#at
    if (!at.fromLibrary) return at
    if (isOfCourse) return { ...at, overrides: direct }
    return {
      ...at,
      overrides: said && courseSays(said, key, type),
      libraryOverrides: librarySays(said, key, type, direct),
    }
  }
}

/** A block in a block, and those between, the outer first; the outer itself is the first. */
function pathTo(block: PublishedBlock, wanted: string): readonly PublishedBlock[] | undefined {
  if (block.key === wanted) return [block]
  for (const child of block.children) {
    const path = pathTo(child, wanted)
    if (path) return [block, ...path]
  }
  return undefined
}

/** The block of the course that brings a block in, and the library blocks from there down, by their keys in libraries. */
export function wayTo(usage: UsageKey): { readonly own: UsageKey; readonly through: readonly string[] } {
  const through: string[] = []
  let own = usage.withoutBranchOrVersion()
  for (; own instanceof ContextualKey; own = own.usage) through.unshift(own.definition.toString())
  return { own: own.withoutBranchOrVersion(), through }
}

/** The key of a library block where it stands. @throws CompositorError `key-malformed` */
export function libraryUsage(usage: UsageKey, block: string): UsageKey {
  const definition = parseUsageKey(block) as LibraryBlockKey
  return new ContextualKey({ usage, definition }).withoutBranchOrVersion()
}

/** What a block refers to, as it says itself; nothing of one that cannot be read. */
export function referencesOf(block: PublishedBlock, types: BlockTypes): BlockReference[] {
  const type = types.get(block.type)
  const { references } = type?.capabilities ?? {}
  if (!type || !references || block.failure) return []
  const { key: usage, definition, content, settings } = block
  try {
    const fields = { ...content, ...settings }
    return [...references(type.sharedFields({ usage, type: block.type, definition, fields }))]
  } catch {
    // What cannot be read is said where it is published.
    return []
  }
}

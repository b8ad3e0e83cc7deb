import { CompositorError } from '../errors/index.js'
import type { Field, FieldValue } from '../field/field.js'
import type { SharedScopeName } from '../field/scope.js'
import { parseUsageKey, type UsageKey } from '../keys/index.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'
import type { Json } from '../values/json.js'
import type { CollectionField, EntryValue } from '../field/collection-field.js'
import type { Collection } from './collection.js'
import {
  blockCollections,
  blockFields,
  type BlockField,
  type ChosenAmong,
  type ScopedFields,
  type ScopedMembers,
  type WellNamed,
} from './field-definition.js'
import { fieldAccessors } from './field-accessors.js'
import type { FieldValues } from './field-values.js'
import type { PublishedPayload } from './known-events.js'

/** What the kernel gives each block: its place in the unit and the way out to the host. */
export interface BlockHost {
  readonly composed: ComposedBlock
  readonly values: FieldValues
  /** The children this learner sees, in order. */
  readonly children: readonly ComposedBlock[]
  /** @param view the view to show it with; the one being shown if left out */
  renderChild(child: ComposedBlock, view?: string): Promise<Fragment>
  /** @returns whether the child took it */
  callChild(child: ComposedBlock, handler: string, input: object): Promise<boolean>
  /** What `work` gives; the block's own deadline stands still meanwhile. */
  waitFor<T>(work: Promise<T>): Promise<T>
  service<T>(token: ServiceToken<T>, required: boolean): T | undefined
  publish(event: string, payload: Json | object): void
}

let constructing: BlockHost | undefined

/** Makes a block: the only way its constructor runs. */
export function constructBlock<B extends BlockBase>(host: BlockHost, make: () => B): B {
  const outer = constructing
  constructing = host
  try {
    return make()
  } finally {
    constructing = outer
  }
}

/** A name that a block has; any text where it is not known before it runs. */
type NameOn<B, Name extends string> = string extends Name ? Name : Name & keyof B

/** What every block has, whatever its fields (the incumbent's `XBlock` base class). */
export abstract class BlockBase {
  readonly #host: BlockHost
  /** @internal The values behind the field properties. */
  readonly fieldValues: FieldValues
  /** @internal Values read so far, here too so that a field read is one step shorter. */
  readonly fieldCache: readonly unknown[]

  constructor() {
    if (!constructing) {
      throw new CompositorError(
        'block-outside-runtime',
        `${new.target.name} was constructed outside a runtime: by hand, or by a runtime of another copy of unit-compositor.`,
      )
    }
    this.#host = constructing
    this.fieldValues = constructing.values
    this.fieldCache = constructing.values.cache
  }

  /** The usage key: this block at this place. */
  get usageKey(): UsageKey {
    return parseUsageKey(this.#host.composed.key)
  }

  /** The composed block this one shows. */
  get composed(): ComposedBlock {
    return this.#host.composed
  }

  get blockType(): string {
    return this.#host.composed.type
  }

  /** The children this learner sees, in order. */
  get children(): readonly ComposedBlock[] {
    return this.#host.children
  }

  /**
   * The child's fragment for the view now being shown, or for another one; a broken child gives an error block.
   * @param view a view's name, such as `student_view`
   */
  renderChild(child: ComposedBlock, view?: string): Promise<Fragment> {
    return this.#host.renderChild(child, view)
  }

  /** All children that this learner sees, one below the other, with what they need on the page. */
  async renderChildren(): Promise<Fragment> {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return Fragment.joined(parts)
  }

  /**
   * Calls a handler of a child as its learner would; what the child changes and publishes is kept with what this block
   * does.
   * @param input sent as JSON
   * @returns whether the child took it: not where it has no such handler, refuses or fails, and then nothing of it is kept
   */
  protected callChild(child: ComposedBlock, handler: string, input: object = {}): Promise<boolean> {
    return this.#host.callChild(child, handler, input)
  }

  /** What `work` gives, for work with a deadline of its own, as a service may have; the block's stands still. */
  protected waitFor<T>(work: Promise<T>): Promise<T> {
    return this.#host.waitFor(work)
  }

  /**
   * A service this class declared with `@needs` or `@wants`.
   * @throws CompositorError `service-undeclared`, `service-missing`
   */
  service<T>(token: ServiceToken<T>): T {
    return this.#host.service(token, true) as T
  }

  /** A service this class declared, or undefined where the host has none. */
  optionalService<T>(token: ServiceToken<T>): T | undefined {
    return this.#host.service(token, false)
  }

  /**
   * Tells the host that something happened: a grade, completion, or anything for the event log.
   * @throws CompositorError `block-failed` for a grade or completion that is none
   */
  publish<E extends string>(event: E, payload: PublishedPayload<E>): void {
    this.#host.publish(event, payload)
  }

  /** Whether a field has a value of its own: neither inherited nor its default. @throws CompositorError `field-value` for no field */
  isSetOn<Name extends string>(name: NameOn<this, Name>): boolean {
    return this.fieldValues.isSet(this.#field(name))
  }

  /** Forgets the stored value of a learner field, so that its default shows again. @throws CompositorError `field-value` for no field */
  resetField<Name extends string>(name: NameOn<this, Name>): void {
    this.fieldValues.delete(this.#field(name))
  }

  #field(name: string): BlockField {
    const field = fieldsOf(this.constructor).find((one) => one.name === name)
    if (!field) throw new CompositorError('field-value', `${this.blockType} has no field '${name}'.`)
    return field
  }
}

/** What every block has that a field cannot be called. */
type BlockMember = keyof BlockBase | 'callChild' | 'waitFor'

type Names<S extends ScopedMembers> = keyof S & keyof ScopedFields
/** The typed properties that fields grouped by scope give: content, settings and collections are read-only. */
export type FieldProperties<S extends ScopedMembers> = Intersection<
  { [N in Names<S>]: N extends SharedScopeName ? Readonly<Values<S[N]>> : Values<S[N]> }[Names<S>]
>
/** Fields alone, as nearly all scopes have them, are told apart from collections at once: a class of many is checked quickly. */
type Values<F> =
  F[keyof F] extends Field<unknown>
    ? { -readonly [K in keyof F]: FieldValue<F[K]> }
    : {
        -readonly [K in keyof F as F[K] extends CollectionField<unknown> ? never : K]: FieldValue<F[K]>
      } & {
        readonly [K in keyof F as F[K] extends CollectionField<unknown> ? K : never]: Collection<
          EntryValue<F[K]>
        >
      }
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
  ? I
  : never

/** The class that `Block({...})` gives: its instances have each field as a typed property. */
export type BlockClass<S extends ScopedMembers> = abstract new () => BlockBase & FieldProperties<S>

const fieldsByClass = new WeakMap<object, readonly BlockField[]>()

/**
 * The base class for a block type, with its fields grouped by scope:
 * `class Poll extends Block({ content: { question: string() }, userState: { choice: optional(string()) } })`.
 * Content and settings are read-only properties; learner scopes can be assigned.
 * @throws CompositorError `plugin-invalid`, where types did not say so before: for a scope that there is not, a field of two scopes, or
 *   one with a name that every block has
 */
export function Block<const S extends ScopedMembers>(
  scoped: S & ChosenAmong<S> & WellNamed<S, BlockMember>,
): BlockClass<S> {
  return withFields(BlockBase, scoped) as BlockClass<S>
}

/** @internal A class with these fields as properties, on top of `base`. */
export function withFields(base: abstract new () => BlockBase, scoped: ScopedMembers): unknown {
  abstract class WithFields extends base {}
  const fields = blockFields(scoped)
  fieldsByClass.set(WithFields, fields)
  const { prototype } = WithFields
  const define = (name: string, accessors: PropertyDescriptor) => {
    if (name in prototype) {
      throw new CompositorError(
        'plugin-invalid',
        `A field cannot be called '${name}': every block has a member of that name.`,
      )
    }
    Object.defineProperty(prototype, name, { enumerable: true, ...accessors })
  }
  for (const field of fields) define(field.name, fieldAccessors(field))
  for (const one of blockCollections(scoped)) {
    define(one.name, {
      get(this: BlockBase) {
        return this.fieldValues.collection(one)
      },
    })
  }
  return WithFields
}

/** The fields of a block class, in the order written. */
export function fieldsOf(blockClass: object): readonly BlockField[] {
  for (let one: unknown = blockClass; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    const fields = fieldsByClass.get(one)
    if (fields) return fields
  }
  return []
}

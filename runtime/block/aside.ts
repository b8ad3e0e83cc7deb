import 'reflect-metadata'
import { CompositorError, refuseStandardDecorator } from '../errors/index.js'
import { AsideUsageKey, parseAsideKey, parseUsageKey, type UsageKey } from '../keys/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import { BlockBase, withFields, type BlockClass } from './block.js'
import type { ChosenAmong, ScopedMembers, WellNamed } from './field-definition.js'

/** An aside's place beside one block, in the form of a composed block. */
export interface ComposedAside extends ComposedBlock {
  /** The block it stands beside. */
  readonly beside: ComposedBlock
}

/**
 * What every aside has: a block's fields, handlers and services, and the block it stands beside (the incumbent's
 * `XBlockAside`). It has no grade and no completion; other events go to the log under the block's key.
 */
export abstract class AsideBase extends BlockBase {
  /** The aside's own key. */
  get asideKey(): AsideUsageKey {
    return parseAsideKey(this.composed.key) as AsideUsageKey
  }

  /** The usage key of the block it stands beside. */
  override get usageKey(): UsageKey {
    return parseUsageKey(this.beside.key)
  }

  /** The block it stands beside. */
  get beside(): ComposedBlock {
    return (this.composed as ComposedAside).beside
  }
}

/** What every aside has that a field cannot be called. */
type AsideMember = keyof AsideBase | 'callChild' | 'waitFor'

/** The class that `Aside({...})` gives. */
export type AsideClass<S extends ScopedMembers> = abstract new () => AsideBase & InstanceType<BlockClass<S>>

/** The base class of an aside, with its fields grouped by scope as in `Block({...})`. */
export function Aside<const S extends ScopedMembers>(
  scoped: S & ChosenAmong<S> & WellNamed<S, AsideMember>,
): AsideClass<S> {
  return withFields(AsideBase, scoped) as AsideClass<S>
}

/** What `@aside` keeps of a class. */
export interface AsideSpec {
  readonly type: string
  /** Which blocks it stands beside; all of them when left out. */
  readonly shouldApplyTo?: (block: ComposedBlock) => boolean
}

const specKey = Symbol('aside')
const viewsKey = Symbol('aside views')

/** Names an aside, and says beside which blocks it stands. */
export function aside(type: string, options: Omit<AsideSpec, 'type'> = {}) {
  return (asideClass: abstract new (...services: never[]) => AsideBase, ...context: never[]): void => {
    refuseStandardDecorator('aside', context[0])
    Reflect.defineMetadata(specKey, { ...options, type } satisfies AsideSpec, asideClass)
  }
}

/** What `@aside` said of this very class, or undefined. */
export function asideSpecOf(asideClass: object): AsideSpec | undefined {
  return Reflect.getOwnMetadata(specKey, asideClass) as AsideSpec | undefined
}

/**
 * Marks a method of an aside as what to show after a view of the block it stands beside:
 * `@asideFor('student_view') thumbs(block: ComposedBlock) { ... }` (the incumbent's `aside_for`).
 * @throws CompositorError `plugin-invalid` for a second method for one view
 */
export function asideFor(view: string) {
  return <M extends (block: ComposedBlock) => Fragment | Promise<Fragment>>(
    prototype: AsideBase,
    method: string,
    _descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    refuseStandardDecorator('asideFor', method)
    const known = asideViewsOf(prototype)
    const taken = known.get(view)
    if (taken !== undefined && taken !== method) {
      throw new CompositorError(
        'plugin-invalid',
        `Both '${taken}' and '${method}' are the aside of '${view}'.`,
      )
    }
    Reflect.defineMetadata(viewsKey, new Map(known).set(view, method), prototype)
  }
}

/** The views of an aside class: method name by the view it stands beside. */
export function asideViewsOf(prototype: object): ReadonlyMap<string, string> {
  return (Reflect.getMetadata(viewsKey, prototype) as Map<string, string> | undefined) ?? new Map()
}

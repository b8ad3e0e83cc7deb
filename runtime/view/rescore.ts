import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'

/** How staff want submissions graded again. */
export interface RescoreOptions {
  /** Whether a learner who would lose keeps what they have. */
  readonly onlyIfHigher: boolean
}

const rescoreKey = Symbol('rescore')

/**
 * Marks the method that grades a learner's submissions again by the block as it is now, and publishes the `grade`
 * (the incumbent's `ScorableXBlockMixin`). Only staff can have it called, on the state of a learner; it throws a
 * HandlerError where nothing can be graded.
 */
export function rescores<M extends (options: RescoreOptions) => void | Promise<void>>(
  prototype: object,
  method: string,
  _descriptor: TypedPropertyDescriptor<M>,
): void {
  refuseStandardDecorator('rescores', method)
  Reflect.defineMetadata(rescoreKey, method, prototype)
}

/** The name of a block class's marked method, inherited or its own; undefined where it cannot grade again. */
export function rescoreMethodOf(prototype: object): string | undefined {
  return Reflect.getMetadata(rescoreKey, prototype) as string | undefined
}

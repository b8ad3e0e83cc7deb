import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'
import { olxName } from '../field/olx-name.js'
import { validate, type StandardSchema } from '../field/standard-schema.js'
import type { Json } from '../values/json.js'

/** How far a block's job is, said each time that a piece of it is done. */
export interface JobStepDone {
  readonly done: number
  readonly total?: number
  /** Where the job goes on from here, should the process end. */
  readonly checkpoint?: Json
}

/** What the kernel keeps of a job. */
export interface JobSpec {
  readonly method: string
  readonly schema: StandardSchema | undefined
}

/** A method that does long work for staff, in steps. */
type DoesWork<I> = <
  M extends (
    input: I,
    learners: never,
    checkpoint: Json | undefined,
  ) => AsyncGenerator<JobStepDone, Json | void, void>,
>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void

const jobsKey = Symbol('jobs')

/**
 * Marks a method as long work that a handler for staff can start (`learners.start('regrade', input)`). It gets the input, the
 * block's {@link BlockLearners} and where an earlier process left off, and says with each `yield` how far it is: whom it
 * graded since is stored then, and there it ends where somebody cancels it. What it returns is kept as the job's result. It grades and
 * reads; fields and collections it cannot change. Each step has the deadline of a handler, which stands still while it waits for
 * learners. Its name is the snake_case of the method's.
 */
export function job<I>(schema: StandardSchema<I>): DoesWork<I> {
  return (prototype, method) => {
    refuseStandardDecorator('job', method)
    const spec: JobSpec = { method, schema }
    Reflect.defineMetadata(jobsKey, new Map(jobsOf(prototype)).set(olxName(method), spec), prototype)
  }
}

/** The jobs of a block class by name, inherited ones included. */
export function jobsOf(prototype: object): ReadonlyMap<string, JobSpec> {
  return (Reflect.getMetadata(jobsKey, prototype) as Map<string, JobSpec> | undefined) ?? new Map()
}

/** The checked input of a job. @throws CompositorError `service-use` for a misfit */
export function jobInput({ schema }: JobSpec, input: Json): unknown {
  return schema ? validate(schema, input, 'service-use') : input
}

import type { BlockBase } from '../block/block.js'
import { CompositorError } from '../errors/index.js'
import { refuseMethod } from '../view/handler.js'
import { HandlerError } from '../view/handler-error.js'
import type { HandlerSpec } from '../view/handler-options.js'
import type { HandlerRequest } from '../view/handler-request.js'
import { handlerInput } from '../view/handler-input.js'
import type { RescoreOptions } from '../view/rescore.js'
import { blockFailure } from './block-failure.js'
import type { BlockPlace } from './block-place.js'
import { callRefused, isForAuthors, mayCall, type HandlerCaller } from './caller.js'
import type { LivePlace } from './block-places.js'
import { outcomeOf, refusal, type HandlerOutcome } from './handler-outcome.js'
import { checkOfReading } from './reading-call.js'
import type { TypedBlock } from './typed-block.js'

/**
 * Calls a view of a block, else its `fallback_view`. When it fails, nothing of what the block did is kept.
 * @param checked turns the result into what is wanted, or throws
 * @throws CompositorError `view-missing`; `block-failed`, also when there is no result in time
 */
export async function callView<T>(
  place: LivePlace,
  name: string,
  checked: (result: unknown) => T,
): Promise<T> {
  const method = viewMethod(place, name)
  if (method === undefined) throw viewMissing(place, name)
  return callShown(place, method, name, `view '${name}'`, checked)
}

/** Calls the method of a view with what it is given: the view's name, or for an aside the block it stands beside. */
export async function callShown<T>(
  place: LivePlace,
  method: string,
  given: unknown,
  doing: string,
  checked: (result: unknown) => T,
): Promise<T> {
  try {
    return checked(await place.run(doing, () => callMethod(place.block, method, [given])))
  } catch (thrown) {
    place.fail()
    throw blockFailure(thrown, place, doing)
  }
}

/**
 * Calls a handler of a block, else its `fallback_handler`.
 * @throws CompositorError `handler-missing`, `staff-only`, `author-only`, `handler-method`, `handler-input`, `block-failed`
 */
export async function callHandler(
  place: LivePlace,
  name: string,
  sent: HandlerRequest,
  caller: HandlerCaller,
): Promise<HandlerOutcome> {
  const { block } = place
  const spec = handlerOf(place, name, caller)
  refuseMethod(spec, sent.method)
  // Who takes uploads is given the files of a form that has none, too.
  const request = spec.takes === 'upload' && !sent.files ? { ...sent, files: [] } : sent
  const given = handlerInput(spec, request, name)
  const doing = `handler '${name.slice(0, 100)}'`
  const check = spec.reads ? checkOfReading(place.session) : undefined
  const isForStaff = spec.for === 'staff'
  try {
    if (isForStaff) place.staffRequests.add(request)
    const outcome = outcomeOf(await place.run(doing, () => callMethod(block, spec.method, given)))
    check?.()
    return { ...outcome, reads: spec.reads ?? false }
  } catch (thrown) {
    const refused = refusal(thrown)
    if (refused) return refused
    place.fail()
    throw blockFailure(thrown, place, doing)
  } finally {
    place.staffRequests.delete(request)
  }
}

/**
 * The handler that is called by a name, for somebody who may call it.
 * @throws CompositorError `handler-missing`, which names those that they may call; `staff-only`, `author-only`
 */
export function handlerOf({ type, composed }: TypedBlock, name: string, caller: HandlerCaller): HandlerSpec {
  const { handlers } = type
  const spec = handlers.get(name) ?? handlers.get('fallback_handler')
  if (!spec) {
    const theirs = [...handlers].filter(([, one]) => mayCall(one, caller))
    throw new CompositorError(
      'handler-missing',
      `${type.name} has no handler '${name.slice(0, 100)}'; it has: ${namesIn(new Map(theirs))}.`,
      { usage: composed.key },
    )
  }
  if (mayCall(spec, caller)) return spec
  throw callRefused(spec, composed)
}

/**
 * Has a block grade its learner's submissions again.
 * @returns why it refused, if it did
 * @throws CompositorError `rescore-unsupported`, `block-failed`
 */
export async function callRescore(
  place: LivePlace,
  options: RescoreOptions,
): Promise<HandlerError | undefined> {
  const { type, block, composed } = place
  const method = type.rescoreMethod
  if (method === undefined) {
    throw new CompositorError(
      'rescore-unsupported',
      `Blocks of type '${type.name}' have no method marked @rescores.`,
      { usage: composed.key },
    )
  }
  try {
    await place.run('rescoring', () => callMethod(block, method, [options]))
    return undefined
  } catch (thrown) {
    if (thrown instanceof HandlerError) return thrown
    place.fail()
    throw blockFailure(thrown, place, 'rescoring')
  }
}

/** The method that shows a view to whom this request is of; what is for authors, learners have not. */
export function viewMethod({ type, session }: BlockPlace, name: string): string | undefined {
  if (isForAuthors(name) && session.options.forAuthors !== true) return undefined
  return type.views.get(name) ?? type.views.get('fallback_view')
}

/** The error for a view that a block does not have. */
export function viewMissing({ type, composed, session }: BlockPlace, name: string): CompositorError {
  const isAuthors = session.options.forAuthors === true
  const views = new Map([...type.views].filter(([one]) => isAuthors || !isForAuthors(one)))
  return new CompositorError(
    'view-missing',
    `${type.name} has no view '${name.slice(0, 100)}'; it has: ${namesIn(views)}.`,
    { usage: composed.key },
  )
}

function namesIn(known: ReadonlyMap<string, unknown>): string {
  return [...known.keys()].join(', ') || 'none'
}

/** Calls a method that a decorator noted by name. */
function callMethod(block: BlockBase, method: string, given: readonly unknown[]): unknown {
  const methods = block as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>
  const bound = methods[method]
  if (!bound) throw new CompositorError('plugin-invalid', `${block.blockType} lost its method '${method}'.`)
  return bound.apply(block, [...given])
}

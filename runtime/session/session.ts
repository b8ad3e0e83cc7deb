import { Container } from 'inversify'
import { constructBlock, type BlockBase } from '../block/block.js'
import { fallbackType, type BlockType } from '../block/block-type.js'
import type { FieldData, FieldUpdate } from '../block/field-values.js'
import { CompositorError } from '../errors/index.js'
import { Clock, Urls } from '../service/standard-services.js'
import type { ServiceToken } from '../service/needs.js'
import { parseUsageKey } from '../keys/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'
import { Fragment } from '../view/fragment.js'
import { handlerInput, type HandlerRequest } from '../view/handler.js'
import type { ViewResult } from '../view/view.js'
import { BlockPlace } from './block-place.js'
import type { BlockRuntime } from './block-runtime.js'
import { failureFragment } from './failure-fragment.js'
import { outcomeOf, refusal, type HandlerOutcome } from './handler-outcome.js'
import { SessionClock } from './session-clock.js'
import { wrapFragment } from './wrapper.js'

/** What differs from request to request. */
export interface SessionOptions {
  /** The learner's stored values, loaded in one batch. */
  readonly fieldData: FieldData
  /** Binds the services of this request, such as the user; called when the first of them is asked for. */
  readonly bind?: (services: Container) => void
  /** The children this learner sees, where a block chooses; else all of them. */
  readonly childrenOf?: (block: ComposedBlock) => readonly ComposedBlock[] | undefined
  /** Whether failures are shown with their reasons, as staff want them. */
  readonly showFailures?: boolean
}

/** Something a block published, in the order it happened. */
export interface BlockEvent {
  readonly type: string
  readonly usageKey: string
  readonly blockType: string
  readonly payload: Json
}

/** One request of one learner: the blocks made for it, what they changed and what they published. */
export class Session {
  readonly events: BlockEvent[] = []
  readonly #places = new Map<ComposedBlock, BlockPlace>()
  readonly #resolved = new Map<ServiceToken, unknown>()
  #services: Container | undefined

  constructor(
    readonly runtime: BlockRuntime,
    readonly options: SessionOptions,
  ) {}

  /**
   * What a view gives, as it is: a fragment without its wrapper, or plain data.
   * @throws CompositorError `view-missing`, `block-type-unknown`, or `block-failed` with the block's own error as cause
   */
  async view(composed: ComposedBlock, name: string): Promise<ViewResult> {
    const { type, block } = this.#place(composed, name)
    const method = type.views.get(name) ?? type.views.get('fallback_view')
    if (method === undefined) {
      const known = [...type.views.keys()].join(', ') || 'none'
      throw new CompositorError('view-missing', `${type.name} has no view '${name}'; it has: ${known}.`, {
        usage: composed.key,
      })
    }
    try {
      return await callMethod<ViewResult>(block, method)
    } catch (thrown) {
      throw CompositorError.from(thrown, 'block-failed', { usage: composed.key })
    }
  }

  /** A block's fragment in its wrapper. Never throws: a block that fails gives an error block. */
  async fragment(composed: ComposedBlock, view: string): Promise<Fragment> {
    const shared = this.runtime.sharedFragment(composed, view)
    if (shared) return shared
    try {
      if (composed.failure) throw CompositorError.fromJSON(composed.failure)
      const result = await this.view(composed, view)
      if (!(result instanceof Fragment)) {
        throw new CompositorError('block-failed', `View '${view}' of ${composed.type} gave no Fragment.`, {
          usage: composed.key,
        })
      }
      const wrapped = wrapFragment(result, composed, view, this.#resolve(Urls) as Urls | undefined)
      if (!this.#places.get(composed)?.touchedLearner)
        this.runtime.keepSharedFragment(composed, view, wrapped)
      return wrapped
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage: composed.key })
      this.runtime.options.onFailure?.(error, composed)
      this.#places.get(composed)?.touch()
      return failureFragment(error, composed, this.options.showFailures ?? false)
    }
  }

  /** Whether showing this block looked at anything of the learner. */
  touchedLearner(composed: ComposedBlock): boolean {
    return this.#places.get(composed)?.touchedLearner ?? false
  }

  /** Epoch milliseconds until which what was shown stays true, by what blocks asked of the Clock; else infinite. */
  get validUntil(): number {
    const clock = this.#resolved.get(Clock)
    return clock instanceof SessionClock ? clock.validUntil : Infinity
  }

  /**
   * Calls a handler. A HandlerError is an answer, with nothing to save.
   * @throws CompositorError `handler-missing`, `handler-method`, `handler-input`, `block-failed`
   */
  async handle(composed: ComposedBlock, name: string, request: HandlerRequest): Promise<HandlerOutcome> {
    const { type, block } = this.#place(composed, 'student_view')
    const spec = type.handlers.get(name) ?? type.handlers.get('fallback_handler')
    if (!spec) {
      const known = [...type.handlers.keys()].join(', ') || 'none'
      throw new CompositorError(
        'handler-missing',
        `${type.name} has no handler '${name}'; it has: ${known}.`,
        {
          usage: composed.key,
        },
      )
    }
    const input = spec.schema ? handlerInput(spec.schema, request) : request
    try {
      return outcomeOf(await callMethod(block, spec.method, input, request))
    } catch (thrown) {
      const refused = refusal(thrown)
      if (refused) return refused
      throw CompositorError.from(thrown, 'block-failed', { usage: composed.key })
    }
  }

  /** The block itself, for callers that know its class. */
  block(composed: ComposedBlock): BlockBase {
    return this.#place(composed, 'student_view').block
  }

  /** What the blocks of this request changed: dirty values only. */
  updates(): FieldUpdate[] {
    return [...this.#places.values()].flatMap(({ values, type }) => values.updates(type.fields))
  }

  /** @internal */
  resolveService(token: ServiceToken, place: BlockPlace, required: boolean): unknown {
    if (!place.type.services.some((declared) => declared.token === token)) {
      throw new CompositorError('service-undeclared', `${place.type.name} did not declare '${token.name}'.`)
    }
    if (!('shared' in token)) place.touch()
    const service = this.#resolve(token)
    if (service === undefined && required) {
      throw new CompositorError(
        'service-missing',
        `${place.type.name} needs '${token.name}', which this host does not provide.`,
      )
    }
    return service instanceof Urls
      ? service.within(contextOf(place.composed), place.composed.origin?.block)
      : service
  }

  #place(composed: ComposedBlock, view: string): BlockPlace & { readonly block: BlockBase } {
    const known = this.#places.get(composed)
    if (known) {
      known.activeView = view
      return known as BlockPlace & { block: BlockBase }
    }
    const { types } = this.runtime.options
    const type = types.get(composed.type) ?? types.get(fallbackType)
    if (!type) {
      throw new CompositorError('block-type-unknown', `No plugin provides '${composed.type}'.`, {
        usage: composed.key,
      })
    }
    const place = new BlockPlace(this, composed, type, view)
    this.#places.set(composed, place)
    place.block = constructBlock(
      place,
      () => new type.blockClass(...(this.#constructorServices(type, place) as never[])),
    )
    return place as BlockPlace & { block: BlockBase }
  }

  #constructorServices(type: BlockType, place: BlockPlace): unknown[] {
    const services: unknown[] = []
    for (const { token, required, parameter } of type.services) {
      if (parameter !== undefined) services[parameter] = this.resolveService(token, place, required)
    }
    return services
  }

  #resolve(token: ServiceToken): unknown {
    if (this.#resolved.has(token)) return this.#resolved.get(token)
    const { services } = this.runtime.options
    if (!this.#services) {
      this.#services = new Container({ parent: services })
      this.options.bind?.(this.#services)
    }
    const bound: unknown = this.#services.get(token, { optional: true })
    const service = token === Clock && bound !== undefined ? new SessionClock(bound as Clock) : bound
    this.#resolved.set(token, service)
    return service
  }
}

function contextOf({ key }: ComposedBlock): string {
  return parseUsageKey(key).context.withoutBranchOrVersion().toString()
}

/** Calls a method that a decorator noted by name. */
function callMethod<T>(block: BlockBase, method: string, ...given: readonly unknown[]): T | Promise<T> {
  const bound = (
    block as unknown as Readonly<Record<string, (...given: readonly unknown[]) => T | Promise<T>>>
  )[method]
  if (!bound) throw new CompositorError('plugin-invalid', `${block.blockType} lost its method '${method}'.`)
  return bound.apply(block, [...given])
}

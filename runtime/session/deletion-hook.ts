import type { BlockType } from '../block/block-type.js'
import type { DeletedState } from '../block/deleted-state.js'
import { CompositorError } from '../errors/index.js'
import { isForBlock, type ServedBlock } from '../service/for-block.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { blockFailure } from './block-failure.js'
import { Deadline } from './deadline.js'
import type { Kernel } from './kernel.js'
import type { TypedBlock } from './typed-block.js'

/**
 * Tells a type that a learner's state at a block of it was deleted, under the deadline of a block.
 * @returns what the type failed with, which whoever deletes is told and goes on
 */
export async function tellDeleted(
  kernel: Kernel,
  type: BlockType,
  deleted: Omit<DeletedState, 'service'>,
): Promise<CompositorError | undefined> {
  const { stateDeleted } = type.capabilities
  if (!stateDeleted) return undefined
  const { usage } = deleted
  // Nothing is known of the block but where it stood.
  const composed = { key: usage, type: type.name, definition: '', fields: {}, children: [] } as ComposedBlock
  const place: TypedBlock = { type, composed }
  const deadline = new Deadline(kernel.deadline)
  const service = <T>(token: ServiceToken<T>) => serviceOf(kernel, place, token) as T
  const doing = 'what it does when state is deleted'
  try {
    const work = async () => stateDeleted({ ...deleted, service })
    await deadline.race(kernel.call(place, doing, (error) => deadline.end(error), work))
    return undefined
  } catch (thrown) {
    const failure = blockFailure(thrown, place, doing)
    kernel.options.onFailure?.(failure, composed, { plugin: type.plugin })
    return failure
  }
}

function serviceOf(kernel: Kernel, { type, composed }: TypedBlock, token: ServiceToken): unknown {
  if (!type.services.some((declared) => declared.token === token)) {
    throw new CompositorError('service-undeclared', `${type.name} did not declare '${token.name}'.`)
  }
  const service: unknown = kernel.options.services.get(token, { optional: true })
  if (service === undefined) {
    throw new CompositorError(
      'service-missing',
      `'${token.name}' is of a request, or this host has none: it is not there when state is deleted.`,
    )
  }
  if (!isForBlock(service)) return service
  const served: ServedBlock = {
    composed,
    context: '',
    user: undefined,
    clock: undefined,
    waitFor: (work) => work,
    publish: () => {
      throw new CompositorError('block-failed', 'Nothing is published when state is deleted.')
    },
    record: () => undefined,
  }
  return service.forBlock(served)
}

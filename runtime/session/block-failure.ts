import { CompositorError, messageOf } from '../errors/index.js'
import { Fragment, type ViewResult } from '../view/index.js'
import type { TypedBlock } from './typed-block.js'

/** Who failed, for reports: what the error itself does not say. */
export interface FailedBlock {
  /** The plugin that provides the block's type; undefined where none does. */
  readonly plugin: string | undefined
  /** The aside that failed beside the block, where it was not the block itself. */
  readonly aside?: string
  /** What the host calls the request that it failed in; undefined where it was none. */
  readonly requestId?: string | undefined
}

const messageLimit = 1000

/**
 * What a block threw, as an error that names the block's type, its plugin and what it was doing. An error of our own
 * with a code that says more than "failed" stays as it is.
 */
export function blockFailure(thrown: unknown, place: TypedBlock, doing: string): CompositorError {
  if (thrown instanceof CompositorError && thrown.code !== 'block-failed') return thrown
  const { name, plugin } = place.type
  return new CompositorError(
    'block-failed',
    `${name} of plugin '${plugin}' failed in ${doing}: ${messageOf(thrown).slice(0, messageLimit)}`,
    { usage: place.composed.key, cause: thrown },
  )
}

/** A view's result, if it is one. @throws CompositorError `block-failed` for rubbish */
export function checkedViewResult(result: unknown): ViewResult {
  if (typeof result === 'object') return result
  throw new CompositorError('block-failed', `It gave ${described(result)}, not a Fragment or an object.`)
}

/** A fragment, if it is one. @throws CompositorError `block-failed` for anything else */
export function checkedFragment(result: unknown): Fragment {
  if (result instanceof Fragment && typeof (result.content as { text?: unknown } | null)?.text === 'string')
    return result
  const found = result instanceof Fragment ? 'a Fragment without HTML content' : described(result)
  throw new CompositorError('block-failed', `It gave ${found}, not a Fragment made of html\`...\`.`)
}

/** What a wrong result is, without showing what is in it: that may be for other eyes. */
function described(result: unknown): string {
  if (result === null || result === undefined) return String(result)
  if (typeof result !== 'object') return `a ${typeof result}`
  return Array.isArray(result) ? 'an array' : `a ${result.constructor?.name ?? 'plain object'}`
}

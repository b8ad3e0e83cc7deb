import type { BlockOrigin } from './block-origin.js'
import type { ComposedBlock } from './composed-unit.js'

/** Which library block a block is of, and in which version: by the reference that brought it in, or of a copy by its link (semantics 6). */
export function originalBlock({
  origin,
  fields,
}: Pick<ComposedBlock, 'origin' | 'fields'>): Pick<BlockOrigin, 'block' | 'version'> | undefined {
  if (origin) return origin
  const { upstream, upstream_block: seeds } = fields
  const block = [upstream, seeds].find((one) => typeof one === 'string' && one !== '')
  if (typeof block !== 'string') return undefined
  const { upstream_version: version, upstream_block_version: other } = fields
  const number = version ?? other
  return { block, version: typeof number === 'number' ? String(number) : '' }
}

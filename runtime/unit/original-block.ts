import type { BlockOrigin } from './block-origin.js'
import type { ComposedBlock } from './composed-unit.js'

/** Which library block a block is of, and in which version: by the reference that brought it in, or of a copy by its link (semantics 6). */
export function originalBlock({
  origin,
  fields,
}: Pick<ComposedBlock, 'origin' | 'fields'>): Pick<BlockOrigin, 'block' | 'version'> | undefined {
  if (origin) return origin
  const { upstream, upstream_version: version } = fields
  if (typeof upstream !== 'string' || upstream === '') return undefined
  return { block: upstream, version: typeof version === 'number' ? String(version) : '' }
}

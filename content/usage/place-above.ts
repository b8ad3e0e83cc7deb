import type { VersionView } from '../version/index.js'

/** Most levels that are walked up. */
const mostLevels = 100

/**
 * What authors know a place by: the unit that a block of a course stands in, which is a child of a sequential, or the container
 * that a block of a library stands in; undefined where it stands in none.
 */
export async function standsIn(
  usage: string,
  view: Pick<VersionView, 'block' | 'kind' | 'root'>,
): Promise<string | undefined> {
  const { parent } = (await view.block(usage)) ?? {}
  if (view.kind === 'library') return parent === view.root ? undefined : parent
  let [at, above] = [usage, parent]
  for (let level = 0; above !== undefined && level < mostLevels; level++) {
    const block = await view.block(above)
    if (block?.type === 'sequential') return at
    ;[at, above] = [above, block?.parent]
  }
  return undefined
}

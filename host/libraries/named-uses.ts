import type { BlockUse } from '../../content/index.js'
import type { HostParts } from '../host-parts.js'

/** A course or library that refers to something, with what it is called. */
export interface NamedUse extends BlockUse {
  readonly title: string
}

/** What refers to something, by names. @param most of how many the names are looked up; the others go by their keys */
export async function namedUses(
  { content }: Pick<HostParts, 'content'>,
  uses: readonly BlockUse[],
  most = 100,
): Promise<NamedUse[]> {
  const named = await Promise.all(
    uses.slice(0, most).map(async (use) => ({
      ...use,
      title: (await content.findHead(use.context))?.title ?? use.context,
    })),
  )
  return [...named, ...uses.slice(most).map((use) => ({ ...use, title: use.context }))]
}

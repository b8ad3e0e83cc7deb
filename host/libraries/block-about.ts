import { blockStatus, namedFiles, tagText, type BlockTags, type Taxonomies } from '../../content/index.js'
import type { HostParts } from '../host-parts.js'
import { namedUses } from './named-uses.js'
import type { LibraryBlockAbout, ShownTag } from '../pages/libraries/library-block-about.js'

/** Tags that a page offers. */
const mostKnown = 500

/** What is known of a library's block besides its fields. @throws CompositorError `context-unknown`, `store-unavailable` */
export async function blockAbout(
  { base, catalogue, content, types }: Pick<HostParts, 'base' | 'catalogue' | 'content' | 'types'>,
  context: string,
  usage: string,
): Promise<Omit<LibraryBlockAbout, 'draft' | 'mayEdit' | 'words'>> {
  const [own, known, used, files, status] = await Promise.all([
    catalogue.tagged.of(context, [usage]),
    knownTags(catalogue.taxonomies),
    catalogue.used([usage]),
    namedFiles(content, types, context, usage),
    blockStatus(content, context, usage),
  ])
  const titles = new Map(known.map((one) => [one.tag, one.title]))
  const tags = tagsOf(own.get(usage)).map((tag) => ({ tag, title: titles.get(tag) ?? tag }))
  const uses = await namedUses(
    { content },
    used.flatMap((one) => one.uses),
  )
  return { base, context, usage, tags, known, uses, files, isChanged: status === 'changed' }
}

/** Tags of a block as texts. */
export function tagsOf(tags: BlockTags = {}): string[] {
  return Object.entries(tags).flatMap(([taxonomy, ids]) => ids.map((tag) => tagText({ taxonomy, tag })))
}

async function knownTags(taxonomies: Taxonomies): Promise<ShownTag[]> {
  const known: ShownTag[] = []
  for (const { id, name } of await taxonomies.list()) {
    if (known.length >= mostKnown) break
    const { tags } = await taxonomies.get(id)
    for (const { id: tag, value } of tags.slice(0, mostKnown - known.length))
      known.push({ tag: tagText({ taxonomy: id, tag }), title: `${name}: ${value}` })
  }
  return known
}

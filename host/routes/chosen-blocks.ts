import { listedBlocks, type SearchRequest } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { askedIn, type AskedList } from '../pages/libraries/asked-list.js'
import type { KnownContainer } from '../pages/libraries/library-ticked.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'catalogue' | 'content'>

/** Blocks that one step takes at most, what one search tells at a time, and containers that a page offers. */
const [mostChosen, together, mostContainers] = [10_000, 200, 200]

/** What a search is asked for the list that a page shows. */
export function requestOf({ words, filters, after }: AskedList): Omit<SearchRequest, 'contexts' | 'limit'> {
  const { types, status, tags, collections } = filters
  const statuses = (['draft', 'changed', 'published'] as const).filter((one) => one === status)
  return {
    ...(words !== '' && { words }),
    ...(types !== undefined && { types: [types] }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(tags !== undefined && { tags: [tags] }),
    ...(collections !== undefined && { collections: [collections] }),
    ...(after !== '' && { after }),
  }
}

/**
 * The blocks that a form of the list is about: those that are ticked, or all that are found by what the list was narrowed down by.
 * @throws CompositorError `field-value` for none or too many, `search-input`
 */
export async function chosenBlocks(host: Parts, library: string, form: URLSearchParams): Promise<string[]> {
  const chosen =
    form.get('which') === 'all'
      ? await foundBlocks(host, library, askedIn(new URLSearchParams(form.get('query') ?? '')))
      : [...new Set(form.getAll('usage'))]
  if (chosen.length === 0) throw new CompositorError('field-value', 'No block is ticked.')
  if (chosen.length <= mostChosen) return chosen
  const message = `More than ${mostChosen} blocks are found; narrow the list down.`
  throw new CompositorError('field-value', message)
}

async function foundBlocks(host: Parts, library: string, asked: AskedList): Promise<string[]> {
  const request = { ...requestOf({ ...asked, after: '' }), contexts: [library], limit: together }
  const found: string[] = []
  const isAll = asked.words === '' && Object.keys(asked.filters).length === 0
  if (isAll) {
    const { items } = await listedBlocks(host.content, library, { from: 0, limit: mostChosen + 1 })
    return items.map(({ usage }) => usage)
  }
  for (let after: string | null | undefined; after !== null && found.length <= mostChosen;) {
    const { items, next } = await host.catalogue.search({ ...request, ...(after && { after }) }, [library])
    found.push(...items.map(({ usage }) => usage))
    after = next
  }
  return found
}

/** Containers of a library that blocks can be put into. @param wanted one that is among them wherever it stands */
export async function knownContainers(
  { catalogue, content }: Parts,
  library: string,
  wanted: string,
): Promise<KnownContainer[]> {
  const types = ['vertical', 'sequential', 'chapter']
  const request = { contexts: [library], types, sort: 'title', limit: mostContainers } as const
  const { items } = await catalogue.search(request, [library])
  const known = items.map(({ usage, type, title }) => ({ usage, type, title }))
  if (wanted === '' || known.some(({ usage }) => usage === wanted)) return known
  const block = await (await content.view(library, 'draft')).block(wanted)
  if (!block) return known
  const title = block.settings['display_name']
  return [
    { usage: wanted, type: block.type, title: typeof title === 'string' ? title : block.type },
    ...known,
  ]
}

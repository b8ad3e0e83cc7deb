import type { CollectionChange } from '../../content/index.js'
import { CompositorError, Fragment } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import {
  libraryCollectionsPage,
  type LibraryCollectionsParts,
} from '../pages/libraries/library-collections-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'catalogue'>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  made: toSay('The collection is made. Tick blocks in the library’s list to add them.'),
  changed: toSay('Saved in the draft.'),
  deleted: toSay('The collection is deleted. Its blocks stay in the library.'),
  undone: toSay('Taken back.'),
}

/** Where authors make, rename and delete the collections of a library. */
export function libraryCollectionRoutes(host: Parts): RouteTable {
  return {
    'GET /author/libraries/:library/collections': (request, { library = '' }) =>
      shown(host, request, library),
    async 'POST /author/libraries/:library/collections'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const sent = new URLSearchParams(await request.text())
      const what = sent.get('do') ?? 'set'
      const back = `${libraryAddress(host.base, library)}/collections`
      try {
        const key =
          what === 'make' ? await newCollectionKey(host, library, titleIn(sent)) : (sent.get('key') ?? '')
        const said = { title: titleIn(sent), description: textIn(sent, 'description') }
        const change: CollectionChange =
          what === 'delete' ? { do: 'delete', key } : { do: 'set', key, ...said }
        const of = { expected: sent.get('draft') ?? '', about: [`${key}.toml`] }
        const made = await overDraft(host.content, library, of, (expected) =>
          host.catalogue.collections.change(library, [change], { author: author.id, expected }),
        )
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('Collections'), sent, back })
        const told = what === 'make' ? 'made' : what === 'delete' ? 'deleted' : 'changed'
        return seeOther(`${back}?news=${told}${made.undo === undefined ? '' : `&undo=${made.undo}`}`)
      } catch (thrown) {
        return shown(host, request, library, { why: refusalOf(thrown), sent })
      }
    },
  }
}

/** A key for a new collection, made of its title, that no other has. @throws CompositorError `context-unknown` */
export async function newCollectionKey(
  { catalogue }: Pick<HostParts, 'catalogue'>,
  library: string,
  title: string,
): Promise<string> {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
  const first = plain === '' ? 'collection' : plain
  const taken = new Set((await catalogue.collections.list(library)).map(({ key }) => key))
  for (let number = 2, key = first; ; key = `${first}-${number++}`) if (!taken.has(key)) return key
}

async function shown(
  host: Parts,
  request: HostRequest,
  library: string,
  refused?: LibraryCollectionsParts['refused'],
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library, news)
  const collections = await host.catalogue.collections.list(library)
  const content = libraryCollectionsPage({ ...place, collections, refused })
  const { words, title } = place
  const heading = words.say('Collections of {title}', { title })
  return authorPage(host, author, request, heading, new Fragment(content), refused ? 400 : 200, { words })
}

function titleIn(sent: URLSearchParams): string {
  const title = textIn(sent, 'title')
  if (title !== '' || sent.get('do') === 'delete') return title
  throw new CompositorError('field-value', 'A collection needs a title.')
}

function textIn(sent: URLSearchParams, name: string): string {
  return (sent.get(name) ?? '').replaceAll('\r\n', '\n').trim()
}

import type { CollectionChange, DraftOperation } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { seeOther } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { refuseForeign } from './block-routes.js'
import { chosenBlocks } from './chosen-blocks.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { newCollectionKey } from './library-collection-routes.js'
import { shownLibrary, type LibraryPageHost } from './library-page-routes.js'
import { chooseSettings } from './library-set-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is done with blocks, by the name of the button. */
const deeds = {
  collect: 'collected',
  uncollect: 'uncollected',
  place: 'placed',
  delete: 'deleted',
} as const
type Deed = keyof typeof deeds

/** What authors do with the blocks that they ticked in a library's list. */
export function libraryTickedRoutes(host: LibraryPageHost): RouteTable {
  return {
    async 'POST /author/libraries/:library/ticked'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const form = new URLSearchParams(await request.text())
      const what = form.get('do') ?? ''
      try {
        if (what === 'set') return await chooseSettings(host, request, library, form)
        if (!isDeed(what))
          throw new CompositorError(
            'handler-input',
            `'${what.slice(0, 50)}' is nothing that is done with blocks.`,
          )
        const usages = await chosenBlocks(host, library, form)
        const change = await changeOf(host, library, what, { form, usages })
        const of = { expected: form.get('draft') ?? '', about: [...usages, ...change.about] }
        const made = await overDraft(host.content, library, of, (expected) =>
          change.run({ author: author.id, expected }),
        )
        const query = new URLSearchParams(form.get('query') ?? '')
        const back = libraryAddress(host.base, library)
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('The library'), sent: form, back })
        query.set('news', deeds[what])
        if (made.undo !== undefined) query.set('undo', made.undo)
        return seeOther(`${back}?${query.toString()}`)
      } catch (thrown) {
        return shownLibrary(host, request, library, refusalOf(thrown))
      }
    },
  }
}

function isDeed(name: string): name is Deed {
  return Object.hasOwn(deeds, name)
}

type Words = { readonly author: string; readonly expected: string | undefined }

interface Change {
  /** What it is about besides the blocks. */
  readonly about: readonly string[]
  readonly run: (words: Words) => Promise<unknown>
}

async function changeOf(
  host: LibraryPageHost,
  library: string,
  what: Deed,
  { form, usages }: { readonly form: URLSearchParams; readonly usages: readonly string[] },
): Promise<Change> {
  const operations = (steps: readonly DraftOperation[], about: readonly string[] = []): Change => ({
    about,
    run: (words) => host.drafts.operate(library, steps, words),
  })
  if (what === 'delete') return operations(usages.map((usage) => ({ do: 'delete', usage })))
  if (what === 'place') {
    const parent = form.get('container') ?? ''
    const isThere = (await host.content.view(library, 'draft')).block(parent)
    if (parent === '' || !(await isThere))
      throw new CompositorError(
        'field-value',
        'Choose the unit, subsection or section that they are put into.',
      )
    return operations(
      usages.map((usage) => ({ do: 'place', usage, parent, index: Number.MAX_SAFE_INTEGER })),
      [parent],
    )
  }
  const title = (form.get('new-collection') ?? '').trim()
  const isNew = what === 'collect' && title !== ''
  const key = isNew ? await newCollectionKey(host, library, title) : (form.get('collection') ?? '')
  if (key === '') throw new CompositorError('field-value', 'Choose a collection, or name a new one.')
  const changes: CollectionChange[] = [
    ...(isNew ? [{ do: 'set', key, title } as const] : []),
    { do: what === 'collect' ? 'add' : 'remove', key, blocks: usages },
  ]
  return {
    about: [`${key}.toml`],
    run: (words) => host.catalogue.collections.change(library, changes, words),
  }
}

import { assetLimits, type DraftOperation, type FileUser, type VersionView } from '../../content/index.js'
import { CompositorError, Fragment, isJsonObject } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { titleOf } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { sentForm } from '../http/sent-form.js'
import { courseFilesPage, type FilePlace } from '../pages/authors/course-files-page.js'
import { courseAddress } from '../pages/authors/course-head.js'
import { pageLength } from '../pages/page-turns.js'
import type { PageWords } from '../words/index.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { coursePlace, type CoursePlaceParts } from './course-place.js'
import { bytesOf, filesOfForm } from './files-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = CoursePlaceParts & Pick<HostParts, 'callers' | 'catalogue' | 'drafts'>

/** Milliseconds that a page waits until it is known which blocks use its files. */
const patience = 1500

/** Where authors see the static files of a course and what uses each, add some, and delete those that nothing uses. */
export function courseFilesRoutes(host: Parts): RouteTable {
  const { fileUses } = host.catalogue

  async function shown(
    request: HostRequest,
    context: string,
    refused?: string,
    status = refused === undefined ? 200 : 400,
  ): Promise<HostResponse> {
    const { author, place } = await coursePlace(host, request, context)
    const caller = await host.callers.ofPage(request)
    const search = (request.query.get('search') ?? '').trim()
    const sought = search.toLocaleLowerCase()
    const from = Math.max(0, Math.floor(Number(request.query.get('from') ?? '') || 0))
    const view = await host.content.view(context, 'draft')
    const all: { name: string; size: number; mimeType: string }[] = []
    for await (const [name, { size, mimeType }] of view.assets()) all.push({ name, size, mimeType })
    const found = all
      .filter(({ name }) => name.toLocaleLowerCase().includes(sought))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    const uses = await fileUses.soon(view, patience)
    const pages = await pagesOf(view)
    const placeOf = (user: FileUser): FilePlace =>
      user.kind === 'file'
        ? { path: user.path, page: pages.get(user.path) }
        : { usage: user.usage, title: titleOf(user.usage, user.type, user.name) }
    const may = await host.permissions.among(request, caller, 'edit', [context], (one) => one)
    const content = courseFilesPage({
      ...place,
      files: found.slice(from, from + pageLength).map((one) => {
        if (!uses) return { ...one, count: undefined, uses: [] }
        const { count, first } = uses.get(one.name) ?? { count: 0, first: [] }
        return { ...one, count, uses: first.map(placeOf) }
      }),
      search,
      from,
      found: found.length,
      all: all.length,
      mayEdit: may.length > 0,
      limits: { bytes: assetLimits.bytes, files: filesOfForm.files },
      refused,
    })
    const { words } = place
    const title = words.say('Files of {title}', { title: place.title })
    return authorPage(
      host,
      author,
      request,
      title,
      new Fragment(content).addCss(host.client('course-tree.css')),
      status,
      { width: 'wide', words, nav: place.nav },
    )
  }

  /** @throws CompositorError `field-value`, `asset-refused` */
  async function stepsOf(
    context: string,
    words: PageWords,
    sent: URLSearchParams,
    files: ReadonlyMap<string, Buffer>,
  ): Promise<readonly DraftOperation[]> {
    const view = await host.content.view(context, 'draft')
    if (sent.get('do') === 'delete') {
      const name = sent.get('name') ?? ''
      if ((await fileUses.of(view)).has(name))
        throw new CompositorError('asset-refused', words.say('{name} is used: it stays.', { name }))
      return [{ do: 'remove-file', usage: view.root, name }]
    }
    if (files.size === 0) throw new CompositorError('field-value', words.say('No file was chosen.'))
    if (!sent.has('over'))
      for (const name of files.keys())
        if (await view.asset(name.trim().normalize('NFC')))
          throw new CompositorError(
            'asset-refused',
            words.say(
              'There is a file {name} already. Tick “Replace files of the same name” to replace it.',
              {
                name,
              },
            ),
          )
    return [...files].map(([name, bytes]) => ({ do: 'put-file', usage: view.root, name, bytes }))
  }

  return {
    'GET /author/contexts/:context/files': (request, { context = '' }) => shown(request, context),
    async 'POST /author/contexts/:context/files'(request, { context = '' }) {
      refuseForeign(request)
      const { author, place } = await coursePlace(host, request, context, 'edit')
      const { words } = place
      const files = new Map<string, Buffer>()
      let size = 0
      try {
        const bound = { file: assetLimits.bytes, files: filesOfForm.files }
        const sent = await sentForm(request, bound, async (file) => {
          const bytes = await bytesOf(file, filesOfForm.together - size)
          size += bytes.length
          files.set(file.name, bytes)
        })
        const steps = await stepsOf(context, words, sent, files)
        const about = steps.flatMap((step) => ('name' in step ? (step.name ?? []) : []))
        const expected = sent.get('draft') ?? ''
        const made = await overDraft(host.content, context, { expected, about }, (at) =>
          host.drafts.operate(context, steps, { author: author.id, expected: at }),
        )
        if ('clash' in made)
          return shown(
            request,
            context,
            words.say('Somebody changed the course meanwhile. Look at it as it is now, and try again.'),
            409,
          )
        const news = sent.get('do') === 'delete' ? 'fileDeleted' : 'filesAdded'
        const query = new URLSearchParams({ news, ...(made.undo !== undefined && { undo: made.undo }) })
        return seeOther(`${courseAddress(host.base, context)}/files?${query.toString()}`)
      } catch (thrown) {
        return shown(request, context, refusalOf(thrown))
      }
    },
  }
}

/** What a course calls its pages, by the path of their text. */
async function pagesOf(view: VersionView): Promise<ReadonlyMap<string, string>> {
  const tabs = (await view.block(view.root))?.settings['tabs']
  const pages = new Map<string, string>()
  for (const tab of Array.isArray(tabs) ? tabs : []) {
    const { name, url_slug: slug } = isJsonObject(tab) ? tab : {}
    if (typeof name === 'string' && typeof slug === 'string') pages.set(`tabs/${slug}.html`, name)
  }
  return pages
}

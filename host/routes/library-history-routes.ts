import { history, versionDeeds } from '../../content/index.js'
import { Fragment } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { courseAddress } from '../pages/authors/course-head.js'
import { blockAddress, isLibrary } from '../pages/authors/author-pages.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { libraryHistoryPage } from '../pages/libraries/library-history-page.js'
import { policiesAddress } from '../pages/libraries/policies-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'drafts'>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  undone: toSay('That version is the draft again. What was there stays in the history.'),
  restored: toSay('Restored, as it last was.'),
}

/** Pages of a library that a version that was taken back leads to. */
const backs = ['', 'collections', 'files', 'history', 'settings']

/** The same of a course. */
const courseBacks = ['files', 'grading', 'changes', 'history']

/** Versions on one page. */
const pageLength = 20

/** Where authors see who changed what of a library, and go back. */
export function libraryHistoryRoutes(host: Parts): RouteTable {
  return {
    'GET /author/libraries/:library/history': (request, { library = '' }) => shown(host, request, library),
    'POST /author/libraries/:library/undo': (request, { library = '' }) => undone(host, request, library),
    'POST /author/contexts/:context/undo': (request, { context = '' }) => undone(host, request, context),
    async 'POST /author/libraries/:library/restore'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const sent = new URLSearchParams(await request.text())
      const usage = sent.get('usage') ?? ''
      const address = `${libraryAddress(host.base, library)}/history`
      try {
        const of = { expected: sent.get('draft') ?? '', about: [usage] }
        const made = await overDraft(host.content, library, of, (expected) =>
          host.drafts.operate(library, [{ do: 'restore', usage }], { author: author.id, expected }),
        )
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('History'), sent, back: address })
        return seeOther(`${address}?news=restored${made.undo === undefined ? '' : `&undo=${made.undo}`}`)
      } catch (thrown) {
        return shown(host, request, library, refusalOf(thrown))
      }
    },
  }
}

/** Makes an older version the draft again, and leads back to where that was asked for. */
async function undone(host: Parts, request: HostRequest, context: string): Promise<HostResponse> {
  refuseForeign(request)
  const author = await host.permissions.author(request, 'edit', context)
  const sent = new URLSearchParams(await request.text())
  const address = backOf(host.base, context, sent.get('back') ?? '')
  const of = { expected: sent.get('draft') ?? '' }
  try {
    const made = await overDraft(host.content, context, of, (expected) =>
      host.content.revert(context, sent.get('to') ?? '', { author: author.id, expected }),
    )
    if ('clash' in made)
      return clashAnswer(host, author, request, { ...made, page: toSay('History'), sent, back: address })
    return seeOther(`${address}?news=undone${made.undo === undefined ? '' : `&undo=${made.undo}`}`)
  } catch (thrown) {
    if (!isLibrary(context)) throw thrown
    return shown(host, request, context, refusalOf(thrown))
  }
}

/** The page of the library, or of a block of it, or of a course's policy groups, that a form names; the history, or the course, for any other. */
function backOf(base: string, context: string, back: string): string {
  const [, files = '', usage = ''] =
    /^(files:)?((?:lb|lib-block-v1|block-v1|i4x|cb|lx-pb):.*)$/.exec(back) ?? []
  if (usage !== '') return `${blockAddress(base, usage)}${files === '' ? '' : '/files'}`
  if (!isLibrary(context) && back === 'policies') return policiesAddress(base, context)
  if (!isLibrary(context)) {
    const part = courseBacks.find((one) => one === back)
    return `${courseAddress(base, context)}${part === undefined ? '' : `/${part}`}`
  }
  const part = backs.find((one) => one === back) ?? 'history'
  return `${libraryAddress(base, context)}${part && `/${part}`}`
}

async function shown(
  host: Parts,
  request: HostRequest,
  library: string,
  refused?: string,
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library, news)
  const after = Number(request.query.get('after') ?? '')
  const page = await history(host.content, library, { limit: pageLength, ...(after > 0 && { after }) })
  const versions = await Promise.all(
    page.items.map(async (line) => ({ line, deeds: await versionDeeds(host.content, library, line) })),
  )
  const deleted = versions.flatMap(({ deeds }) =>
    (deeds?.blocks ?? []).flatMap(({ usage, what }) => (what === 'deleted' ? [usage] : [])),
  )
  const there = await (await host.content.view(library, 'draft')).blocks(deleted)
  const gone = new Set(deleted.filter((usage) => !there.has(usage)))
  const content = libraryHistoryPage({ ...place, versions, next: page.next, gone, refused })
  const { words, title } = place
  const heading = words.say('History of {title}', { title })
  const status = refused === undefined ? 200 : 400
  return authorPage(host, author, request, heading, new Fragment(content), status, { words })
}

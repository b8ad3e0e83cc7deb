import { Fragment } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { ChangedCourse } from '../drafts/draft-changes.js'
import type { UnseenBlock } from '../drafts/unseen-blocks.js'
import { titleOf } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { isLibrary } from '../pages/authors/author-pages.js'
import { courseChangesPage } from '../pages/authors/course-changes-page.js'
import { courseAddress } from '../pages/authors/course-head.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { clashAnswer } from './clash-answer.js'
import { coursePlace, type CoursePlaceParts } from './course-place.js'
import { soonDone } from './job-page-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = CoursePlaceParts & Pick<HostParts, 'authoring' | 'callers' | 'draftChanges' | 'drafts' | 'jobs'>

/** Changed blocks that are looked at before they are published. */
const mostLooked = 100

/** Where authors see what of a course differs from what learners see, publish it and take it back. */
export function courseChangesRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/changes': (request, { context = '' }) => shown(host, request, context),
    async 'POST /author/contexts/:context/publish'(request, { context = '' }) {
      refuseForeign(request)
      if (isLibrary(context)) {
        await host.permissions.author(request, 'publish', context)
        return seeOther(`${libraryAddress(host.base, context)}/publish`)
      }
      const sent = new URLSearchParams(await request.text())
      const what = sent.get('what') ?? 'all'
      const found = await coursePlace(host, request, context, what === 'discard' ? 'edit' : 'publish')
      const { author, head, place } = found
      const { words } = place
      const usages = sent.getAll('usage')
      const draft = sent.get('draft') ?? ''
      const refused = (why: string, status = 400) => shown(host, request, context, { why, status, sent })
      if (what !== 'all' && usages.length === 0) return refused(words.say('Nothing is ticked.'))
      if (draft !== '' && draft !== head.draft && what !== 'discard')
        return refused(
          words.say('Somebody changed the course meanwhile. Look at what is listed now, and publish again.'),
          409,
        )
      const comment = (sent.get('comment') ?? '').trim()
      const back = `${courseAddress(host.base, context)}/changes`
      try {
        if (what === 'discard') {
          const made = await overDraft(
            host.content,
            context,
            { expected: draft, about: usages, within: usages },
            (expected) => host.drafts.discard(context, usages, { author: author.id, expected }),
          )
          if ('clash' in made)
            return clashAnswer(host, author, request, { ...made, title: place.title, sent, back })
          const told = new URLSearchParams({ news: 'discarded' })
          if (made.undo !== undefined) told.set('undo', made.undo)
          return seeOther(`${back}?${told.toString()}`)
        }
        const said = { author: author.id, ...(comment !== '' && { comment }) }
        const asked = { version: head.draft, ...(what === 'some' && { usages }) }
        if (what === 'all') {
          const { version, blocks } = await host.drafts.unseen(context)
          if (blocks.length > 0 && sent.get('despite') !== version)
            return shown(host, request, context, { sent, status: 200, blocks })
        }
        const job = await host.authoring.startPublish(context, { ...said, ...asked })
        return soonDone(host, job, `${courseAddress(host.base, context)}?news=published`)
      } catch (thrown) {
        return refused(refusalOf(thrown))
      }
    },
  }
}

/** What was asked for and not done. */
interface NotDone {
  readonly why?: string
  readonly status: number
  readonly sent: URLSearchParams
  /** What learners would not see, where that is why. */
  readonly blocks?: readonly UnseenBlock[]
}

async function shown(
  host: Parts,
  request: HostRequest,
  context: string,
  notDone?: NotDone,
): Promise<HostResponse> {
  const { author, head, place } = await coursePlace(host, request, context)
  const { words, nav } = place
  const asked = request.query.get('at') ?? notDone?.sent.get('at') ?? undefined
  const at = asked === undefined ? undefined : await namedAt(host, context, head.draft, asked)
  const [caller, changes] = await Promise.all([
    host.callers.ofPage(request),
    host.draftChanges.of(head, at?.usage),
  ])
  const [may, blocks] = await Promise.all([
    host.permissions.among(request, caller, 'publish', [context], (one) => one),
    notDone?.blocks ?? unseenIn(host, context, changes),
  ])
  const content = courseChangesPage({
    ...place,
    types: host.types,
    changes,
    unitCount: changes ? 0 : await unitCount(host, context),
    at,
    unseen: blocks.map(({ key, title, type, finding }) => ({ key, title, type, why: finding.message })),
    isAsked: notDone?.blocks !== undefined,
    mayPublish: may.length > 0,
    comment: notDone?.sent.get('comment') ?? '',
    refused: notDone?.why,
  })
  const page = new Fragment(content).addCss(host.client('course-tree.css'))
  const title = words.say('What changed in {title}', { title: head.title })
  return authorPage(host, author, request, title, page, notDone?.status ?? 200, {
    width: 'wide',
    words,
    nav,
  })
}

async function namedAt(host: Parts, context: string, draft: string, usage: string) {
  const view = await host.content.view(context, draft)
  const block = await view.block(usage)
  if (!block || usage === view.root) return undefined
  return { usage, title: titleOf(usage, block.type, block.settings['display_name']) }
}

/** What learners would not see of what changed. */
async function unseenIn(
  host: Parts,
  context: string,
  changes: ChangedCourse | undefined,
): Promise<readonly UnseenBlock[]> {
  const usages = (changes?.sections ?? []).flatMap(({ units }) =>
    units.flatMap((unit) =>
      unit.isUnit && unit.what !== 'removed'
        ? unit.what === 'added'
          ? [unit.usage]
          : unit.lines.filter(({ what }) => what !== 'removed').map(({ usage }) => usage)
        : [],
    ),
  )
  return host.drafts.unseenAmong(context, [...new Set(usages)].slice(0, mostLooked))
}

/** Units of a course of which nothing is published; those of subsections. */
async function unitCount(host: Parts, context: string): Promise<number> {
  const view = await host.content.view(context, 'draft')
  let open = [view.root]
  for (let level = 0; level < 3; level++)
    open = [...(await view.blocks(open)).values()].flatMap(({ children }) => [...children])
  return open.length
}

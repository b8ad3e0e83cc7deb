import type { PublishedContext } from '../../compositor/index.js'
import { type Learner, type Progress } from '../../lms/index.js'
import type { SafeHtml } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, jsonAnswer, seeOther } from '../http/exchange.js'
import { ownPath } from '../http/own-path.js'
import type { RouteTable } from '../http/router.js'
import {
  audienceOf,
  contextNav,
  layout,
  outlinePage,
  type NavEntry,
  type UnitStanding,
} from '../pages/index.js'
import { nextStep } from '../next-step.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'visitors'>

/** Sections that one request may open. */
const mostAsked = 20

/** Blocks that one answer tells the progress of. */
const mostBlocks = 500

/** What is published, course outlines, progress, and the demo's switch between learners. */
export function contextRoutes(host: Parts): RouteTable {
  const page = (
    title: string,
    content: SafeHtml,
    learner: Learner,
    path: string,
    nav?: readonly NavEntry[],
  ) =>
    htmlResponse(
      layout({
        title,
        base: host.base,
        client: host.client,
        content,
        learner: host.visitors.bar(learner, path),
        ...(nav && { nav }),
        words: host.visitors.wordsOf(learner),
      }),
    )

  return {
    'GET /contexts/:context': async (request, { context = '' }) => {
      const { learner, published } = await host.visitors.visit(request, context)
      const { publication } = published
      const asked = [...request.query].flatMap(([name, key]) => (name === 'open' ? [key] : []))
      const trail = await host.courseware.trail(learner, publication.context)
      const next = await nextStep(host.courseware, published, learner, trail)
      const opened = asked.length === 0 && next ? await sectionOf(published, next.key) : asked
      const outline = await host.courseware.openOutline(published, learner, opened.slice(0, mostAsked))
      const standing = await host.courseware.standing(published, outline.units, learner)
      const words = host.visitors.wordsOf(learner)
      const content = outlinePage({
        words,
        base: host.base,
        title: publication.title,
        context: publication.context,
        outline,
        next,
        due: await host.courseware.nextDue(published, learner),
        now: host.courseware.options.now(),
        standing: {
          units: new Map([...standing.units].map(([key, progress]) => [key, standingOf(progress)])),
          uncounted: new Set(standing.uncounted),
          trail,
          audience: new Map([...outline.closed].map(([key, closing]) => [key, audienceOf(words, closing)])),
        },
      })
      const path = `contexts/${encodeURIComponent(context)}`
      const nav = contextNav({
        words,
        base: host.base,
        context: publication.context,
        isStaff: learner.isStaff,
        isAuthor: host.visitors.isAuthor(request, learner),
        here: 'outline',
      })
      return page(publication.title, content, learner, `${host.base}/${path}`, nav)
    },
    'GET /progress/:context': async (request, { context = '' }) => {
      const { learner, published } = await host.visitors.visit(request, context)
      const { uncounted, blocks, ...progress } = await host.courseware.progressIn(published, learner)
      const from = Math.max(0, Math.floor(Number(request.query.get('from') ?? '')) || 0)
      const to = from + mostBlocks
      const address = `${host.base}/progress/${encodeURIComponent(context)}?from=${to}`
      return jsonAnswer({
        ...progress,
        blocks: blocks.slice(from, to),
        next: to < blocks.length ? address : null,
        ...(uncounted.length > 0 && { uncounted }),
      })
    },
    ...(host.visitors.demo && {
      'POST /learner': async (request) => {
        refuseForeign(request)
        const form = new URLSearchParams(await request.text())
        const cookie = host.visitors.demo?.choose(form.get('name') ?? '')
        return seeOther(
          ownPath(form.get('back'), host.base) ?? `${host.base}/`,
          cookie === undefined ? {} : { 'set-cookie': cookie },
        )
      },
    }),
  }
}

/** The section that is open where nobody asks for another: where the learner goes on. */
async function sectionOf(published: PublishedContext, unit: string): Promise<readonly string[]> {
  const [, section] = await published.path(unit)
  return section && !section.isUnit ? [section.key] : []
}

/** What the outline says of each unit. */
function standingOf(progress: Progress): UnitStanding {
  const { score, completion } = progress
  return { ...score, activities: { done: completion.done, total: completion.blocks } }
}

import type { HostParts } from '../host-parts.js'
import { html } from '../../runtime/index.js'
import { htmlResponse, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { contextNav, gradesCsv, layout, progressPage } from '../pages/index.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'visitors' | 'now'>

/** What is a learner's own is kept by nobody. */
const own = { 'cache-control': 'no-store' }

/** A learner's progress in a course, as a page and as a spreadsheet. */
export function progressRoutes(host: Parts): RouteTable {
  const gradesFor = async (request: HostRequest, context: string) => {
    const { learner, published } = await host.visitors.visit(request, context)
    const found = await host.courseware.gradesOf(published, { learners: [learner], seenBy: 'learner' })
    return { learner, published, found, words: host.visitors.wordsOf(learner) }
  }

  return {
    'GET /contexts/:context/progress': async (request, { context = '' }) => {
      const { learner, found, words } = await gradesFor(request, context)
      const { course, learners } = found
      const [grades] = learners
      const { base, client } = host
      const nav = contextNav({
        words,
        base,
        context: course.context,
        isStaff: learner.isStaff,
        isAuthor: host.visitors.isAuthor(request, learner),
        here: 'progress',
      })
      const opened = request.query.get('open') ?? undefined
      const content = grades && progressPage({ words, base, course, grades, opened, now: host.now() })
      const text = layout({
        title: `${words.say('Your progress')} · ${course.title}`,
        base,
        client,
        content: content ?? html``,
        resources: [{ kind: 'css', url: client('grades.css') }],
        learner: host.visitors.bar(learner, `${base}/contexts/${encodeURIComponent(context)}/progress`),
        nav,
        words,
      })
      return htmlResponse(text, 200, own)
    },
    'GET /contexts/:context/progress.csv': async (request, { context = '' }) => {
      const { found, words } = await gradesFor(request, context)
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="progress.csv"',
        ...own,
      }
      return { status: 200, headers, body: gradesCsv(words, found) }
    },
  }
}

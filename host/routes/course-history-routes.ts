import { history, versionDeeds } from '../../content/index.js'
import { Fragment } from '../../runtime/index.js'
import type { RouteTable } from '../http/router.js'
import { courseHistoryPage } from '../pages/authors/course-history-page.js'
import { authorPage } from './author-page.js'
import { coursePlace, type CoursePlaceParts } from './course-place.js'

/** Versions on one page. */
const pageLength = 20

/** Where authors see who changed what of a course, and go back. */
export function courseHistoryRoutes(host: CoursePlaceParts): RouteTable {
  return {
    async 'GET /author/contexts/:context/history'(request, { context = '' }) {
      const { author, place } = await coursePlace(host, request, context)
      const after = Number(request.query.get('after') ?? '')
      const { items, next } = await history(host.content, context, {
        limit: pageLength,
        ...(after > 0 && { after }),
      })
      const versions = await Promise.all(
        items.map(async (line) => ({ line, deeds: await versionDeeds(host.content, context, line) })),
      )
      const content = courseHistoryPage({ ...place, versions, next })
      const title = place.words.say('History of {title}', { title: place.title })
      return authorPage(host, author, request, title, new Fragment(content), 200, {
        width: 'wide',
        words: place.words,
        nav: place.nav,
      })
    },
  }
}

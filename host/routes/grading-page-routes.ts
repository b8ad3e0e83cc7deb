import { CompositorError, Fragment } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { courseAddress } from '../pages/authors/course-head.js'
import {
  formOfGrading,
  gradingOfForm,
  readGradingForm,
  type GradingForm,
} from '../pages/authors/grading-form.js'
import { gradingPage } from '../pages/authors/grading-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { coursePlace, type CoursePlaceParts } from './course-place.js'

/** What is needed of the host here. */
type Parts = CoursePlaceParts & Pick<HostParts, 'callers' | 'drafts' | 'policies'>

/** The file that says how a course is graded, whatever its run is called. */
const policyFile = 'grading_policy.json'

/** Where authors set how a course is graded. */
export function gradingPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/grading': (request, { context = '' }) => shown(host, request, context),
    async 'POST /author/contexts/:context/grading'(request, { context = '' }) {
      refuseForeign(request)
      const { author, place } = await coursePlace(host, request, context, 'edit')
      const { words } = place
      const sent = new URLSearchParams(await request.text())
      const form = readGradingForm(sent)
      const refused = (why: string, status = 400) => shown(host, request, context, { form, why, status })
      const policy = gradingOfForm(form, await host.policies.grading(context))
      if (!policy)
        return refused(
          words.say(
            'A value does not fit: weights and shares are percentages, numbers are whole. Nothing was saved.',
          ),
        )
      try {
        const expected = sent.get('draft') ?? ''
        const made = await overDraft(host.content, context, { expected, about: [policyFile] }, (at) =>
          host.drafts.operate(context, [{ do: 'grade-by', policy }], { author: author.id, expected: at }),
        )
        if ('clash' in made)
          return refused(
            words.say('Somebody changed the course meanwhile. Look at it as it is now, and try again.'),
            409,
          )
        const query = new URLSearchParams({
          news: 'graded',
          ...(made.undo !== undefined && { undo: made.undo }),
        })
        return seeOther(`${courseAddress(host.base, context)}/grading?${query.toString()}`)
      } catch (thrown) {
        const { code, message } = CompositorError.from(thrown, 'host-failed')
        if (code !== 'olx-policy' && code !== 'draft-fixed') throw thrown
        return refused(message)
      }
    },
  }
}

async function shown(
  host: Parts,
  request: HostRequest,
  context: string,
  notDone?: { readonly form: GradingForm; readonly why: string; readonly status: number },
): Promise<HostResponse> {
  const { author, place } = await coursePlace(host, request, context)
  const caller = await host.callers.ofPage(request)
  const may = await host.permissions.among(request, caller, 'edit', [context], (one) => one)
  const form = notDone?.form ?? formOfGrading(await host.policies.grading(context))
  const content = gradingPage({ ...place, form, mayEdit: may.length > 0, refused: notDone?.why })
  const { words } = place
  const title = words.say('Grading of {title}', { title: place.title })
  return authorPage(host, author, request, title, new Fragment(content), notDone?.status ?? 200, {
    width: 'wide',
    words,
    nav: place.nav,
  })
}

import { z } from 'zod'
import { newCourseKey, type ContextTitle } from '../../../content/index.js'
import { apiRoute, reply } from '../api-route.js'
import {
  contextKey,
  listOf,
  listQuery,
  ofContext,
  pageThrough,
  severalKeys,
  usageKey,
  versionName,
} from '../api-values.js'
import { outlineLine } from '../outline-line.js'

const tag = 'contexts'

/** A course or library, as lists and its own address tell of it. */
const contextSummary = z
  .object({
    context: contextKey,
    kind: z.enum(['course', 'library']),
    title: z.string(),
    draft: versionName,
    published: versionName.nullable().describe('What learners see; null for nothing'),
    imported: versionName,
    entries: z.number().int().describe('How many entries its history has'),
    opening: z.boolean().optional().describe('Whether the first import is still to be published'),
  })
  .meta({ id: 'Context' })

const list = apiRoute({
  id: 'listContexts',
  tag,
  summary: 'Courses and libraries that the caller may see drafts of, in the order of their keys',
  method: 'GET',
  path: '/contexts',
  may: 'somebody',
  query: listQuery.extend({ kind: z.enum(['course', 'library']).optional() }),
  answers: { 200: listOf(contextSummary) },
  async run({ host, request, caller, query }) {
    const titles = await host.drafts.titles()
    const wanted = titles.filter(({ kind }) => query.kind === undefined || kind === query.kind)
    const keyOf = ({ context }: Pick<ContextTitle, 'context'>) => context
    const page = await pageThrough(wanted, query, keyOf, async (some) => {
      const seen = await host.permissions.among(request, caller, 'read', some, keyOf)
      return Promise.all(seen.map(({ context }) => host.drafts.head(context)))
    })
    return reply(200, page)
  },
})

const one = apiRoute({
  id: 'showContext',
  tag,
  summary: 'A course or library',
  method: 'GET',
  path: '/contexts/:context',
  may: 'read',
  parts: ofContext,
  answers: { 200: contextSummary },
  refuses: ['context-unknown'],
  async run({ host, parts }) {
    const head = await host.drafts.head(parts.context)
    return reply(200, head, { draft: head.draft })
  },
})

const create = apiRoute({
  id: 'createCourse',
  tag,
  summary: 'Makes a course with nothing in it, which learners see when it is published',
  method: 'POST',
  path: '/contexts',
  may: 'somebody',
  body: z.strictObject({
    org: z.string().max(255).describe('Organisation, as it stands in the key'),
    number: z.string().max(255),
    run: z.string().max(255),
    title: z.string().min(1).max(255),
  }),
  answers: { 201: contextSummary },
  refuses: ['context-exists', 'key-malformed', 'field-value', 'author-only', 'store-full'],
  async run({ host, request, caller, body }) {
    await host.permissions.allow(request, caller, 'edit', newCourseKey(body).toString())
    const { context } = await host.drafts.create(body, { author: caller.person.id })
    const head = await host.drafts.head(context)
    const location = `${host.base}/api/v1/contexts/${encodeURIComponent(context)}`
    return reply(201, head, { draft: head.draft, location })
  },
})

const outline = apiRoute({
  id: 'showOutline',
  tag,
  summary:
    'The outline of a draft, down to its units: what is folded is left out, and of a long list one page',
  method: 'GET',
  path: '/contexts/:context/outline',
  may: 'read',
  parts: ofContext,
  query: z.object({
    at: usageKey.optional().describe('Whose inside is listed; the root when left out'),
    from: z.coerce.number().int().min(0).default(0).describe('Lines directly below it that are passed over'),
    open: severalKeys.optional().describe('Sections to open; the first when left out'),
  }),
  answers: {
    200: z.object({
      draft: versionName,
      above: z.array(z.object({ key: usageKey, title: z.string() })).readonly(),
      root: outlineLine,
      from: z.number().int(),
      folds: z.boolean().describe('Whether its sections fold; a small one is whole'),
      opened: z.array(usageKey).readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, parts, query }) {
    const { at, from, open = [] } = query
    const { head, ...shown } = await host.drafts.outline(parts.context, { at, from, open: [open].flat() })
    return reply(200, { ...shown, draft: head.draft }, { draft: head.draft })
  },
})

const copy = apiRoute({
  id: 'copyRun',
  tag,
  summary:
    'Copies the draft of a course to another run, which is a course of its own that nobody has state of',
  method: 'POST',
  path: '/contexts/:context/copies',
  may: 'read',
  parts: ofContext,
  body: z.strictObject({ to: contextKey.describe('Key of the run that is made') }),
  answers: { 201: contextSummary },
  refuses: ['context-unknown', 'draft-fixed'],
  async run({ host, request, caller, parts, body }) {
    await host.permissions.allow(request, caller, 'edit', body.to)
    await host.drafts.copyRun(parts.context, body.to, { author: caller.person.id })
    const head = await host.drafts.head(body.to)
    return reply(201, head, {
      draft: head.draft,
      location: `${host.base}/api/v1/contexts/${encodeURIComponent(body.to)}`,
    })
  },
})

/** Courses and libraries as a whole. */
export const contextRoutes = [list, create, one, outline, copy]

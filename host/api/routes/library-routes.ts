import { z } from 'zod'
import {
  libraryKinds,
  libraryRoles,
  organisationOf,
  type ContextTitle,
  type LibraryRole,
} from '../../../content/index.js'
import { LibraryKey, parseContextKey, V1LibraryKey, CompositorError } from '../../../runtime/index.js'
import type { HostParts } from '../../host-parts.js'
import type { Caller } from '../../libraries/caller.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, listOf, listQuery, ofContext, pageThrough, versionName, words } from '../api-values.js'
import { grants, grantsChange } from '../library-grants.js'

const tag = 'libraries'

const settingsShape = {
  title: z.string().min(1).max(255),
  description: z.string().max(10_000),
  licence: z.string().max(1000).describe('Such as CC-BY-4.0'),
  language: z.string().max(35).describe('BCP 47, such as pt-BR'),
  kind: z
    .enum(libraryKinds as [(typeof libraryKinds)[number]])
    .describe('`problem` and `video` hold blocks of that type only'),
}

const role = z.enum(libraryRoles).describe('What the caller is in it')

const library = z
  .object({
    context: contextKey,
    organisation: z.string(),
    title: z.string(),
    draft: versionName,
    published: versionName.nullable(),
    archived: z.boolean(),
    publicReading: z.boolean().describe('Whether everybody who writes at this site may read it'),
    publicLearning: z.boolean().describe('Whether learners may learn from it directly'),
    role,
  })
  .meta({ id: 'Library' })

const wholeLibrary = library
  .extend({
    ...settingsShape,
    kind: z.enum(libraryKinds as [(typeof libraryKinds)[number]]),
    mayRefer: z
      .array(z.string())
      .readonly()
      .nullable()
      .describe('Courses, libraries and organisations that may refer to it; null for all'),
    roles: grants.optional().describe('Who is what; for its admins'),
    origin: z
      .object({ address: z.string().nullable(), hasToken: z.boolean() })
      .optional()
      .describe('The site that it comes from, and whether a token for it is known; for its admins'),
  })
  .meta({ id: 'WholeLibrary' })

const list = apiRoute({
  id: 'listLibraries',
  tag,
  summary: 'Libraries that the caller may read, in the order of their keys',
  method: 'GET',
  path: '/libraries',
  may: 'somebody',
  query: listQuery.extend({ archived: z.enum(['true', 'false']).optional() }),
  answers: { 200: listOf(library) },
  async run({ host, request, caller, query }) {
    const titles = (await host.drafts.titles()).filter(({ kind }) => kind === 'library')
    const keyOf = ({ context }: Pick<ContextTitle, 'context'>) => context
    const page = await pageThrough(titles, query, keyOf, async (some) => {
      const seen = await host.permissions.among(request, caller, 'read', some, keyOf)
      const told = await Promise.all(seen.map(({ context }) => summaryOf(host, caller, context)))
      return told.filter(
        ({ archived }) => query.archived === undefined || archived === (query.archived === 'true'),
      )
    })
    return reply(200, page)
  },
})

const create = apiRoute({
  id: 'createLibrary',
  tag,
  summary: 'Makes a library with nothing in it; the caller is its admin',
  method: 'POST',
  path: '/libraries',
  may: 'somebody',
  body: z.strictObject({
    key: contextKey.describe('lib:ORG:SLUG'),
    title: settingsShape.title.optional(),
    description: settingsShape.description.optional(),
    licence: settingsShape.licence.optional(),
    language: settingsShape.language.optional(),
    kind: settingsShape.kind.optional(),
  }),
  answers: { 201: wholeLibrary },
  refuses: ['context-exists', 'key-malformed', 'key-kind', 'field-value', 'library-role', 'store-full'],
  async run({ host, caller, body }) {
    await host.permissions.allowMaking(caller, body.key)
    const given = Object.entries(body).filter(([, value]) => value !== undefined)
    await host.siteLibraries.create({ ...Object.fromEntries(given), key: body.key }, caller.person.id)
    const made = await wholeOf(host, caller, body.key)
    const location = `${host.base}/api/v1/libraries/${encodeURIComponent(body.key)}`
    return reply(201, made, { draft: made.draft, location })
  },
})

const one = apiRoute({
  id: 'showLibrary',
  tag,
  summary: 'A library: what it says of itself, and what this site says of it',
  method: 'GET',
  path: '/libraries/:context',
  may: 'read',
  parts: ofContext,
  answers: { 200: wholeLibrary },
  refuses: ['context-unknown'],
  async run({ host, caller, parts }) {
    const told = await wholeOf(host, caller, parts.context)
    return reply(200, told, { draft: told.draft })
  },
})

const change = apiRoute({
  id: 'changeLibrary',
  tag,
  summary: 'Changes what a library says of itself: its title, description, licence, language or kind',
  method: 'PATCH',
  path: '/libraries/:context',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend(z.object(settingsShape).partial().shape).strict(),
  answers: { 200: wholeLibrary },
  refuses: ['field-value', 'draft-fixed'],
  async run({ host, caller, parts, body, expected }) {
    const { comment, ...settings } = body
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
    const said = { author: caller.person.id, comment, expected }
    await host.libraries.change(parts.context, given, said)
    const told = await wholeOf(host, caller, parts.context)
    return reply(200, told, { draft: told.draft })
  },
})

const access = apiRoute({
  id: 'changeLibraryAccess',
  tag,
  summary: 'Changes who may do what with a library; roles that are null are taken away, all others stay',
  method: 'PATCH',
  path: '/libraries/:context/access',
  may: 'manage',
  parts: ofContext,
  body: z.strictObject({
    publicReading: z.boolean().optional(),
    publicLearning: z.boolean().optional(),
    mayRefer: z.array(z.string().min(1).max(300)).max(1000).nullable().optional(),
    roles: grantsChange.optional(),
    origin: z
      .strictObject({
        address: z.string().max(2000).nullable().optional(),
        token: z.string().max(8000).nullable().optional().describe('Never answered by anything'),
      })
      .optional(),
  }),
  answers: { 200: wholeLibrary },
  refuses: ['context-unknown'],
  async run({ host, caller, parts, body }) {
    await host.siteLibraries.change(parts.context, body)
    return reply(200, await wholeOf(host, caller, parts.context))
  },
})

const archive = archiving(
  'archiveLibrary',
  'archive',
  'Archives a library: it takes no edits and no new references; learners go on',
)
const restore = archiving('restoreLibrary', 'restore', 'Takes a library out of the archive')

function archiving(id: string, what: 'archive' | 'restore', summary: string) {
  return apiRoute({
    id,
    tag,
    summary,
    method: 'POST',
    path: `/libraries/:context/${what}`,
    may: 'manage',
    parts: ofContext,
    answers: { 200: wholeLibrary },
    refuses: ['context-unknown'],
    async run({ host, caller, parts }) {
      await host.siteLibraries[what](parts.context)
      return reply(200, await wholeOf(host, caller, parts.context))
    },
  })
}

const remove = apiRoute({
  id: 'deleteLibrary',
  tag,
  summary:
    'Deletes a library; what is published of courses goes on, and finds it no more when it is published again',
  method: 'DELETE',
  path: '/libraries/:context',
  may: 'manage',
  parts: ofContext,
  query: z.object({
    uses: z.coerce
      .number()
      .int()
      .min(0)
      .describe('How many courses and libraries use it, as the caller knows'),
  }),
  answers: {
    200: z.object({
      context: contextKey,
      uses: z
        .array(
          z.object({ context: contextKey, kind: z.enum(['course', 'library']), places: z.number().int() }),
        )
        .readonly(),
    }),
  },
  refuses: ['context-unknown', 'library-used'],
  async run({ host, parts, query }) {
    return reply(200, {
      context: parts.context,
      uses: await host.siteLibraries.delete(parts.context, query.uses),
    })
  },
})

async function summaryOf(host: HostParts, caller: Caller, context: string) {
  const key = parseContextKey(context)
  if (!(key instanceof LibraryKey || key instanceof V1LibraryKey))
    throw new CompositorError('context-unknown', `'${context.slice(0, 200)}' is no library.`)
  const { title, draft, published } = await host.drafts.head(context)
  const {
    archived = false,
    publicReading = false,
    publicLearning,
  } = await host.siteLibraries.standing(context)
  const own: LibraryRole = (await host.permissions.roleIn(caller, context)) ?? 'read'
  const standing = { archived, publicReading, publicLearning, role: own }
  return { context, organisation: organisationOf(context), title, draft, published, ...standing }
}

async function wholeOf(host: HostParts, caller: Caller, context: string) {
  const told = await summaryOf(host, caller, context)
  const settings = await host.libraries.settings(context)
  const { mayRefer = null, roles, origin } = await host.siteLibraries.standing(context)
  return { ...told, ...settings, mayRefer, ...(told.role === 'admin' && { roles, origin }) }
}

/** Libraries as a whole. */
export const libraryRoutes = [list, create, one, change, access, archive, restore, remove]

import { z } from 'zod'
import { editedWishes, type AskedVersions } from '../../../content/index.js'
import { parseUsageKey } from '../../../runtime/index.js'
import { apiRoute, reply, type ApiCall } from '../api-route.js'
import {
  contextKey,
  json,
  listOf,
  listQuery,
  ofBlock,
  ofContext,
  pageOfAll,
  usageKey,
  versionName,
  words,
} from '../api-values.js'

const tag = 'references'

const previewedBlock = z.object({
  block: usageKey.describe('Its key in the library'),
  type: z.string(),
  title: z.string(),
  within: usageKey.optional().describe('The library block that it stands in'),
})

const changedField = previewedBlock.extend({
  field: z.string(),
  scope: z.enum(['content', 'settings', 'other']),
  old: json.optional(),
  new: json.optional(),
  own: json.optional().describe('What the author says of it here, which stays on top'),
})

const preview = z
  .object({
    usage: usageKey,
    title: z.string(),
    draft: versionName,
    libraries: z
      .array(
        z.object({
          library: contextKey,
          title: z.string(),
          from: versionName
            .nullable()
            .describe('Null where the version that is pinned is not here, and of copies, which pin none'),
          to: versionName,
          number: z.number().int(),
          name: z.string().optional(),
        }),
      )
      .readonly(),
    added: z
      .array(previewedBlock.extend({ isFound: z.literal(true).optional().describe('Found by the subset') }))
      .readonly(),
    removed: z
      .array(
        previewedBlock.extend({
          isNamed: z.boolean().describe('Whether the reference names it'),
          usages: z.array(usageKey).readonly().describe('The keys that it and what is below it have here'),
          learners: z.number().int().describe('How many have something stored there: never who they are'),
        }),
      )
      .readonly(),
    moved: z.array(previewedBlock).readonly(),
    changed: z.array(changedField).readonly(),
    files: z
      .array(
        z.object({
          block: z.string().describe('Empty for a file of the library itself'),
          name: z.string(),
          what: z.enum(['added', 'changed', 'removed']),
          as: z
            .string()
            .optional()
            .describe('The name that it gets in a course that has another file of its own'),
        }),
      )
      .readonly(),
    clashes: z.array(changedField).readonly().describe('Of what changed, what the author says otherwise'),
    lostOverrides: z.array(z.object({ block: usageKey, field: z.string(), own: json })).readonly(),
    copy: z
      .object({
        upstream: usageKey,
        isContainer: z.boolean().describe('Whether it comes with all that stands in it'),
        version: z.number().int().nullable().describe('Of the library block, that the copy was brought to'),
        newest: z.number().int(),
      })
      .optional()
      .describe('Of a linked copy'),
  })
  .meta({ id: 'ReferencePreview' })

const update = z
  .object({
    preview,
    type: z.string(),
    unit: z.object({ usage: usageKey, title: z.string() }).nullable(),
    isDeclined: z.boolean(),
  })
  .meta({ id: 'OfferedUpdate' })

const updated = z
  .object({
    version: versionName,
    number: z.number().int(),
    changed: z.boolean(),
    updated: z.array(usageKey).readonly(),
    skipped: z
      .array(z.object({ usage: usageKey, why: z.string() }))
      .readonly()
      .describe('Those that stayed as they are, and why'),
    undo: z.number().int().describe('The version to revert to, so that nothing of it has happened'),
  })
  .meta({ id: 'UpdatedReferences' })

const version = z.string().min(1).max(300).describe('A version, as people name one')
const asked = z
  .union([version, z.record(contextKey, version)])
  .describe('Of each library, where there are several')
const usages = z
  .array(usageKey)
  .max(10_000)
  .optional()
  .describe('References and linked copies; all that are offered when left out')
const wishes = {
  edited: z
    .enum(editedWishes)
    .default('untouched')
    .describe('What becomes of content that was edited here, where the library changed it, too'),
  removed: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe('What becomes of blocks that the other version has not'),
}

const list = apiRoute({
  id: 'listUpdates',
  tag,
  summary: 'References and linked copies for which what their libraries have published last is another thing',
  method: 'GET',
  path: '/contexts/:context/updates',
  may: 'read',
  parts: ofContext,
  query: listQuery.extend({
    declined: z.stringbool().default(false).describe('Those, too, that were declined'),
  }),
  answers: { 200: listOf(update) },
  refuses: ['context-unknown'],
  async run({ host, parts, query }) {
    const offered = await host.courseUpdates.updates(parts.context, query.declined)
    const sorted = offered.toSorted((one, other) => (one.preview.usage < other.preview.usage ? -1 : 1))
    return reply(
      200,
      pageOfAll(sorted, query, (one) => one.preview.usage),
    )
  },
})

const accept = apiRoute({
  id: 'acceptUpdates',
  tag,
  summary:
    'Brings many references and linked copies to what their libraries have published last: one entry of the history',
  method: 'POST',
  path: '/contexts/:context/updates',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ usages, ...wishes }).strict(),
  answers: { 200: updated },
  refuses: [
    'context-unknown',
    'block-not-found',
    'draft-fixed',
    'library-block-missing',
    'library-closed',
    'olx-unwritable',
  ],
  async run({ host, caller, parts, body, expected }) {
    const said = { ...body, usages: body.usages?.map(parseUsageKey), author: caller.person.id, expected }
    const done = await host.courseUpdates.updateMany(parts.context, said)
    return reply(200, done, { draft: done.version })
  },
})

const decline = apiRoute({
  id: 'declineUpdates',
  tag,
  summary: 'Does without updates: they are not offered again until there is another version that differs',
  method: 'POST',
  path: '/contexts/:context/updates/decline',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ usages }).strict(),
  answers: { 200: updated },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed', 'olx-unwritable'],
  async run({ host, caller, parts, body, expected }) {
    const said = { ...body, usages: body.usages?.map(parseUsageKey), author: caller.person.id, expected }
    const done = await host.courseUpdates.decline(parts.context, said)
    return reply(200, done, { draft: done.version })
  },
})

const show = apiRoute({
  id: 'previewUpdate',
  tag,
  summary:
    'What another version of its library would change for a reference, or what is published for a linked copy; nothing is changed',
  method: 'GET',
  path: '/blocks/:usage/update',
  may: 'read',
  parts: ofBlock,
  query: z.object({
    to: version.optional().describe('Of the library; what it has published last when left out'),
    library: contextKey.optional().describe('Which one, where there are several'),
  }),
  answers: { 200: preview },
  refuses: [
    'context-unknown',
    'block-not-found',
    'draft-fixed',
    'library-block-missing',
    'version-unknown',
    'version-ambiguous',
  ],
  async run(call) {
    const { host, parts, query } = call
    const to = query.library === undefined ? query.to : { [query.library]: query.to ?? 'published' }
    await mayRead(call, to)
    const found = await host.courseUpdates.preview(parseUsageKey(parts.usage), to)
    return reply(200, found, { draft: found.draft })
  },
})

const one = apiRoute({
  id: 'updateReference',
  tag,
  summary:
    'Brings a reference to another version of its library, newer or older, or a linked copy to what is published: one entry of the history',
  method: 'POST',
  path: '/blocks/:usage/update',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend({ to: asked.optional(), ...wishes }).strict(),
  answers: { 200: updated },
  refuses: [
    'context-unknown',
    'block-not-found',
    'draft-fixed',
    'version-unknown',
    'version-ambiguous',
    'library-block-missing',
    'update-removes',
    'library-closed',
    'library-role',
    'olx-unwritable',
  ],
  async run(call) {
    const { host, caller, parts, body, expected } = call
    const { to, ...rest } = body
    await mayRead(call, to)
    const said = { ...rest, author: caller.person.id, expected }
    const done = await host.courseUpdates.update(parseUsageKey(parts.usage), to, said)
    return reply(200, done, { draft: done.version })
  },
})

/** Which version that is not the published one somebody asks for, they may see. */
async function mayRead(
  {
    host,
    request,
    caller,
    parts,
  }: Pick<ApiCall<{ usage: string }, unknown, unknown>, 'host' | 'request' | 'caller' | 'parts'>,
  to: AskedVersions | undefined,
): Promise<void> {
  if (to === undefined) return
  const { libraries } = await host.courseUpdates.preview(parseUsageKey(parts.usage), to)
  for (const { library } of libraries) await host.permissions.allow(request, caller, 'read', library)
}

/** Other versions for references: offered, looked at, taken, declined. */
export const referenceUpdateRoutes = [list, accept, decline, show, one]

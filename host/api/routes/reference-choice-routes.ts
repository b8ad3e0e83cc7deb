import { z } from 'zod'
import { parseSourceLibrary } from '../../../runtime/keys/index.js'
import { apiRoute, reply } from '../api-route.js'
import { askedVersion, listOf, listQuery, ofContext, versionName } from '../api-values.js'
import { member, toldMember } from '../reference-values.js'

const tag = 'references'

const versions = apiRoute({
  id: 'listReferenceVersions',
  tag,
  summary: 'The versions of a library that references may name, the newest first',
  method: 'GET',
  path: '/contexts/:context/reference-versions',
  may: 'read',
  parts: ofContext,
  answers: {
    200: z.object({
      items: z
        .array(
          z.object({
            version: versionName,
            number: z.number().int(),
            name: z.string().optional(),
            comment: z.string().optional(),
            author: z.string().optional(),
            at: z.string(),
            isLatest: z.boolean(),
          }),
        )
        .readonly(),
    }),
  },
  refuses: ['context-unknown', 'key-malformed'],
  async run({ host, parts }) {
    return reply(200, { items: await host.references.versions(parseSourceLibrary(parts.context)) })
  },
})

const blocks = apiRoute({
  id: 'listReferenceBlocks',
  tag,
  summary: 'The blocks of a version of a library that a reference could name, narrowed down as subsets are',
  method: 'GET',
  path: '/contexts/:context/reference-blocks',
  may: 'read',
  parts: ofContext,
  query: listQuery.extend({
    version: askedVersion.optional().describe('What is published when left out'),
    collection: z.string().max(100).optional(),
    tag: z.string().max(500).optional(),
    words: z.string().max(1000).optional(),
    type: z.string().max(200).optional(),
  }),
  answers: { 200: listOf(member) },
  refuses: ['context-unknown', 'key-malformed', 'version-unknown', 'version-ambiguous', 'handler-input'],
  async run({ host, parts, query: { limit, after, version, collection, tag: tagged, words: said, type } }) {
    const from = Number(after ?? 0) || 0
    const asked = {
      ...(collection !== undefined && { collection }),
      ...(tagged !== undefined && { tags: [tagged] }),
      ...(said !== undefined && { words: said }),
      ...(type !== undefined && { types: [type] }),
    }
    const library = parseSourceLibrary(parts.context)
    const { items, total } = await host.references.offered(library, { version, query: asked, from, limit })
    const next = from + limit < total ? String(from + limit) : null
    return reply(200, { items: items.map(toldMember), next })
  },
})

/** What references could name of a library. */
export const referenceChoiceRoutes = [versions, blocks]

import { z } from 'zod'
import type { HostParts } from '../../host-parts.js'
import type { HostRequest } from '../../http/exchange.js'
import { reindexKind } from '../../search/reindexing.js'
import type { Caller } from '../../libraries/caller.js'
import { contextKeyOf } from '../../libraries/context-of-key.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, listOf, listQuery, ofBlock, ofContext, usageKey } from '../api-values.js'
import { jobAnswer, jobLocation, jobView } from '../job-answer.js'

const tag = 'search'

/** One value or more, as a query that repeats its name has them. */
const several = (about: string) =>
  z
    .union([z.string().max(1000), z.array(z.string().max(1000)).max(100)])
    .optional()
    .describe(about)

const asked = (values: string | readonly string[] | undefined) =>
  typeof values === 'string' ? [values] : values

const status = z.enum(['draft', 'published', 'changed'])

const found = z
  .object({
    usage: usageKey,
    context: contextKey,
    type: z.string(),
    title: z.string(),
    status,
    tags: z.array(z.string()).readonly().describe('TAXONOMY:TAG, by id'),
    collections: z.array(z.string()).readonly(),
    author: z.string().optional().describe('Who changed it last'),
    changed: z.string().optional().describe('ISO 8601'),
    usedIn: z.array(contextKey).readonly(),
  })
  .meta({ id: 'FoundBlock' })

const counted = z.array(z.object({ value: z.string(), count: z.number().int() })).readonly()

/** Keys of the libraries that somebody may read. */
async function readable(host: HostParts, request: HostRequest, caller: Caller): Promise<readonly string[]> {
  const heads = (await host.drafts.titles()).filter(({ kind }) => kind === 'library')
  const allowed = await host.permissions.among(request, caller, 'read', heads, ({ context }) => context)
  return allowed.map(({ context }) => context)
}

const search = apiRoute({
  id: 'searchBlocks',
  tag,
  summary:
    'Finds blocks of libraries that the caller may read: all words, each as the beginning of one, without regard to accents and case',
  method: 'GET',
  path: '/search',
  may: 'somebody',
  query: listQuery.extend({
    words: z.string().max(1000).optional(),
    library: several('Keys of libraries'),
    type: several('Block types'),
    tag: several('TAXONOMY:TAG, by id; what has a tag below it counts'),
    collection: several('Keys of collections'),
    status: z.union([status, z.array(status)]).optional(),
    author: several('Who changed it last'),
    usedIn: several('Keys of courses and libraries that refer to it'),
    sort: z.enum(['relevance', 'title', 'changed']).optional(),
  }),
  answers: {
    200: listOf(found).extend({
      total: z.number().int(),
      counts: z
        .object({
          contexts: counted,
          types: counted,
          tags: counted,
          collections: counted,
          status: counted,
          authors: counted,
          usedIn: counted,
        })
        .describe(
          'Beside each filter, how many would be found with each value, all other filters as they are',
        ),
      behind: z.array(contextKey).readonly().optional().describe('Libraries of which not all is indexed yet'),
    }),
  },
  refuses: ['search-input', 'context-unknown'],
  async run({ host, request, caller, query }) {
    const { words, sort, limit, after } = query
    const answer = await host.catalogue.search(
      {
        words,
        contexts: asked(query.library),
        types: asked(query.type),
        tags: asked(query.tag),
        collections: asked(query.collection),
        status: typeof query.status === 'string' ? [query.status] : query.status,
        authors: asked(query.author),
        usedIn: asked(query.usedIn),
        sort,
        limit,
        after,
      },
      await readable(host, request, caller),
    )
    return reply(200, answer)
  },
})

const reindex = apiRoute({
  id: 'reindexLibrary',
  tag,
  summary: 'Makes the search index of a library anew',
  method: 'POST',
  path: '/contexts/:context/reindex',
  may: 'edit',
  parts: ofContext,
  answers: { 202: jobAnswer },
  refuses: ['context-unknown'],
  async run({ host, parts: { context } }) {
    await host.drafts.head(context)
    const job = await host.jobs.start(reindexKind, { context }, context)
    return reply(202, await jobView(host.jobs.jobs, job), { location: jobLocation(host.base, job) })
  },
})

const use = z.object({
  context: contextKey,
  kind: z.enum(['course', 'library']),
  places: z.number().int().describe('How many places there are in it'),
})

const usedBlock = z
  .object({
    block: usageKey,
    uses: z.array(use).readonly(),
    behind: z
      .array(contextKey)
      .readonly()
      .optional()
      .describe('What changed since, and was not looked at yet'),
  })
  .meta({ id: 'UsedBlock' })

/** Of some things those in contexts that the caller may know of. */
async function known<Thing>(
  { permissions }: HostParts,
  caller: Caller,
  things: readonly Thing[],
  contextOf: (thing: Thing) => string,
): Promise<readonly Thing[]> {
  const hidden = await Promise.all(things.map((thing) => permissions.hides(caller, contextOf(thing))))
  return things.filter((_, place) => !hidden[place])
}

const used = apiRoute({
  id: 'listUses',
  tag,
  summary: 'Which courses and libraries use blocks of a library, many at once',
  method: 'POST',
  path: '/contexts/:context/uses',
  may: 'read',
  parts: ofContext,
  body: z.object({ blocks: z.array(usageKey).max(1000) }).strict(),
  answers: { 200: z.object({ items: z.array(usedBlock).readonly() }) },
  refuses: ['key-kind', 'key-malformed'],
  async run({ host, caller, parts: { context }, body }) {
    const own = body.blocks.filter((block) => contextKeyOf(block) === contextKeyOf(context))
    const found = await host.catalogue.used(own)
    const items = found.map(async ({ block, uses, behind }) => ({
      block,
      uses: await known(host, caller, uses, (one) => one.context),
      ...(behind && { behind: await known(host, caller, behind, (one) => one) }),
    }))
    return reply(200, { items: await Promise.all(items) })
  },
})

const places = apiRoute({
  id: 'listPlaces',
  tag,
  summary:
    'Where in a course or library a block is used, at which version, and by how many learners: their number, nobody’s name',
  method: 'GET',
  path: '/blocks/:usage/places',
  may: 'read',
  parts: ofBlock,
  query: listQuery.extend({ context: contextKey }),
  answers: {
    200: listOf(
      z
        .object({
          usage: usageKey,
          type: z.string(),
          unit: usageKey.optional(),
          version: z.string().optional(),
          how: z.enum(['reference', 'whole', 'link', 'child']),
          in: z.array(z.enum(['draft', 'published'])).readonly(),
          learners: z.number().int(),
        })
        .meta({ id: 'UsePlace' }),
    ),
  },
  refuses: ['key-kind', 'key-malformed'],
  async run({ host, caller, parts: { usage }, query: { context, limit, after } }) {
    if (await host.permissions.hides(caller, contextKeyOf(context)))
      return reply(200, { items: [], next: null })
    return reply(200, await host.catalogue.places(usage, context, { limit, after }))
  },
})

const figures = apiRoute({
  id: 'showFigures',
  tag,
  summary:
    'How learners fare at a component, over all courses: numbers only, and none of so few learners that they could be told apart',
  method: 'GET',
  path: '/blocks/:usage/figures',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      usage: usageKey,
      at: z.string().describe('When they were worked out, ISO 8601'),
      learners: z.number().int().optional().describe('Left out with all else where there are too few'),
      isSample: z.boolean().describe('Whether not all learners were looked at'),
      firstRight: z.number().optional().describe('Share that was fully right at the first try'),
      meanAttempts: z.number().optional(),
      discrimination: z.number().optional().describe('Point-biserial, from -1 to 1'),
      choices: z.record(
        z.string(),
        z.array(z.object({ value: z.string(), learners: z.number().int() })).readonly(),
      ),
    }),
  },
  refuses: ['key-kind', 'key-malformed'],
  async run({ host, parts: { usage } }) {
    return reply(200, await host.catalogue.figures.of(usage))
  },
})

/** Finding blocks of libraries, and where they are used. */
export const searchRoutes = [search, reindex, used, places, figures]

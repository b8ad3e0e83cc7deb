import { z } from 'zod'
import {
  referenceSteps,
  type PoolMember,
  type ReferenceChange,
  type ReferenceState,
} from '../../../content/index.js'
import { errorTable, parseUsageKey, type ErrorCode } from '../../../runtime/index.js'
import { parseSourceBlock, parseSourceLibrary } from '../../../runtime/keys/index.js'
import type { HostRequest } from '../../http/exchange.js'
import type { Caller } from '../../libraries/caller.js'
import type { HostParts } from '../../host-parts.js'
import { apiRoute, reply } from '../api-route.js'
import {
  askedVersion,
  contextKey,
  listOf,
  listQuery,
  ofBlock,
  ofContext,
  usageKey,
  versionName,
  words,
} from '../api-values.js'

const tag = 'references'

const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

const member = z.object({
  block: usageKey,
  type: z.string(),
  title: z.string(),
  isThere: z.boolean().describe('Whether the version that is referred to has it'),
})

const query = z
  .strictObject({
    collection: z.string().max(100).optional().describe('Key of a collection, as the version has it'),
    tags: z
      .array(z.string().max(500))
      .max(100)
      .readonly()
      .optional()
      .describe('TAXONOMY:TAG; one of them, or one below it'),
    words: z.string().max(1000).optional().describe('All of them, each as the beginning of a word'),
    types: z
      .array(z.string().max(200))
      .max(100)
      .readonly()
      .optional()
      .describe('Block types, or kinds of problems'),
  })
  .describe('A subset of the libraries')

/** A reference of a draft to libraries. */
const reference = z
  .object({
    usage: usageKey,
    type: z.string(),
    title: z.string(),
    draft: versionName,
    libraries: z
      .array(
        z.object({
          library: contextKey,
          title: z.string().optional().describe('Absent where the library is not here'),
          pinned: z
            .string()
            .describe('The version that is pinned; `latest` for one that follows the library'),
          version: versionName.optional().describe('What stands for it by now'),
          latest: versionName.optional().describe('What the library has published last'),
        }),
      )
      .readonly(),
    pool: z
      .array(member)
      .readonly()
      .describe('The blocks that are named, in order, or that the subset finds'),
    size: z.number().int().describe('How many blocks it may bring'),
    isWhole: z.boolean().describe('Whether all blocks of the libraries are meant'),
    query: query.optional(),
    isRandom: z.boolean().describe('Whether each learner gets some of them; else all get all, in order'),
    count: z.number().int().optional().describe('How many a learner gets; below zero for all'),
    messages: z
      .array(
        z.object({
          step: z.enum(referenceSteps),
          level: z.enum(['error', 'warning', 'note']),
          code: z.enum(errorCodes),
          message: z.string(),
          remedy: z.string(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'Reference' })

const show = apiRoute({
  id: 'showReference',
  tag,
  summary: 'A reference of a draft to libraries, with what its author should know of each step',
  method: 'GET',
  path: '/blocks/:usage/reference',
  may: 'read',
  parts: ofBlock,
  answers: { 200: reference },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed'],
  async run({ host, parts }) {
    const state = await host.references.state(parseUsageKey(parts.usage))
    return reply(200, told(state), { draft: state.draft })
  },
})

const change = {
  library: contextKey.optional().describe('The library that the blocks are of, instead of those before'),
  version: askedVersion.optional().describe('A version of it, as people name it; `latest` to follow it'),
  libraries: z
    .array(z.strictObject({ library: contextKey, version: askedVersion.optional() }))
    .max(100)
    .optional()
    .describe('Several libraries at once'),
  pool: z.array(usageKey).max(10_000).optional().describe('Which blocks, in order; none for an empty list'),
  query: query.nullable().optional().describe('A subset, whose members are put into the pool; null for none'),
  order: z.array(usageKey).max(10_000).optional().describe('The same blocks in another order'),
  random: z.boolean().optional().describe('Whether each learner gets some of the blocks, drawn for them'),
  count: z.number().int().min(-1).max(100_000).optional().describe('How many; -1 for all'),
  title: z.string().max(1000).optional(),
}
type SaidChange = z.output<z.ZodObject<typeof change>>

const done = z.object({
  usage: usageKey.describe('Another key than before where it is of another type'),
  draft: versionName,
  changed: z.boolean(),
})

/** What references are refused with that cannot be made so. */
const refusedChanges: readonly ErrorCode[] = [
  'context-unknown',
  'block-not-found',
  'draft-fixed',
  'field-value',
  'key-malformed',
  'version-unknown',
  'version-ambiguous',
  'library-version-missing',
  'library-block-missing',
  'library-closed',
]

const configure = apiRoute({
  id: 'configureReference',
  tag,
  summary:
    'Changes a reference step by step or at once: library, version, blocks, drawn or in order, how many',
  method: 'PATCH',
  path: '/blocks/:usage/reference',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend(change).strict(),
  answers: { 200: done },
  refuses: refusedChanges,
  async run({ host, request, caller, parts, body, expected }) {
    const wanted = await allowed(host, request, caller, body)
    const said = { author: caller.person.id, comment: body.comment, expected }
    const made = await host.references.configure(parseUsageKey(parts.usage), wanted, said)
    return reply(200, { ...made, usage: made.usage.toString() }, { draft: made.draft })
  },
})

const add = apiRoute({
  id: 'addReference',
  tag,
  summary: 'Makes a reference in a unit or another block, in one edit',
  method: 'POST',
  path: '/blocks/:usage/references',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words
    .extend(change)
    .extend({
      index: z.number().int().min(0).optional().describe('Before which block, from 0; the last if left out'),
    })
    .strict(),
  answers: { 200: done },
  refuses: refusedChanges,
  async run({ host, request, caller, parts, body, expected }) {
    const wanted = await allowed(host, request, caller, body)
    const said = { author: caller.person.id, comment: body.comment, expected }
    const parent = parseUsageKey(parts.usage)
    const made = await host.references.create({ ...wanted, parent, index: body.index }, said)
    return reply(200, { ...made, usage: made.usage.toString() }, { draft: made.draft })
  },
})

const matching = apiRoute({
  id: 'matchReference',
  tag,
  summary: 'What the subset of a reference finds by now, and how that differs from its pool',
  method: 'GET',
  path: '/blocks/:usage/reference/matching',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      found: z.array(usageKey).readonly(),
      added: z.array(usageKey).readonly().describe('Of them those that the pool does not have'),
      gone: z.array(usageKey).readonly().describe('Blocks of the pool that it does not find'),
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed', 'field-value'],
  async run({ host, parts }) {
    const { found, added, gone } = await host.references.matching(parseUsageKey(parts.usage))
    return reply(200, { found: found.map(String), added: added.map(String), gone: gone.map(String) })
  },
})

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

/** What a caller says of a reference, where they may read the libraries that it names. @throws CompositorError as `Permissions.allow` does */
async function allowed(
  host: HostParts,
  request: HostRequest,
  caller: Caller,
  said: SaidChange,
): Promise<ReferenceChange> {
  const { library, libraries, pool, order, version, query: subset, random, count, title } = said
  const wanted = {
    library: library === undefined ? undefined : parseSourceLibrary(library),
    libraries: libraries?.map((one) => ({ ...one, library: parseSourceLibrary(one.library) })),
    pool: pool?.map(parseSourceBlock),
    order: order?.map(parseSourceBlock),
  }
  const named = [
    ...(wanted.library ? [wanted.library] : []),
    ...(wanted.libraries ?? []).map((one) => one.library),
    ...(wanted.pool ?? []).map(({ context }) => context),
  ]
  for (const one of new Set(named.map(String))) await host.permissions.allow(request, caller, 'read', one)
  const narrowed =
    subset && Object.fromEntries(Object.entries(subset).filter(([, value]) => value !== undefined))
  return { ...wanted, version, query: narrowed, random, count, title }
}

function toldMember({ block, ...rest }: PoolMember) {
  return { ...rest, block: block.toString() }
}

function told({ usage, libraries, pool, ...rest }: ReferenceState) {
  return {
    ...rest,
    usage: usage.toString(),
    libraries: libraries.map((one) => ({ ...one, library: one.library.toString() })),
    pool: pool.map(toldMember),
  }
}

/** References of drafts to libraries. */
export const referenceRoutes = [show, configure, add, matching, versions, blocks]

import { z } from 'zod'
import type { ReferenceChange } from '../../../content/index.js'
import { parseUsageKey, type ErrorCode } from '../../../runtime/index.js'
import { parseSourceBlock, parseSourceLibrary } from '../../../runtime/keys/index.js'
import type { HostRequest } from '../../http/exchange.js'
import type { Caller } from '../../libraries/caller.js'
import type { HostParts } from '../../host-parts.js'
import { apiRoute, reply } from '../api-route.js'
import { ofBlock, usageKey, versionName, words } from '../api-values.js'
import { change, reference, told, type SaidChange } from '../reference-values.js'

const tag = 'references'

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

/** References of drafts to libraries. */
export const referenceRoutes = [show, configure, add, matching]

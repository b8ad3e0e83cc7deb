import { z } from 'zod'
import { CompositorError } from '../../../runtime/index.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, ofContext, usageKey, versionName } from '../api-values.js'

const tag = 'pathways'

const item = z.object({
  usage: usageKey,
  title: z.string(),
  block: z.string().describe('Usage key of the block in its library'),
  source: z.string().describe('The library with its version'),
})

const create = apiRoute({
  id: 'createPathway',
  tag,
  summary: 'Makes a pathway with nothing in it: a list of library blocks that learners work through',
  method: 'POST',
  path: '/pathways',
  may: 'somebody',
  body: z.strictObject({ title: z.string(), uuid: z.string().optional() }),
  answers: { 201: z.object({ context: contextKey, version: versionName }) },
  refuses: ['author-only', 'context-exists', 'field-value', 'key-malformed', 'store-full'],
  async run({ host, caller, body }) {
    if (!caller.isSiteAuthor)
      throw new CompositorError('author-only', 'Only authors of the whole site make pathways.')
    const { context, version } = await host.pathways.create(body, { author: caller.person.id })
    return reply(201, { context, version })
  },
})

const list = apiRoute({
  id: 'listPathwayItems',
  tag,
  summary: 'What the draft of a pathway lists, in order',
  method: 'GET',
  path: '/pathways/:context/items',
  may: 'read',
  parts: ofContext,
  answers: { 200: z.object({ items: z.array(item).readonly(), next: z.null() }) },
  refuses: ['context-unknown', 'key-kind'],
  async run({ host, parts }) {
    return reply(200, { items: await host.pathways.items(parts.context), next: null })
  },
})

const add = apiRoute({
  id: 'addPathwayItem',
  tag,
  summary:
    'Lists a library block; `POST /contexts/KEY/operations` moves and deletes items as it does blocks of courses',
  method: 'POST',
  path: '/pathways/:context/items',
  may: 'edit',
  parts: ofContext,
  changesDraft: true,
  body: z.strictObject({
    block: z.string().describe('Usage key in its library'),
    version: z.string().optional().describe('Of its library; what it has published when left out'),
    index: z.number().int().min(0).optional(),
    overrides: z.record(z.string(), z.json()).optional().describe('Values that hold here, by OLX name'),
  }),
  answers: { 201: z.object({ usage: usageKey, version: versionName }) },
  refuses: [
    'context-unknown',
    'key-kind',
    'key-malformed',
    'library-version-missing',
    'library-block-missing',
  ],
  async run({ host, request, caller, parts, body, expected }) {
    await host.permissions.allow(request, caller, 'read', body.block)
    const words = { expected, author: caller.person.id }
    const { usages, version } = await host.pathways.add(parts.context, body, words)
    return reply(201, { usage: usages[0] ?? '', version })
  },
})

/** Lists of library blocks. */
export const pathwayRoutes = [create, list, add]

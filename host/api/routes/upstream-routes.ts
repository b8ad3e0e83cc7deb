import { z } from 'zod'
import { editedWishes } from '../../../content/index.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, json, ofBlock, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'upstream links'

const number = z.number().int().nullable()
const names = z.array(z.string()).readonly()
const keys = z.array(usageKey).readonly()

const status = z
  .object({
    usage: usageKey,
    title: z.string(),
    upstream: z.string().nullable().describe('The library block; null where it is linked to none'),
    isAvailable: z.boolean().describe('Whether that is published'),
    version: number.describe('That it was brought to'),
    declined: number,
    newest: number,
    isReady: z.boolean().describe('Whether there is something to bring it to'),
    customized: names.describe('Fields that are the course’s own, by OLX name'),
  })
  .meta({ id: 'UpstreamStatus' })

const files = z.object({
  added: names.describe('Static files that are new to the course'),
  clashing: z
    .record(z.string(), z.string())
    .describe('Names that the course has for other files, with those that the library’s get'),
})

const wishes = {
  edited: z.enum(editedWishes).default('untouched').describe('What becomes of content that was edited here'),
  removed: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe('What becomes of members of containers that the library has there no more'),
}

const skipped = z
  .array(z.object({ usage: usageKey, why: z.string() }))
  .readonly()
  .describe('Blocks that stayed as they are, and why')

const changed = { version: versionName, number: z.number().int(), changed: z.boolean() }

const show = apiRoute({
  id: 'showUpstream',
  tag,
  summary: 'How a block stands to the library block that it is linked to',
  method: 'GET',
  path: '/blocks/:usage/upstream',
  may: 'read',
  parts: ofBlock,
  answers: { 200: status },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, parts }) {
    return reply(200, await host.upstreams.status(parts.usage))
  },
})

const preview = apiRoute({
  id: 'previewUpstream',
  tag,
  summary: 'What bringing a block to its library would change: old values, the library’s, and one’s own',
  method: 'GET',
  path: '/blocks/:usage/upstream/preview',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      usage: usageKey,
      upstream: z.string(),
      version: number,
      newest: z.number().int(),
      fields: z
        .array(
          z.object({
            name: z.string(),
            scope: z.enum(['content', 'settings']),
            old: json.optional(),
            theirs: json.optional(),
            own: json.optional().describe('It stays'),
          }),
        )
        .readonly(),
      files,
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'library-block-missing'],
  async run({ host, parts }) {
    return reply(200, await host.upstreams.preview(parts.usage))
  },
})

const change = apiRoute({
  id: 'changeUpstream',
  tag,
  summary:
    'Brings a block to what its library publishes, declines that, ends the link, or gives fields back to the library',
  method: 'POST',
  path: '/blocks/:usage/upstream',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: z.union([
    words.extend({ change: z.literal('sync'), ...wishes }).strict(),
    words.extend({ change: z.enum(['decline', 'sever']) }).strict(),
    words.extend({ change: z.literal('revert'), fields: z.array(z.string()).min(1).max(1000) }).strict(),
  ]),
  answers: { 200: z.object(changed) },
  refuses: [
    'context-unknown',
    'block-not-found',
    'draft-fixed',
    'library-block-missing',
    'update-removes',
    'olx-unwritable',
  ],
  async run({ host, caller, parts, body, expected }) {
    const { edited, removed } = { edited: undefined, removed: undefined, ...body }
    const said = { author: caller.person.id, comment: body.comment, expected, edited, removed }
    const done =
      body.change === 'revert'
        ? await host.upstreams.revert(parts.usage, body.fields, said)
        : await host.upstreams.change(parts.usage, body.change, said)
    const { version, number: entry, changed: isChanged } = done
    return reply(200, { version, number: entry, changed: isChanged }, { draft: version })
  },
})

const report = apiRoute({
  id: 'listUpstreams',
  tag,
  summary: 'The blocks of a course that are linked to library blocks: which are behind, declined or broken',
  method: 'GET',
  path: '/contexts/:context/upstreams',
  may: 'read',
  parts: ofContext,
  answers: {
    200: z.object({
      context: contextKey,
      version: versionName,
      linked: z.array(status).readonly(),
      behind: keys,
      declined: keys,
      broken: keys,
    }),
  },
  refuses: ['context-unknown'],
  async run({ host, parts }) {
    return reply(200, await host.upstreams.report(parts.context))
  },
})

const sync = apiRoute({
  id: 'syncUpstreams',
  tag,
  summary: 'Brings linked blocks of a course to what their libraries publish, as one edit',
  method: 'POST',
  path: '/contexts/:context/upstreams',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      usages: z.array(usageKey).max(10_000).optional().describe('All that are behind where it is left out'),
      ...wishes,
    })
    .strict(),
  answers: { 200: z.object({ ...changed, usages: keys, skipped, files }) },
  refuses: [
    'context-unknown',
    'block-not-found',
    'library-block-missing',
    'update-removes',
    'olx-unwritable',
  ],
  async run({ host, caller, parts, body, expected }) {
    const { usages: named, ...words } = body
    const said = { ...words, author: caller.person.id, expected }
    const done = await host.upstreams.sync(parts.context, named, said)
    const { version, number: entry, changed: isChanged, usages, skipped: stayed, files: brought } = done
    return reply(
      200,
      { version, number: entry, changed: isChanged, usages, skipped: stayed, files: brought },
      { draft: version },
    )
  },
})

/** Copies of library blocks that stay linked to them. */
export const upstreamRoutes = [show, preview, change, report, sync]

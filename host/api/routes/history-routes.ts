import { z } from 'zod'
import { difference, history, showVersion } from '../../../content/index.js'
import { contextKeyOf } from '../../libraries/context-of-key.js'
import { apiRoute, reply } from '../api-route.js'
import {
  askedVersion,
  contextKey,
  json,
  listOf,
  listQuery,
  ofBlock,
  ofContext,
  usageKey,
  versionName,
  words,
} from '../api-values.js'

const tag = 'history'

const lineShape = {
  number: z.number().int().describe('Counts from 1 in its context'),
  version: versionName,
  what: z.enum(['create', 'import', 'edit', 'publish', 'revert', 'discard', 'merge']),
  reading: z.enum(['draft', 'published']),
  at: z.string().describe('ISO 8601'),
  name: z.string().optional(),
  comment: z.string().optional(),
  author: z.string().optional(),
  parents: z.array(z.number().int()).readonly().describe('Numbers of the entries that it was made of'),
  isDraft: z.boolean(),
  isPublished: z.boolean(),
  by: z.array(usageKey).readonly().optional().describe('Blocks below the one asked for that it changed'),
  rewritten: z.literal(true).optional().describe('Its files were not kept, and were written from its blocks'),
}

const line = z.object(lineShape).meta({ id: 'HistoryLine' })

const list = apiRoute({
  id: 'showHistory',
  tag,
  summary: 'Who changed what and when, the newest first; of one block those entries that changed it',
  method: 'GET',
  path: '/contexts/:context/history',
  may: 'read',
  parts: ofContext,
  query: listQuery.extend({
    usage: usageKey.optional(),
    below: z
      .enum(['true', 'false'])
      .optional()
      .describe('Whether lines count that changed only what stands below that block'),
    after: z.coerce.number().int().min(1).optional(),
  }),
  answers: { 200: listOf(line) },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, parts, query }) {
    const { items, next } = await history(host.content, parts.context, {
      ...query,
      below: query.below === 'true',
    })
    return reply(200, { items, next: next === undefined ? null : String(next) })
  },
})

const one = apiRoute({
  id: 'showVersion',
  tag,
  summary: 'One version',
  method: 'GET',
  path: '/contexts/:context/versions/:version',
  may: 'read',
  parts: ofContext.extend({ version: askedVersion }),
  answers: {
    200: z.object({
      ...lineShape,
      context: contextKey,
      kind: z.enum(['course', 'library']),
      title: z.string(),
      blocks: z.number().int(),
      files: z.number().int(),
    }),
  },
  refuses: ['context-unknown', 'version-unknown', 'version-ambiguous', 'version-collected'],
  async run({ host, parts }) {
    return reply(200, await showVersion(host.content, parts.context, parts.version))
  },
})

const namedBlock = z.object({ usage: usageKey, type: z.string(), title: z.string().optional() })
const paths = z.array(z.string()).readonly()

const diff = apiRoute({
  id: 'compareVersions',
  tag,
  summary: 'What differs between two versions: blocks added, removed, moved, changed by field; and files',
  method: 'GET',
  path: '/contexts/:context/diff',
  may: 'read',
  parts: ofContext,
  query: z.object({ before: askedVersion, after: askedVersion.default('draft') }),
  answers: {
    200: z.object({
      context: contextKey,
      before: versionName,
      after: versionName,
      added: z.array(namedBlock).readonly(),
      removed: z.array(namedBlock).readonly(),
      moved: z.array(namedBlock.extend({ from: usageKey.optional(), to: usageKey.optional() })).readonly(),
      changed: z
        .array(
          namedBlock.extend({
            fields: z
              .array(z.object({ name: z.string(), before: json.optional(), after: json.optional() }))
              .readonly(),
          }),
        )
        .readonly(),
      files: z.object({ added: paths, removed: paths, changed: paths }),
    }),
  },
  refuses: ['context-unknown', 'version-unknown', 'version-ambiguous', 'version-collected'],
  async run({ host, parts, query }) {
    return reply(200, await difference(host.content, parts.context, query.before, query.after))
  },
})

const draftNow = z.object({
  version: versionName,
  number: z.number().int(),
  changed: z.boolean().describe('Whether the draft is another one than before'),
})

const revert = apiRoute({
  id: 'revertDraft',
  tag,
  summary: 'Makes an older version the draft again; nothing is published by that',
  method: 'POST',
  path: '/contexts/:context/revert',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ version: askedVersion }).strict(),
  answers: { 200: draftNow },
  refuses: ['version-unknown', 'version-ambiguous', 'version-collected'],
  async run({ host, caller, parts, body, expected }) {
    const said = { author: caller.person.id, comment: body.comment, expected }
    const now = await host.content.revert(parts.context, body.version, said)
    return reply(200, now, { draft: now.version })
  },
})

const restore = apiRoute({
  id: 'restoreBlock',
  tag,
  summary: 'Makes a block of the draft what it was in an older version; where it stands stays',
  method: 'POST',
  path: '/blocks/:usage/restore',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend({ version: askedVersion }).strict(),
  answers: { 200: draftNow },
  refuses: ['block-not-found', 'draft-fixed', 'version-unknown', 'version-ambiguous', 'version-collected'],
  async run({ host, caller, parts, body, expected }) {
    const said = { author: caller.person.id, comment: body.comment, expected }
    const now = await host.drafts.restore(contextKeyOf(parts.usage), [parts.usage], body.version, said)
    const { version, number, changed } = now
    return reply(200, { version, number, changed }, { draft: version })
  },
})

const discard = apiRoute({
  id: 'discardDraft',
  tag,
  summary:
    'Takes what is published for the draft, all of it or of some blocks; what is left stays in the history',
  method: 'POST',
  path: '/contexts/:context/discard',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      usages: z.array(usageKey).max(10_000).default([]).describe('Blocks that go back; none for all'),
    })
    .strict(),
  answers: { 200: draftNow },
  refuses: ['version-unknown', 'block-not-found'],
  async run({ host, caller, parts, body, expected }) {
    const said = { author: caller.person.id, comment: body.comment, expected }
    const now = await host.drafts.discard(parts.context, body.usages, said)
    return reply(200, now, { draft: now.version })
  },
})

/** What was, and going back to it. */
export const historyRoutes = [list, one, diff, revert, restore, discard]

import { z } from 'zod'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, finding, ofBlock, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'transfers'
const renamedFiles = z
  .record(z.string(), z.string())
  .describe('Static files that got another name, as theirs was that of another file: old names with new ones')

const transfer = apiRoute({
  id: 'transferBlock',
  tag,
  summary:
    'Copies a block to another course or library, or moves it there, with the static files that it names',
  method: 'POST',
  path: '/blocks/:usage/transfer',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words
    .extend({
      parent: usageKey.describe('The block that is to hold it; of a library its key'),
      index: z.int().min(0).optional(),
      move: z.boolean().default(false),
    })
    .strict(),
  answers: {
    201: z.object({
      usage: usageKey,
      from: usageKey,
      version: versionName,
      sourceVersion: versionName.optional(),
      renamedFiles,
    }),
  },
  refuses: [
    'context-unknown',
    'block-not-found',
    'draft-fixed',
    'block-refused',
    'olx-unwritable',
    'library-type-refused',
  ],
  async run({ host, request, caller, parts, body }) {
    const { parent, index, move, comment } = body
    await host.permissions.allow(request, caller, 'edit', parent)
    const done = await host.migrations.transfer(
      parts.usage,
      { parent, index, move },
      { comment, author: caller.person.id },
    )
    return reply(201, done)
  },
})

const share = apiRoute({
  id: 'shareBlock',
  tag,
  summary:
    'Makes a block of a course a library’s and refers to it from its place; learners keep what they have',
  method: 'POST',
  path: '/blocks/:usage/share',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend({ library: contextKey }).strict(),
  answers: {
    201: z.object({
      from: usageKey,
      component: usageKey,
      reference: usageKey,
      usage: usageKey.describe('What learners meet once the course is published'),
      libraryVersion: versionName,
      version: versionName,
      renamedFiles,
      published: z.boolean(),
      findings: z.array(finding).readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed', 'block-refused', 'library-type-refused'],
  async run({ host, request, caller, parts, body }) {
    await host.permissions.allow(request, caller, 'publish', body.library)
    const said = { comment: body.comment, author: caller.person.id }
    const done = await host.migrations.share(parts.usage, body.library, said)
    return reply(201, done, { draft: done.version })
  },
})

const clash = z.enum(['skip', 'update', 'fork'])

const collect = apiRoute({
  id: 'collectBlocks',
  tag,
  summary: 'Brings the problems of a course into a library, or says what would come, what cannot and why',
  method: 'POST',
  path: '/contexts/:context/collection',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      course: contextKey,
      apply: z.boolean().default(false).describe('False only says what would come'),
      types: z.array(z.string()).min(1).max(100).default(['problem']),
      onClash: clash.default('skip').describe('What becomes of blocks that the library has in another form'),
      choices: z.record(z.string(), clash).default({}).describe('The same by usage key in the course'),
    })
    .strict(),
  answers: {
    200: z.object({
      course: contextKey,
      library: contextKey,
      applied: z.boolean(),
      version: versionName,
      blocks: z
        .array(
          z.object({
            usage: usageKey,
            type: z.string(),
            title: z.string(),
            found: z.enum(['new', 'same', 'clash', 'refused']),
            action: z.enum(['add', 'skip', 'update', 'fork', 'none']),
            becomes: usageKey.nullable(),
            differs: z.array(z.string()).readonly(),
            files: z.array(z.string()).readonly(),
            missing: z.array(z.string()).readonly(),
            reason: z.object({ code: z.string(), message: z.string() }).optional(),
          }),
        )
        .readonly(),
    }),
  },
  refuses: ['context-unknown', 'key-kind', 'olx-unwritable'],
  async run({ host, request, caller, parts, body, expected }) {
    const { course, apply, types: blockTypes, onClash, choices, comment } = body
    await host.permissions.allow(request, caller, 'read', course)
    const said = {
      author: caller.person.id,
      ...(comment !== undefined && { comment }),
      ...(expected !== undefined && { expected }),
    }
    const done = await host.migrations.collect(course, parts.context, {
      blockTypes,
      onClash,
      choices,
      apply,
      words: said,
    })
    return reply(200, done, { draft: done.version })
  },
})

/** Blocks between courses and libraries. */
export const transferRoutes = [transfer, share, collect]

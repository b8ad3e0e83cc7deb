import { z } from 'zod'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, finding, ofBlock, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'migrations'

const names = z.array(z.string()).readonly()

const report = z
  .object({
    library: contextKey,
    to: contextKey,
    title: z.string(),
    applied: z.boolean().describe('False where it is only said what would be done'),
    from: z
      .enum(['library', 'copies'])
      .describe('`copies` where the library is put together of its copies in courses'),
    version: versionName.nullable(),
    blocks: z
      .array(
        z.object({
          usage: usageKey,
          type: z.string(),
          title: z.string(),
          becomes: usageKey,
          as: z.enum(['component', 'unit']),
          isThere: z.boolean(),
          files: names,
          settled: names.describe('Settings that the library said for all its blocks'),
        }),
      )
      .readonly(),
    files: names.describe('Static files that belong to the whole'),
    courses: z
      .array(
        z.object({
          course: contextKey,
          title: z.string(),
          banks: z.array(usageKey).readonly(),
          copies: z
            .array(
              z.object({
                usage: usageKey,
                bank: usageKey,
                original: usageKey.nullable(),
                upstream: usageKey,
                content: names.describe('What an update would overwrite, by OLX name'),
                settings: names.describe('What stays as it is set here'),
                isThere: z.boolean(),
              }),
            )
            .readonly(),
          version: versionName,
          published: z.boolean(),
        }),
      )
      .readonly(),
    findings: z.array(finding).readonly(),
  })
  .meta({ id: 'MigrationReport' })

const plan = apiRoute({
  id: 'planMigration',
  tag,
  summary: 'What migrating a v1 library to a v2 library would do, block by block',
  method: 'GET',
  path: '/contexts/:context/migration',
  may: 'read',
  parts: ofContext,
  query: z.object({ to: contextKey.optional().describe('The new library; of the same name where left out') }),
  answers: { 200: report },
  refuses: ['context-unknown', 'context-exists'],
  async run({ host, parts, query }) {
    return reply(200, await host.migrations.plan(parts.context, query.to))
  },
})

const migrate = apiRoute({
  id: 'migrateLibrary',
  tag,
  summary: 'Makes a v2 library of a v1 library and links the copies in courses to it, as drafts of these',
  method: 'POST',
  path: '/contexts/:context/migration',
  may: 'manage',
  parts: ofContext,
  body: words.extend({ to: contextKey.optional(), publishCourses: z.boolean().default(false) }).strict(),
  answers: { 200: report },
  refuses: ['context-unknown', 'context-exists'],
  async run({ host, request, caller, parts, body }) {
    const { courses } = await host.migrations.plan(parts.context, body.to)
    for (const { course } of courses)
      await host.permissions.allow(request, caller, body.publishCourses ? 'publish' : 'edit', course)
    const done = await host.migrations.migrate(parts.context, { ...body, author: caller.person.id })
    return reply(200, done)
  },
})

const origin = apiRoute({
  id: 'showOrigin',
  tag,
  summary: 'Which library block a block comes from, by its key or one that it had',
  method: 'GET',
  path: '/blocks/:usage/origin',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      usage: usageKey,
      original: usageKey.nullable(),
      version: z.string().nullable(),
      former: usageKey.nullable().describe('In the v1 library that it goes back to'),
    }),
  },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, parts }) {
    return reply(200, await host.migrations.originalUsage(parts.usage))
  },
})

const children = apiRoute({
  id: 'updateChildren',
  tag,
  summary: 'Brings the children of a bank to what its library has; what is set in the course stays',
  method: 'POST',
  path: '/blocks/:usage/children',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.strict(),
  answers: {
    200: z.object({
      bank: usageKey,
      library: contextKey,
      libraryVersion: versionName,
      version: versionName,
      added: z.array(usageKey).readonly(),
      updated: z.array(usageKey).readonly(),
      removed: z.array(usageKey).readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed', 'library-version-missing'],
  async run({ host, caller, parts, body }) {
    const done = await host.migrations.updateChildren(parts.usage, { ...body, author: caller.person.id })
    return reply(200, done, { draft: done.version })
  },
})

/** From v1 libraries to v2 libraries, and links of copies. */
export const migrationRoutes = [plan, migrate, origin, children]

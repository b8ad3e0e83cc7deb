import { z } from 'zod'
import { apiRoute, reply } from '../api-route.js'
import { ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'sheets'

const line = z.number().int().describe('Line of the sheet, from 1')

/** What taking a sheet comes to. */
const plan = {
  rows: z.number().int(),
  titles: z.array(z.object({ line, usage: usageKey, before: z.string(), after: z.string() })).readonly(),
  tags: z
    .array(
      z.object({
        line,
        usage: usageKey,
        taxonomy: z.string(),
        added: z.array(z.string()).readonly(),
        removed: z.array(z.string()).readonly(),
      }),
    )
    .readonly()
    .describe('Tags by id'),
  conflicts: z
    .array(z.object({ line, usage: usageKey, column: z.string(), now: z.string(), wanted: z.string() }))
    .readonly()
    .describe('Cells that others changed since the sheet was exported'),
  refused: z
    .array(z.object({ line, why: z.string() }))
    .readonly()
    .describe('Rows that cannot be taken; a dry run alone answers with any'),
  ignored: z.array(z.string()).readonly().describe('Columns that say nothing here'),
}

const show = apiRoute({
  id: 'exportSheet',
  tag,
  summary: 'Titles and tags of the blocks of a draft as CSV, to be edited in a spreadsheet',
  method: 'GET',
  path: '/contexts/:context/sheet',
  may: 'read',
  parts: ofContext,
  answers: { 200: z.object({ text: z.string() }) },
  refuses: ['context-unknown'],
  async run({ host, parts: { context } }) {
    return reply(200, { text: await host.catalogue.sheets.export(context) })
  },
})

const take = apiRoute({
  id: 'importSheet',
  tag,
  summary: 'Takes titles and tags of CSV, all of it or nothing: one edit of the draft, one step of tags',
  method: 'POST',
  path: '/contexts/:context/sheet',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      text: z.string().max(50_000_000),
      dryRun: z.boolean().default(false).describe('Whether it is only worked out'),
      onConflict: z
        .enum(['refuse', 'keep', 'overwrite'])
        .default('refuse')
        .describe('What becomes of cells that others changed since: theirs are kept, or overwritten'),
    })
    .strict(),
  answers: {
    200: z.object({
      ...plan,
      version: versionName,
      tagged: z.number().int().describe('Blocks with other tags than before'),
    }),
  },
  refuses: [
    'sheet-invalid',
    'sheet-conflict',
    'tags-refused',
    'taxonomy-unknown',
    'draft-fixed',
    'olx-unwritable',
  ],
  async run({ host, caller, parts: { context }, body, expected }) {
    const { text, dryRun, onConflict, comment } = body
    const { sheets } = host.catalogue
    if (dryRun) {
      const { draft: version, ...planned } = await sheets.plan(context, text, onConflict)
      return reply(200, { ...planned, version, tagged: 0 }, { draft: version })
    }
    const said = { author: caller.person.id, ...(comment !== undefined && { comment }), expected }
    const { draft: _before, ...taken } = await sheets.import(context, text, { ...said, onConflict })
    return reply(200, taken, { draft: taken.version })
  },
})

/** Titles and tags of blocks as a sheet. */
export const sheetRoutes = [show, take]

import { z } from 'zod'
import { parseUsageKey, valueLayers, type ValueLayer } from '../../../runtime/index.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, json, jsonObject, ofBlock, usageKey, versionName, words } from '../api-values.js'
import { customizeContent } from './operation-routes.js'

const tag = 'references'

const owner = z
  .enum(['course', 'both', 'library'])
  .describe('Whose the field is where a library block is used in a course')
const layer = z.enum(Object.keys(valueLayers) as [ValueLayer, ...ValueLayer[]]).describe(
  Object.entries(valueLayers)
    .map(([name, what]) => `${name}: ${what}`)
    .join('; '),
)

const fieldProvenance = z
  .object({
    field: z.string(),
    owner,
    scope: z.enum(['content', 'settings']),
    value: json.describe('What holds, the class default included'),
    layer,
    layers: z
      .array(
        z.object({
          layer,
          value: json,
          from: z.string().optional().describe('Block, library block or policy group that says it'),
          version: z.string().optional().describe('Version of the library'),
          won: z.boolean(),
        }),
      )
      .readonly()
      .describe('All that say a value, the strongest first'),
    voidedBy: z.string().optional().describe('The setting for which this one counts as not set'),
  })
  .meta({ id: 'FieldProvenance' })

const showProvenance = apiRoute({
  id: 'showProvenance',
  tag,
  summary: 'Where the values of a block come from: each layer’s value, and which one won',
  method: 'GET',
  path: '/blocks/:usage/provenance',
  may: 'read',
  parts: ofBlock,
  query: z.object({
    field: z
      .union([z.string(), z.array(z.string()).max(100)])
      .optional()
      .describe('OLX names; all that are said'),
    version: z.string().max(200).optional().describe('Name of a version; the draft where it is left out'),
  }),
  answers: {
    200: z.object({
      usage: usageKey,
      context: contextKey,
      type: z.string(),
      version: versionName,
      library: z.object({ key: contextKey, block: usageKey, version: z.string() }).optional(),
      fields: z.array(fieldProvenance).readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'version-unknown', 'field-value'],
  async run({ host, parts, query: { field, version } }) {
    const fields = field === undefined ? undefined : [field].flat()
    return reply(200, await host.drafts.provenance(parseUsageKey(parts.usage), { fields, version }))
  },
})

const override = z.object({
  field: z.string(),
  value: json,
  owner,
  original: json.optional().describe('What would hold without the overrides of the reference'),
})

const showOverrides = apiRoute({
  id: 'showOverrides',
  tag,
  summary: 'What a reference says of the library blocks in its place, each beside what would hold without it',
  method: 'GET',
  path: '/blocks/:usage/overrides',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      usage: usageKey,
      version: versionName,
      all: z.array(override).readonly().describe('Of all blocks it refers to'),
      single: z
        .array(
          z.object({
            block: usageKey.describe('Its key in the library'),
            usage: usageKey.optional().describe('Its key here; absent where the reference does not bring it'),
            type: z.string(),
            title: z.string(),
            overrides: z.array(override).readonly(),
          }),
        )
        .readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed'],
  run: async ({ host, parts }) => reply(200, await host.overrides.of(parseUsageKey(parts.usage))),
})

const change = z.strictObject({
  block: usageKey.optional().describe('A library block, by its key there or here; left out: all blocks'),
  set: jsonObject.default({}).describe('Values by OLX name'),
  clear: z
    .union([z.literal('all'), z.array(z.string()).max(1000)])
    .default([])
    .describe('Fields that go back to what holds without the override; `all` of them'),
})

const changeOverrides = apiRoute({
  id: 'changeOverrides',
  tag,
  summary: 'Sets and clears overrides of a reference, of one block, several or all: all of it or nothing',
  method: 'PATCH',
  path: '/blocks/:usage/overrides',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words
    .extend({
      changes: z.array(change).max(1000).default([]),
      clearAll: z.boolean().default(false).describe('Whether all that the reference overrides goes first'),
      customizeContent: customizeContent.default(false),
    })
    .strict(),
  answers: { 200: z.object({ draft: versionName, changed: z.boolean() }) },
  refuses: [
    'block-not-found',
    'draft-fixed',
    'field-value',
    'key-malformed',
    'library-closed',
    'library-content',
    'olx-unwritable',
  ],
  async run({ host, caller, parts, body, expected }) {
    const usage = parseUsageKey(parts.usage)
    const step = await host.overrides.step(usage, body.changes, body.clearAll)
    const steps = [{ ...step, customizeContent: body.customizeContent }]
    const said = { author: caller.person.id, comment: body.comment, expected }
    const done = await host.drafts.operate(usage.context.withoutBranchOrVersion().toString(), steps, said)
    return reply(200, { draft: done.version, changed: done.changed }, { draft: done.version })
  },
})

/** What references say of library blocks, and where values come from. */
export const overrideRoutes = [showProvenance, showOverrides, changeOverrides]

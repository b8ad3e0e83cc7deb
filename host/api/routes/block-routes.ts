import { z } from 'zod'
import { CompositorError, errorTable, parseUsageKey } from '../../../runtime/index.js'
import type { Draft } from '../../drafts/draft.js'
import { contentRefused } from '../../drafts/library-content.js'
import { contextKeyOf } from '../../libraries/context-of-key.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, jsonObject, ofBlock, usageKey, versionName, words } from '../api-values.js'
import { customizeContent } from './operation-routes.js'

const tag = 'blocks'

const namedBlock = z.object({ key: usageKey, type: z.string(), title: z.string() })

/** A block of a draft as its author has it before them. */
const draftBlock = z
  .object({
    usage: usageKey,
    context: contextKey,
    type: z.string(),
    draft: versionName,
    isPublished: z.boolean().describe('Whether learners see this very draft'),
    fields: jsonObject.describe('Values by OLX name, those of libraries and overrides included'),
    sources: z
      .record(z.string(), z.string())
      .describe('Where values are from that are not its own, by OLX name'),
    inherited: jsonObject.describe('What holds above it, of what blocks take over from there'),
    library: z
      .object({ key: contextKey, block: usageKey, version: z.string() })
      .optional()
      .describe('The library block that stands here'),
    above: z
      .array(namedBlock.omit({ type: true }))
      .readonly()
      .describe('The root first'),
    below: z.array(namedBlock).readonly(),
    fixed: z.string().optional().describe('Why nothing can be changed here'),
    text: z.string().optional().describe('Its own text, where it could not be read'),
    remarks: z
      .record(z.string(), z.array(z.string()).readonly())
      .describe('What is wrong with it, by OLX name'),
  })
  .meta({ id: 'DraftBlock' })

const one = apiRoute({
  id: 'showBlock',
  tag,
  summary: 'A block of a draft, or a library block where a block of the draft refers to it',
  method: 'GET',
  path: '/blocks/:usage',
  may: 'read',
  parts: ofBlock,
  answers: { 200: draftBlock },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, parts }) {
    const draft = await host.drafts.block(parseUsageKey(parts.usage))
    return reply(200, told(draft), { draft: draft.base })
  },
})

const refusedFields = z
  .object({
    code: z.enum(['field-value', 'draft-changed']),
    message: z.string(),
    remedy: z.string(),
    errors: z
      .record(z.string(), z.string())
      .describe('Why, by OLX name; under an empty name what concerns no single one'),
  })
  .meta({ id: 'RefusedFields' })

const edit = apiRoute({
  id: 'editBlock',
  tag,
  summary: 'Changes fields of a block, all of them or none, and checks them as its editor does',
  method: 'PATCH',
  path: '/blocks/:usage',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words
    .extend({
      set: jsonObject.default({}).describe('Values by OLX name, each of its field’s type'),
      reset: z
        .array(z.string())
        .max(1000)
        .default([])
        .describe('Fields that go back to what holds without the block'),
      customizeContent: customizeContent.default(false),
    })
    .strict(),
  answers: {
    200: z.object({
      draft: versionName,
      also: z.array(z.string()).readonly().describe('Further fields that changed with it'),
    }),
    400: refusedFields,
  },
  refuses: ['block-not-found', 'draft-fixed', 'library-closed', 'library-content', 'olx-unwritable'],
  async run({ host, caller, parts, body, expected }) {
    const { set, reset, comment, customizeContent: isMeant } = body
    const said = { author: caller.person.id, comment, expected }
    const saving = { sent: { set, reset }, base: expected ?? '', customizeContent: isMeant }
    const saved = await host.drafts.save(parseUsageKey(parts.usage), saving, said)
    const { isSaved, errors, also, base, libraryContent } = saved
    if (isSaved) return reply(200, { draft: base, also }, { draft: base })
    if (libraryContent) throw contentRefused(libraryContent, parts.usage)
    const message = Object.entries(errors)
      .map(([name, why]) => (name === '' ? why : `${name}: ${why}`))
      .join(' ')
    const { remedy } = errorTable['field-value']
    return reply(400, { code: 'field-value' as const, message, remedy, errors }, { draft: base })
  },
})

const text = apiRoute({
  id: 'editText',
  tag,
  summary: 'Changes the text of a block that could not be read, which is read anew',
  method: 'PUT',
  path: '/blocks/:usage/text',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend({ text: z.string().max(1_000_000) }).strict(),
  answers: { 200: z.object({ draft: versionName }) },
  refuses: ['block-not-found', 'draft-fixed', 'olx-malformed'],
  async run({ host, caller, parts, body, expected }) {
    const said = { author: caller.person.id, comment: body.comment, expected }
    const usage = parseUsageKey(parts.usage)
    const why = await host.drafts.saveText(usage, body.text, expected ?? '', said)
    if (why !== undefined) throw new CompositorError('olx-malformed', why, { usage: parts.usage })
    const { draft } = await host.drafts.head(contextKeyOf(parts.usage))
    return reply(200, { draft }, { draft })
  },
})

function told({ block, context, base, isPublished, inherited, above, below, fixed, kept, remarks }: Draft) {
  const { key, type, fields, sources = {}, origin } = block
  return {
    usage: key,
    context,
    type,
    draft: base,
    isPublished,
    fields,
    sources,
    inherited: Object.fromEntries(
      Object.entries(inherited).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    ...(origin && { library: { key: origin.library, block: origin.block, version: origin.version } }),
    above: above.map(({ key, title }) => ({ key, title })),
    below,
    ...(fixed !== undefined && { fixed }),
    ...(kept && { text: kept.text }),
    remarks,
  }
}

/** Blocks of drafts. */
export const blockRoutes = [one, edit, text]

import { z } from 'zod'
import type { DraftOperation } from '../../../content/index.js'
import { apiRoute, reply } from '../api-route.js'
import { jsonObject, ofContext, usageKey, versionName, words } from '../api-values.js'

/** Most steps of one change. */
const mostSteps = 1000

const target = {
  parent: usageKey.describe('The block that is to hold it; of a library its key'),
  index: z.number().int().min(0).optional().describe('From 0; the last where it is left out'),
}
const step = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ do: z.literal(name), ...shape })

/** Whether content of library blocks may become the course's own. */
export const customizeContent = z
  .boolean()
  .describe(
    'Whether content of library blocks may become the course’s own: updates of the library leave it alone then',
  )

const blockEdit = z.strictObject({
  usage: usageKey,
  content: jsonObject.default({}),
  settings: jsonObject.default({}),
  reset: z.array(z.string()).max(1000).default([]),
})

/** One step of a change of a draft. */
export const draftOperation = z
  .union([
    step('edit', {
      edit: blockEdit,
      customizeContent: customizeContent.optional(),
    }),
    step('add', { ...target, olx: z.string().max(1_000_000) }),
    step('add', {
      ...target,
      type: z.string().min(1).max(200),
      template: z
        .string()
        .max(200)
        .optional()
        .describe('What it begins with; an empty block where it is left out'),
    }),
    step('duplicate', { usage: usageKey }),
    step('paste', { ...target, usage: usageKey.describe('A block of this or another draft') }),
    step('move', {
      ...target,
      usage: usageKey,
      from: usageKey.optional().describe('Of a library, the container that it leaves'),
    }),
    step('place', {
      ...target,
      usage: usageKey,
      version: z
        .number()
        .int()
        .min(1)
        .nullable()
        .optional()
        .describe('A version that the library keeps; null follows the latest'),
    }),
    step('take', { usage: usageKey, parent: usageKey.describe('The container that it leaves') }),
    step('remove-file', { usage: usageKey, name: z.string().min(1).max(255) }),
    step('rename-file', {
      usage: usageKey,
      name: z.string().min(1).max(255),
      to: z.string().min(1).max(255),
    }),
    step('rename', { usage: usageKey, urlName: z.string().min(1).max(300) }),
    step('delete', { usage: usageKey }),
    step('restore', { usage: usageKey }),
  ])
  .meta({ id: 'DraftOperation' })

const operate = apiRoute({
  id: 'changeDraft',
  tag: 'drafts',
  summary: 'Changes a draft in many steps, all of them or none: one entry of the history',
  method: 'POST',
  path: '/contexts/:context/operations',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ operations: z.array(draftOperation).min(1).max(mostSteps) }).strict(),
  answers: {
    200: z.object({
      version: versionName,
      number: z.number().int(),
      changed: z.boolean(),
      usages: z
        .array(usageKey)
        .readonly()
        .describe('The block that each step was about, as it is called then'),
    }),
  },
  refuses: [
    'field-value',
    'library-content',
    'block-refused',
    'library-closed',
    'library-type-refused',
    'block-not-found',
    'draft-fixed',
    'olx-unwritable',
    'olx-malformed',
    'block-type-unknown',
  ],
  async run({ host, request, caller, parts, body, expected }) {
    const operations: readonly DraftOperation[] = body.operations
    for (const one of operations)
      if (one.do === 'paste') await host.permissions.allow(request, caller, 'read', one.usage)
    const said = { author: caller.person.id, comment: body.comment, expected }
    const done = await host.drafts.operate(parts.context, operations, said)
    return reply(200, done, { draft: done.version })
  },
})

/** Changes of drafts in steps. */
export const operationRoutes = [operate]

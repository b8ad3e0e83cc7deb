import { z } from 'zod'
import type { JsonObject } from '../../../runtime/index.js'
import { apiRoute, reply } from '../api-route.js'
import { json, ofContext, versionName, words } from '../api-values.js'

const tag = 'grades'
const path = '/contexts/:context/grading-policy'

/** Names that are not known are kept, as other programs may read them. */
const policy = z.looseObject({
  GRADER: z
    .array(
      z.looseObject({
        type: z.string().max(500).describe('The `format` of the subsections that belong to it'),
        short_label: z.string().max(500).nullish(),
        min_count: z.number().int().min(0).optional(),
        drop_count: z.number().int().min(0).optional(),
        weight: z.number().min(0).optional(),
      }),
    )
    .max(500),
  GRADE_CUTOFFS: z.record(z.string(), z.number().min(0).max(1)),
})

const show = apiRoute({
  id: 'showGradingPolicy',
  tag,
  summary: 'How the draft of a course is graded, as its grading_policy.json says',
  method: 'GET',
  path,
  may: 'read',
  parts: ofContext,
  answers: { 200: z.object({ policy: json.nullable().describe('null where the course does not say') }) },
  refuses: ['context-unknown'],
  run: async ({ host, parts }) =>
    reply(200, { policy: (await host.policies.grading(parts.context)) ?? null }),
})

const set = apiRoute({
  id: 'setGradingPolicy',
  tag,
  summary: 'Sets how a course is graded; learners are graded so once it is published',
  method: 'PUT',
  path,
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ policy }).strict(),
  answers: { 200: z.object({ draft: versionName, changed: z.boolean() }) },
  refuses: ['context-unknown', 'olx-policy', 'draft-fixed'],
  async run({ host, caller, parts, body, expected }) {
    const step = { do: 'grade-by', policy: body.policy as JsonObject } as const
    const said = { author: caller.person.id, comment: body.comment, expected }
    const done = await host.drafts.operate(parts.context, [step], said)
    return reply(200, { draft: done.version, changed: done.changed }, { draft: done.version })
  },
})

/** How courses are graded. */
export const gradingPolicyRoutes = [show, set]

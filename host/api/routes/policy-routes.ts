import { z } from 'zod'
import type { DraftOperation } from '../../../content/index.js'
import { apiRoute, reply, type ApiCall } from '../api-route.js'
import { contextKey, jsonObject, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'policies'

const group = {
  title: z.string().max(1000).optional(),
  settings: jsonObject.describe(
    'By OLX name: settings that belong to courses, such as max_attempts and showanswer',
  ),
  formats: z
    .array(z.string().max(200))
    .max(100)
    .readonly()
    .default([])
    .describe('Kinds of assignment it holds for'),
  dated: z
    .array(
      z.strictObject({
        from: z.string().max(100).describe('`start` or `end` of the course, or a date'),
        settings: jsonObject.describe('What holds from then on; null takes a setting away'),
      }),
    )
    .max(100)
    .readonly()
    .default([]),
}

const namedPolicy = z.object({ name: z.string(), ...group, usages: z.array(usageKey).readonly() })
const ofPolicy = z.object({
  context: contextKey,
  policy: z.string().min(1).max(100).describe('Name of the group'),
})
const made = z.object({ draft: versionName, changed: z.boolean() })

async function taken(
  { host, caller, expected }: Pick<ApiCall<unknown, unknown, unknown>, 'host' | 'caller' | 'expected'>,
  context: string,
  steps: readonly DraftOperation[],
  comment: string | undefined,
) {
  const done = await host.drafts.operate(context, steps, { author: caller.person.id, comment, expected })
  return reply(200, { draft: done.version, changed: done.changed }, { draft: done.version })
}

const list = apiRoute({
  id: 'listPolicies',
  tag,
  summary: 'The policy groups of a course, and the blocks that name them',
  method: 'GET',
  path: '/contexts/:context/policies',
  may: 'read',
  parts: ofContext,
  answers: { 200: z.object({ items: z.array(namedPolicy).readonly() }) },
  refuses: ['context-unknown'],
  run: async ({ host, parts }) => reply(200, { items: await host.policies.of(parts.context) }),
})

const set = apiRoute({
  id: 'setPolicy',
  tag,
  summary: 'Makes a policy group of a course, or makes it another one',
  method: 'PUT',
  path: '/contexts/:context/policies/:policy',
  may: 'edit',
  changesDraft: true,
  parts: ofPolicy,
  body: words.extend(group).strict(),
  answers: { 200: made },
  refuses: ['context-unknown', 'field-value', 'olx-unwritable'],
  async run(call) {
    const { parts, body, host } = call
    const { comment, ...said } = body
    return taken(call, parts.context, await host.policies.set(parts.context, parts.policy, said), comment)
  },
})

const remove = apiRoute({
  id: 'removePolicy',
  tag,
  summary: 'Takes a policy group away, and its name from the blocks that have it',
  method: 'DELETE',
  path: '/contexts/:context/policies/:policy',
  may: 'edit',
  changesDraft: true,
  parts: ofPolicy,
  answers: { 200: made },
  refuses: ['context-unknown', 'field-value', 'olx-unwritable'],
  run: async (call) =>
    taken(
      call,
      call.parts.context,
      await call.host.policies.remove(call.parts.context, call.parts.policy),
      undefined,
    ),
})

const apply = apiRoute({
  id: 'applyPolicy',
  tag,
  summary: 'Lets a policy group hold for many blocks and what is in them, or no more, in one step',
  method: 'POST',
  path: '/contexts/:context/policies/:policy/uses',
  may: 'edit',
  changesDraft: true,
  parts: ofPolicy,
  body: words
    .extend({
      usages: z.array(usageKey).min(1).max(1000),
      holds: z.boolean().default(true).describe('False: it holds there no more'),
    })
    .strict(),
  answers: { 200: made },
  refuses: ['context-unknown', 'block-not-found', 'field-value', 'olx-unwritable'],
  async run(call) {
    const { parts, body, host } = call
    const steps = await host.policies.apply(parts.context, parts.policy, body.usages, body.holds)
    return taken(call, parts.context, steps, body.comment)
  },
})

/** Policy groups of courses. */
export const policyRoutes = [list, set, apply, remove]

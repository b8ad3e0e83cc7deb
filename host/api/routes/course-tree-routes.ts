import { z } from 'zod'
import { treeFields } from '../../../lms/index.js'
import { CompositorError } from '../../../runtime/index.js'
import { apiRoute, streamed } from '../api-route.js'
import { contextKey, json, ofContext, usageKey } from '../api-values.js'

/** Names that a query repeats, or has with commas between. */
const names = <Name extends string>(name: z.ZodType<Name, string>) =>
  z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given) => [given].flat().flatMap((one) => one.split(',')))
    .transform((all) => [...new Set(all.map((one) => one.trim()).filter((one) => one !== ''))])
    .pipe(z.array(name).max(50))

const tree = apiRoute({
  id: 'showCourseBlocks',
  tag: 'courses',
  summary:
    'The blocks of a course as a learner has them: banks are what was drawn for them, and what is closed to them is left out',
  method: 'GET',
  path: '/courses/:context/blocks',
  may: 'somebody',
  parts: ofContext,
  query: z.object({
    root: usageKey.optional().describe('The block at the top; the course where it is left out'),
    depth: z
      .union([
        // As the incumbent's clients say it.
        z.literal('all').transform(() => undefined),
        z.coerce.number().int().min(0).max(100),
      ])
      .optional()
      .describe('Levels below it; `all`, or left out, for all'),
    fields: names(z.enum(treeFields)).describe(`With commas between: ${treeFields.join(', ')}`),
    counts: names(z.string().max(200)).describe('Block types that are counted in and below each block'),
    learner: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('For staff: whose tree; one’s own where it is left out'),
  }),
  answers: {
    200: z.object({
      context: contextKey,
      root: usageKey,
      blocks: z
        .array(
          z.object({
            key: usageKey,
            type: z.string(),
            children: z.array(usageKey).readonly().optional(),
            fields: z.record(z.string(), json),
            counts: z.record(z.string(), z.number().int()).optional(),
          }),
        )
        .readonly()
        .describe('Parents before their children'),
      incomplete: z.array(usageKey).readonly().describe('Units that could not be read'),
    }),
  },
  refuses: [
    'context-not-published',
    'not-yet-open',
    'closed',
    'not-in-group',
    'block-not-found',
    'key-malformed',
    'staff-only',
    'standing-unavailable',
  ],
  async run({ host, request, caller, parts: { context }, query }) {
    const { learner: whose, ...asked } = query
    const { learner: own, published } = await host.visitors.visit(request, context, caller.person)
    if (whose !== undefined && whose !== own.id && !own.isStaff)
      throw new CompositorError('staff-only', 'Only staff may ask for a course as somebody else has it.')
    const learner =
      whose === undefined || whose === own.id
        ? own
        : await host.courseware.entered(host.visitors.learner(whose), published)
    const text = await host.courseTrees.of(published, learner, asked)
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    return streamed(200, { status: 200, headers, body: text })
  },
})

/** Courses as learners have them. */
export const courseTreeRoutes = [tree]

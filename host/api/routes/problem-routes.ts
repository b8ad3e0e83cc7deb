import { z } from 'zod'
import { apiRoute, reply } from '../api-route.js'
import {
  askedVersion,
  contextKey,
  finding,
  ofBlock,
  ofContext,
  usageKey,
  versionName,
  words,
} from '../api-values.js'

const tag = 'problems'
const seed = z.int().min(0).max(999_999)

/** Milliseconds that tests may take while somebody waits for them. */
const testBudget = 20_000

const test = apiRoute({
  id: 'testProblems',
  tag,
  summary: 'Grades problems by the answers that they show, over many seeds, and by the tests beside them',
  method: 'POST',
  path: '/contexts/:context/problem-tests',
  may: 'read',
  parts: ofContext,
  body: z.strictObject({
    version: askedVersion.default('draft'),
    usages: z.array(usageKey).max(1000).default([]).describe('Which problems; none for all'),
    seeds: z.int().min(1).max(1000).default(100),
  }),
  answers: {
    200: z.object({
      context: contextKey,
      version: versionName,
      problems: z.number().int(),
      seeds: z.number().int(),
      cases: z.number().int(),
      untested: z.array(usageKey).readonly().describe('Problems that show no answer that could be tried'),
      findings: z.array(finding).readonly(),
    }),
  },
  refuses: ['context-unknown', 'version-unknown', 'version-ambiguous', 'block-not-found'],
  async run({ host, parts, body }) {
    return reply(200, await host.problemTests.test(parts.context, { ...body, budget: testBudget }))
  },
})

const variants = z
  .object({
    usage: usageKey,
    version: versionName,
    kept: z.array(seed).readonly().describe('The seeds that learners get; none where they get any'),
    variants: z
      .array(
        z.object({
          seed,
          isKept: z.boolean(),
          html: z.string().nullable(),
          sameAs: seed.optional(),
          fault: z.string().optional(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'ProblemVariants' })

const show = apiRoute({
  id: 'listVariants',
  tag,
  summary: 'What seeds draw of a problem, and what is wrong with it',
  method: 'GET',
  path: '/blocks/:usage/variants',
  may: 'read',
  parts: ofBlock,
  query: z.object({
    seed: z
      .union([z.coerce.number(), z.array(z.coerce.number()).max(50)])
      .optional()
      .describe('Which seeds; those that are kept, else the first ten'),
  }),
  answers: { 200: variants },
  refuses: ['context-unknown', 'block-not-found', 'field-value'],
  async run({ host, parts, query }) {
    const seeds = query.seed === undefined ? undefined : [query.seed].flat()
    const shown = await host.variants.show(parts.usage, seeds)
    return reply(200, shown, { draft: shown.version })
  },
})

const keep = apiRoute({
  id: 'keepVariants',
  tag,
  summary: 'Lets learners get some seeds only; seeds that they have stay theirs',
  method: 'PUT',
  path: '/blocks/:usage/variants',
  may: 'edit',
  changesDraft: true,
  parts: ofBlock,
  body: words.extend({ seeds: z.array(seed).max(1000).describe('None lets learners get any') }).strict(),
  answers: { 200: z.object({ version: versionName, number: z.number().int(), changed: z.boolean() }) },
  refuses: ['context-unknown', 'block-not-found', 'field-value', 'olx-unwritable'],
  async run({ host, caller, parts, body, expected }) {
    const said = { author: caller.person.id, comment: body.comment, expected }
    const { version, number, changed } = await host.variants.keep(parts.usage, body.seeds, said)
    return reply(200, { version, number, changed }, { draft: version })
  },
})

/** Problems as authors try them. */
export const problemRoutes = [test, show, keep]

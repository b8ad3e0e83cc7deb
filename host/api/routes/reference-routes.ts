import { z } from 'zod'
import { referenceSteps } from '../../../content/index.js'
import { errorTable, parseUsageKey, type ErrorCode } from '../../../runtime/index.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, ofBlock, usageKey, versionName } from '../api-values.js'

const tag = 'references'

const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

/** A reference of a draft to libraries. */
export const reference = z
  .object({
    usage: usageKey,
    type: z.string(),
    title: z.string(),
    draft: versionName,
    libraries: z
      .array(
        z.object({
          library: contextKey,
          title: z.string().optional().describe('Absent where the library is not here'),
          pinned: z
            .string()
            .describe('The version that is pinned; `latest` for one that follows the library'),
          version: versionName.optional().describe('What stands for it by now'),
          latest: versionName.optional().describe('What the library has published last'),
        }),
      )
      .readonly(),
    pool: z
      .array(
        z.object({
          block: usageKey,
          type: z.string(),
          title: z.string(),
          isThere: z.boolean().describe('Whether the version that is referred to has it'),
        }),
      )
      .readonly()
      .describe('Those that are named, in order; all blocks of the libraries where none is'),
    isRandom: z.boolean().describe('Whether each learner gets some of them; else all get all, in order'),
    count: z.number().int().optional().describe('How many a learner gets; below zero for all'),
    messages: z
      .array(
        z.object({
          step: z.enum(referenceSteps),
          level: z.enum(['error', 'warning', 'note']),
          code: z.enum(errorCodes),
          message: z.string(),
          remedy: z.string(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'Reference' })

const show = apiRoute({
  id: 'showReference',
  tag,
  summary: 'A reference of a draft to libraries, with what its author should know of each step',
  method: 'GET',
  path: '/blocks/:usage/reference',
  may: 'read',
  parts: ofBlock,
  answers: { 200: reference },
  refuses: ['context-unknown', 'block-not-found', 'draft-fixed'],
  async run({ host, parts }) {
    const state = await host.references.state(parseUsageKey(parts.usage))
    const { usage, libraries, pool, ...rest } = state
    const told = {
      ...rest,
      usage: usage.toString(),
      libraries: libraries.map((one) => ({ ...one, library: one.library.toString() })),
      pool: pool.map((one) => ({ ...one, block: one.block.toString() })),
    }
    return reply(200, told, { draft: state.draft })
  },
})

/** References of drafts to libraries. */
export const referenceRoutes = [show]

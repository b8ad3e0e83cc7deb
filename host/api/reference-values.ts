import { z } from 'zod'
import { referenceSteps, type PoolMember, type ReferenceState } from '../../content/index.js'
import { errorTable, type ErrorCode } from '../../runtime/index.js'
import { askedVersion, contextKey, usageKey, versionName } from './api-values.js'

const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

/** A block that a reference brings, or could bring. */
export const member = z.object({
  block: usageKey,
  type: z.string(),
  title: z.string(),
  isThere: z.boolean().describe('Whether the version that is referred to has it'),
})

const query = z
  .strictObject({
    collection: z.string().max(100).optional().describe('Key of a collection, as the version has it'),
    tags: z
      .array(z.string().max(500))
      .max(100)
      .readonly()
      .optional()
      .describe('TAXONOMY:TAG; one of them, or one below it'),
    words: z.string().max(1000).optional().describe('All of them, each as the beginning of a word'),
    types: z
      .array(z.string().max(200))
      .max(100)
      .readonly()
      .optional()
      .describe('Block types, or kinds of problems'),
  })
  .describe('A subset of the libraries')

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
      .array(member)
      .readonly()
      .describe('The blocks that are named, in order, or that the subset finds'),
    size: z.number().int().describe('How many blocks it may bring'),
    isWhole: z.boolean().describe('Whether all blocks of the libraries are meant'),
    query: query.optional(),
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

/** What may be said of a reference; what is left out stays as it is. */
export const change = {
  library: contextKey.optional().describe('The library that the blocks are of, instead of those before'),
  version: askedVersion.optional().describe('A version of it, as people name it; `latest` to follow it'),
  libraries: z
    .array(z.strictObject({ library: contextKey, version: askedVersion.optional() }))
    .max(100)
    .optional()
    .describe('Several libraries at once'),
  pool: z.array(usageKey).max(10_000).optional().describe('Which blocks, in order; none for an empty list'),
  query: query.nullable().optional().describe('A subset, whose members are put into the pool; null for none'),
  order: z.array(usageKey).max(10_000).optional().describe('The same blocks in another order'),
  random: z.boolean().optional().describe('Whether each learner gets some of the blocks, drawn for them'),
  count: z.number().int().min(-1).max(100_000).optional().describe('How many; -1 for all'),
  title: z.string().max(1000).optional(),
}
/** See {@link change}. */
export type SaidChange = z.output<z.ZodObject<typeof change>>

/** A {@link member}. */
export function toldMember({ block, ...rest }: PoolMember) {
  return { ...rest, block: block.toString() }
}

/** A {@link reference}. */
export function told({ usage, libraries, pool, ...rest }: ReferenceState) {
  return {
    ...rest,
    usage: usage.toString(),
    libraries: libraries.map((one) => ({ ...one, library: one.library.toString() })),
    pool: pool.map(toldMember),
  }
}

import { z } from 'zod'
import type { DraftLine } from '../../content/index.js'
import { usageKey } from './api-values.js'

/** A line of a draft's outline, with what is below it as far as it is open. */
export const outlineLine: z.ZodType<DraftLine, DraftLine> = z
  .object({
    key: usageKey,
    type: z.string(),
    title: z.string(),
    isUnit: z.boolean(),
    count: z.number().int().describe('Lines directly below it, all of them'),
    hasMore: z.boolean(),
    isOpen: z.boolean(),
    get children() {
      return z.array(outlineLine).readonly()
    },
  })
  .meta({ id: 'OutlineLine' })

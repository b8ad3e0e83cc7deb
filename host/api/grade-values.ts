import { z } from 'zod'
import { contextKey, usageKey } from './api-values.js'

/** A moment. */
export const instant = z.iso.datetime({ offset: true }).describe('ISO 8601, with its zone')
/** Points of a score. */
export const points = { earned: z.number(), possible: z.number() }
const learnerId = z.string().min(1).max(1000).describe('The host’s id of the learner')
/** Why staff do what they do. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .describe('Why, for the log and for whoever asks later')
const why = { reason: z.string(), by: z.string().describe('Who of staff did it'), at: instant }
/** A score in place of what a learner earned. */
export const override = z.object({ earned: z.number(), possible: z.number().optional(), ...why })
/** Another date that something is due for a learner. */
export const extension = z.object({ due: instant.nullable().describe('null for never'), ...why })

/** Parts of addresses of a context. */
export const ofContext = z.object({ context: contextKey })
/** The same with a learner. */
export const ofLearner = ofContext.extend({ learner: learnerId })
/** The same with what somebody is excepted at. */
export const ofException = ofLearner.extend({
  usage: usageKey.describe('A subsection, a unit or a block of it'),
})

/** What asking for grades is refused with. */
export const refusesGrades = [
  'context-not-published',
  'not-yet-open',
  'closed',
  'not-in-group',
  'standing-unavailable',
  'staff-only',
] as const

/** A moment as the API says it. */
export const text = (at: number) => new Date(at).toISOString()
/** The same of a date that may be never. */
export const dueText = (due: number | null) => (due === null ? null : text(due))

/** Whether a request changed what was there. */
export const changed = z.object({ changed: z.boolean() })

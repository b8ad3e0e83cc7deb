import { z } from 'zod'
import { concerns } from '../reports/concerns.js'
import { usageKey } from './api-values.js'
import { jobAnswer } from './job-answer.js'

const count = z.number().int()
const shareOf = z.number().describe('From 0 to 1')
const correlation = z
  .number()
  .describe('From -1 to 1; left out of fewer than five learners, and where all fared alike')
const listed = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const attempts = count.describe('Attempts without a point')
const place = {
  usage: usageKey,
  title: z.string(),
  unit: usageKey,
  unitTitle: z.string(),
  subsectionTitle: z.string(),
}

/** Somebody who is stuck in a course, and where. */
export const stuckPlace = z.object({ ...place, learner: z.string(), attempts })

const courseReport = z
  .object({
    kind: z.literal('course'),
    learners: count,
    problems: count,
    concerning: listed(
      z.object({
        ...place,
        concerns: listed(z.enum(concerns)),
        learners: count,
        around: count.describe('Learners who submitted something in its subsection'),
        stuck: count,
        meanShare: shareOf.optional(),
        meanAttempts: z.number().optional(),
        discrimination: correlation.optional(),
      }),
    ),
    concerningCount: count,
    stuck: listed(stuckPlace),
  })
  .meta({ id: 'CourseReport' })

const subsectionReport = z
  .object({
    kind: z.literal('subsection'),
    learners: count,
    mean: shareOf.optional(),
    median: shareOf.optional(),
    deviation: z.number().optional().describe('Standard deviation'),
    scores: listed(count).optional().describe('Learners by tenths of the points'),
    questions: listed(
      z.object({
        key: usageKey,
        title: z.string(),
        unit: usageKey,
        isBank: z.boolean(),
        learners: count,
        facility: shareOf.optional(),
        deviation: z.number().optional(),
        discrimination: correlation.optional(),
      }),
    ),
    isCut: z.boolean(),
  })
  .meta({ id: 'SubsectionReport' })

const problemReport = z.object({
  block: z.object({
    key: usageKey,
    type: z.string(),
    title: z.string(),
    hasReport: z.boolean(),
    learners: count.describe('With values at it'),
  }),
  figures: z.object({
    learners: count.optional().describe('Who submitted something; nothing is told of fewer than five'),
    firstRight: shareOf.optional(),
    meanAttempts: z.number().optional(),
    discrimination: correlation.optional(),
    compared: count.optional().describe('Learners of whom the discrimination is told'),
    choices: z.record(z.string(), listed(z.object({ value: z.string(), learners: count }))),
  }),
  spread: z.object({
    scores: listed(count).describe('Learners with 0, up to 25, 50, 75, 99 and 100 percent'),
    rightAt: listed(count).describe(
      'Learners by the attempt that first had all points; the last for it and more',
    ),
    neverRight: count,
    variants: listed(
      z.object({ variant: z.number(), learners: count, right: count, meanAttempts: z.number() }),
    ),
  }),
  stuck: listed(z.object({ learner: z.string(), attempts })),
  stuckCount: count,
  isTold: z.boolean().describe('Whether its type tells how learners fared; else the figures say nothing'),
  questions: listed(
    z.object({
      question: z.string(),
      answers: listed(z.object({ text: z.string(), learners: count, isRight: z.boolean().optional() })),
    }),
  ),
})

const bankReport = z.object({
  key: usageKey,
  title: z.string(),
  learners: count,
  members: listed(
    z.object({
      key: z.string(),
      title: z.string(),
      learners: count,
      scored: count,
      meanShare: shareOf.optional(),
    }),
  ),
})

const unitReport = z
  .object({ kind: z.literal('unit'), problems: listed(problemReport), banks: listed(bankReport) })
  .meta({ id: 'UnitReport' })

/** How old a report is, and what is making it anew. */
export const reportStanding = {
  at: z.string().nullable().describe('When it was made, ISO 8601; null where it was not yet'),
  isKept: z.boolean().describe('Whether it was made before, by a job'),
  newLearners: count.describe('Who has begun with the course since'),
  isOfOlder: z.boolean().describe('Whether another version was published since'),
  job: jobAnswer.nullable().describe('What is making it anew'),
}

/** A report as it can be had. */
export const reportAnswer = z
  .object({
    ...reportStanding,
    report: z
      .union([courseReport, subsectionReport, unitReport])
      .nullable()
      .describe('Null where it has to be made by a job, and none has'),
  })
  .meta({ id: 'Report' })

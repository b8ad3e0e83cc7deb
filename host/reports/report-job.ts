import { z } from 'zod'
import type { JsonObject } from '../../runtime/index.js'
import type { Job } from '../../store/index.js'

/** The kind of job that makes a report. */
export const reportKind = 'report'

const form = z.object({ context: z.string(), usage: z.string() })

/** What such a job is started with. @param context the course, as text @param usage key of what the report is of */
export function reportInput(context: string, usage: string): JsonObject {
  return { context, usage }
}

/** The same of a job. @throws ZodError for a job of another kind */
export function reportOf({ input }: Pick<Job, 'input'>): z.output<typeof form> {
  return form.parse(input)
}

/** What a job makes a report of; undefined for a job of another kind. */
export function usageOfReport(job: Job): string | undefined {
  return job.kind === reportKind ? reportOf(job).usage : undefined
}

/** What two jobs have in common that make the same report. */
export function soleReport(context: string, usage: string): string {
  return `${context} ${usage}`
}

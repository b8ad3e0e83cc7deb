import { z } from 'zod'

/** Most entries of each kind that a policy may have. */
const mostEntries = 500

const count = z.int().min(0).max(1_000_000)
const text = z.string().max(500)

const assignmentType = z.object({
  type: text,
  short_label: text.nullish().transform((label) => label ?? undefined),
  min_count: count.default(0),
  drop_count: count.default(0),
  weight: z.number().min(0).max(1_000_000).default(0),
})

const gradingPolicy = z.object({
  GRADER: z.array(assignmentType).max(mostEntries),
  GRADE_CUTOFFS: z
    .record(text.min(1), z.number().min(0).max(1))
    .refine((cutOffs) => Object.keys(cutOffs).length <= mostEntries, `more than ${mostEntries} cut-offs`),
})

/** One type of assignment of a course: which share of the grade the subsections of this `format` make. */
export interface AssignmentType {
  /** The `format` of the subsections that belong to it. */
  readonly type: string
  readonly short_label?: string | undefined
  /** How many subsections of it are counted at least: those that are not there count 0. */
  readonly min_count: number
  /** How many of them do not count: the lowest. */
  readonly drop_count: number
  /** Its share of the grade; they add up to 1 as a rule. */
  readonly weight: number
}

/** How a course is graded: what `policies/RUN/grading_policy.json` of OLX says, by its names. */
export interface GradingPolicy {
  readonly GRADER: readonly AssignmentType[]
  /** The lowest share of all points, from 0 to 1, that each grade is given for. */
  readonly GRADE_CUTOFFS: Readonly<Record<string, number>>
}

/** Why something is no policy. */
export interface PolicyFault {
  /** Where in it: names, and places of lists from 0. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Reads a policy that anybody may have written; names that it does not know are left out. */
export function readGradingPolicy(
  given: unknown,
): GradingPolicy | { readonly faults: readonly PolicyFault[] } {
  const read = gradingPolicy.safeParse(given)
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => ({
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    message,
  }))
  return { faults }
}

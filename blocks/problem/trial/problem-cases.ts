import { z } from 'zod'
import { CompositorError, messageOf } from '../../../runtime/errors/index.js'
import type { Answers } from '../correct-map.js'

const verdict = z.enum(['correct', 'incorrect', 'partially-correct'])
const answer = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.json())])

const form = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        name: z.string().max(200).optional(),
        /** By input, `2_1` being the first input of the first response; `$name` in them is a variable of the script. */
        answers: z.record(z.string(), answer),
        seeds: z.array(z.int().min(0).max(1_000_000)).min(1).max(1000).optional(),
        verdict: z.union([verdict, z.record(z.string(), verdict)]).optional(),
        points: z.number().optional(),
        refused: z.boolean().optional(),
      }),
    )
    .max(1000),
})

/** One case of a problem: what answers come to. */
export interface ProblemCase {
  readonly name: string
  readonly answers: Answers
  /** For which seeds it holds; left out, for all that are tried. */
  readonly seeds?: readonly number[] | undefined
  /** Of all inputs, or by input. */
  readonly verdict?: string | Readonly<Record<string, string>> | undefined
  readonly points?: number | undefined
  /** Whether the answers are ones that cannot be read, so that no attempt is used. */
  readonly refused?: boolean | undefined
  /** Where it stands in its file. */
  readonly line: number
}

/** The cases in a file of tests. @throws CompositorError `problem-cases` */
export function readProblemCases(text: string, file: string): readonly ProblemCase[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw unreadable(file, messageOf(cause), cause)
  }
  const read = form.safeParse(json)
  if (!read.success) throw unreadable(file, z.prettifyError(read.error))
  const lines = linesOf(text)
  return read.data.cases.map(({ name, answers, ...rest }, index) => ({
    ...rest,
    name: name ?? `case ${index + 1}`,
    answers: Object.fromEntries(
      Object.entries(answers).map(([input, one]) => [
        input,
        typeof one === 'object' && !Array.isArray(one) ? JSON.stringify(one) : one,
      ]),
    ),
    line: lines[index] ?? 1,
  }))
}

/** The lines on which answers of cases begin. */
function linesOf(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.match(/"answers"\s*:/g) ?? []).map(() => index + 1))
}

function unreadable(file: string, why: string, cause?: unknown): CompositorError {
  const message = `${file} holds no cases of a problem: ${why}`
  return new CompositorError('problem-cases', message, { location: { file }, cause })
}

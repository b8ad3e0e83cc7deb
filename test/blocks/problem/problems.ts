import {
  compileProblem,
  gradeProblem,
  type Answer,
  type Grade,
  type InputGrade,
} from '../../../blocks/problem/engine.js'

/** Grades `answers` by input; the XML is what stands inside `<problem>`. */
export function grade(xml: string, answers: Record<string, Answer>, seed = 1): Grade {
  return gradeProblem(compileProblem(`<problem>${xml}</problem>`), { answers, seed })
}

/** The grade of the first input of the first response. */
export function gradeOne(xml: string, answer: Answer | undefined): InputGrade {
  const found = grade(xml, answer === undefined ? {} : { '2_1': answer }).correctMap['2_1']
  if (found === undefined) throw new Error('the problem has no such input')
  return found
}

/** `correct`, `incorrect`, or the points of a partially correct answer. */
export function verdict(xml: string, answer: Answer | undefined): string | number {
  const { correctness, npoints } = gradeOne(xml, answer)
  return correctness === 'partially-correct' ? npoints : correctness
}

/**
 * Shown answers to be compared. Ours are HTML; the incumbent's are sometimes text, and its solutions come with their
 * own tag around them.
 */
export function inOurForm(answers: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).map(([key, value]) => {
      if (Array.isArray(value)) return [key, new Set<unknown>(value)]
      if (typeof value !== 'string') return [key, value ?? '']
      return [key, comparable(value.replace(/^<solution[^>]*>|<\/solution>\s*$/g, ''))]
    }),
  )
}

/** HTML to be compared by what it says: white space, the form of empty elements and of characters mean nothing. */
export function comparable(html: string): string {
  return withoutEntities(
    html
      .replaceAll(/\s+/g, ' ')
      .replaceAll('> <', '><')
      .replaceAll(/(?: alt="")?\s*\/?>/g, '>'),
  ).trim()
}

export function withoutEntities(html: string): string {
  return html
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

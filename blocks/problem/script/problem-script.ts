import type { XmlElement } from '../../../runtime/olx/index.js'

/** The Python of a problem. Never sent to a learner. */
export interface ProblemScript {
  /** All its scripts as one, each line with the number it has in the problem; '' for none. */
  readonly code: string
  /** What stands after a `$` somewhere in the problem; with none, nothing is drawn from the script. */
  readonly occurring: readonly string[]
}

/** Names that every problem may fill in, with a script or without, as the incumbent does. */
const given = ['seed', 'anonymous_student_id']

/** What is given to a problem that nobody in particular looks at. */
export const givenToAll = { seed: '1', anonymous_student_id: 'student' }

/** Whether a word after a `$` is, or goes on from, a name that is given. */
export function beginsWithGiven(word: string): boolean {
  return given.some((name) => word.startsWith(name))
}

/** Whether an element holds Python: a script that is neither for browsers nor Perl, as the incumbent takes it. */
export function isPython(element: XmlElement): boolean {
  return element.name === 'script' && !/javascript|perl/.test(element.attribute('type') ?? '')
}

/** The Python in an element. Entities still in it were escaped twice, which the incumbent undoes as well. */
export function pythonText(element: XmlElement): string {
  return element
    .text()
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** Python led to the line it has in the problem, so that errors name that line. */
export function pythonAt(line: number, code: string): string {
  return '\n'.repeat(Math.max(0, line - 1)) + code
}

/** Several scripts as one. */
export function joinedPython(scripts: readonly XmlElement[]): string {
  let code = ''
  let line = 1
  for (const script of scripts) {
    const text = `${pythonAt(Math.max(1, script.line - line + 1), pythonText(script))}\n`
    code += text
    line += text.split('\n').length - 1
  }
  return code
}

/** Names after a `$`, in `$name` and `${name}`. */
export function namesAfterDollars(text: string): string[] {
  return Array.from(text.matchAll(/\$\{?([\p{L}_][\p{L}\p{N}_]*)/gu), ([, name = '']) => name)
}

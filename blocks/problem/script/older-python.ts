import type { CompiledProblem, ProblemFinding } from '../compiled-problem.js'

/** A way to write Python that ended with Python 2, and how to write it since. */
interface OlderForm {
  readonly pattern: RegExp
  readonly said: string
  readonly remedy: string
}

/** Where a statement begins in a line whose texts and comments are blank. */
const begins = String.raw`(?:^|[;:])[ \t]*`

const forms: readonly OlderForm[] = [
  {
    pattern: new RegExp(
      String.raw`${begins}(print)(?:[ \t]+(?![=.,)\]}:;(]|(?:in|is|and|or|if|not in)\b|[-+*/%|&^]=?[ \t])\S|[ \t]*>>)`,
      'dg',
    ),
    said: 'print is a statement',
    remedy: 'Write print(x), or remove it: nobody sees what a script prints.',
  },
  {
    pattern: new RegExp(String.raw`${begins}(exec)[ \t]+(?![=.,)\]}:;(]|(?:in|is|and|or|if)\b)\S`, 'dg'),
    said: 'exec is a statement',
    remedy: 'Write exec(code) or exec(code, names).',
  },
  {
    pattern: new RegExp(
      String.raw`${begins}except\b(?:[ \t]*\([^()]*\)|[ \t]+[\w.]+)[ \t]*(,)[ \t]*[a-z_]\w*[ \t]*:`,
      'dg',
    ),
    said: 'what is caught is named after a comma',
    remedy: 'Write except Error as e.',
  },
  {
    pattern: new RegExp(String.raw`${begins}raise[ \t]+[\w.]+[ \t]*(,)`, 'dg'),
    said: 'what is raised is given after a comma',
    remedy: 'Write raise Error("message").',
  },
  { pattern: /(<>)/dg, said: '<> is no operator', remedy: 'Write !=.' },
  { pattern: /(`)/dg, said: 'backticks are no Python', remedy: 'Write repr(x).' },
  {
    pattern: /(?<![\w.])(0\d*[1-9]\d*)(?![\w.])/dg,
    said: 'a number begins with 0',
    remedy: 'Write 0o17 for an octal number, or leave the 0 out.',
  },
  {
    pattern: /(?<![\w.])((?:\d+|0[xX][\da-fA-F]+)[lL])(?!\w)/dg,
    said: 'a number ends with L',
    remedy: 'Leave the L out: whole numbers have no limit.',
  },
  { pattern: /(?<!\w)([uU][rR])(?=["'])/dg, said: 'a text begins with ur', remedy: 'Write r"…".' },
  {
    pattern: /\b(?:lambda|def[ \t]+\w+[ \t]*\((?:[^()]*,)?)[ \t]*(\()[^()=]*\)[ \t]*[,:)]/dg,
    said: 'a parameter is a tuple',
    remedy: 'Give it a name, and take it apart in the function.',
  },
  {
    pattern: /(\.has_key)[ \t]*\(/dg,
    said: 'dicts have no has_key',
    remedy: 'Write key in names.',
  },
]

/** What of a problem's scripts is Python 2 only, the first of each kind, by the text alone; nothing is run. */
export function olderPython({ script, responses }: CompiledProblem): ProblemFinding[] {
  if (script === undefined) return []
  const codes = responses.flatMap((one) =>
    'check' in one && one.check.by === 'code' ? [one.check.code] : [],
  )
  return [script.code, ...codes].flatMap(olderForms)
}

/** @param code its lines are counted as they stand in the problem */
function olderForms(code: string): ProblemFinding[] {
  const lines = withoutTexts(code).split('\n')
  return forms.flatMap(({ pattern, said, remedy }): ProblemFinding[] => {
    for (const [index, line] of lines.entries()) {
      for (const { indices } of line.matchAll(pattern)) {
        const column = (indices?.[1]?.[0] ?? 0) + 1
        const message = `The script is Python 2: ${said}. It is run by Python 3, which cannot read it.`
        return [{ code: 'script-failed', message, remedy, line: index + 1, column }]
      }
    }
    return []
  })
}

const texts =
  /#[^\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|(["'])(?:\\[\s\S]|(?!\2)[^\\\n])*(?:\2|(?=\n)|$)/g

/** Python with its texts and comments as blanks of the same size, quotes kept. */
function withoutTexts(code: string): string {
  return code.replaceAll(texts, (text) => {
    const quoted = text.startsWith('#') ? '' : (text[0] ?? '')
    const blank = text.replaceAll(/[^\n]/g, ' ')
    return quoted === '' || text.length < 2
      ? blank
      : quoted + blank.slice(1, -1) + (blank.endsWith('\n') ? '\n' : quoted)
  })
}

import { CompositorError } from '../../../runtime/errors/index.js'
import type { ScriptRunner } from '../../../runtime/service/script-runner.js'
import { compileProblem } from '../compile-problem.js'
import type { ProblemFinding } from '../compiled-problem.js'
import { olderPython } from './older-python.js'

/**
 * Runs the script of a problem once, as for its first seed, and looks whether the functions it names are there and
 * its code is Python. No answer is checked.
 * @param context the learning context, as text: its `python_lib.zip` can be imported
 * @returns what its author should know; undefined where all is well, or nothing is scripted
 */
export async function triedScript(
  xml: string,
  context: string,
  runner: Pick<ScriptRunner, 'run'>,
): Promise<ProblemFinding | undefined> {
  const compiled = compileProblem(xml, { variables: {} })
  const { script, responses, hintFunctions = [] } = compiled
  if (script === undefined) return undefined
  const checks = responses.flatMap((one) => ('check' in one ? [one.check] : []))
  if (script.code === '' && checks.length === 0) return undefined
  const [older] = olderPython(compiled)
  if (older) return older
  try {
    await runner.run({
      context,
      code: script.code,
      seed: 1,
      given: { seed: 1, anonymous_student_id: '' },
      occurring: script.occurring,
      step: {
        code: trying,
        given: {
          names: [...checks.filter(({ by }) => by === 'function'), ...hintFunctions].map(nameAtItsLine),
          codes: checks.flatMap(({ by, code }) => (by === 'code' ? [code] : [])),
        },
        reseed: false,
        wanted: [],
      },
    })
    return undefined
  } catch (error) {
    const { code, message, location } = CompositorError.from(error, 'script-failed')
    return { code, message, line: location?.line ?? 1, column: location?.column ?? 1 }
  }
}

/** Looks up names, each at its line, and reads code without running it. */
const trying = `import textwrap
read, look_up = compile, exec
for name in names:
    look_up(read(name, "<script>", "exec"))
for code in codes:
    try:
        read(code, "<script>", "exec")
    except IndentationError:
        read(textwrap.dedent(code), "<script>", "exec")
`

/** The name of a function after as many empty lines as stand before its call. */
function nameAtItsLine(call: { readonly code: string; readonly name?: string }): string {
  return (/^\n*/.exec(call.code)?.[0] ?? '') + (call.name ?? '')
}

import type { Command } from 'commander'
import type { ScriptRunner } from '../../runtime/index.js'
import { withJson, print } from '../command-line.js'
import { describeKey } from '../describe-key.js'
import { answerLines } from '../json-lines.js'

/** `key KEY...`, `grade`, `render-problem` and `course-grade`: answers that need no store. */
export function lineCommands(program: Command): void {
  withJson(program.command('key <keys...>'))
    .description('say what kind of key each text is, and its parts')
    .action((keys: string[], options: { json?: boolean }) => {
      const described = keys.map(describeKey)
      print(options, described, () => described.map((one) => JSON.stringify(one)).join('\n'))
      if (described.some(({ error }) => error !== undefined)) process.exitCode = 1
    })

  program
    .command('grade')
    .description('grade JSON lines {xml, seed, answers} from stdin')
    .action(async () => {
      const { gradeScriptedSubmission } = await import('../../blocks/problem/engine.js')
      await answerWithScripts(gradeScriptedSubmission)
    })

  program
    .command('render-problem')
    .description('render JSON lines {xml, seed} from stdin as {html}')
    .action(async () => {
      const { renderScriptedLine } = await import('../../blocks/problem/engine.js')
      await answerWithScripts(renderScriptedLine)
    })

  program
    .command('course-grade')
    .description(
      'grade courses: JSON lines {policy, subsections} from stdin as {percent, grade, passed, breakdown}',
    )
    .action(async () => {
      const { gradeLine } = await import('../../lms/grades/index.js')
      await answerLines(process.stdin, process.stdout, gradeLine)
    })
}

/** Answers lines that may need Python, which is started by the first that does. */
async function answerWithScripts(
  answer: (line: unknown, runner: () => ScriptRunner | undefined) => Promise<object>,
): Promise<void> {
  const { PythonScripts } = await import('../../python/index.js')
  const python = PythonScripts.available() ? new PythonScripts() : undefined
  try {
    await answerLines(process.stdin, process.stdout, (line) => answer(line, () => python))
  } finally {
    await python?.close()
  }
}

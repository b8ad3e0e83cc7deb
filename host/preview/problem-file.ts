import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import {
  compileProblem,
  drawnProblem,
  markdownToXml,
  olderPython,
  type ProblemFinding,
} from '../../blocks/problem/engine.js'
import {
  CompositorError,
  errorTable,
  parseXml,
  type ErrorCode,
  type JsonObject,
  type ScriptRunner,
} from '../../runtime/index.js'

/** What is wrong in a file, for its author. */
export interface PreviewFault {
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
  /** `one.xml:3:14`. */
  readonly place: string
}

/** A problem as its file has it at a moment. */
export interface ProblemFile {
  /** The fields of the problem; undefined where it cannot be shown. */
  readonly fields: JsonObject | undefined
  /** Why it cannot be shown, or what in it is odd. */
  readonly faults: readonly PreviewFault[]
}

/** How a script is tried before it is shown. */
export interface TriedWith {
  readonly scripts: ScriptRunner | undefined
  readonly context: string
  readonly anonymousId: string
}

/** Reads a problem, and draws it for a seed to see whether it can be. */
export async function readProblemFile(file: string, seed: number, tried: TriedWith): Promise<ProblemFile> {
  try {
    const text = await readFile(file, 'utf8')
    const data = extname(file) === '.md' ? markdownToXml(text) : text
    const root = parseXml(data, { file })
    const element = root.name === 'problem' ? root : root.element('problem')
    if (!element) {
      const message = `There is no <problem> in <${root.name}>.`
      throw new CompositorError('problem-unsupported', message, {
        location: { file, line: root.line, column: root.column },
      })
    }
    const problem = compileProblem(data, { file, variables: {} })
    const older = olderPython(problem)
    if (older.length > 0) return { fields: undefined, faults: older.map((one) => faultOf(one, file)) }
    const { scripts: runner, context, anonymousId } = tried
    await drawnProblem(compileProblem(data, { file }), data, seed, {
      runner,
      context,
      anonymousId,
      id: 'preview',
    })
    const findings = problem.findings.filter(({ message }) => !message.includes('$'))
    return {
      fields: fieldsOf(data, element.attribute('display_name')),
      faults: findings.map((one) => faultOf(one, file)),
    }
  } catch (thrown) {
    const { code, message, location } = CompositorError.from(thrown, 'problem-unsupported')
    const at = { line: location?.line ?? 1, column: location?.column ?? 1 }
    return { fields: undefined, faults: [faultOf({ code, message, ...at }, file)] }
  }
}

function fieldsOf(data: string, name: string | undefined): JsonObject {
  return {
    data,
    display_name: name ?? '',
    showanswer: 'always',
    rerandomize: 'onreset',
    show_reset_button: true,
    force_save_button: true,
  }
}

function faultOf({ code, message, remedy, line, column }: ProblemFinding, file: string): PreviewFault {
  return {
    code,
    message,
    remedy: remedy ?? errorTable[code].remedy,
    place: `${basename(file)}:${line}:${column}`,
  }
}

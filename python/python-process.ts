import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CompositorError } from '../runtime/index.js'
import { containment as containmentHere, type Containment } from './containment.js'
import { ProcessWatch } from './process-watch.js'

/** What one script may use up. */
export interface ScriptLimits {
  /** Milliseconds a script may compute until it is killed. On a machine too busy to let it, four times as many may go by. */
  readonly deadline: number
  /** Bytes Python itself may hold. */
  readonly heap: number
  /** Bytes the whole process may hold, node and compiled code included. */
  readonly memory: number
  /** Characters a script may print, and its variables may have. */
  readonly output: number
}

/** Milliseconds Python may take to start. */
const startLimit = 60_000

/** Compiled code is what runs, also when this module runs from its source. */
const folder = new URL(import.meta.url.endsWith('.ts') ? '../dist/python/' : './', import.meta.url)
const file = (name: string) => fileURLToPath(new URL(name, folder))
const pyodide = pyodideFile()

/** Where pyodide is installed; '' where it is not. */
function pyodideFile(): string {
  try {
    return createRequire(import.meta.url).resolve('pyodide/pyodide.mjs')
  } catch {
    return ''
  }
}

let contained: Promise<Containment> | undefined

/** How processes are fenced in here; found out once. */
export function pythonContainment(): Promise<Containment> {
  return (contained ??= containmentHere([`${dirname(pyodide)}/`, fileURLToPath(folder)]))
}

/** Whether Python is there: it is not when only the sources are, or pyodide was left out. */
export function pythonAvailable(): boolean {
  return pyodide !== '' && existsSync(file('script-process.mjs')) && existsSync(file('world.py'))
}

/** A request under way. */
interface Waiting {
  readonly resolve: (answer: string) => void
  readonly reject: (error: CompositorError) => void
}

/** One contained process with Python in it. It answers one request at a time; a lost one never comes back. */
export class PythonProcess {
  readonly #child: ChildProcess
  readonly #watch: ProcessWatch
  #waiting: Waiting | undefined
  #received: string[] = []
  #size = 0
  #ended = false

  private constructor(
    containment: Containment,
    readonly limits: ScriptLimits,
  ) {
    const snapshot = file('snapshot.bin')
    const [program, ...rest] = [
      ...containment.wrapper,
      process.execPath,
      ...containment.flags,
      file('script-process.mjs'),
      pathToFileURL(pyodide).href,
      file('world.py'),
      existsSync(snapshot) ? snapshot : '',
      String(limits.heap),
    ]
    this.#child = spawn(program, rest, {
      env: {},
      cwd: fileURLToPath(folder),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    })
    this.#watch = new ProcessWatch(this.#child.pid, limits.memory, () =>
      this.#end(new CompositorError('script-memory', 'The script used more memory than scripts may.')),
    )
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#receive(text))
    const lost = () =>
      this.#end(new CompositorError('script-failed', 'The process the script ran in came to an end.'))
    this.#child.on('error', lost).on('exit', lost)
    this.#child.stdin?.on('error', lost)
    endWithHost.add(this)
  }

  /** A process that is ready. @throws CompositorError `script-unavailable` */
  static async start(limits: ScriptLimits): Promise<PythonProcess> {
    const started = new PythonProcess(await pythonContainment(), limits)
    try {
      await started.#answer(startLimit)
      return started
    } catch (error) {
      started.kill()
      throw new CompositorError('script-unavailable', 'Python could not be started.', { cause: error })
    }
  }

  get ended(): boolean {
    return this.#ended
  }

  /**
   * The answer to a request, as JSON text.
   * @param kind `run`, `library` or `package` @throws CompositorError `script-failed`, `script-timeout`, `script-memory`,
   * `script-output`; the process has ended then
   */
  ask(kind: string, request: string): Promise<string> {
    const answer = this.#answer(this.limits.deadline)
    this.#child.stdin?.write(`${kind} ${request}\n`)
    return answer
  }

  kill(): void {
    this.#end(new CompositorError('script-unavailable', 'Scripts are no longer run.'))
  }

  async #answer(deadline: number): Promise<string> {
    const begun = performance.now()
    let timer = setTimeout(() => look(), deadline)
    const look = (): void => {
      const left = Math.min(
        deadline - (this.#watch.computed ?? deadline),
        4 * deadline - (performance.now() - begun),
      )
      if (left > deadline / 20) {
        timer = setTimeout(look, left)
        return
      }
      this.#end(
        new CompositorError('script-timeout', `The script did not end within ${deadline / 1000} seconds.`),
      )
    }
    this.#watch.start()
    try {
      return await new Promise<string>((resolve, reject) => {
        if (this.#ended) reject(new CompositorError('script-unavailable', 'Scripts are no longer run.'))
        else this.#waiting = { resolve, reject }
      })
    } finally {
      clearTimeout(timer)
      this.#watch.stop()
    }
  }

  /** A line is an answer after `+`, or after `-` where the process is not to be used again. Nothing is believed of it: a process that says too much, or something unasked, is ended. */
  #receive(text: string): void {
    this.#size += text.length
    this.#received.push(text)
    if (this.#size > 4 * this.limits.output + 10_000) {
      this.#end(new CompositorError('script-output', 'The script gave more than scripts may.'))
    }
    if (!text.includes('\n')) return
    const [line = '', rest = ''] = this.#received.join('').split('\n', 2)
    const waiting = this.#waiting
    const isSpent = line.startsWith('-')
    this.#received = []
    this.#size = 0
    this.#waiting = undefined
    waiting?.resolve(line.slice(1))
    if (waiting === undefined || rest !== '' || isSpent) this.kill()
  }

  #end(error: CompositorError): void {
    if (!this.#ended) {
      this.#ended = true
      this.#child.kill('SIGKILL')
      this.#watch.stop()
      endWithHost.delete(this)
    }
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

/** Processes that must not outlive this one. */
const endWithHost = new Set<PythonProcess>()
process.once('exit', () => {
  for (const one of endWithHost) one.kill()
})

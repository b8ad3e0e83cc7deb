import { lastUsed } from '../runtime/values/last-used.js'
import {
  CompositorError,
  contentHash,
  ScriptRunner,
  type Json,
  type ScriptOrigin,
  type ScriptOutcome,
  type ScriptRun,
} from '../runtime/index.js'
import { PythonPool, type PythonLibrary, type ScriptStats } from './python-pool.js'
import { scriptPackage } from './script-package.js'
import { pythonAvailable, pythonContainment, PythonProcess, type ScriptLimits } from './python-process.js'

/** How scripts are run; what is left out is the default. */
export interface PythonOptions extends Partial<ScriptLimits> {
  /** Processes at most; default 3, of which one course has two at most. Each holds about 250 MB, once it is needed. */
  readonly processes?: number
  /** What a script imports from: the `python_lib.zip` of the library version that it comes from, else of its learning context. */
  readonly library?: (context: string, from?: ScriptOrigin) => Promise<PythonLibrary | undefined>
  /**
   * Python packages that scripts find before ours and after those of their course: paths of folders, zips or wheels
   * without native code. Read once; they are copied into the process, which reaches no files.
   */
  readonly packages?: readonly string[]
  /** Told once what of the containment this machine lacks. */
  readonly warn?: (message: string) => void
}

/** 5 seconds, 256 MB of Python, 1 GB in all, a million characters. */
const defaults: ScriptLimits = {
  deadline: 5000,
  heap: 256 * 1024 * 1024,
  memory: 1024 * 1024 * 1024,
  output: 1_000_000,
}

/** What most scripts do. */
const rehearsal = {
  code: 'import math\nvalue = random.randint(1, 9)\ndef check(expect, ans):\n    return {"ok": abs(float(ans) - value) < math.pi, "msg": "%s" % ans}',
  seed: 1,
  given: { expect: '', ans: '1' },
  occurring: [],
  step: { code: 'cfn_return = check(expect, ans)', given: {}, reseed: false, wanted: ['cfn_return'] },
}

/** How long a timeout is remembered, in milliseconds: a machine that was slow may be quicker then. */
const remembered = 60_000

/**
 * Runs scripts in Python (pyodide) in contained processes (docs/decisions/0015-python-in-problems.md), each
 * from the same memory (docs/decisions/0035-nothing-outlives-a-run.md). Nothing is started before the first script, unless {@link PythonScripts.standBy} is asked for; what a script gives for a seed is worked out once.
 */
export class PythonScripts extends ScriptRunner implements AsyncDisposable {
  readonly #pool: PythonPool
  readonly #outcomes = lastUsed<Promise<ScriptOutcome>>(5000)
  #warned = false

  /** @throws CompositorError `script-package` for a package that cannot be read or holds native code */
  constructor(private readonly options: PythonOptions = {}) {
    super()
    const limits = { ...defaults, ...options }
    const packages = (options.packages ?? []).map((path) => scriptPackage(path))
    this.#pool = new PythonPool({
      processes: options.processes ?? 3,
      start: () => PythonProcess.start(limits),
      packages,
      rehearsal: JSON.stringify({ ...rehearsal, output: limits.output }),
    })
  }

  /** Whether Python is installed and built here. */
  static available(): boolean {
    return pythonAvailable()
  }

  override async run(run: ScriptRun): Promise<ScriptOutcome> {
    const { context, library } = run
    return this.#run(run, await this.options.library?.(context, library))
  }

  /** Runs scripts of any context with a `python_lib.zip` that is not published, or with none. */
  importing(library: PythonLibrary | undefined): Pick<ScriptRunner, 'run'> {
    return { run: (run) => this.#run(run, library) }
  }

  async #run(run: ScriptRun, library: PythonLibrary | undefined): Promise<ScriptOutcome> {
    if (run.step) return this.#ask(run, library)
    const { learner: _, library: _from, ...alike } = run
    const key = contentHash([library?.hash ?? '', alike as unknown as Json])
    const known = this.#outcomes.get(key)
    if (known) return known
    const outcome = this.#ask(run, library)
    this.#outcomes.set(key, outcome)
    try {
      return await outcome
    } catch (error) {
      const { code } = CompositorError.from(error, 'script-failed')
      if (code === 'script-unavailable' || code === 'script-paused') this.#outcomes.delete(key)
      else if (code === 'script-timeout') this.#outcomes.set(key, outcome, { ttl: remembered })
      throw error
    }
  }

  /**
   * Keeps a process ready from now on, which takes its memory, so that the next script does not wait for one to start.
   * @returns once the first is ready
   * @throws CompositorError `script-unavailable` where none can be started
   */
  standBy(): Promise<void> {
    return this.#pool.standBy()
  }

  /** Counts since the start, for operators. */
  stats(): ScriptStats {
    return this.#pool.stats()
  }

  /** Ends the processes. */
  close(): Promise<void> {
    this.#pool.close()
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #ask(run: ScriptRun, library: PythonLibrary | undefined): Promise<ScriptOutcome> {
    await this.#warn()
    const { context, learner = '', library: _from, ...rest } = run
    const asker = { context, learner, problem: contentHash([run.code, run.step?.code ?? '']) }
    const output = this.options.output ?? defaults.output
    return outcomeOf(await this.#pool.ask(asker, library, JSON.stringify({ ...rest, output })))
  }

  async #warn(): Promise<void> {
    if (this.#warned) return
    this.#warned = true
    const { missing } = await pythonContainment()
    if (missing.length > 0) {
      this.options.warn?.(
        `Scripts of problems run less contained than they could: this machine lacks ${missing.join(', ')}.`,
      )
    }
  }
}

/** Reads what the process said, which is not to be trusted. */
function outcomeOf(text: string): ScriptOutcome {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    answer = undefined
  }
  if (!isRecord(answer))
    throw new CompositorError('script-failed', 'The script gave nothing that can be read.')
  if (isRecord(answer['error'])) throw failureOf(answer['error'])
  const { texts, values } = answer
  if (!isRecord(texts) || !isRecord(values)) {
    throw new CompositorError('script-failed', 'The script gave nothing that can be read.')
  }
  const known = Object.entries(texts).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return { texts: Object.fromEntries(known), values: values as Record<string, Json> }
}

function failureOf({ code, message, line, column }: Record<string, unknown>): CompositorError {
  if (code === 'problem-input' && typeof message === 'string') return new CompositorError(code, message)
  const known = code === 'script-memory' || code === 'script-output' ? code : 'script-failed'
  const where = typeof line === 'number' ? ` in line ${line} of the problem` : ''
  const why = typeof message === 'string' ? message : 'no reason given'
  const at = typeof line === 'number' && {
    location: { file: 'problem', line, ...(typeof column === 'number' && { column }) },
  }
  return new CompositorError(known, `The script failed${where}: ${why}`, at || {})
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { CompositorError } from '../../runtime/index.js'
import { PythonProcess, type ScriptLimits } from './python-process.js'

/** A course's `python_lib.zip`. */
export interface PythonLibrary {
  readonly hash: string
  readonly bytes: () => Promise<Uint8Array | undefined>
}

/** A process with what it serves: scripts of one learning context, with one library. */
interface Member {
  readonly name: string
  readonly starting: Promise<PythonProcess>
  busy: boolean
  /** Rises with every use. */
  used: number
}

/** A request that waits for a process. */
interface Waiting {
  readonly name: string
  readonly since: number
  readonly wake: () => void
}

/** Requests that may wait for a process. */
const longestQueue = 500

/**
 * Milliseconds that others of the process's own context may go first, as a new process costs more than a script; on a
 * machine that is slow to start one, so many times what that took.
 */
const patience = 2000
const startsWaited = 5

/**
 * A few processes with Python, started when needed. Each serves one learning context only, so that what an author's
 * script leaves behind never meets another author's; the one unused for longest gives way.
 */
export class PythonPool {
  readonly #members = new Set<Member>()
  readonly #waiting: Waiting[] = []
  #uses = 0
  /** Milliseconds the last process took to start. */
  #startTime = 0
  #closed = false

  constructor(
    private readonly limits: ScriptLimits,
    private readonly processes: number,
    /** Archives that scripts may import from, in base64. */
    private readonly packages: readonly string[] = [],
  ) {}

  /**
   * The answer to a request, as JSON text.
   * @throws CompositorError `script-failed`, `script-timeout`, `script-memory`, `script-output`, `script-unavailable`
   */
  async ask(context: string, library: PythonLibrary | undefined, request: string): Promise<string> {
    const member = await this.#member(context, library)
    try {
      const python = await member.starting
      const answer = await python.ask('run', request)
      if (python.ended) this.#members.delete(member)
      return answer
    } catch (error) {
      this.#members.delete(member)
      throw error
    } finally {
      member.busy = false
      this.#wakeNext(member.name)
    }
  }

  close(): void {
    this.#closed = true
    for (const member of this.#members) end(member)
    this.#members.clear()
    for (const { wake } of this.#waiting.splice(0)) wake()
  }

  /** A process for this context that is free now, taken. */
  async #member(context: string, library: PythonLibrary | undefined): Promise<Member> {
    const name = `${context} ${library?.hash ?? ''}`
    for (;;) {
      if (this.#closed) throw new CompositorError('script-unavailable', 'Scripts are no longer run.')
      const idle = [...this.#members].filter(({ busy }) => !busy)
      const found = idle.find((member) => member.name === name) ?? this.#started(name, library, idle)
      if (found) {
        found.busy = true
        found.used = ++this.#uses
        return found
      }
      if (this.#waiting.length >= longestQueue) {
        throw new CompositorError('script-unavailable', 'Too many scripts wait to be run.')
      }
      await new Promise<void>((wake) => this.#waiting.push({ name, since: performance.now(), wake }))
    }
  }

  /** Whoever waited too long goes first, then one the free process already serves. */
  #wakeNext(name: string): void {
    const [first] = this.#waiting
    const wait = Math.max(patience, startsWaited * this.#startTime)
    const isLate = first !== undefined && performance.now() - first.since > wait
    const same = isLate ? -1 : this.#waiting.findIndex((waiting) => waiting.name === name)
    this.#waiting.splice(Math.max(0, same), 1)[0]?.wake()
  }

  #started(name: string, library: PythonLibrary | undefined, idle: readonly Member[]): Member | undefined {
    if (this.#members.size >= this.processes) {
      const [oldest] = idle.toSorted((one, other) => one.used - other.used)
      if (!oldest) return undefined
      end(oldest)
      this.#members.delete(oldest)
    }
    const begun = performance.now()
    const starting = this.#process(library)
    const timed = starting.then((python) => {
      this.#startTime = performance.now() - begun
      return python
    })
    const member = { name, starting: timed, busy: true, used: 0 }
    this.#members.add(member)
    return member
  }

  async #process(library: PythonLibrary | undefined): Promise<PythonProcess> {
    const [python, bytes] = await Promise.all([PythonProcess.start(this.limits), library?.bytes()])
    for (const one of this.packages) await python.ask('package', one)
    if (bytes) await python.ask('library', Buffer.from(bytes).toString('base64'))
    return python
  }
}

function end({ starting }: Member): void {
  starting.then(
    (python) => python.kill(),
    () => {},
  )
}

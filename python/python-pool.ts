import { CompositorError } from '../runtime/index.js'
import { FairTurns, type WaitingBounds } from './fair-turns.js'
import { ScriptStrikes, type AskedScript } from './script-strikes.js'

/** A course's `python_lib.zip`. */
export interface PythonLibrary {
  readonly hash: string
  readonly bytes: () => Promise<Uint8Array | undefined>
}

/** What the pool needs of a process: one request at a time, and once it has ended, none. */
export interface ScriptProcess {
  readonly ended: boolean
  ask(kind: string, request: string): Promise<string>
  kill(): void
}

/** A process, and what it is at. */
interface Member {
  readonly starting: Promise<ScriptProcess>
  /** There once it is started. */
  process?: ScriptProcess
  /** The hash of the library it has; '' for none. */
  library: string
  /** For whom it works. */
  asker?: AskedScript | undefined
  /** Rises with every use. */
  used: number
}

/** A request that waits for a process. */
interface Waiting {
  readonly asker: AskedScript
  readonly library: string
  readonly take: (member: Member) => void
  readonly refuse: (error: CompositorError) => void
}

export interface PoolOptions {
  /** Processes at most. */
  readonly processes: number
  readonly start: () => Promise<ScriptProcess>
  /** Archives that scripts may import from, in base64. */
  readonly packages?: readonly string[]
  /** A request that a process which stands by answers ahead, as the first takes longer than the next. */
  readonly rehearsal?: string
  readonly waiting?: WaitingBounds
  /** Milliseconds, ever rising. */
  readonly now?: () => number
}

/** Counts since the start, for operators. */
export interface ScriptStats {
  /** Processes there are, those that are starting included, and those at work. */
  readonly processes: number
  readonly busy: number
  /** Requests that wait for a process. */
  readonly waiting: number
  /** Runs that gave an answer, and that were given up: too slow, too large, no process. */
  readonly answered: number
  readonly failed: number
}

/** Requests that may wait for a process. */
const waitingBounds: WaitingBounds = { all: 500, context: 300, learner: 20 }

/**
 * A few processes with Python, started when needed. Each begins every run from the same memory, so it serves any learning
 * context; another library costs it some milliseconds. Contexts and learners take turns, one learner never holds more
 * than half of the processes, one context leaves one to others where there are three, and scripts that did not end before
 * share what one learner may have.
 */
export class PythonPool {
  readonly #members = new Set<Member>()
  readonly #turns: FairTurns<Waiting>
  readonly #strikes: ScriptStrikes
  #uses = 0
  #standsBy = false
  #answered = 0
  #failed = 0
  #closed = false

  constructor(private readonly options: PoolOptions) {
    this.#turns = new FairTurns(options.waiting ?? waitingBounds)
    this.#strikes = new ScriptStrikes(options.now)
  }

  /**
   * The answer to a request, as JSON text.
   * @throws CompositorError `script-failed`, `script-timeout`, `script-memory`, `script-output`, `script-paused`,
   * `script-unavailable`
   */
  async ask(asker: AskedScript, library: PythonLibrary | undefined, request: string): Promise<string> {
    this.#strikes.check(asker)
    const hash = library?.hash ?? ''
    const member = await new Promise<Member>((take, refuse) => {
      if (this.#closed) throw closed()
      this.#turns.add({ asker, library: hash, take, refuse })
      this.#serve()
    })
    let process: ScriptProcess | undefined
    try {
      process = await member.starting
      if (member.library !== hash) {
        const bytes = await library?.bytes()
        await process.ask('library', bytes ? Buffer.from(bytes).toString('base64') : '')
        member.library = hash
      }
      const answer = await process.ask('run', request)
      this.#strikes.passed(asker)
      this.#answered++
      return answer
    } catch (error) {
      this.#failed++
      if (process?.ended && !this.#closed) this.#strikes.failed(asker)
      process?.kill()
      this.#members.delete(member)
      throw error
    } finally {
      member.asker = undefined
      this.#serve()
    }
  }

  /** From now on one process more is started than is at work, as far as there may be, so that nobody waits for a start. */
  async standBy(): Promise<void> {
    this.#standsBy = true
    this.#serve()
    await Promise.all([...this.#members].map(({ starting }) => starting))
  }

  stats(): ScriptStats {
    const members = [...this.#members].filter(({ process }) => !process?.ended)
    return {
      processes: members.length,
      busy: members.filter(({ asker }) => asker !== undefined).length,
      waiting: this.#turns.size,
      answered: this.#answered,
      failed: this.#failed,
    }
  }

  close(): void {
    this.#closed = true
    for (const member of this.#members) {
      member.starting.then(
        (process) => process.kill(),
        () => {},
      )
    }
    this.#members.clear()
    for (let waiting = this.#turns.next(() => true); waiting; waiting = this.#turns.next(() => true)) {
      waiting.refuse(closed())
    }
  }

  /** Gives processes to those whose turn it is, as far as there are any. */
  #serve(): void {
    for (;;) {
      for (const member of this.#members) {
        if (member.asker === undefined && member.process?.ended) this.#members.delete(member)
      }
      const idle = [...this.#members].filter(({ asker }) => asker === undefined)
      const mayStart = !this.#closed && this.#members.size < this.options.processes
      if (this.#closed || (idle.length === 0 && !mayStart)) return
      const waiting = this.#turns.next(({ asker }) => this.#mayHold(asker))
      if (!waiting) {
        if (this.#standsBy && idle.length === 0) this.#started()
        return
      }
      const member = this.#chosen(idle, waiting.library) ?? this.#started()
      member.asker = waiting.asker
      member.used = ++this.#uses
      waiting.take(member)
    }
  }

  /**
   * The process that has the library; else one that has none, else the one that was idle longest: who may start another does,
   * unless the next is started ahead anyway.
   */
  #chosen(idle: readonly Member[], library: string): Member | undefined {
    const dear = ({ process, library: has }: Member) =>
      (process ? 0 : 3) + (has === library ? 0 : has === '' ? 1 : 2)
    const [first] = idle.toSorted((one, other) => dear(one) - dear(other) || one.used - other.used)
    const mayStart = this.#members.size < this.options.processes
    const isFit = first?.library === library || first?.library === ''
    return isFit || this.#standsBy || !mayStart ? first : undefined
  }

  /** Whether somebody may have one more process than they have. */
  #mayHold(one: AskedScript): boolean {
    const { processes } = this.options
    const atWork = [...this.#members].flatMap(({ asker }) => (asker ? [asker] : []))
    const ofContext = atWork.filter(({ context }) => context === one.context)
    const half = Math.max(1, Math.floor(processes / 2))
    if (ofContext.length >= (processes > 2 ? processes - 1 : processes)) return false
    if (one.learner !== '' && ofContext.filter(({ learner }) => learner === one.learner).length >= half) {
      return false
    }
    return (
      !this.#strikes.isSuspect(one) || atWork.filter((other) => this.#strikes.isSuspect(other)).length < half
    )
  }

  #started(): Member {
    const member: Member = { starting: this.#process(), library: '', used: 0 }
    member.starting.then(
      (process) => (member.process = process),
      () => {
        if (member.asker === undefined) this.#members.delete(member)
      },
    )
    this.#members.add(member)
    return member
  }

  async #process(): Promise<ScriptProcess> {
    const process = await this.options.start()
    const { packages = [], rehearsal } = this.options
    for (const one of packages) await process.ask('package', one)
    if (this.#standsBy && rehearsal !== undefined) await process.ask('run', rehearsal)
    return process
  }
}

function closed(): CompositorError {
  return new CompositorError('script-unavailable', 'Scripts are no longer run.')
}

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** Milliseconds between looks. */
const interval = 100

/** What another process uses up. */
interface Usage {
  /** Bytes it holds in memory. */
  readonly memory: number
  /** Milliseconds of processors it took since it was started; undefined where nobody says. */
  readonly computed: number | undefined
}

/** Looks at what another process uses up while it works: nothing in node bounds that from outside. */
export class ProcessWatch {
  #timer: NodeJS.Timeout | undefined
  #first: Usage | undefined
  #last: Usage | undefined

  /** @param limit bytes @param exceeded called when it holds more */
  constructor(
    private readonly pid: number | undefined,
    private readonly limit: number,
    private readonly exceeded: () => void,
  ) {}

  start(): void {
    this.stop()
    this.#first = this.#last = undefined
    this.#timer = setInterval(() => void this.#look(), interval)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /**
   * Milliseconds of processors it took since the watch began, as far as was seen; undefined where nobody says. On a busy
   * machine that is less than went by.
   */
  get computed(): number | undefined {
    const [from, to] = [this.#first?.computed, this.#last?.computed]
    return from === undefined || to === undefined ? undefined : to - from + interval
  }

  async #look(): Promise<void> {
    const usage = await usageOf(this.pid)
    if (this.#timer === undefined || usage === undefined) return
    this.#first ??= usage
    this.#last = usage
    if (usage.memory > this.limit) this.exceeded()
  }
}

/** Milliseconds of a tick, in which Linux counts, and where the counts stand after the name. */
const tick = 10
const fields = { user: 11, system: 12 }

async function usageOf(pid: number | undefined): Promise<Usage | undefined> {
  if (pid === undefined) return undefined
  try {
    if (process.platform === 'linux') return await linuxUsage(pid)
    return await new Promise((resolve) => {
      execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, text) =>
        resolve(error ? undefined : { memory: Number(text) * 1024, computed: undefined }),
      )
    })
  } catch {
    return undefined
  }
}

async function linuxUsage(pid: number): Promise<Usage | undefined> {
  const [status, stat] = await Promise.all(
    ['status', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
  )
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status ?? '')
  // What comes after the name of the program, which may hold anything.
  const counts = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const ticks = Number(counts[fields.user]) + Number(counts[fields.system])
  if (!kilobytes) return undefined
  return { memory: Number(kilobytes[1]) * 1024, computed: Number.isNaN(ticks) ? undefined : ticks * tick }
}

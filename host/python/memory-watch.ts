import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** Milliseconds between looks. */
const interval = 100

/** Watches how much memory another process holds while it works: nothing in node bounds that from outside. */
export class MemoryWatch {
  #timer: NodeJS.Timeout | undefined

  /** @param limit bytes @param exceeded called when it holds more */
  constructor(
    private readonly pid: number | undefined,
    private readonly limit: number,
    private readonly exceeded: () => void,
  ) {}

  start(): void {
    this.stop()
    this.#timer = setInterval(() => void this.#look(), interval)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #look(): Promise<void> {
    const held = await residentBytes(this.pid)
    if (this.#timer !== undefined && held !== undefined && held > this.limit) this.exceeded()
  }
}

/** Bytes a process holds in memory; undefined where nobody says. */
async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined
  try {
    if (process.platform === 'linux') {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))
      return kilobytes ? Number(kilobytes[1]) * 1024 : undefined
    }
    return await new Promise((resolve) => {
      execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, text) =>
        resolve(error ? undefined : Number(text) * 1024),
      )
    })
  } catch {
    return undefined
  }
}

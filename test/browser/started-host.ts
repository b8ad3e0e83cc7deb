import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A script of ours in a process of its own, which says its addresses on its first line and ends with its standard input. */
export class StartedHost {
  private constructor(
    /** The first line it said. */
    readonly said: string,
    private readonly server: ChildProcess,
  ) {}

  /** @throws Error where it ended before it said anything */
  static async start(script: string, ...args: readonly string[]): Promise<StartedHost> {
    const server = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(server, 'exit').then(() => {
      throw new Error('The host ended before it listened.')
    })
    ended.catch(() => undefined)
    const [said] = (await Promise.race([once(createInterface(server.stdout), 'line'), ended])) as [string]
    return new StartedHost(said, server)
  }

  async close(): Promise<void> {
    const ended = once(this.server, 'exit')
    this.server.stdin?.end()
    await ended
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'

/** The workbench as its users start it: by npx, in a process of its own. */
export class StartedWorkbench {
  private constructor(
    private readonly process: ChildProcess,
    readonly address: string,
  ) {}

  static async start(site: string, plugins: readonly string[], node: string): Promise<StartedWorkbench> {
    const PATH = [dirname(node), process.env['PATH']].join(delimiter)
    const child = spawn('npx', ['unit-compositor', 'workbench', ...plugins, '--port', '8600'], {
      cwd: site,
      env: { ...process.env, PATH, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
    const deadline = AbortSignal.timeout(60_000)
    for (;;) {
      const address = /Workbench on (\S+)/.exec(said)?.[1]
      if (address !== undefined) return new StartedWorkbench(child, address)
      const ended = once(child, 'exit', { signal: deadline }).then(() => true)
      if (await Promise.race([ended, once(child.stdout, 'data', { signal: deadline }).then(() => false)]))
        throw new Error(`The workbench ended: ${said}`)
    }
  }

  /** A view of a scenario, `PLUGIN/FILE`. */
  async view(scenario: string, person = 'ada', view = 'student_view'): Promise<string> {
    const place = join('/scenarios', encodeURIComponent(scenario), 'as', person, 'at/now/views', view)
    return (await fetch(new URL(place, this.address))).text()
  }

  async findings(): Promise<string> {
    const page = await (await fetch(this.address)).text()
    return /<div id="findings"[^>]*>([\s\S]*?)<\/div>/.exec(page)?.[1] ?? 'no page'
  }

  /** Stops it as Ctrl+C does. @returns whether its server is gone */
  async stop(): Promise<boolean> {
    const ended = once(this.process, 'exit')
    this.process.kill('SIGTERM')
    await ended
    for (let tries = 0; tries < 50; tries++) {
      try {
        await fetch(this.address)
      } catch {
        return true
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return false
  }
}

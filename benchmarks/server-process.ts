import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerReady, ServerTask } from './warm-server.js'

/** A server in a process of its own. */
export class ServerProcess implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  static async start(task: ServerTask): Promise<ServerProcess> {
    const child = fork(fileURLToPath(new URL('./warm-server.js', import.meta.url)))
    child.send(task)
    const [ready]: ServerReady[] = await once(child, 'message')
    if (!ready) throw new Error('The server did not say where it listens.')
    return new ServerProcess(child, ready.address)
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.send('stop')
    await ended
  }
}

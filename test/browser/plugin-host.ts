import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../runtime/index.js'
import { StartedHost } from './started-host.js'

const script = fileURLToPath(new URL('./plugin-host.mjs', import.meta.url))

/** A host on the built package, in a process of its own, with one plugin and one published course. */
export class PluginHost {
  private constructor(
    private readonly host: StartedHost,
    private readonly folder: string,
  ) {}

  get address(): string {
    return this.host.said
  }

  /**
   * @param course OLX of the course in one file @param plugin folder of the plugin's package
   * @param options of the host besides, as JSON has them @param files static files of the course, by name
   */
  static async open(
    course: string,
    plugin: string,
    options: JsonObject = {},
    files: Readonly<Record<string, string>> = {},
  ): Promise<PluginHost> {
    const folder = mkdtempSync(join(tmpdir(), 'plugin-host-'))
    mkdirSync(join(folder, 'course', 'static'), { recursive: true })
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, 'course', 'static', name), text)
    writeFileSync(join(folder, 'course/course.xml'), course)
    return new PluginHost(await StartedHost.start(script, folder, plugin, JSON.stringify(options)), folder)
  }

  async close(): Promise<void> {
    await this.host.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A port that nobody listens on; a page’s address must be known before its hosts are opened. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  return typeof bound === 'object' && bound ? bound.port : 0
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { root, type PackedRoom } from './packed-room.js'

const folder = join(root, 'examples/adapters')
const examples = readdirSync(folder).filter((name) => name.endsWith('.js'))

/** The servers of examples/adapters, from the installed package. */
export function describeAdapters(room: () => PackedRoom): void {
  describe('a host in another server, as examples/adapters has it', () => {
    it.each(examples)('is ten lines in %s', (name) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n')
      expect(lines.filter((line) => line !== '' && !line.startsWith('import')).length).toBeLessThan(10)
    })

    it('answers below its path, and leaves the rest to the server', async ({ skip }) => {
      skip(room().offline, 'No registry can be reached.')
      room().copy('examples/adapters', 'adapters')
      const servers: ChildProcess[] = []
      const pages = examples.map(async (name) => {
        const server = spawn(process.execPath, [join('adapters', name)], {
          cwd: room().site,
          env: { ...process.env, PORT: '0', STORE: `store-of-${name}` },
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        servers.push(server)
        const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
        const response = await fetch(`http://localhost:${line.replace('port ', '')}/`)
        const page = await response.text()
        return [name, response.status, new URL(response.url).pathname, /<h1>(.*?)<\/h1>/.exec(page)?.[1]]
      })
      try {
        expect(await Promise.all(pages)).toEqual(examples.map((name) => [name, 200, '/learn/', 'Courses']))
      } finally {
        await Promise.all(
          servers.map(async (server) => server.exitCode ?? (server.kill(), once(server, 'exit'))),
        )
      }
      expect(servers.map(({ exitCode }) => exitCode)).toEqual(examples.map(() => 0))
    }, 60_000)
  })
}

// A host and a workbench on the built package, both with one plugin: node editors-host.mjs FOLDER PLUGIN, where FOLDER holds a course and
// PLUGIN the plugin's module. Prints their two addresses in a line, and ends with its standard input.
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { nodeServer, openHost } from 'unit-compositor/host'
import { Workbench } from '../../dist/workbench/workbench.js'

const [folder, plugin] = process.argv.slice(2)
const host = await openHost({
  store: join(folder, 'store'),
  plugins: [plugin],
  learner: () => ({ id: 'ann', name: 'Ann', timeZone: 'Europe/Madrid' }),
  author: () => true,
  python: false,
  threads: 1,
})
for (const { message } of host.pluginDiagnostics) throw new Error(message)
await host.authoring.import(join(folder, 'course'))
const workbench = await Workbench.open({ plugins: [{ entry: plugin, folder: dirname(plugin) }] })
const servers = [nodeServer(host.answer), nodeServer(workbench.answer)]
const addresses = await Promise.all(servers.map((server) => server.listen({ host: '127.0.0.1', port: 0 })))
console.log(addresses.join(' '))
process.stdin.resume()
await once(process.stdin, 'end')
for (const server of servers) await server.close()
await workbench.close()
await host.close()

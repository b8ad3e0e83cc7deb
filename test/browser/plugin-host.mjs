// A host on the built package with one plugin, at a port of its own: node plugin-host.mjs FOLDER PLUGIN, where FOLDER
// holds a course. Prints its address, and ends with its standard input.
import { once } from 'node:events'
import { join } from 'node:path'
import { nodeServer, openHost } from 'unit-compositor/host'

const [folder, plugin] = process.argv.slice(2)
const host = await openHost({ store: join(folder, 'store'), plugins: [plugin], python: false, threads: 1 })
for (const { message } of host.pluginDiagnostics) throw new Error(message)
await host.authoring.import(join(folder, 'course'))
const server = nodeServer(host.answer)
console.log(await server.listen({ host: '127.0.0.1', port: 0 }))
process.stdin.resume()
await once(process.stdin, 'end')
await server.close()
await host.close()

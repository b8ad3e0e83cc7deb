// A host on the built package with one plugin, at a port of its own: node plugin-host.mjs FOLDER PLUGIN [OPTIONS], where
// FOLDER holds a course and OPTIONS are more options of the host, as JSON. Prints its address, and ends with its standard
// input. A host that pages of other sites may use knows nobody by a cookie; with `byHeader` it knows who is there by the JSON in X-Person.
import { once } from 'node:events'
import { join } from 'node:path'
import { nodeServer, openHost } from 'unit-compositor/host'

const [folder, plugin, more = '{}'] = process.argv.slice(2)
const { byHeader = false, ...options } = JSON.parse(more)
const host = await openHost({
  store: join(folder, 'store'),
  plugins: [plugin],
  python: false,
  threads: 1,
  ...(options.embedding && { learner: () => undefined }),
  ...(byHeader && { learner: (request) => JSON.parse(request.header('x-person') ?? 'null') ?? undefined }),
  ...options,
})
for (const { message } of host.pluginDiagnostics) throw new Error(message)
await host.authoring.import(join(folder, 'course'))
const server = nodeServer(host.answer)
console.log(await server.listen({ host: '127.0.0.1', port: 0 }))
process.stdin.resume()
await once(process.stdin, 'end')
await server.close()
await host.close()

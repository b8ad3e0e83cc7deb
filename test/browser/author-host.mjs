// A host on the built package, with its styles and scripts, for an author who may do everything, at a port of its own: node author-host.mjs FOLDER
// IMPORTED..., each of which is imported and published, as FOLDER/IMPORTED. Prints its address, and ends with its standard input.
import { once } from 'node:events'
import { join } from 'node:path'
import { nodeServer, openHost } from 'unit-compositor/host'

const [folder, ...imported] = process.argv.slice(2)
const learner = () => ({ id: 'ann', name: 'Ann' })
const options = { store: join(folder, 'store'), python: false, threads: 1, author: () => true, learner }
const host = await openHost(options)
for (const one of imported) await host.authoring.import(join(folder, one), { publish: true })
const server = nodeServer(host.answer)
console.log(await server.listen({ host: '127.0.0.1', port: 0 }))
process.stdin.resume()
await once(process.stdin, 'end')
await server.close()
await host.close()

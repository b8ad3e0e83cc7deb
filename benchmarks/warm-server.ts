/** A process with one of the two servers that are compared; it is told which, and tells where it listens. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { nodeServer, openHost } from '../host/index.js'

/** What the bare server sends to every request. */
export interface BareAnswer {
  readonly headers: Readonly<Record<string, string>>
  /** In base64. */
  readonly body: string
}

/** Which server to be: a host on a store, or a bare one. */
export type ServerTask =
  | {
      readonly store: string
      /** Whether the header `x-learner` says who asks; else they choose, as in a demo. */
      readonly namesLearners?: boolean
    }
  | { readonly bare: BareAnswer }

/** What the process says when it listens. */
export interface ServerReady {
  readonly address: string
}

const [task]: ServerTask[] = await once(process, 'message')
if (!task) throw new Error('There is nothing to serve.')
const server =
  'store' in task ? await hostServer(task.store, task.namesLearners) : await bareServer(task.bare)
process.once('disconnect', () => process.exit())
process.send?.({ address: server.address } satisfies ServerReady)
await once(process, 'message')
await server.close()
process.disconnect()

interface RunningServer {
  readonly address: string
  readonly close: () => Promise<void>
}

async function hostServer(store: string, namesLearners = false): Promise<RunningServer> {
  const host = await openHost({
    store,
    ...(namesLearners && { learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }) }),
  })
  const fastify = nodeServer(host.answer)
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' })
  return {
    address,
    close: async () => {
      await fastify.close()
      await host.close()
    },
  }
}

async function bareServer({ headers, body }: BareAnswer): Promise<RunningServer> {
  const bytes = Buffer.from(body, 'base64')
  const http = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(bytes)
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const bound = http.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      http.closeAllConnections()
      http.close()
    },
  }
}

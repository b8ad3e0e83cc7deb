// One of the hosts: any number of them, on any machines, with the same address of the store.
import { listenFrom, nodeServer, openHost } from 'unit-compositor/host'

const host = await openHost({
  store: process.env.UNIT_COMPOSITOR_STORE,
  // Work that goes on after its process died is left to the job runner, as are events.
  jobs: false,
  // Who signs people in says who they are, before the balancer; without `learner` visitors choose one, as in a demo.
  operations: { port: Number(process.env.OPERATIONS_PORT ?? 0) },
})
const server = nodeServer(host.answer)
const address = await listenFrom(server, Number(process.env.PORT ?? 0), '127.0.0.1')
process.send?.({ address })

const stop = async () => {
  host.operations.stopping()
  await server.close()
  await host.close()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop())
// Who started it is gone.
process.once('disconnect', () => void stop())

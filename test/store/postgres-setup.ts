import { createServer, type AddressInfo, type Socket } from 'node:net'
import { LocalPostgres, postgresPrograms } from '../../store/postgres/local-postgres.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The port where test files ask for the run's PostgreSQL server; undefined where none is installed. */
    postgresPort: number | undefined
  }
}

/** Starts one PostgreSQL server a run, once the first test file asks for it, and stops it at the end. */
export default async function setup({
  provide,
}: {
  provide(key: 'postgresPort', port: number | undefined): void
}): Promise<(() => Promise<void>) | undefined> {
  if (postgresPrograms() === undefined) {
    provide('postgresPort', undefined)
    return undefined
  }
  let server: Promise<LocalPostgres> | undefined
  const answer = (socket: Socket) => {
    socket.on('error', () => undefined)
    server ??= LocalPostgres.start({ settings: { fsync: 'off', max_connections: 300 } })
    server.then(
      ({ address }) => socket.end(address),
      (thrown: unknown) => socket.end(`! ${String(thrown)}`),
    )
  }
  const door = createServer(answer)
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  provide('postgresPort', (door.address() as AddressInfo).port)
  return async () => {
    door.close()
    await (await server)?.[Symbol.asyncDispose]()
  }
}

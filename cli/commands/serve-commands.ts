import { InvalidArgumentError, type Command } from 'commander'
import { fileURLToPath } from 'node:url'
import type { Host } from '../../host/host.js'
import { eventsOf, namedSite, onStore, pluginsOf, type SharedOptions } from '../command-line.js'
import { Progress } from '../progress.js'
import { findingSummary } from '../finding-summary.js'

interface ServeOptions extends SharedOptions {
  readonly port: number
  readonly host: string
  readonly composeDeadline?: number
  readonly allowHost?: readonly string[]
  readonly brand?: string
  readonly operationsPort?: number
  readonly operationsHost?: string
}

/** `serve`, and `demo` which imports the shipped course and library first. */
export function serveCommands(program: Command): void {
  listening(program.command('serve'))
    .description('serve what is published, as a demo with learners to choose from')
    .action((options: ServeOptions) => serve(options))

  listening(program.command('demo'))
    .description('import the demo course and library, and serve them')
    .action((options: ServeOptions) => serve(options, importDemo))
}

function listening(command: Command): Command {
  return namedSite(onStore(command))
    .option('--port <number>', 'first port to try', port, 8000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--allow-host <name...>', 'further names that browsers may call this server by')
    .option('--brand <file>', 'JSON file with the name, logo and colours of the pages')
    .option('--operations-port <number>', 'port for health and metrics, apart from that of learners', port)
    .option('--operations-host <address>', 'address that port is listened on at (127.0.0.1 if not said)')
    .option(
      '--compose-deadline <ms>',
      'milliseconds for which one block may keep a composing thread busy (1000 if not said)',
      milliseconds,
    )
}

/** A time out of a command line. */
function milliseconds(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return number
}

/** A port out of a command line. */
export function port(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('It must be 0 to 65535.')
  return number
}

async function serve(options: ServeOptions, prepare?: (host: Host) => Promise<void>): Promise<void> {
  const [{ openHost }, { listenFrom, nodeServer }, { namesOfAddress }, { brandIn }] = await Promise.all([
    import('../../host/open-host.js'),
    import('../../host/http/node-server.js'),
    import('../../host/http/known-hosts.js'),
    import('../../host/brand/brand-file.js'),
  ])
  const { store, composeDeadline, allowHost = [], operationsPort, operationsHost } = options
  const host = await openHost({
    store,
    ...(options.domain !== undefined && { domain: options.domain }),
    ...(options.brand !== undefined && { brand: brandIn(options.brand) }),
    hosts: [...namesOfAddress(options.host), ...allowHost],
    ...eventsOf(options),
    ...pluginsOf(options),
    ...(composeDeadline !== undefined && { composeDeadline }),
    ...(operationsPort !== undefined && {
      operations: { port: operationsPort, ...(operationsHost !== undefined && { host: operationsHost }) },
    }),
  })
  try {
    await prepare?.(host)
    const server = nodeServer(host.answer)
    const stop = stopped()
    const address = await listenFrom(server, options.port, options.host)
    process.stdout.write(`Serving on ${address}\n`)
    host.catalogue.following.start()
    const { operations } = host
    if (operations.address) process.stderr.write(`Health and metrics on ${operations.address}\n`)
    await stop
    operations.stopping()
    await server.close()
  } finally {
    await host.close()
  }
}

async function importDemo(host: Host): Promise<void> {
  for (const part of ['library', 'course']) {
    const progress = new Progress(`Demo ${part}:`)
    const path = fileURLToPath(new URL(`demo/${part}`, import.meta.resolve('unit-compositor/package.json')))
    const outcome = await host.authoring
      .import(path, {
        publish: true,
        unlessChanged: true,
        onProgress: ({ done, total }) => progress.update(done, total),
      })
      .finally(() => progress.end())
    const { context, title, units, findings, kept } = outcome
    if (part === 'library') await giveDemoRoles(host, context)
    process.stderr.write(
      kept
        ? `Kept ${title} as it is in the store, where it was changed. To replace it: unit-compositor import ${path} --replace\n`
        : `Imported ${title}: ${units} units\n`,
    )
    for (const line of findingSummary(findings)) process.stderr.write(`${line}\n`)
  }
}

/** Gives the people of the demo their roles in its library, unless somebody has given any. */
async function giveDemoRoles({ siteLibraries }: Host, library: string): Promise<void> {
  const { roles } = await siteLibraries.standing(library)
  if (Object.values(roles).some((some) => Object.keys(some).length > 0)) return
  await siteLibraries.change(library, {
    roles: {
      groups: { 'library-admins': 'admin', 'library-authors': 'author', 'library-readers': 'read' },
    },
  })
}

/** Milliseconds between looks whether npm, which started the process, is still there. */
const parentLook = 500

/**
 * Ends when whoever started the process asks it to end; asked a second time, the process ends at once. Started by npm or npx, it also
 * ends with them: their shell passes no signal on.
 */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM'] as const
    const { ppid: parent, env } = process
    const look = env['npm_command'] === undefined ? undefined : setInterval(lookForParent, parentLook)
    look?.unref()
    function lookForParent(): void {
      if (process.ppid !== parent) stop()
    }
    function stop(): void {
      clearInterval(look)
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}

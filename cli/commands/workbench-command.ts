import type { Command } from 'commander'
import { port, stopped } from './serve-commands.js'

/** `workbench [PLUGIN...]`: a page to try block types on while they are written. */
export function workbenchCommand(program: Command): void {
  program
    .command('workbench [plugins...]')
    .description(
      'try block types: a page with the scenarios of plugins (folders, modules or packages; ' +
        'the plugin in this folder if none is named), kept up to date while they are written',
    )
    .option('--port <number>', 'first port to try', port, 8100)
    .action((plugins: string[], options: { port: number }) => work(plugins, options.port))
}

async function work(named: readonly string[], firstPort: number): Promise<void> {
  // Loaded when needed: commands that need no page answer at once.
  const [{ Workbench }, { findPlugin, pluginOf }, { listenFrom, nodeServer }] = await Promise.all([
    import('../../workbench/workbench.js'),
    import('../../workbench/plugin-place.js'),
    import('../../host/http/node-server.js'),
  ])
  const here = process.cwd()
  const plugins = named.length > 0 ? named.map((one) => findPlugin(one, here)) : [pluginOf(here) ?? []].flat()
  await using workbench = await Workbench.open({ plugins, watch: true })
  for (const finding of workbench.bench.findings) process.stderr.write(`${finding}\n`)
  // Its pages keep a feed open, which nobody misses.
  const server = nodeServer(workbench.answer, undefined, 1000)
  const stop = stopped()
  const address = await listenFrom(server, firstPort)
  process.stdout.write(`Workbench on ${address}\n`)
  await stop
  await server.close()
}

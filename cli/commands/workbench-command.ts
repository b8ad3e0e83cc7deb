import { statSync } from 'node:fs'
import type { Command } from 'commander'
import type { LoggedLearner } from '../../workbench/learner-log/learner-log-routes.js'
import { eventFiles, linesOf, namedEventFiles } from '../event-files.js'
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
    .option('--learner <id>', 'go through the log of a learner, step by step')
    .option(
      '--log <files...>',
      'the event log it is in: files, the oldest first, or the folder of a store',
      namedEventFiles,
    )
    .option('--store <address>', 'the store it is in, and what the learner learned from')
    .action((plugins: string[], options: WorkbenchOptions, command: Command) => {
      const { learner, log, store } = options
      if ((learner === undefined) === (log === undefined && store === undefined))
        return work(plugins, options)
      return command.error('A log is gone through with --learner, and --log or --store.', { exitCode: 2 })
    })
}

interface WorkbenchOptions {
  readonly port: number
  readonly learner?: string
  readonly log?: readonly string[]
  readonly store?: string
}

/** The learner whose log is asked for, with the content they learned from where there is a store. */
async function loggedLearner(
  { learner, log, store: address }: WorkbenchOptions,
  plugins: readonly string[],
): Promise<LoggedLearner | undefined> {
  if (learner === undefined) return undefined
  const [{ LearnerLog }, { UnitsThen }] = await Promise.all([
    import('../../lms/index.js'),
    import('../../workbench/learner-log/units-then.js'),
  ])
  if (address === undefined) return { log: await LearnerLog.read(learner, { lines: linesOf(log ?? []) }) }
  const isFolder = statSync(address, { throwIfNoEntry: false })?.isDirectory() ?? false
  const files = log ?? (isFolder ? eventFiles(address) : [])
  const units = await UnitsThen.open(address, learner, plugins)
  try {
    return { log: await units.log(files.length > 0 ? linesOf(files) : undefined), units }
  } catch (thrown) {
    await units[Symbol.asyncDispose]()
    throw thrown
  }
}

async function work(named: readonly string[], options: WorkbenchOptions): Promise<void> {
  // Loaded when needed: commands that need no page answer at once.
  const [{ Workbench }, { findPlugin, pluginOf }, { listenFrom, nodeServer }] = await Promise.all([
    import('../../workbench/workbench.js'),
    import('../../workbench/plugin-place.js'),
    import('../../host/http/node-server.js'),
  ])
  const here = process.cwd()
  const plugins = named.length > 0 ? named.map((one) => findPlugin(one, here)) : [pluginOf(here) ?? []].flat()
  const learner = await loggedLearner(options, named)
  await using shown = learner?.units
  await using workbench = await Workbench.open(
    { plugins, watch: true },
    learner && { ...learner, units: shown },
  )
  for (const finding of workbench.bench.findings) process.stderr.write(`${finding}\n`)
  // Its pages keep a feed open, which nobody misses.
  const server = nodeServer(workbench.answer, undefined, 1000)
  const stop = stopped()
  const address = await listenFrom(server, options.port)
  process.stdout.write(`Workbench on ${address}\n`)
  if (learner) process.stdout.write(`Log of ${learner.log.learner} on ${address}/learner\n`)
  await stop
  await server.close()
}

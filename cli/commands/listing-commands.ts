import type { Command } from 'commander'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

/** `contexts` and `units CONTEXT`: what is stored and published. */
export function listingCommands(program: Command): void {
  withJson(onStore(program.command('contexts')))
    .description('list the courses and libraries that are published')
    .action(async (options: SharedOptions) => {
      const published = await onHost(options, (host) => host.contexts())
      const rows = published.map(({ publication: { context, kind, title, version, units } }) => ({
        key: context,
        kind,
        title,
        version,
        units: units.length,
      }))
      print(options, rows, () =>
        rows.map(({ key, title, units }) => `${key}\t${units} units\t${title}`).join('\n'),
      )
    })

  withJson(onStore(program.command('units <context>')))
    .description('list the units of a course or library in course order')
    .action(async (context: string, options: SharedOptions) => {
      const { publication } = await onHost(options, (host) => host.published(context))
      const rows = publication.units.map(({ key, title, record }) => ({ key, title, version: record }))
      print(options, rows, () => rows.map(({ key, title }) => `${key}\t${title}`).join('\n'))
    })
}

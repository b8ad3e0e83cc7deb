import type { Command } from 'commander'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingLine } from './import-command.js'

/** `publish CONTEXT`: makes what was imported last, such as a draft, what learners see. */
export function publishCommand(program: Command): void {
  withJson(onStore(program.command('publish <context>')))
    .description('publish what was imported last, such as a draft')
    .action(async (context: string, options: SharedOptions) => {
      const report = await onHost(options, async (host) => {
        const diagnostics = await host.authoring.publish(context)
        const { title, version, units } = (await host.published(context)).publication
        return { context, title, version, units: units.length, diagnostics }
      })
      print(options, report, () =>
        [
          `${report.title} (${context})`,
          `version ${report.version}, published, ${report.units} units`,
          ...report.diagnostics.map(findingLine),
        ].join('\n'),
      )
    })
}

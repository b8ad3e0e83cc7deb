import type { OutlineNode } from '../../runtime/index.js'
import type { Command } from 'commander'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

/** `contexts` and `units CONTEXT`: what is stored and published. */
export function listingCommands(program: Command): void {
  withJson(onStore(program.command('contexts')))
    .description('list the courses and libraries that are published')
    .action(async (options: SharedOptions) => {
      const published = await onHost(options, (host) => host.contexts())
      const rows = published.map(({ publication: { context, kind, title, version, unitCount } }) => ({
        key: context,
        kind,
        title,
        version,
        units: unitCount,
      }))
      print(options, rows, () =>
        rows.map(({ key, title, units }) => `${key}\t${units} units\t${title}`).join('\n'),
      )
    })

  withJson(onStore(program.command('units <context>')))
    .description('list the units of a course or library in course order')
    .action(async (context: string, options: SharedOptions) => {
      const rows = await onHost(options, async (host) => {
        const published = await host.published(context)
        const units = [...unitsIn(await published.outline())]
        const entries = await published.units(units.map(({ key }) => key))
        return units.map(({ key, title }) => ({ key, title, version: entries.get(key)?.entry.record ?? '' }))
      })
      print(options, rows, () => rows.map(({ key, title }) => `${key}\t${title}`).join('\n'))
    })
}

function* unitsIn(node: OutlineNode): Iterable<OutlineNode> {
  if (node.isUnit) yield node
  for (const child of node.children) yield* unitsIn(child)
}

import type { Command } from 'commander'
import { parseUsageKey, type ComposedBlock, type JsonObject } from '../../runtime/index.js'
import type { CourseBlock } from '../../lms/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface LearnerOptions extends SharedOptions {
  readonly learner?: string
  readonly staff?: boolean
}

/** `compose UNIT` and `render UNIT --learner ID`. */
export function unitCommands(program: Command): void {
  withJson(onStore(program.command('compose <unit>')))
    .description('show a composed unit; with a learner, their selection')
    .option('--learner <id>', 'whose selection to show')
    .action(async (unit: string, options: LearnerOptions) => {
      const key = parseUsageKey(unit)
      const { learner } = options
      const composed = await onHost(options, async (host) => {
        if (learner !== undefined) return host.courseware.blocks(key, host.learner(learner))
        const { key: own, version, root } = await host.courseware.unit(key)
        return { key: own, version, children: root.children }
      })
      const { key: own, version, children } = composed
      const shown = children.map(plain)
      print(options, { key: own, version, children: shown }, () =>
        [`${own} ${version}`, ...tree(shown, '  ')].join('\n'),
      )
    })

  onStore(program.command('render <unit>'))
    .description('print the HTML of a unit as a learner sees it')
    .requiredOption('--learner <id>', 'who looks')
    .option('--staff', 'look as staff')
    .action(async (unit: string, options: LearnerOptions) => {
      const { fragment } = await onHost(options, (host) =>
        host.courseware.page(
          parseUsageKey(unit),
          host.learner(options.learner ?? '', options.learner, options.staff),
        ),
      )
      process.stdout.write(`${fragment.content.text}\n`)
    })
}

interface PlainBlock {
  readonly key: string
  readonly type: string
  readonly definition: string
  readonly origin: ComposedBlock['origin'] | null
  readonly fields: JsonObject
  readonly children?: readonly PlainBlock[]
  readonly failure?: ComposedBlock['failure']
}

function plain({
  key,
  type,
  definition,
  origin,
  fields,
  failure,
  children = [],
}: CourseBlock | ComposedBlock): PlainBlock {
  return {
    key,
    type,
    definition,
    origin: origin ?? null,
    fields,
    ...(failure && { failure }),
    ...(children.length > 0 && { children: children.map(plain) }),
  }
}

function tree(blocks: readonly PlainBlock[], indent: string): string[] {
  return blocks.flatMap(({ key, type, children = [] }) => [
    `${indent}${type}  ${key}`,
    ...tree(children, `${indent}  `),
  ])
}

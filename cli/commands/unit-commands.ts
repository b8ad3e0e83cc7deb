import type { Command } from 'commander'
import { parseUsageKey, type ComposedBlock, type JsonObject } from '../../runtime/index.js'
import type { CourseBlock } from '../../lms/index.js'
import type { WholeBlock } from '../../host/whole-unit.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { looking, lookingAs, type LookingOptions } from '../looking-as.js'

interface LearnerOptions extends SharedOptions {
  readonly learner?: string
}

interface RenderOptions extends SharedOptions, LookingOptions {
  readonly learner: string
}

/** `compose UNIT` and `render UNIT --learner ID`. */
export function unitCommands(program: Command): void {
  withJson(onStore(program.command('compose <unit>')))
    .description(
      'show a composed unit with all that its banks may draw, up to 1,000 blocks; with a learner, their selection',
    )
    .option('--learner <id>', 'whose selection to show')
    .action(async (unit: string, options: LearnerOptions) => {
      const key = parseUsageKey(unit)
      const { learner } = options
      const composed = await onHost(options, async (host) => {
        if (learner !== undefined) return host.courseware.blocks(key, host.learner(learner))
        const unit = await host.courseware.unit(key)
        const { children } = await host.courseware.whole(unit)
        return { key: unit.key, version: unit.version, children }
      })
      const { key: own, version, children } = composed
      const shown = children.map(plain)
      print(options, { key: own, version, children: shown }, () =>
        [`${own} ${version}`, ...tree(shown, '  ')].join('\n'),
      )
    })

  lookingAs(onStore(program.command('render <unit>')))
    .description('print the HTML of a unit as a learner sees it')
    .requiredOption('--learner <id>', 'who looks')
    .action(async (unit: string, options: RenderOptions, command: Command) => {
      const { fragment } = await onHost(options, (host) => {
        const learner = looking(host.learner(options.learner), options, command)
        return host.courseware.page(parseUsageKey(unit), learner)
      })
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
  /** How many blocks a bank may draw besides those shown. */
  readonly more?: number
  readonly failure?: ComposedBlock['failure']
}

function plain({
  key,
  type,
  definition,
  origin,
  fields,
  failure,
  more,
  children = [],
}: (CourseBlock | WholeBlock) & { readonly more?: number }): PlainBlock {
  return {
    key,
    type,
    definition,
    origin: origin ?? null,
    fields,
    ...(failure && { failure }),
    ...(children.length > 0 && { children: children.map(plain) }),
    ...(more !== undefined && { more }),
  }
}

function tree(blocks: readonly PlainBlock[], indent: string): string[] {
  return blocks.flatMap(({ key, type, children = [], more }) => [
    `${indent}${type}  ${key}`,
    ...tree(children, `${indent}  `),
    ...(more === undefined ? [] : [`${indent}  and ${more} more`]),
  ])
}

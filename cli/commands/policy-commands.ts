import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { DraftOperation } from '../../content/index.js'
import { canonicalJson, CompositorError, policyGroupOf } from '../../runtime/index.js'
import type { Host } from '../../host/index.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface PolicyOptions extends SharedOptions, ActingOptions, WordOptions {}

/** `policy list | set | remove | apply | withdraw`: settings that hold together for many blocks of a course. */
export function policyCommands(program: Command): void {
  const policy = program
    .command('policy')
    .description('policy groups: settings of many blocks of a course at once')

  actingAs(withJson(onStore(policy.command('list <course>'))))
    .description('list the policy groups of a course')
    .action(async (course: string, options: PolicyOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', course)
        return host.policies.of(course)
      })
      print(options, { items: found }, () =>
        found
          .map(({ name, settings, formats, dated, usages }) =>
            [
              name,
              canonicalJson(settings),
              ...dated.map((one) => `from ${one.from}: ${canonicalJson(one.settings)}`),
              ...formats.map((format) => `for ${format}`),
              ...usages,
            ].join('\t'),
          )
          .join('\n'),
      )
    })

  changing(policy.command('set <course> <name> <file>'))
    .description(
      'make a group of a JSON file (- for standard input): {"settings": {...}, "formats": [...], "dated": [{"from": "end", "settings": {...}}]}',
    )
    .action((course: string, name: string, file: string, options: PolicyOptions) =>
      operate(course, options, (host) => host.policies.set(course, name, groupOf(file))),
    )

  changing(policy.command('remove <course> <name>'))
    .description('take a group away, and its name from the blocks that have it')
    .action((course: string, name: string, options: PolicyOptions) =>
      operate(course, options, (host) => host.policies.remove(course, name)),
    )

  changing(policy.command('apply <course> <name> <keys...>'))
    .description('let a group hold for blocks and what is in them, in one step')
    .action((course: string, name: string, keys: readonly string[], options: PolicyOptions) =>
      operate(course, options, (host) => host.policies.apply(course, name, keys, true)),
    )

  changing(policy.command('withdraw <course> <name> <keys...>'))
    .description('let a group hold for blocks no more, in one step')
    .action((course: string, name: string, keys: readonly string[], options: PolicyOptions) =>
      operate(course, options, (host) => host.policies.apply(course, name, keys, false)),
    )
}

function changing(command: Command): Command {
  return withWords(actingAs(withJson(onStore(command))))
}

async function operate(
  course: string,
  options: PolicyOptions,
  steps: (host: Host) => Promise<readonly DraftOperation[]>,
): Promise<void> {
  const done = await onHost(options, async (host) => {
    await allowActing(host, options, 'edit', course)
    return host.drafts.operate(course, await steps(host), wordsOf(options))
  })
  print(options, done, () =>
    done.changed ? `draft ${done.number}, version ${done.version}` : 'the draft is as it was',
  )
}

function groupOf(file: string) {
  try {
    return policyGroupOf(JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')))
  } catch (cause) {
    throw new CompositorError('field-value', `${file} holds no policy group as JSON.`, { cause })
  }
}

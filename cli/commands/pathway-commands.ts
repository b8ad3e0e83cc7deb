import { InvalidArgumentError, type Command } from 'commander'
import type { LogWords, OperatedDraft } from '../../content/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface WordOptions extends SharedOptions {
  readonly author?: string
  readonly comment?: string
}

/** `pathway create`, `show`, `add`, `move` and `remove`: lists of library blocks; `publish` shows one to learners. */
export function pathwayCommands(program: Command): void {
  const pathway = program
    .command('pathway')
    .description('short lists of library blocks that learners work through (lx-pathway:UUID)')

  changing(pathway.command('create <title>'))
    .description('make a pathway with nothing in it')
    .option('--uuid <uuid>', 'its UUID; a new one if not said')
    .action(async (title: string, options: WordOptions & { readonly uuid?: string }) => {
      const { uuid } = options
      const made = await onHost(options, (host) => host.pathways.create({ uuid, title }, wordsOf(options)))
      print(options, made, () => made.context)
    })

  withJson(onStore(pathway.command('show <key>')))
    .description('list what a pathway holds, in order')
    .action(async (key: string, options: SharedOptions) => {
      const items = await onHost(options, (host) => host.pathways.items(key))
      print(options, { context: key, items }, () =>
        items.map(({ usage, title, block, source }) => [usage, title, block, source].join('\t')).join('\n'),
      )
    })

  changing(pathway.command('add <key> <block>'))
    .description('list a library block, such as lb:ORG:SLUG:problem:ID')
    .option('--library-version <hash>', 'which version of its library; what it has published if not said')
    .option('--index <number>', 'where in the list, from 0; at its end if not said', place)
    .action(
      async (
        key: string,
        block: string,
        options: WordOptions & { readonly libraryVersion?: string; readonly index?: number },
      ) => {
        const { libraryVersion: version, index } = options
        const item = { block, version, index }
        const done = await onHost(options, (host) => host.pathways.add(key, item, wordsOf(options)))
        print(options, { context: key, ...done }, () => doneText(done))
      },
    )

  changing(pathway.command('move <key> <item> <index>'))
    .description('put an item in another place, counted from 0')
    .action(async (key: string, item: string, index: string, options: WordOptions) => {
      const done = await onHost(options, (host) =>
        host.pathways.move(key, item, place(index), wordsOf(options)),
      )
      print(options, { context: key, ...done }, () => doneText(done))
    })

  changing(pathway.command('remove <key> <item>'))
    .description('take an item off the list; what learners did there stays stored')
    .action(async (key: string, item: string, options: WordOptions) => {
      const done = await onHost(options, (host) => host.pathways.remove(key, item, wordsOf(options)))
      print(options, { context: key, ...done }, () => doneText(done))
    })
}

function changing(command: Command): Command {
  return withJson(onStore(command))
    .option('--author <name>', 'who, for the history')
    .option('--comment <text>', 'why, for the history')
}

function wordsOf({ author, comment }: WordOptions): LogWords {
  return { ...(author !== undefined && { author }), ...(comment !== undefined && { comment }) }
}

function doneText({ usages, number, version }: OperatedDraft): string {
  return [...usages, `the draft is version ${number}, ${version}`].join('\n')
}

function place(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 0 on.')
}

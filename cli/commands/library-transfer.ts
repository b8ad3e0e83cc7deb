import { InvalidArgumentError, Option, type Command } from 'commander'
import type { CollectionReport, OnClash } from '../../content/index.js'
import { onHost, onStore, print, withJson } from '../command-line.js'
import { findingSummary } from '../finding-summary.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

/** `library share`, `transfer` and `collect`: blocks between courses and libraries. */
export function addTransferCommands(library: Command): void {
  withWords(withJson(onStore(library.command('share <key> <library>'))))
    .description(
      'make a block of a course a library’s and refer to it from its place; learners keep what they have',
    )
    .action(async (usage: string, to: string, options: WordOptions) => {
      const done = await onHost(options, ({ migrations }) => migrations.share(usage, to, wordsOf(options)))
      print(options, done, () =>
        [
          `${done.component}, in version ${done.libraryVersion} of ${to}${done.published ? '' : ', which is not published'}`,
          `${done.reference} refers to it`,
          `learners meet ${done.usage} once the course is published`,
          ...renamedText(done.renamedFiles),
          ...findingSummary(done.findings),
        ].join('\n'),
      )
    })

  withWords(withJson(onStore(library.command('transfer <key> <parent>'))))
    .description('copy a block to another course or library, with the static files that it names')
    .option('--move', 'and take it out of where it is')
    .action(async (usage: string, parent: string, options: WordOptions & { readonly move?: boolean }) => {
      const { move = false } = options
      const done = await onHost(options, ({ migrations }) =>
        migrations.transfer(usage, { parent, move }, wordsOf(options)),
      )
      print(options, done, () =>
        [done.usage, `the draft there is version ${done.version}`, ...renamedText(done.renamedFiles)].join(
          '\n',
        ),
      )
    })

  withWords(withJson(onStore(library.command('collect <course> <library>'))))
    .description('say which problems of a course a library would get; with --apply bring them')
    .option('--apply', 'bring them, as one edit of the library’s draft')
    .option('--type <types...>', 'types of the blocks that come', ['problem'])
    .addOption(
      new Option('--on-clash <what>', 'what becomes of those that the library has in another form')
        .choices(['skip', 'update', 'fork'])
        .default('skip'),
    )
    .option('--choose <keys...>', 'the same for single blocks: KEY=skip, KEY=update or KEY=fork', choice, {})
    .action(async (course: string, to: string, options: CollectOptions) => {
      const { apply = false, type: blockTypes, onClash, choose: choices } = options
      const report = await onHost(options, ({ migrations }) =>
        migrations.collect(course, to, { apply, blockTypes, onClash, choices, words: wordsOf(options) }),
      )
      print(options, report, () => collectionText(report))
    })
}

interface CollectOptions extends WordOptions {
  readonly apply?: boolean
  readonly type: readonly string[]
  readonly onClash: OnClash
  readonly choose: Readonly<Record<string, OnClash>>
}

function choice(text: string, before: Readonly<Record<string, OnClash>>): Readonly<Record<string, OnClash>> {
  const [, key = '', what] = /^(.+)=(skip|update|fork)$/.exec(text) ?? []
  if (what === 'skip' || what === 'update' || what === 'fork') return { ...before, [key]: what }
  throw new InvalidArgumentError('It must be KEY=skip, KEY=update or KEY=fork.')
}

function collectionText({ blocks, applied, version }: CollectionReport): string {
  return [
    ...blocks.map(({ usage, action, becomes, differs, files, missing, reason }) =>
      [
        `${action}\t${usage}${becomes === null ? '' : ` -> ${becomes}`}`,
        ...(differs.length > 0 ? [`the library’s differs in ${differs.join(', ')}`] : []),
        ...(files.length > 0 ? [`with ${files.join(', ')}`] : []),
        ...(missing.length > 0 ? [`without ${missing.join(', ')}, which the course does not have`] : []),
        ...(reason ? [`${reason.code}: ${reason.message}`] : []),
      ].join('; '),
    ),
    applied ? `the draft is version ${version}` : 'Nothing was changed; --apply brings them.',
  ].join('\n')
}

function renamedText(renamed: Readonly<Record<string, string>>): string[] {
  return Object.entries(renamed).map(
    ([old, now]) => `/static/${old} is /static/${now} there, as it had the name of another file`,
  )
}

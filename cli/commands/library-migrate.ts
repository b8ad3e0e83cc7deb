import type { Command } from 'commander'
import type { MigratedCourse, MigrationReport } from '../../content/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingSummary } from '../finding-summary.js'

/** Options of commands that change drafts. */
export interface WordOptions extends SharedOptions {
  readonly comment?: string
  readonly author?: string
}

interface MigrateOptions extends WordOptions {
  readonly to?: string
  readonly dryRun?: boolean
  readonly publish?: boolean
}

/** `migrate LIBRARY`: a v1 library becomes a v2 library. */
export function migrateCommand(program: Command): void {
  withWords(withJson(onStore(program.command('migrate <library>'))))
    .description(
      'make a v2 library of a v1 library and link the copies in courses to it; without --to it only says what would be done',
    )
    .option('--to <key>', 'the library that is made, lib:ORG:SLUG; naming it makes it')
    .option('--dry-run', 'say what would be done, block by block, and change nothing')
    .option('--publish', 'publish the courses, too, where learners see the draft that is linked')
    .action(async (library: string, options: MigrateOptions) => {
      const { to, dryRun = to === undefined, publish = false } = options
      const report = await onHost(options, ({ migrations }) =>
        dryRun
          ? migrations.plan(library, to)
          : migrations.migrate(library, { to, publishCourses: publish, ...wordsOf(options) }),
      )
      print(options, report, () => reportText(report))
    })
}

/** `library migrate`, `libraries`, `update-children` and `origin`: libraries and the copies of their blocks. */
export function addMigrateCommands(library: Command): void {
  migrateCommand(library)

  withJson(onStore(library.command('available')))
    .description('list the libraries that banks can draw from, with the version they would be updated to')
    .action(async (options: SharedOptions) => {
      const found = await onHost(options, ({ migrations }) => migrations.libraries())
      print(options, found, () =>
        found
          .map((one) => `${one.library}\t${one.version?.slice(0, 12) ?? 'not published'}\t${one.title}`)
          .join('\n'),
      )
    })

  withWords(withJson(onStore(library.command('update-children <bank>'))))
    .description('bring the children of a bank to what its library has; what is set in the course stays')
    .action(async (bank: string, options: WordOptions) => {
      const done = await onHost(options, ({ migrations }) =>
        migrations.updateChildren(bank, wordsOf(options)),
      )
      print(options, done, () =>
        [
          `${done.library} ${done.libraryVersion}`,
          ...done.added.map((key) => `+ ${key}`),
          ...done.updated.map((key) => `* ${key}`),
          ...done.removed.map((key) => `- ${key}`),
          `The draft is version ${done.version}; nothing was published.`,
        ].join('\n'),
      )
    })

  withJson(onStore(library.command('origin <key>')))
    .description('say which library block a block comes from, by its key or one it had')
    .action(async (usage: string, options: SharedOptions) => {
      const found = await onHost(options, ({ migrations }) => migrations.originalUsage(usage))
      print(options, found, () =>
        [
          found.original ?? 'from no library',
          found.version,
          found.former === found.original ? null : found.former,
        ]
          .filter((part) => part !== null)
          .join('\t'),
      )
    })
}

function reportText({
  library,
  to,
  title,
  applied,
  from,
  version,
  blocks,
  files,
  courses,
  findings,
}: MigrationReport): string {
  return [
    `${title} (${library}) ${applied ? 'became' : 'would become'} ${to}`,
    ...(from === 'copies' ? ['It is not in the store, so it is put together of its copies in courses.'] : []),
    ...blocks.map(({ usage, becomes, as, isThere, files: own, settled }) =>
      [
        `  ${usage} -> ${becomes}`,
        ...(as === 'unit' ? ['a unit'] : []),
        ...(own.length > 0 ? [`with ${own.join(', ')}`] : []),
        ...(settled.length > 0 ? [`with the library's ${settled.join(', ')}`] : []),
        ...(isThere ? ['there already'] : []),
      ].join(', '),
    ),
    ...(files.length > 0 ? [`  with the library's own ${files.join(', ')}`] : []),
    ...courses.flatMap(courseText),
    ...findingSummary(findings),
    applied
      ? `version ${version ?? ''} of ${to} is published`
      : 'Nothing was changed. Name the library with --to to make it.',
  ].join('\n')
}

function courseText({ course, banks, copies, published }: MigratedCourse): string[] {
  return [
    `${course}: ${banks.length} banks, ${copies.length} copies${published ? '' : ', a draft that is not published'}`,
    ...banks.map((bank) => `  ${bank} keeps its key, its type and its children`),
    ...copies.map(({ usage, upstream, content, settings, isThere }) =>
      [
        `  ${usage} <- ${upstream}`,
        ...(content.length > 0 ? [`behind the library in ${content.join(', ')}`] : []),
        ...(settings.length > 0 ? [`its own ${settings.join(', ')}`] : []),
        ...(isThere ? ['linked already'] : []),
      ].join('; '),
    ),
  ]
}

export function withWords(command: Command): Command {
  return command
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
}

export function wordsOf({ comment, author }: WordOptions): { comment?: string; author?: string } {
  return { ...(comment !== undefined && { comment }), ...(author !== undefined && { author }) }
}

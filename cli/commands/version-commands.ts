import { InvalidArgumentError, Option, type Command } from 'commander'
import {
  difference,
  exportVersion,
  history,
  showVersion,
  type AuthoringStore,
  type DraftNow,
  type ExportOutcome,
  type ExportWithLibraries,
  type NamedBlock,
  type VersionDifference,
  type VersionLine,
  type WhichLibraries,
} from '../../content/index.js'
import { canonicalJson, type Json } from '../../runtime/index.js'
import { actingAs, actingWords, type ActingOptions } from '../acting-as.js'
import { namedSite, onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { Progress } from '../progress.js'

interface WordOptions extends SharedOptions {
  readonly comment?: string
  readonly author?: string
}

type ActingWords = WordOptions & ActingOptions

interface HistoryOptions extends SharedOptions {
  readonly limit: number
  readonly after?: number
  readonly below?: boolean
}

interface ExportOptions extends SharedOptions {
  readonly version?: string
  readonly history?: boolean
  readonly libraries: WhichLibraries
}

/** Characters of a value that are shown in a line. */
const longestValue = 60

/** `history`, `show`, `diff`, `revert`, `discard` and `export`: the versions of a course or library. */
export function versionCommands(program: Command): void {
  withJson(onStore(program.command('history <context> [key]')))
    .description(
      'list the versions of a course or library, or those that changed one block, the newest first',
    )
    .option('--limit <count>', 'how many at most', wholeNumber, 100)
    .option('--after <number>', 'only those that are older than this one', wholeNumber)
    .option('--below', 'of a block, those too that changed only what stands below it')
    .action(async (context: string, usage: string | undefined, options: HistoryOptions) => {
      const { limit, after, below } = options
      const page = await onContent(options, (store) =>
        history(store, context, { usage, limit, after, below }),
      )
      print(options, page, () => page.items.map(lineText).join('\n'))
    })

  withJson(onStore(program.command('show <context> <version>')))
    .description(
      'show one version: by number, name, the start of its hash (8 or more), or as draft or published',
    )
    .action(async (context: string, version: string, options: SharedOptions) => {
      const shown = await onContent(options, (store) => showVersion(store, context, version))
      print(options, shown, () =>
        [
          `${shown.title} (${context})`,
          lineText(shown),
          `version ${shown.version}`,
          `${shown.blocks} blocks, ${shown.files} files`,
          ...(shown.parents.length > 0 ? [`made of ${shown.parents.join(' and ')}`] : []),
          ...(shown.rewritten ? ['its files were not kept, and were written from its blocks'] : []),
        ].join('\n'),
      )
    })

  withJson(onStore(program.command('diff <context> <before> <after>')))
    .description('say what differs between two versions: blocks added, removed, moved, changed; and files')
    .action(async (context: string, before: string, after: string, options: SharedOptions) => {
      const found = await onContent(options, (store) => difference(store, context, before, after))
      print(options, found, () => differenceText(found))
    })

  actingAs(withWords(withJson(onStore(program.command('revert <context> <version> [keys...]')))))
    .description(
      'make an older version the draft again, or blocks what they were in it; nothing is published by that',
    )
    .action(async (context: string, version: string, keys: readonly string[], options: ActingWords) => {
      const said = wordsOf(options)
      const now = await onHost(options, async (host) => {
        const words = await actingWords(host, options, context, said)
        return keys.length > 0
          ? host.drafts.restore(context, keys, version, words)
          : host.content.revert(context, version, words)
      })
      print(options, { context, ...now }, () => draftText(now))
    })

  actingAs(withWords(withJson(onStore(program.command('discard <context> [keys...]')))))
    .description('take what is published for the draft, all of it or of some blocks')
    .action(async (context: string, keys: readonly string[], options: ActingWords) => {
      const now = await onHost(options, async (host) =>
        host.drafts.discard(context, keys, await actingWords(host, options, context, wordsOf(options))),
      )
      print(options, { context, ...now }, () => draftText(now))
    })

  withJson(namedSite(onStore(program.command('export <context> <path>'))))
    .description('write the files of a version into a new folder, or a .tar.gz or .zip archive by the ending')
    .option('--version <version>', 'which: number, name, start of a hash, draft or published', 'draft')
    .option('--history', 'write all other versions beside it, which other programs pass over')
    .addOption(
      new Option(
        '--libraries <which>',
        'what of the libraries that it refers to goes with it: the versions that it pins (all), of these the blocks alone that it needs (needed), or nothing (none)',
      )
        .choices(['all', 'needed', 'none'])
        .default('none'),
    )
    .action(async (context: string, path: string, options: ExportOptions) => {
      const progress = new Progress('exporting')
      try {
        const { version, history, libraries } = options
        const onProgress = ({ done, total }: { done: number; total: number }) => progress.update(done, total)
        // What blocks refer to is known to their types, with the host.
        const outcome: ExportOutcome & Partial<ExportWithLibraries> =
          libraries === 'none'
            ? await onContent(options, (store) =>
                exportVersion(store, context, path, { version, history, onProgress }),
              )
            : await onHost(options, (host) =>
                host.authoring.export(context, path, { version, history, libraries, onProgress }),
              )
        progress.end()
        print(options, outcome, () => exportText(outcome))
      } finally {
        progress.end()
      }
    })
}

async function onContent<T>(options: SharedOptions, work: (store: AuthoringStore) => Promise<T>): Promise<T> {
  const { openStores } = await import('../../host/store/open-stores.js')
  const stores = await openStores(options.store)
  try {
    return await work(stores.authoring)
  } finally {
    await stores.close()
    await stores.events.close()
  }
}

function withWords(command: Command): Command {
  return command
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
}

function wordsOf({ comment, author }: WordOptions): { comment?: string; author?: string } {
  return { ...(comment !== undefined && { comment }), ...(author !== undefined && { author }) }
}

function lineText(line: VersionLine): string {
  const { by = [], number, version, what, at, name, comment, author, isDraft, isPublished } = line
  const marks = [...(isDraft ? ['draft'] : []), ...(isPublished ? ['published'] : [])].join(', ')
  const said = [
    name === undefined ? '' : `“${name}”`,
    comment ?? '',
    author === undefined ? '' : `by ${author}`,
    by.length === 0 ? '' : `below: ${by.join(' ')}`,
  ]
  return [`${number}`, version.slice(0, 12), at, what, marks, ...said]
    .filter((part, index) => part !== '' || index < 4)
    .join('\t')
}

function exportText({
  files,
  size,
  path,
  libraries = [],
  missing = [],
}: ExportOutcome & Partial<ExportWithLibraries>): string {
  return [
    `${files} files, ${size} bytes, in ${path}`,
    ...libraries.map(({ library, version }) => `with ${library} ${version}`),
    ...missing.map(({ library, version }) => `not in the store: ${library} ${version}`),
  ].join('\n')
}

function draftText({ version, number, changed }: DraftNow): string {
  return changed
    ? `The draft is version ${number}, ${version}; nothing was published.`
    : `The draft is that already: version ${number}.`
}

function differenceText({ added, removed, moved, changed, files }: VersionDifference): string {
  const shown = ({ usage, title }: NamedBlock) => (title === undefined ? usage : `${usage} “${title}”`)
  const lines = [
    ...added.map((block) => `+ ${shown(block)}`),
    ...removed.map((block) => `- ${shown(block)}`),
    ...moved.map((block) =>
      block.from === block.to
        ? `> ${shown(block)}: another place in ${block.to ?? ''}`
        : `> ${shown(block)}: from ${block.from ?? 'nowhere'} to ${block.to ?? 'nowhere'}`,
    ),
    ...changed.flatMap((block) => [
      `* ${shown(block)}`,
      ...block.fields.map(
        ({ name, before, after }) => `    ${name}: ${valueText(before)} -> ${valueText(after)}`,
      ),
    ]),
    ...files.added.map((path) => `+ file ${path}`),
    ...files.removed.map((path) => `- file ${path}`),
    ...files.changed.map((path) => `* file ${path}`),
  ]
  return lines.length > 0 ? lines.join('\n') : 'They are the same.'
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return '(not set)'
  const text = canonicalJson(value)
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 1 on.')
}

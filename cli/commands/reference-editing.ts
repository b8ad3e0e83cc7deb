import { InvalidArgumentError, type Command } from 'commander'
import type { ConfiguredReference, ReferenceChange } from '../../content/index.js'
import {
  CompositorError,
  parseSourceBlock,
  parseSourceLibrary,
  parseUsageKey,
  type PoolQuery,
} from '../../runtime/index.js'
import type { Host } from '../../host/host.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface ChangeOptions extends SharedOptions, ActingOptions, WordOptions {
  readonly library?: readonly string[]
  readonly version?: string
  readonly blocks?: readonly string[]
  readonly collection?: string
  readonly tag?: readonly string[]
  readonly words?: string
  readonly type?: readonly string[]
  readonly subset?: false
  readonly random?: true
  readonly ordered?: true
  readonly count?: number
  readonly title?: string
}

/** `reference add | set | order | versions | blocks | matching`: how authors make and change references. */
export function addEditingCommands(reference: Command): void {
  changes(reference.command('add <parent>'))
    .description('make a reference in a unit, or in another block')
    .option('--index <number>', 'before which block, from 0; the last where it is left out', wholeNumber)
    .action((parent: string, options: ChangeOptions & { readonly index?: number }) =>
      changed(options, parent, (host, change) =>
        host.references.create(
          { ...change, parent: parseUsageKey(parent), index: options.index },
          wordsOf(options),
        ),
      ),
    )

  changes(reference.command('set <key>'))
    .description('change a reference: what is not said stays as it is')
    .action((usage: string, options: ChangeOptions) =>
      changed(options, usage, (host, change) =>
        host.references.configure(parseUsageKey(usage), change, wordsOf(options)),
      ),
    )

  withWords(actingAs(withJson(onStore(reference.command('order <key> <blocks...>')))))
    .description('put the blocks of a reference into another order, naming each once')
    .action(
      (usage: string, blocks: readonly string[], options: SharedOptions & ActingOptions & WordOptions) =>
        changed(options, usage, (host) =>
          host.references.configure(
            parseUsageKey(usage),
            { order: blocks.map(parseSourceBlock) },
            wordsOf(options),
          ),
        ),
    )

  actingAs(withJson(onStore(reference.command('versions <library>'))))
    .description('list the versions of a library that references may name, the newest first')
    .action(async (library: string, options: SharedOptions & ActingOptions) => {
      const items = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', library)
        return host.references.versions(parseSourceLibrary(library))
      })
      print(options, { items }, () =>
        items
          .map(({ version, number, name = '', at, isLatest }) =>
            [number, version, name, at, ...(isLatest ? ['latest'] : [])].join('\t'),
          )
          .join('\n'),
      )
    })

  actingAs(withJson(onStore(reference.command('matching <key>'))))
    .description('say what the subset of a reference finds by now, and how that differs from its pool')
    .action(async (usage: string, options: SharedOptions & ActingOptions) => {
      const { found, added, gone } = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', usage)
        return host.references.matching(parseUsageKey(usage))
      })
      print(options, { found, added, gone }, () =>
        [
          ...added.map((key) => `+ ${key.toString()}`),
          ...gone.map((key) => `- ${key.toString()}`),
          `${found.length} found`,
        ].join('\n'),
      )
    })
}

function changes(command: Command): Command {
  return withWords(actingAs(withJson(onStore(command))))
    .option('--library <key...>', 'the library that the blocks are of, or several')
    .option('--version <version>', 'a version of it, as people name it; latest to follow what it publishes')
    .option('--blocks <key...>', 'which blocks, in order')
    .option('--collection <key>', 'those of a collection')
    .option('--tag <tag...>', 'those with one of these tags: TAXONOMY:TAG')
    .option('--words <text>', 'those with all of these words')
    .option('--type <type...>', 'those of these block types, or kinds of problems')
    .option('--no-subset', 'ask for no subset any more; the blocks stay')
    .option('--random', 'draw some of the blocks for each learner')
    .option('--ordered', 'show all of the blocks to all, in order')
    .option('--count <number>', 'how many a learner gets; -1 for all', count)
    .option('--title <text>', 'what authors read')
}

/** Makes a change, and says under which key the reference is then. */
async function changed(
  options: ChangeOptions,
  named: string,
  change: (host: Host, change: ReferenceChange) => Promise<ConfiguredReference>,
): Promise<void> {
  const made = await onHost(options, async (host) => {
    await allowActing(host, options, 'edit', named)
    for (const library of options.library ?? []) await allowActing(host, options, 'read', library)
    return change(host, changeOf(options))
  })
  print(options, made, () =>
    [made.usage.toString(), made.changed ? `draft ${made.draft}` : 'the draft is as it was'].join('\n'),
  )
}

function changeOf(options: ChangeOptions): ReferenceChange {
  const { library = [], version, blocks, subset, random, ordered, count: number, title } = options
  if (random && ordered)
    throw new CompositorError(
      'field-value',
      'A reference is either drawn or in order: say one of --random and --ordered.',
    )
  const libraries = library.map(parseSourceLibrary)
  const query = queryOf(options)
  return {
    ...(libraries.length > 1
      ? { libraries: libraries.map((one) => ({ library: one, version })) }
      : { library: libraries[0], version }),
    pool: blocks?.map(parseSourceBlock),
    query: subset === false ? null : query,
    random: random ?? (ordered ? false : undefined),
    count: number,
    title,
  }
}

function queryOf({ collection, tag, words, type }: ChangeOptions): PoolQuery | undefined {
  const query = {
    ...(collection !== undefined && { collection }),
    ...(tag && { tags: tag }),
    ...(words !== undefined && { words }),
    ...(type && { types: type }),
  }
  return Object.keys(query).length > 0 ? query : undefined
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

function count(text: string): number {
  if (/^-1$|^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, or -1 for all.')
}

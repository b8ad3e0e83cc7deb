import { InvalidArgumentError, Option, type Command } from 'commander'
import type {
  BlockStatus,
  CountedValue,
  LearnedPlace,
  SearchAnswer,
  SearchRequest,
  UsedBlock,
} from '../../content/index.js'
import type { Host } from '../../host/host.js'
import type { ComponentFigures } from '../../host/search/component-figures.js'
import { actingAs, actorOf, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { Progress } from '../progress.js'

interface SearchOptions extends SharedOptions, ActingOptions {
  readonly library?: readonly string[]
  readonly type?: readonly string[]
  readonly tag?: readonly string[]
  readonly collection?: readonly string[]
  readonly status?: readonly BlockStatus[]
  readonly author?: readonly string[]
  readonly usedIn?: readonly string[]
  readonly sort?: SearchRequest['sort']
  readonly limit?: number
  readonly after?: string
}

/** Values beside a filter that people are shown. */
const mostShown = 8

/** `library search`, `used` and `reindex`: finding blocks of libraries. */
export function addFindCommands(library: Command): void {
  actingAs(withJson(onStore(library.command('search [words...]'))))
    .description(
      'find blocks of libraries: all words, each as the beginning of one, without regard to accents and case',
    )
    .option('--library <key...>', 'in these libraries alone')
    .option('--type <type...>', 'of one of these types')
    .option('--tag <tag...>', 'with one of these tags, or one below it: TAXONOMY:TAG')
    .option('--collection <key...>', 'in one of these collections')
    .addOption(
      new Option('--status <status...>', 'as the draft stands to what is published').choices([
        'draft',
        'published',
        'changed',
      ]),
    )
    .option('--author <name...>', 'changed last by one of these')
    .option('--used-in <key...>', 'referred to by one of these courses or libraries')
    .addOption(new Option('--sort <order>', 'what comes first').choices(['relevance', 'title', 'changed']))
    .option('--limit <number>', 'how many at most, up to 200', count)
    .option('--after <place>', 'what the page before gave as next')
    .action(async (words: readonly string[], options: SearchOptions) => {
      const { library: contexts, type, tag, collection, status, author, usedIn, sort, limit, after } = options
      const request: SearchRequest = {
        words: words.join(' '),
        contexts,
        types: type,
        tags: tag,
        collections: collection,
        status,
        authors: author,
        usedIn,
        sort,
        limit,
        after,
      }
      const answer = await onHost(options, async (host) => {
        await followed(host)
        return host.catalogue.search(request, await readable(host, options))
      })
      print(options, answer, () => searchText(answer))
    })

  actingAs(withJson(onStore(library.command('used <blocks...>'))))
    .description(
      'say which courses and libraries use blocks, in which places, and how many learners have begun there',
    )
    .action(async (blocks: readonly string[], options: SharedOptions & ActingOptions) => {
      const found = await onHost(options, async (host) => {
        for (const block of blocks) await allowActing(host, options, 'read', block)
        await followed(host)
        const used = await host.catalogue.used(blocks)
        return Promise.all(used.map((one) => placed(host, one)))
      })
      print(options, found, () => found.map(usedText).join('\n'))
    })

  actingAs(withJson(onStore(library.command('figures <blocks...>'))))
    .description('say how learners fare at components, over all courses: numbers only')
    .action(async (blocks: readonly string[], options: SharedOptions & ActingOptions) => {
      const found = await onHost(options, async (host) => {
        for (const block of blocks) await allowActing(host, options, 'read', block)
        await followed(host)
        return Promise.all(blocks.map((block) => host.catalogue.figures.of(block)))
      })
      print(options, found, () => found.map(figuresText).join('\n'))
    })

  actingAs(withJson(onStore(library.command('reindex [libraries...]'))))
    .description('make the search index of libraries anew, of all where none is named')
    .action(async (named: readonly string[], options: SharedOptions & ActingOptions) => {
      const progress = new Progress('Indexing')
      const done = await onHost(options, async (host) => {
        const heads = await host.drafts.titles()
        const libraries = heads.filter(({ kind }) => kind === 'library').map(({ context }) => context)
        const wanted = named.length > 0 ? named : libraries
        for (const context of wanted) await allowActing(host, options, 'edit', context)
        for (const { context } of heads) await host.catalogue.usage.follow(context)
        for (const context of wanted)
          await host.catalogue.index.rebuild(context, (one) => progress.update(one.done, one.total))
        return wanted
      }).finally(() => progress.end())
      print(options, { libraries: done }, () => done.map((context) => `indexed ${context}`).join('\n'))
    })
}

/** Keys of the libraries that somebody may read; undefined for all. */
async function readable(host: Host, options: ActingOptions): Promise<readonly string[] | undefined> {
  const actor = actorOf(host, options)
  if (!actor) return undefined
  const heads = (await host.drafts.titles()).filter(({ kind }) => kind === 'library')
  const seen = await host.permissions.among(undefined, actor, 'read', heads, ({ context }) => context)
  return seen.map(({ context }) => context)
}

/** Commands see what is there at that moment: nobody else may follow it. */
async function followed(host: Host): Promise<void> {
  const progress = new Progress('Indexing')
  try {
    await host.catalogue.followAll(({ done, total }) => progress.update(done, total))
  } finally {
    progress.end()
  }
}

interface PlacedUse extends UsedBlock {
  readonly places: readonly (LearnedPlace & { readonly context: string })[]
}

async function placed(host: Host, used: UsedBlock): Promise<PlacedUse> {
  const places = await Promise.all(
    used.uses.map(async ({ context }) => {
      const { items } = await host.catalogue.places(used.block, context, { limit: 500 })
      return items.map((place) => ({ ...place, context }))
    }),
  )
  return { ...used, places: places.flat() }
}

function searchText({ items, total, counts, next, behind = [] }: SearchAnswer): string {
  const sides = Object.entries(counts).flatMap(([name, values]: [string, readonly CountedValue[]]) => {
    const shown = values.slice(0, mostShown).map(({ value, count: of }) => `${value} (${of})`)
    return shown.length > 0 ? [`${name}: ${shown.join(', ')}${values.length > mostShown ? ', …' : ''}`] : []
  })
  return [
    ...items.map((item) => `${item.usage}\t${item.title}\t${item.status}`),
    `${total} found`,
    ...sides,
    ...behind.map((library) => `not all of ${library} is indexed yet`),
    ...(next === null ? [] : [`... more with --after ${next}`]),
  ].join('\n')
}

function usedText({ block, uses, places }: PlacedUse): string {
  if (uses.length === 0) return `${block}: nowhere`
  return [
    `${block}: ${uses.length} ${uses.length === 1 ? 'course or library' : 'courses and libraries'}`,
    ...places.map(({ context, usage, unit, version, how, in: where, learners }) => {
      const at = version === undefined ? 'newest' : version.slice(0, 12)
      return `  ${context}\t${unit ?? '-'}\t${usage}\t${how}\t${at}\t${where.join(', ')}\t${learners} learners`
    }),
  ].join('\n')
}

function figuresText({
  usage,
  learners,
  firstRight,
  meanAttempts,
  discrimination,
  isSample,
}: ComponentFigures) {
  if (learners === undefined) return `${usage}: too few learners to tell anything of`
  return [
    `${usage}: ${learners} learners${isSample ? ', a sample' : ''}`,
    ...(firstRight === undefined ? [] : [`${Math.round(firstRight * 100)} % right at the first try`]),
    ...(meanAttempts === undefined ? [] : [`${meanAttempts.toFixed(1)} attempts`]),
    ...(discrimination === undefined ? [] : [`discrimination ${discrimination.toFixed(2)}`]),
  ].join(', ')
}

function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 200) return number
  throw new InvalidArgumentError('It must be a whole number from 1 to 200.')
}

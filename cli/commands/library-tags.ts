import { readFileSync, writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import { tagNameOf, type BlockTags, type TagFormat, type TagImport } from '../../content/index.js'
import { CompositorError, messageOf } from '../../runtime/index.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface TagOptions extends SharedOptions, ActingOptions {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

interface ImportOptions extends SharedOptions {
  readonly id?: string
  readonly replace?: boolean
  readonly dryRun?: boolean
}

interface SetOptions extends SharedOptions {
  readonly name?: string
  readonly description?: string
  readonly single?: boolean
  readonly several?: boolean
}

/** `library tag` and `library taxonomy`: how authors sort what they keep. */
export function addTagCommands(library: Command): void {
  actingAs(withJson(onStore(library.command('tag <context> [blocks...]'))))
    .description(
      'change the tags of blocks of a course or library, all in one step; without changes, show them',
    )
    .option('--add <tag...>', 'tags that they get: TAXONOMY:TAG, by id')
    .option('--remove <tag...>', 'tags that they lose')
    .action(async (context: string, blocks: readonly string[], options: TagOptions) => {
      const [add = [], remove = []] = [options.add, options.remove].map((tags = []) => tags.map(tagNameOf))
      const isChange = add.length + remove.length > 0
      const outcome = await onHost(options, async (host) => {
        const { tagged } = host.catalogue
        await allowActing(host, options, isChange ? 'edit' : 'read', context)
        const changed = isChange ? await tagged.change(context, [{ usages: blocks, add, remove }]) : 0
        const tags = blocks.length > 0 ? await tagged.of(context, blocks) : await allOf(tagged.all(context))
        return { changed, tags: Object.fromEntries(tags) }
      })
      print(options, outcome, () =>
        [
          ...(isChange ? [`${outcome.changed} blocks changed`] : []),
          ...Object.entries(outcome.tags).map(([usage, tags]) => `${usage}\t${tagsText(tags)}`),
        ].join('\n'),
      )
    })

  const taxonomy = library.command('taxonomy').description('list, import and export taxonomies')

  withJson(onStore(taxonomy.command('list')))
    .description('list the taxonomies of the store')
    .action(async (options: SharedOptions) => {
      const found = await onHost(options, ({ catalogue }) => catalogue.taxonomies.list())
      print(options, found, () =>
        found.map(({ id, name, count }) => `${id}\t${name}\t${count} tags`).join('\n'),
      )
    })

  withJson(onStore(taxonomy.command('show <id>')))
    .description('show the tags of a taxonomy with their levels')
    .action(async (id: string, options: SharedOptions) => {
      const tags = await onHost(options, ({ catalogue }) => catalogue.taxonomies.placed(id))
      print(options, tags, () =>
        tags.map((tag) => `${'  '.repeat(tag.depth)}${tag.value} (${tag.id})`).join('\n'),
      )
    })

  withJson(onStore(taxonomy.command('import <file>')))
    .description(
      'take tags of a .csv or .json file, as the incumbent exports them; by its name unless --id says another',
    )
    .option('--id <id>', 'id of the taxonomy')
    .option('--replace', 'remove tags that the file does not have')
    .option('--dry-run', 'only say what would change')
    .action(async (file: string, options: ImportOptions) => {
      const format = formatOf(file)
      const { id = basename(file, extname(file)), replace = false, dryRun = false } = options
      const text = readText(file)
      const settings = { format, replaces: replace, isDryRun: dryRun }
      const outcome = await onHost(options, ({ catalogue }) =>
        catalogue.taxonomies.import(id, text, settings),
      )
      print(options, outcome, () => importText(id, outcome, dryRun))
    })

  onStore(taxonomy.command('export <id> <file>'))
    .description('write the tags of a taxonomy into a .csv or .json file')
    .action(async (id: string, file: string, options: SharedOptions) => {
      const format = formatOf(file)
      const text = await onHost(options, ({ catalogue }) => catalogue.taxonomies.export(id, format))
      try {
        writeFileSync(file, text, { flag: 'wx' })
      } catch (cause) {
        throw new CompositorError('export-refused', `'${file}' was not written: ${messageOf(cause)}.`, {
          cause,
        })
      }
    })

  withJson(onStore(taxonomy.command('set <id>')))
    .description('make a taxonomy, or give one another name, description or rule')
    .option('--name <name>', 'what people read')
    .option('--description <text>', 'what it is for')
    .option('--single', 'a block has one of its tags at most')
    .option('--several', 'a block may have several of its tags')
    .action(async (id: string, options: SetOptions) => {
      const { name, description, single, several } = options
      const head = {
        id,
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...((single || several) && { allowsSeveral: several === true }),
      }
      const made = await onHost(options, ({ catalogue }) => catalogue.taxonomies.set(head))
      print(options, made, () => `${made.id}\t${made.name}\t${made.count} tags`)
    })

  onStore(taxonomy.command('delete <id>'))
    .description('remove a taxonomy; what blocks have of its tags shows again when it comes back')
    .action(async (id: string, options: SharedOptions) => {
      await onHost(options, ({ catalogue }) => catalogue.taxonomies.delete(id))
    })
}

async function allOf(entries: AsyncIterable<readonly [string, BlockTags]>): Promise<Map<string, BlockTags>> {
  const all: (readonly [string, BlockTags])[] = []
  for await (const entry of entries) all.push(entry)
  return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CompositorError('source-missing', `'${file}' cannot be read: ${messageOf(cause)}.`, { cause })
  }
}

function formatOf(file: string): TagFormat {
  const format = extname(file).slice(1).toLowerCase()
  if (format === 'csv' || format === 'json') return format
  throw new CompositorError('taxonomy-invalid', `'${file}' ends neither with .csv nor with .json.`)
}

function tagsText(tags: BlockTags): string {
  return Object.entries(tags)
    .flatMap(([taxonomy, ids]) => ids.map((id) => `${taxonomy}:${id}`))
    .join(', ')
}

function importText(id: string, outcome: TagImport, isDryRun: boolean): string {
  const { added, renamed, moved, removed, tags } = outcome
  return [
    ...added.map((tag) => `+ ${tag.value} (${tag.id})`),
    ...renamed.map((tag) => `* ${tag.before} is called ${tag.value} (${tag.id})`),
    ...moved.map((tag) => `> ${tag.value} stands below ${tag.parent ?? 'none'} (${tag.id})`),
    ...removed.map((tag) => `- ${tag.value} (${tag.id})`),
    `${id}: ${tags.length} tags${isDryRun ? ' then; nothing was changed' : ''}`,
  ].join('\n')
}

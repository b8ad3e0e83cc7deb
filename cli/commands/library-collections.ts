import type { Command } from 'commander'
import type { CollectionChange } from '../../content/index.js'
import { actingAs, actorOf, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface CollectionOptions extends SharedOptions, ActingOptions {
  readonly title?: string
  readonly description?: string
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly delete?: boolean
  readonly author?: string
  readonly comment?: string
}

/** `library collection`: blocks of a library that its authors put together. */
export function addCollectionCommands(library: Command): void {
  actingAs(withJson(onStore(library.command('collection <library> [key]'))))
    .description(
      'change a collection of a library, which is made where there is none; without a key, list them',
    )
    .option('--title <title>', 'what people read')
    .option('--description <text>', 'what it is for')
    .option('--add <block...>', 'blocks to put into it')
    .option('--remove <block...>', 'blocks to take out of it')
    .option('--delete', 'remove the collection; its blocks stay')
    .option('--author <name>', 'who, for the history')
    .option('--comment <text>', 'why, for the history')
    .action(async (context: string, key: string | undefined, options: CollectionOptions) => {
      const { comment } = options
      const found = await onHost(options, async (host) => {
        const { collections } = host.catalogue
        await allowActing(host, options, key === undefined ? 'read' : 'edit', context)
        const author = actorOf(host, options)?.person.id ?? options.author
        const words = { ...(author !== undefined && { author }), ...(comment !== undefined && { comment }) }
        if (key !== undefined) await collections.change(context, changesOf(key, options), words)
        const all = await collections.list(context)
        return key === undefined ? all : all.filter((one) => one.key === key)
      })
      print(options, found, () =>
        found.map((one) => `${one.key}\t${one.title}\t${one.blocks.length} blocks`).join('\n'),
      )
    })
}

function changesOf(key: string, options: CollectionOptions): CollectionChange[] {
  const { title, description, add, remove, delete: isDeleted } = options
  if (isDeleted) return [{ do: 'delete', key }]
  return [
    {
      do: 'set',
      key,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
    },
    ...(add ? [{ do: 'add', key, blocks: add } as const] : []),
    ...(remove ? [{ do: 'remove', key, blocks: remove } as const] : []),
  ]
}

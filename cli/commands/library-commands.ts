import type { Command } from 'commander'
import { addFindCommands } from './library-find.js'
import { addTagCommands } from './library-tags.js'
import { addMigrateCommands } from './library-migrate.js'
import { addTestCommands } from './library-test.js'
import { addTransferCommands } from './library-transfer.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

/** `library`: what authors do with libraries. Each noun has a file of its own that adds its commands here. */
export function libraryCommands(program: Command): void {
  const library = program.command('library').description('make, fill, find and keep libraries')

  withJson(onStore(library.command('list')))
    .description('list the libraries of the store')
    .action(async (options: SharedOptions) => {
      const found = await onHost(options, async ({ drafts }) => {
        const heads = await drafts.contexts()
        return heads.filter(({ kind }) => kind === 'library')
      })
      print(options, found, () => found.map(({ context, title }) => `${context}\t${title}`).join('\n'))
    })

  addFindCommands(library)
  addTagCommands(library)
  addMigrateCommands(library)
  addTransferCommands(library)
  addTestCommands(library)
}

import type { Command } from 'commander'
import { addCollectionCommands } from './library-collections.js'
import { addComponentCommands } from './library-components.js'
import { addEditCommands } from './library-edit.js'
import { addFindCommands } from './library-find.js'
import { addCsvCommands } from './library-csv.js'
import { addTagCommands } from './library-tags.js'
import { addMigrateCommands } from './library-migrate.js'
import { addTestCommands, addVariantCommands } from './library-test.js'
import { addTransferCommands } from './library-transfer.js'
import { addSiteCommands } from './library-site.js'

/** `library`: what authors do with libraries. Each noun has a file of its own that adds its commands here. */
export function libraryCommands(program: Command): void {
  const library = program.command('library').description('make, fill, find and keep libraries')

  addSiteCommands(library)
  addEditCommands(library)
  addFindCommands(library)
  addComponentCommands(library)
  addTagCommands(library)
  addCsvCommands(library)
  addCollectionCommands(library)
  addMigrateCommands(library)
  addTransferCommands(library)
  addTestCommands(library)
  addVariantCommands(library)
}

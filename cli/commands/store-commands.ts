import type { Command } from 'commander'
import { openStore, copyStore } from '../../store/index.js'
import { print, withJson } from '../command-line.js'
import { Progress } from '../progress.js'

/** `store copy FROM TO`: what operators do with a whole store. */
export function storeCommands(program: Command): void {
  const store = program.command('store').description('look after a whole store')
  withJson(store.command('copy <from> <to>'))
    .description(
      'copy a store into another: folders, or postgres://USER:PASSWORD@HOST/DATABASE; begun again, it goes on where it was',
    )
    .action(async (from: string, to: string, options: { json?: boolean }) => {
      const source = await openStore(from, { isReadOnly: true })
      try {
        const target = await openStore(to, { secret: await source.secret() })
        const progress = new Progress('copying')
        try {
          const copied = await copyStore(source, target, ({ done, total }) => progress.update(done, total))
          progress.end()
          print(options, { from: source.address, to: target.address, ...copied }, () => {
            const { blobs, files, records, heads } = copied
            return `Copied ${blobs} blobs, ${files} files, ${records} records and ${heads} heads, and read them back.`
          })
        } finally {
          progress.end()
          await target.close()
        }
      } finally {
        await source.close()
      }
    })
}

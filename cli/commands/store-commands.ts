import { InvalidArgumentError, type Command } from 'commander'
import { checkStore, collect } from '../../content/index.js'
import { copyStore, openStore, type Store } from '../../store/index.js'
import { onStore, print, withJson } from '../command-line.js'
import { Progress } from '../progress.js'

interface StoreCommandOptions {
  readonly store: string
  readonly json?: boolean
}

interface CollectCommandOptions extends StoreCommandOptions {
  readonly dryRun?: boolean
  readonly keep: number
  readonly grace: number
}

/** `store check`, `store gc` and `store copy FROM TO`: what operators do with a whole store. */
export function storeCommands(program: Command): void {
  const store = program.command('store').description('look after a whole store')
  withJson(onStore(store.command('check')))
    .description('read all that a store holds and say what is damaged; ends with 1 where anything is')
    .action(async (options: StoreCommandOptions) => {
      await inStore(options.store, true, async (opened) => {
        const progress = new Progress('checking')
        const checked = await checkStore(opened, ({ done }) => progress.update(done))
        progress.end()
        const { blobs, files, records, versions, damage } = checked
        if (damage.length > 0) process.exitCode = 1
        print(options, { store: opened.address, ...checked }, () =>
          [
            `Read ${blobs} blobs, ${files} files, ${records} records and ${versions} versions: ${damage.length === 0 ? 'all is well' : `${damage.length} damaged`}.`,
            ...damage.map(({ what, message }) => `${what}: ${message}`),
          ].join('\n'),
        )
      })
    })

  withJson(onStore(store.command('gc')))
    .description(
      'remove what nothing needs any more: content of old drafts, versions of imports that were cut off, what was worked out and is out of date; hosts may go on',
    )
    .option('--dry-run', 'say what would go, and remove nothing')
    .option(
      '--keep <days>',
      'days for which drafts stay that nobody published, named, commented or refers to',
      days,
      90,
    )
    .option(
      '--grace <hours>',
      'hours for which what was written stays, as its writer may be under way',
      days,
      24,
    )
    .action(async (options: CollectCommandOptions) => {
      const { dryRun: isDryRun = false, keep, grace } = options
      await inStore(options.store, isDryRun, async (opened) => {
        const progress = new Progress(isDryRun ? 'looking' : 'collecting')
        const collected = await collect(opened, {
          isDryRun,
          keep,
          grace,
          onProgress: ({ done, total }) => progress.update(done, total),
        })
        progress.end()
        const { blobs, files, bytes, drafts, kept } = collected
        print(options, { store: opened.address, dryRun: isDryRun, ...collected }, () => {
          const would = isDryRun ? 'Would remove' : 'Removed'
          return `${would} ${blobs} blobs and ${files} files (${(bytes / 1_000_000).toFixed(1)} MB); ${kept} stay. ${drafts} older drafts have no content of their own${isDryRun ? ' then' : ' any more'}; their lines stay in the history.`
        })
      })
    })

  withJson(store.command('copy <from> <to>'))
    .description(
      'copy a store into another: folders, or postgres://USER:PASSWORD@HOST/DATABASE; begun again, it goes on where it was',
    )
    .action(async (from: string, to: string, options: { json?: boolean }) => {
      await inStore(from, true, async (source) => {
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
      })
    })
}

async function inStore(
  address: string,
  isReadOnly: boolean,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const store = await openStore(address, { isReadOnly })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

function days(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('It must be a number, 0 or more.')
}

import { readFileSync, writeFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import type { OnConflict, SheetPlan } from '../../content/index.js'
import { decodeBytes } from '../../content/source/index.js'
import { CompositorError, messageOf } from '../../runtime/index.js'
import { actingAs, actorOf, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface ImportOptions extends SharedOptions, ActingOptions {
  readonly dryRun?: boolean
  readonly onConflict: OnConflict
  readonly author?: string
  readonly comment?: string
  readonly expected?: string
}

/** `library csv export | import`: titles and tags, edited in a spreadsheet. */
export function addCsvCommands(library: Command): void {
  const csv = library.command('csv').description('titles and tags of blocks as CSV, edited in a spreadsheet')

  actingAs(withJson(onStore(csv.command('export <context> <file>'))))
    .description('write titles and tags of the blocks of a library or course; - for standard output')
    .action(async (context: string, file: string, options: SharedOptions & ActingOptions) => {
      const text = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', context)
        return host.catalogue.sheets.export(context)
      })
      if (file === '-') {
        process.stdout.write(text)
        return
      }
      try {
        writeFileSync(file, text, { flag: 'wx' })
      } catch (cause) {
        const message = `'${file}' was not written: ${messageOf(cause)}.`
        throw new CompositorError('export-refused', message, { cause })
      }
    })

  actingAs(withJson(onStore(csv.command('import <context> <file>'))))
    .description('take titles and tags of an edited file, all of it or nothing; - for standard input')
    .option('--dry-run', 'only say what would change, and which lines cannot be taken')
    .addOption(
      new Option('--on-conflict <what>', 'what becomes of cells that others changed since the export')
        .choices(['refuse', 'keep', 'overwrite'])
        .default('refuse'),
    )
    .option('--author <name>', 'who, for the history')
    .option('--comment <text>', 'why, for the history')
    .option('--expected <version>', 'change nothing where the draft is another one than this')
    .action(async (context: string, file: string, options: ImportOptions) => {
      const text = textOf(file)
      const { onConflict, comment, expected, dryRun = false } = options
      const told = await onHost(options, async (host) => {
        const { sheets } = host.catalogue
        await allowActing(host, options, 'edit', context)
        const author = actorOf(host, options)?.person.id ?? options.author
        if (dryRun) return sheets.plan(context, text, onConflict)
        return sheets.import(context, text, {
          onConflict,
          expected,
          ...(author !== undefined && { author }),
          ...(comment !== undefined && { comment }),
        })
      })
      print(options, told, () => planText(told, dryRun))
      if (dryRun && told.refused.length > 0) process.exitCode = 1
    })
}

function textOf(file: string): string {
  try {
    return decodeBytes(readFileSync(file === '-' ? 0 : file)).text
  } catch (cause) {
    throw new CompositorError('source-missing', `'${file}' cannot be read: ${messageOf(cause)}.`, { cause })
  }
}

function planText({ titles, tags, conflicts, refused, ignored }: SheetPlan, isDryRun: boolean): string {
  const would = isDryRun ? 'would change' : 'changed'
  return [
    ...titles.map(({ line, usage, before, after }) => `${line}\t${usage}\t'${before}' -> '${after}'`),
    ...tags.map(({ line, usage, taxonomy, added, removed }) => {
      const steps = [
        ...added.map((tag) => `+${taxonomy}:${tag}`),
        ...removed.map((tag) => `-${taxonomy}:${tag}`),
      ]
      return `${line}\t${usage}\t${steps.join(' ')}`
    }),
    ...conflicts.map(({ line, usage, column, now, wanted }) => {
      return `${line}\t${usage}\tchanged by others since: ${column} is '${now}', here '${wanted}'`
    }),
    ...refused.map(({ line, why }) => `${line}\tcannot be taken: ${why}`),
    ...ignored.map((name) => `the column '${name}' says nothing here`),
    `${titles.length} titles and the tags of ${new Set(tags.map(({ usage }) => usage)).size} blocks ${would}`,
  ].join('\n')
}

import type { Command } from 'commander'
import { writeFiles } from '../../content/export/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { onHost, onStore, type SharedOptions } from '../command-line.js'
import { writeLines } from '../written-lines.js'

interface RecordsOptions extends SharedOptions {
  readonly csv?: boolean
  readonly files?: string
}

/** `records COURSE`: what learners did leaves as lines. */
export function recordCommands(program: Command): void {
  onStore(program.command('records <context> [keys...]'))
    .description(
      'write what learners did at blocks that the course has not any more, or at the blocks that are named, as lines of JSON',
    )
    .option('--csv', 'as CSV')
    .option(
      '--files <path>',
      'the files that learners sent there as well, in a new folder, .zip or .tar.gz: a folder a block, in it one a learner',
    )
    .action(async (context: string, keys: string[], { csv, files, ...options }: RecordsOptions) => {
      await onHost(options, async ({ leftRecords }) => {
        const named = keys.map((key) => parseUsageKey(key).withoutBranchOrVersion().toString())
        const usages = named.length > 0 ? named : undefined
        // Files first: where they cannot be written, nothing was said yet.
        if (files !== undefined) await writeFiles(files, leftRecords.files(context, usages), { total: 0 })
        await writeLines(leftRecords.lines(context, csv ? 'csv' : 'json', usages))
      })
    })
}

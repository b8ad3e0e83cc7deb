import { once } from 'node:events'
import type { Command } from 'commander'
import { writeFiles } from '../../content/export/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { onHost, onStore, type SharedOptions } from '../command-line.js'
import { located } from '../located-block.js'

interface RecordsOptions extends SharedOptions {
  readonly csv?: boolean
  readonly files?: string
}

/** `records COURSE` and `report BLOCK`: what learners did leaves as lines. */
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
        await write(leftRecords.lines(context, csv ? 'csv' : 'json', usages))
      })
    })

  onStore(program.command('report <block>'))
    .description('write what a block reports to staff as CSV, a row at a time')
    .option('--json-lines', 'as an object a line')
    .action(async (block: string, options: SharedOptions & { readonly jsonLines?: boolean }) => {
      await onHost(options, async (host) => {
        const { unit, of } = await located(host, block)
        await write(host.courseware.staff.reportLines(unit, of, options.jsonLines ? 'json' : 'csv'))
      })
    })
}

async function write(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain')
}

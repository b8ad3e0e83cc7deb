import type { Command } from 'commander'
import { rebuildState, verifyState, type RebuiltRecords } from '../../lms/index.js'
import { openStore } from '../../store/index.js'
import { onStore, print, withJson } from '../command-line.js'
import { linesOf, namedEventFiles } from '../event-files.js'

interface RebuildOptions {
  readonly store: string
  readonly from: readonly string[]
  readonly verify?: boolean
  readonly json?: boolean
}

/** `state rebuild --from FILE`: learners' state from the event log alone. */
export function stateCommands(program: Command): void {
  const state = program.command('state').description('look after what is kept of learners')
  withJson(onStore(state.command('rebuild')))
    .description(
      'make what is kept of learners anew of an event log with states, in a store that has nothing of them',
    )
    .requiredOption(
      '--from <files...>',
      'files of JSON lines, the oldest first; of a folder, such as that of a store, its events*.jsonl',
      namedEventFiles,
    )
    .option('--verify', 'write nothing, and say how the store differs; ends with 1 where it does')
    .action(async (options: RebuildOptions) => {
      const isReadOnly = options.verify === true
      const store = await openStore(options.store, { isReadOnly })
      try {
        const lines = linesOf(options.from)
        if (!isReadOnly) {
          const rebuilt = await rebuildState(store.records, lines)
          if (rebuilt.gaps > 0) process.exitCode = 1
          print(options, rebuilt, () =>
            [
              `${rebuilt.records} records of learners made of ${rebuilt.lines} lines.`,
              ...toldGaps(rebuilt),
            ].join('\n'),
          )
          return
        }
        const verified = await verifyState(store.records, lines)
        if (verified.differing > 0) process.exitCode = 1
        print(options, verified, () =>
          [
            `${verified.records} records follow from ${verified.lines} lines; ${verified.differing === 0 ? 'the store has exactly these' : `${verified.differing} differ`}.`,
            ...toldGaps(verified),
            ...verified.differences.map(({ key, what }) => `${what}: ${key}`),
          ].join('\n'),
        )
      } finally {
        await store.close()
      }
    })
}

/** Not to be taken for all that learners did. */
function toldGaps({ gaps, missing }: RebuiltRecords): readonly string[] {
  if (gaps === 0) return []
  return [
    `The log lacks lines at ${gaps} places: what was done there is not in it.`,
    ...missing.map(({ learner, from, to }) => `lacking: learner '${learner}', changes ${from} to ${to}`),
  ]
}

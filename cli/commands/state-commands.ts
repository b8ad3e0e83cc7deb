import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { rebuildState, verifyState, type EventLines } from '../../lms/index.js'
import { openStore } from '../../store/index.js'
import { onStore, print, withJson } from '../command-line.js'

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
    .requiredOption('--from <files...>', 'files of JSON lines, the oldest first')
    .option('--verify', 'write nothing, and say how the store differs; ends with 1 where it does')
    .action(async (options: RebuildOptions) => {
      const isReadOnly = options.verify === true
      const store = await openStore(options.store, { isReadOnly })
      try {
        const lines = linesOf(options.from)
        if (!isReadOnly) {
          const rebuilt = await rebuildState(store.records, lines)
          print(
            options,
            rebuilt,
            () => `${rebuilt.records} records of learners made of ${rebuilt.lines} lines.`,
          )
          return
        }
        const verified = await verifyState(store.records, lines)
        if (verified.differing > 0) process.exitCode = 1
        print(options, verified, () =>
          [
            `${verified.records} records follow from ${verified.lines} lines; ${verified.differing === 0 ? 'the store has exactly these' : `${verified.differing} differ`}.`,
            ...verified.differences.map(({ key, what }) => `${what}: ${key}`),
          ].join('\n'),
        )
      } finally {
        await store.close()
      }
    })
}

function linesOf(files: readonly string[]): EventLines {
  return async function* () {
    for (const file of files) yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  }
}

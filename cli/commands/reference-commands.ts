import type { Command } from 'commander'
import type { ReferenceState } from '../../content/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { addEditingCommands } from './reference-editing.js'
import { addOverrideCommands } from './reference-overrides.js'
import { addUpdateCommands } from './reference-updates.js'

/** `reference`: what authors do with references to libraries. Each noun has a file of its own that adds its commands here. */
export function referenceCommands(program: Command): void {
  const reference = program
    .command('reference')
    .description('references of courses to libraries: their blocks, versions and settings')

  addShowCommand(reference)
  addEditingCommands(reference)
  addUpdateCommands(reference)
  addOverrideCommands(reference)
}

function countText({ isRandom, count = -1, size }: ReferenceState): string {
  if (!isRandom) return `all of ${size} blocks, in order`
  return count < 0 ? `all of ${size} blocks, drawn` : `${count} of ${size} blocks, drawn`
}

function addShowCommand(reference: Command): void {
  actingAs(withJson(onStore(reference.command('show <key>'))))
    .description('show a reference of a draft, and what its author should know of it')
    .action(async (usage: string, options: SharedOptions & ActingOptions) => {
      const state = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', usage)
        return host.references.state(parseUsageKey(usage))
      })
      print(options, state, () =>
        [
          `${state.usage.toString()} (${state.type})`,
          ...state.libraries.map(({ library, pinned }) => `from ${library.toString()}, version ${pinned}`),
          countText(state),
          ...state.pool.map(({ block, title }) => `${block.toString()}\t${title}`),
          ...state.messages.map(({ level, message, remedy }) => `${level}: ${message} ${remedy}`),
        ].join('\n'),
      )
    })
}

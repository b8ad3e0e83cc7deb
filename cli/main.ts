#!/usr/bin/env node
import '../runtime/required-node.js'
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { CompositorError, type ErrorCode } from '../runtime/index.js'
import { blockCommands } from './commands/block-commands.js'
import { importCommand } from './commands/import-command.js'
import { jobCommands } from './commands/job-commands.js'
import { libraryCommands } from './commands/library-commands.js'
import { migrateCommand } from './commands/library-migrate.js'
import { lineCommands } from './commands/line-commands.js'
import { listingCommands } from './commands/listing-commands.js'
import { newCommand } from './commands/new-command.js'
import { pathwayCommands } from './commands/pathway-commands.js'
import { problemCommand } from './commands/problem-command.js'
import { publishCommand } from './commands/publish-command.js'
import { gradeCommands } from './commands/grade-commands.js'
import { policyCommands } from './commands/policy-commands.js'
import { recordCommands } from './commands/record-commands.js'
import { reportCommands } from './commands/report-commands.js'
import { referenceCommands } from './commands/reference-commands.js'
import { serveCommands } from './commands/serve-commands.js'
import { stateCommands } from './commands/state-commands.js'
import { storeCommands } from './commands/store-commands.js'
import { staffCommands } from './commands/staff-commands.js'
import { unitCommands } from './commands/unit-commands.js'
import { versionCommands } from './commands/version-commands.js'
import { workbenchCommand } from './commands/workbench-command.js'
import { upstreamCommands } from './commands/upstream-commands.js'
import { withOptionsBehind } from './leading-options.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const program = new Command('unit-compositor')
  .description('Serve Open edX courses and libraries without edx-platform.')
  .version(version)
  .showHelpAfterError('(--help says more)')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

importCommand(program)
blockCommands(program)
publishCommand(program)
versionCommands(program)
migrateCommand(program)
libraryCommands(program)
upstreamCommands(program)
referenceCommands(program)
pathwayCommands(program)
gradeCommands(program)
policyCommands(program)
listingCommands(program)
unitCommands(program)
staffCommands(program)
recordCommands(program)
reportCommands(program)
jobCommands(program)
serveCommands(program)
stateCommands(program)
storeCommands(program)
lineCommands(program)
problemCommand(program)
newCommand(program)
workbenchCommand(program)
// Commands copy nothing of their parent's behaviour once they exist, so each is told too.
const refuse = (command: Command): void => {
  command.exitOverride()
  for (const part of command.commands) refuse(part)
}
refuse(program)

/** What is refused for the sake of others' changes, with nothing changed. */
const conflicts: ReadonlySet<ErrorCode> = new Set(['draft-edited', 'draft-changed', 'sheet-conflict'])

try {
  await program.parseAsync(withOptionsBehind(process.argv.slice(2)), { from: 'user' })
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown)
}

/** 0 for help that was asked for, 2 for wrong usage, 3 for a conflict that changed nothing, 1 for any other refusal. */
function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  const { code, message, remedy, location } = CompositorError.from(thrown, 'host-failed')
  const { file, line, column } = location ?? {}
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const at = line === undefined || message.includes(place) ? '' : `At ${place}. `
  process.stderr.write(`${code}: ${message}\n${at}${remedy}\n`)
  if (code === 'host-failed' && thrown instanceof Error) process.stderr.write(`${thrown.stack ?? ''}\n`)
  return conflicts.has(code) ? 3 : 1
}

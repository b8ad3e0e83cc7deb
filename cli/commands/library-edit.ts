import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import type { DraftOperation, OperatedDraft } from '../../content/index.js'
import {
  CompositorError,
  canonicalJson,
  parseUsageKey,
  type Json,
  type JsonObject,
} from '../../runtime/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface EditOptions extends SharedOptions {
  readonly comment?: string
  readonly author?: string
  readonly expected?: string
}

interface AddOptions extends EditOptions {
  readonly type?: string
  readonly template?: string
  readonly olx?: string
  readonly from?: string
  readonly to?: string
  readonly index?: number
}

interface PlaceOptions extends EditOptions {
  readonly index?: number
  readonly pin?: number
  readonly latest?: boolean
}

interface BulkOptions extends EditOptions {
  readonly type?: string
  readonly keys?: readonly string[]
  readonly dryRun?: boolean
}

/** `library add | edit | place | take | set | file`: what authors change in a library. */
export function addEditCommands(library: Command): void {
  edits(library.command('add <library>'))
    .description('add a block: of a type, of a file of OLX, or a copy of a block of a course or library')
    .option(
      '--type <type>',
      'an empty block of this type, or what a template of it says; unit, subsection and section are containers',
    )
    .option('--template <name>', 'which template of the type')
    .option(
      '--olx <file>',
      'a file of OLX, with the static files in the folder static beside it that it names; - for standard input',
    )
    .option('--from <key>', 'usage key of a block to copy')
    .option('--to <container>', 'usage key of the container that it goes into')
    .option('--index <number>', 'before which member of the container, from 0', wholeNumber)
    .action(async (key: string, options: AddOptions) => operate(key, [addition(key, options)], options))

  edits(library.command('edit <key> <field=value...>'))
    .description('change fields of a block by their OLX names; FIELD= without a value takes away what is set')
    .action(async (usage: string, fields: readonly string[], options: EditOptions) => {
      const context = contextOf(usage)
      const edit = await onHost(options, async (host) => {
        const block = await host.drafts.block(parseUsageKey(usage))
        const { set, reset } = fieldsOf(fields)
        const scope = (name: string) => block.type?.fieldByOlxName(name)?.scope.name
        const of = (wanted: boolean) =>
          Object.fromEntries(Object.entries(set).filter(([name]) => (scope(name) === 'content') === wanted))
        return { usage, content: of(true), settings: of(false), reset }
      })
      await operate(context, [{ do: 'edit', edit }], options)
    })

  edits(library.command('place <key> <container>'))
    .description('put a block of a library into a container by reference, or to another place in it')
    .option('--index <number>', 'before which member, from 0; the last where it is left out', wholeNumber)
    .option('--pin <version>', 'show it in this version, whatever the latest is', wholeNumber)
    .option('--latest', 'let it follow the latest again')
    .action(async (usage: string, parent: string, options: PlaceOptions) => {
      const version = options.latest ? null : options.pin
      const { index } = options
      await operate(contextOf(usage), [{ do: 'place', usage, parent, index, version }], options)
    })

  edits(library.command('take <key> <container>'))
    .description('take a block out of a container; it stays in the library')
    .action((usage: string, parent: string, options: EditOptions) =>
      operate(contextOf(usage), [{ do: 'take', usage, parent }], options),
    )

  edits(library.command('set <library> <field=value...>'))
    .description('set many components alike, such as max_attempts=3 showanswer=never')
    .option('--type <type>', 'all of this type')
    .option('--keys <keys...>', 'these')
    .option('--dry-run', 'say what would change, and change nothing')
    .action(async (key: string, fields: readonly string[], options: BulkOptions) => {
      const { set, reset } = fieldsOf(fields)
      const settings: JsonObject = { ...set, ...Object.fromEntries(reset.map((name) => [name, null])) }
      const said = await onHost(options, async ({ libraries }) => {
        const asked = { usages: options.keys, type: options.type, settings }
        return options.dryRun
          ? { ...(await libraries.plan(key, asked)), before: undefined }
          : libraries.setAll(key, asked, wordsOf(options))
      })
      const { operations: _steps, ...told } = said
      print(options, told, () =>
        [
          ...said.changes.map(
            ({ usage, field, before, after }) => `${usage} ${field}: ${shown(before)} -> ${shown(after)}`,
          ),
          ...said.skipped.map(({ usage, why }) => `${usage} stays: ${why}`),
          options.dryRun
            ? `${said.changes.length} settings would change`
            : `${said.changes.length} settings changed; \`revert ${key} ${said.before ?? ''}\` undoes it`,
        ].join('\n'),
      )
    })

  addFileCommands(
    library.command('file').description('static files of components, and of libraries themselves'),
  )
}

function addFileCommands(file: Command): void {
  withJson(onStore(file.command('list <key>')))
    .description('list the static files of a component, or of a library itself')
    .action(async (usage: string, options: SharedOptions) => {
      const files = await onHost(options, ({ libraries }) => libraries.files(contextOf(usage), usage))
      print(options, files, () =>
        files.map(({ name, size, mimeType }) => `${name}\t${size}\t${mimeType}`).join('\n'),
      )
    })

  edits(file.command('put <key> <path>'))
    .description('add a static file, or replace the one of its name')
    .option('--name <name>', 'its name after /static/; that of the file where it is left out')
    .action((usage: string, path: string, options: EditOptions & { readonly name?: string }) => {
      const { name = basename(path) } = options
      return operate(contextOf(usage), [{ do: 'put-file', usage, name, bytes: readFileSync(path) }], options)
    })

  edits(file.command('rename <key> <name> <to>'))
    .description('give a static file another name, by which the text of its block calls it then')
    .action((usage: string, name: string, to: string, options: EditOptions) =>
      operate(contextOf(usage), [{ do: 'rename-file', usage, name, to }], options),
    )

  edits(file.command('remove <key> <name>'))
    .description('take a static file away')
    .action((usage: string, name: string, options: EditOptions) =>
      operate(contextOf(usage), [{ do: 'remove-file', usage, name }], options),
    )
}

function edits(command: Command): Command {
  return withJson(onStore(command))
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
    .option('--expected <version>', 'change nothing where the draft is another one than this')
}

/** Changes a draft and says what was made of it; a draft that others changed is a conflict (exit code 3). */
async function operate(
  context: string,
  steps: readonly DraftOperation[],
  options: EditOptions,
): Promise<void> {
  let done: OperatedDraft
  try {
    done = await onHost(options, ({ libraries }) => libraries.operate(context, steps, wordsOf(options)))
  } catch (thrown) {
    if (thrown instanceof CompositorError && thrown.code === 'draft-changed') process.exitCode = 3
    throw thrown
  }
  print(options, { context, ...done }, () =>
    [
      ...done.usages,
      done.changed ? `draft ${done.number}, version ${done.version}` : 'the draft is as it was',
    ].join('\n'),
  )
}

function addition(
  library: string,
  { type, template, olx, from, to = library, index }: AddOptions,
): DraftOperation {
  const target = { parent: to, index }
  if ([type, olx, from].filter((one) => one !== undefined).length !== 1)
    throw new CompositorError('field-value', 'Say what is to be added: one of --type, --olx and --from.')
  if (from !== undefined) return { do: 'paste', usage: from, ...target }
  if (olx === undefined) return { do: 'add', type: type ?? '', template, ...target }
  const text = readFileSync(olx === '-' ? 0 : olx, 'utf8')
  const name = olx === '-' ? '(standard input)' : olx
  return { do: 'add', olx: text, name, files: olx === '-' ? new Map() : staticsBeside(olx, text), ...target }
}

/** The static files that OLX names and that stand beside it. */
function staticsBeside(path: string, olx: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const [, name = ''] of olx.matchAll(/\/static\/([^\s"'<>()?#&;\\/]+)/g)) {
    try {
      found.set(name, readFileSync(join(dirname(path), 'static', name)))
    } catch {
      // What is not there is said when the block is read.
      continue
    }
  }
  return found
}

function fieldsOf(texts: readonly string[]): { readonly set: JsonObject; readonly reset: readonly string[] } {
  const set: Record<string, Json> = {}
  const reset: string[] = []
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 1) throw new CompositorError('field-value', `'${text}' is no FIELD=VALUE.`)
    const [name, value] = [text.slice(0, at), text.slice(at + 1)]
    if (value === '') reset.push(name)
    else set[name] = jsonOf(value)
  }
  return { set, reset }
}

/** A value as JSON where it is that, else as text. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function contextOf(key: string): string {
  return key.startsWith('lib:') ? key : parseUsageKey(key).context.withoutBranchOrVersion().toString()
}

function wordsOf({ comment, author, expected }: EditOptions) {
  return { comment, author, expected }
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'not set' : canonicalJson(value)
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

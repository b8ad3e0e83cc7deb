import { readFileSync } from 'node:fs'
import { InvalidArgumentError, type Command } from 'commander'
import type { DraftOperation } from '../../content/index.js'
import {
  CompositorError,
  isJsonObject,
  parseCourseKey,
  parseUsageKey,
  type Json,
} from '../../runtime/index.js'
import { actingAs, actingWords, allowActing, type ActingOptions } from '../acting-as.js'
import { addProvenanceCommand } from './reference-overrides.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface BlockOptions extends SharedOptions, ActingOptions {
  readonly comment?: string
  readonly author?: string
  /** Name of the version that the draft must be. */
  readonly ifDraft?: string
}

interface PlaceOptions extends BlockOptions {
  readonly index?: number
}

interface AddOptions extends PlaceOptions {
  readonly type?: string
}

/** `block add`, `duplicate`, `paste`, `move`, `rename`, `delete`, `restore` and `steps`, and `new-course` and `copy-run`: they change drafts. */
export function blockCommands(program: Command): void {
  const block = program.command('block').description('change the blocks of a draft')
  addProvenanceCommand(block)

  placed(block.command('add <parent> [file]'))
    .description('add a block from a file with its OLX (- for standard input), or an empty one of a type')
    .option('--type <type>', 'type of an empty block')
    .action(async (parent: string, file: string | undefined, options: AddOptions) => {
      const { type, index } = options
      if ((type === undefined) === (file === undefined))
        throw new CompositorError('draft-fixed', 'Name either a file with OLX or a --type.')
      const what =
        file === undefined
          ? { type: type ?? '' }
          : { olx: textOf(file), name: file === '-' ? '(standard input)' : file }
      await run(options, parent, [{ do: 'add', parent, index, ...what }])
    })

  changing(block.command('duplicate <keys...>'))
    .description('put a copy beside each of these blocks')
    .action((keys: readonly string[], options: BlockOptions) =>
      run(
        options,
        keys[0],
        keys.map((usage) => ({ do: 'duplicate', usage })),
      ),
    )

  placed(block.command('paste <key> <parent>'))
    .description(
      'put a copy of a block of this or another course into a block, with the static files it names',
    )
    .action((usage: string, parent: string, options: PlaceOptions) =>
      run(options, parent, [{ do: 'paste', usage, parent, index: options.index }]),
    )

  placed(block.command('move <key> <parent>'))
    .description('put a block into another one, or to another place in its own')
    .action((usage: string, parent: string, options: PlaceOptions) =>
      run(options, usage, [{ do: 'move', usage, parent, index: options.index }]),
    )

  changing(block.command('rename <key> <url_name>'))
    .description('give a block another url_name; its old key leads to the new one')
    .action((usage: string, urlName: string, options: BlockOptions) =>
      run(options, usage, [{ do: 'rename', usage, urlName }]),
    )

  changing(block.command('delete <keys...>'))
    .description('take blocks out of the draft, with all that is in them')
    .action((keys: readonly string[], options: BlockOptions) =>
      run(
        options,
        keys[0],
        keys.map((usage) => ({ do: 'delete', usage })),
      ),
    )

  changing(block.command('restore <keys...>'))
    .description('bring deleted blocks back as they last were')
    .action((keys: readonly string[], options: BlockOptions) =>
      run(
        options,
        keys[0],
        keys.map((usage) => ({ do: 'restore', usage })),
      ),
    )

  changing(block.command('steps <context> <file>'))
    .description('change a draft by a JSON list of steps, as in the API: all of them or none')
    .action(async (context: string, file: string, options: BlockOptions) => {
      const steps = stepsOf(textOf(file), file)
      await run(options, undefined, steps, context)
    })

  changing(program.command('new-course <course>'))
    .description('make a course with nothing in it, such as course-v1:ORG+NUMBER+RUN')
    .requiredOption('--title <title>', 'what people read')
    .action(async (key: string, options: BlockOptions & { readonly title: string }) => {
      const { org, course: number, run } = parseCourseKey(key)
      const { title } = options
      const made = await onHost(options, async (host) =>
        host.drafts.create(
          { org, number, run, title },
          await actingWords(host, options, key, wordsOf(options)),
        ),
      )
      print(options, { ...made, title }, () => `${title} (${made.context})`)
    })

  changing(program.command('copy-run <course> <to>'))
    .description('copy a course to another run: a course of its own, without anybody’s state')
    .action(async (context: string, to: string, options: BlockOptions) => {
      const saved = await onHost(options, async (host) =>
        host.drafts.copyRun(context, to, await actingWords(host, options, context, wordsOf(options))),
      )
      print(options, { context: to, version: saved.draft }, () => `${to}\nversion ${saved.draft}, a draft`)
    })
}

async function run(
  options: BlockOptions,
  usage: string | undefined,
  steps: readonly DraftOperation[],
  context = contextOf(usage ?? ''),
): Promise<void> {
  const done = await onHost(options, async (host) => {
    for (const one of steps) if (one.do === 'paste') await allowActing(host, options, 'read', one.usage)
    return host.drafts.operate(context, steps, await actingWords(host, options, context, wordsOf(options)))
  })
  print(options, { context, ...done }, () =>
    [
      ...done.usages,
      done.changed ? `the draft is version ${done.number}, ${done.version}` : 'the draft is as it was',
    ].join('\n'),
  )
}

/** The course or library of a block; of a v2 library, which is the parent of its components, itself. */
function contextOf(usage: string): string {
  return usage.startsWith('lib:') ? usage : parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw new CompositorError('source-missing', `${file} cannot be read.`, { cause })
  }
}

/** @throws CompositorError `olx-malformed` for what is no list of steps */
function stepsOf(text: string, file: string): readonly DraftOperation[] {
  let steps: Json = null
  try {
    steps = JSON.parse(text)
  } catch (cause) {
    throw new CompositorError('olx-malformed', `${file} is no JSON.`, { cause })
  }
  const words =
    'edit add duplicate paste move place take rename delete restore remove-file rename-file'.split(' ')
  const isStep = (step: Json) => isJsonObject(step) && words.some((word) => step['do'] === word)
  if (!Array.isArray(steps) || !steps.every(isStep))
    throw new CompositorError(
      'olx-malformed',
      `${file} holds no list of steps; each has a "do" of ${words.join(', ')}.`,
    )
  return steps as readonly DraftOperation[]
}

function changing(command: Command): Command {
  return actingAs(withJson(onStore(command)))
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
    .option('--if-draft <version>', 'change nothing, with exit code 3, where the draft is another version')
}

function placed(command: Command): Command {
  return changing(command).option(
    '--index <number>',
    'before which of the blocks there, from 0; else last',
    (text) => {
      if (/^\d{1,6}$/.test(text)) return Number(text)
      throw new InvalidArgumentError('It must be a number from 0.')
    },
  )
}

function wordsOf({ comment, author, ifDraft: expected }: BlockOptions) {
  return {
    ...(comment !== undefined && { comment }),
    ...(author !== undefined && { author }),
    ...(expected !== undefined && { expected }),
  }
}

import type { Command } from 'commander'
import {
  editedWishes,
  type AskedVersions,
  type EditedWish,
  type UpdatedReferences,
} from '../../content/index.js'
import { CompositorError, parseContextKey, parseUsageKey, type Json } from '../../runtime/index.js'
import type { CoursePreview, CourseUpdate } from '../../host/libraries/course-updates.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface UpdatesOptions extends SharedOptions, ActingOptions {
  readonly declined?: boolean
}

interface PreviewOptions extends SharedOptions, ActingOptions {
  readonly to?: readonly string[]
}

interface UpdateOptions extends PreviewOptions, WordOptions {
  readonly edited: EditedWish
  readonly letGo?: boolean
}

/** `reference updates`, `preview`, `update` and `decline`: other versions of libraries for references. */
export function addUpdateCommands(reference: Command): void {
  actingAs(withJson(onStore(reference.command('updates <context>'))))
    .description(
      'list the references and linked copies for which what their libraries have published last is another thing',
    )
    .option('--declined', 'those, too, whose authors declined it')
    .action(async (context: string, options: UpdatesOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', context)
        return host.courseUpdates.updates(context, options.declined)
      })
      print(options, { items: found }, () => listText(found))
    })

  withVersions(actingAs(withJson(onStore(reference.command('preview <key>')))))
    .description(
      'say what another version would change for a reference, and who has work at what would leave',
    )
    .action(async (usage: string, options: PreviewOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', usage)
        return host.courseUpdates.preview(parseUsageKey(usage), versionsOf(options))
      })
      print(options, found, () => previewText(found))
    })

  withVersions(withWords(actingAs(withJson(onStore(reference.command('update <keys...>'))))))
    .description(
      'bring references, or all of a course, to another version, newer or older; one entry of the history',
    )
    .option(
      '--edited <what>',
      `of content that was edited here and in the library: ${editedWishes.join(', ')}`,
      'untouched',
    )
    .option('--let-go', 'let blocks go that the other version has not; what learners did there is kept')
    .action(async (keys: string[], options: UpdateOptions, command: Command) => {
      if (!editedWishes.includes(options.edited))
        command.error(`--edited takes ${editedWishes.join(', ')}.`, { exitCode: 2 })
      const to = versionsOf(options)
      const { context, usages } = askedOf(keys)
      if (to !== undefined && usages?.length !== 1)
        command.error('--to takes the key of one reference.', { exitCode: 2 })
      const done = await onHost(options, async (host) => {
        await allowActing(host, options, 'edit', context)
        const said = {
          ...wordsOf(options),
          edited: options.edited,
          removed: options.letGo ? ('leave' as const) : ('refuse' as const),
        }
        const [usage] = usages ?? []
        return usage && usages?.length === 1
          ? host.courseUpdates.update(usage, to, said)
          : host.courseUpdates.updateMany(context, { ...said, usages })
      })
      print(options, done, () => doneText(done, context))
    })

  withWords(actingAs(withJson(onStore(reference.command('decline <keys...>')))))
    .description(
      'do without what is offered for references, or for all of a course, until there is something else',
    )
    .action(async (keys: string[], options: UpdateOptions) => {
      const { context, usages } = askedOf(keys)
      const done = await onHost(options, async (host) => {
        await allowActing(host, options, 'edit', context)
        return host.courseUpdates.decline(context, { ...wordsOf(options), usages })
      })
      print(options, done, () => doneText(done, context))
    })
}

function withVersions(command: Command): Command {
  return command.option(
    '--to <version...>',
    'the version: its number, name or the start of its hash; LIBRARY=VERSION where there are several libraries',
  )
}

function versionsOf({ to = [] }: PreviewOptions): AskedVersions | undefined {
  const [first] = to
  if (first === undefined) return undefined
  if (to.length === 1 && !first.includes('=')) return first
  const parts = to.map((text) => [
    text.slice(0, text.lastIndexOf('=')),
    text.slice(text.lastIndexOf('=') + 1),
  ])
  return Object.fromEntries(parts) as Record<string, string>
}

/** The references that are meant, all of one course or library; undefined for all of that one. */
function askedOf(keys: readonly string[]) {
  const [first = ''] = keys
  if (keys.length === 1 && isContext(first)) return { context: first, usages: undefined }
  const usages = keys.map(parseUsageKey)
  const contexts = new Set(usages.map((usage) => usage.context.withoutBranchOrVersion().toString()))
  const [context = ''] = contexts
  if (contexts.size === 1) return { context, usages }
  const message = 'References that are updated together stand in one course or library.'
  throw new CompositorError('key-kind', message)
}

function isContext(key: string): boolean {
  try {
    parseContextKey(key)
    return true
  } catch {
    return false
  }
}

function listText(found: readonly CourseUpdate[]): string {
  if (found.length === 0) return 'There is nothing newer for any reference or copy.'
  let unit: string | undefined
  const lines: string[] = []
  for (const one of found) {
    const above = one.unit ? `${one.unit.title} (${one.unit.usage})` : 'In no unit'
    if (above !== unit) lines.push((unit = above))
    const { usage, libraries } = one.preview
    const to = libraries.map(({ library, number, name }) => `${library} ${name ?? `version ${number}`}`)
    lines.push(
      `  ${usage} -> ${to.join(', ')}: ${countsText(one.preview)}${one.isDeclined ? '; declined' : ''}`,
    )
  }
  return lines.join('\n')
}

function countsText({ added, removed, moved, changed, files }: CoursePreview): string {
  const blocks = new Set([...changed, ...files].map(({ block }) => block)).size
  const counts = [
    [blocks, 'changed'],
    [added.length, 'added'],
    [removed.length, 'removed'],
    [moved.length, 'moved'],
  ] as const
  return counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ') || 'nothing'
}

function previewText(preview: CoursePreview): string {
  const { libraries, added, removed, moved, changed, files, lostOverrides } = preview
  const text = (value: Json | undefined) => (value === undefined ? 'not set' : JSON.stringify(value))
  return [
    ...libraries.map(
      ({ library, from, to, number }) =>
        `${library}: ${from ?? (preview.copy ? 'a copy' : 'a version that is not here')} -> ${to} (${number})`,
    ),
    ...added.map(({ block, title }) => `+ ${block} ${title}`),
    ...removed.map(
      ({ block, title, learners }) => `- ${block} ${title}; ${learners} learners have work there`,
    ),
    ...moved.map(({ block, title }) => `~ ${block} ${title} stands elsewhere`),
    ...changed.map(
      ({ block, field, own, ...one }) =>
        `* ${block} ${field}: ${text(one.old)} -> ${text(one.new)}${own === undefined ? '' : `; here ${text(own)}, which stays`}`,
    ),
    ...files.map(
      ({ block, name, what, as }) => `* ${block} ${name}: ${what}${as === undefined ? '' : ` as ${as}`}`,
    ),
    ...lostOverrides.map(
      ({ block, field, own }) => `! ${block} ${field}: ${text(own)} holds for nothing any more`,
    ),
    ...(countsText(preview) === 'nothing' ? ['Nothing changes for this reference.'] : []),
  ].join('\n')
}

function doneText(
  { updated, skipped, version, number, changed, undo }: UpdatedReferences,
  context: string,
): string {
  return [
    ...updated.map((usage) => `* ${usage}`),
    ...skipped.map(({ usage, why }) => `  ${usage} stays: ${why}`),
    changed
      ? `The draft is version ${number}, ${version}; nothing was published. Undo it by: revert ${context} ${undo}`
      : 'Nothing was changed.',
  ].join('\n')
}

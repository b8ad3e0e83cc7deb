import type { Command } from 'commander'
import type { UpstreamStatus } from '../../content/index.js'
import { canonicalJson, type Json } from '../../runtime/index.js'
import type { Host } from '../../host/host.js'
import { contextKeyOf } from '../../host/libraries/context-of-key.js'
import { actingAs, actingWords, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface UpstreamOptions extends SharedOptions, ActingOptions {
  readonly comment?: string
  readonly author?: string
}

interface SyncOptions extends UpstreamOptions {
  readonly letGo?: boolean
}

/** `upstream report`, `show`, `preview`, `add`, `sync`, `decline`, `sever` and `revert`: copies of library blocks that stay linked to them. */
export function upstreamCommands(program: Command): void {
  const upstream = program
    .command('upstream')
    .description('copies of library blocks in courses that stay linked to them')

  reading(upstream.command('report <course>'))
    .description('list the linked blocks of a course: which are behind, declined or broken')
    .action(async (context: string, options: UpstreamOptions) => {
      const report = await read(options, context, ({ upstreams }) => upstreams.report(context))
      print(options, report, () =>
        [
          ...report.linked.map(statusText),
          `${report.linked.length} linked, ${report.behind.length} behind, ${report.declined.length} declined, ${report.broken.length} broken`,
        ].join('\n'),
      )
    })

  reading(upstream.command('show <key>'))
    .description('say how a block stands to the library block that it is linked to')
    .action(async (usage: string, options: UpstreamOptions) => {
      const status = await read(options, usage, ({ upstreams }) => upstreams.status(usage))
      print(options, status, () => (status.upstream === null ? 'linked to nothing' : statusText(status)))
    })

  reading(upstream.command('preview <key>'))
    .description('say what an update of a block would change')
    .action(async (usage: string, options: UpstreamOptions) => {
      const found = await read(options, usage, ({ upstreams }) => upstreams.preview(usage))
      print(options, found, () =>
        [
          `${found.upstream}: from ${found.version ?? 'no version'} to ${found.newest}`,
          ...found.fields.map(
            ({ name, old, theirs, own }) =>
              `${name}: ${shown(old)} -> ${shown(theirs)}${own === undefined ? '' : `, stays ${shown(own)}`}`,
          ),
          ...found.files.added.map((name) => `+ file ${name}`),
          ...Object.entries(found.files.clashing).map(([name, own]) => `! file ${name} comes as ${own}`),
        ].join('\n'),
      )
    })

  changing(upstream.command('add <key> <unit>'))
    .description('add a copy of a library block, linked to it, to a unit')
    .action(async (usage: string, parent: string, options: UpstreamOptions) => {
      const done = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', usage)
        return host.upstreams.add(usage, { parent }, await words(host, options, parent))
      })
      print(options, done, () => [...done.usages, draftText(done)].join('\n'))
    })

  changing(upstream.command('sync <course> [keys...]'))
    .description(
      'bring linked blocks to what their libraries publish, all that are behind where none is named',
    )
    .option('--let-go', 'let members of containers go that the library has there no more')
    .action(async (context: string, keys: readonly string[], options: SyncOptions) => {
      const removed = options.letGo ? ('leave' as const) : ('refuse' as const)
      const done = await onHost(options, async (host) =>
        host.upstreams.sync(context, keys.length > 0 ? keys : undefined, {
          ...(await words(host, options, context)),
          removed,
        }),
      )
      print(options, done, () =>
        [
          ...done.usages,
          ...done.skipped.map(({ usage, why }) => `  ${usage} stays: ${why}`),
          ...done.files.added.map((name) => `+ file ${name}`),
          ...Object.entries(done.files.clashing).map(([name, own]) => `! file ${name} came as ${own}`),
          draftText(done),
        ].join('\n'),
      )
    })

  changing(upstream.command('decline <keys...>'))
    .description('do without the versions that are published')
    .action(async (keys: readonly string[], options: UpstreamOptions) => {
      const context = contextKeyOf(keys[0] ?? '')
      const done = await onHost(options, async (host) =>
        host.upstreams.decline(context, keys, await words(host, options, context)),
      )
      print(options, done, () => draftText(done))
    })

  changing(upstream.command('sever <key>'))
    .description('end the link of a block; it keeps what it shows, and what it was copied from')
    .action(async (usage: string, options: UpstreamOptions) => {
      const done = await onHost(options, async (host) =>
        host.upstreams.change(usage, 'sever', await words(host, options, usage)),
      )
      print(options, done, () => draftText(done))
    })

  changing(upstream.command('revert <key> <fields...>'))
    .description('give fields of a block back to the library, whether that is there or not')
    .action(async (usage: string, fields: readonly string[], options: UpstreamOptions) => {
      const done = await onHost(options, async (host) =>
        host.upstreams.revert(usage, fields, await words(host, options, usage)),
      )
      print(options, done, () => draftText(done))
    })
}

function reading(command: Command): Command {
  return actingAs(withJson(onStore(command)))
}

function changing(command: Command): Command {
  return reading(command)
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
}

async function read<T>(
  options: UpstreamOptions,
  named: string,
  work: (host: Host) => Promise<T>,
): Promise<T> {
  return onHost(options, async (host) => {
    await allowActing(host, options, 'read', contextKeyOf(named))
    return work(host)
  })
}

function words(host: Host, options: UpstreamOptions, named: string) {
  const { comment, author } = options
  const said = { ...(comment !== undefined && { comment }), ...(author !== undefined && { author }) }
  return actingWords(host, options, contextKeyOf(named), said)
}

function statusText({
  usage,
  upstream,
  version,
  newest,
  isReady,
  isAvailable,
  customized,
}: UpstreamStatus): string {
  const standing = isReady ? ', to be updated' : isAvailable ? '' : ', which is not there'
  const own = customized.length > 0 ? `\tits own: ${customized.join(', ')}` : ''
  return `${usage}\t${upstream ?? ''}\tat ${version ?? 'no version'}, ${newest ?? 'nothing'} published${standing}${own}`
}

function draftText({
  number,
  version,
  changed,
}: {
  number: number
  version: string
  changed: boolean
}): string {
  return changed ? `The draft is version ${number}, ${version}.` : 'The draft is as it was.'
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? '(not set)' : canonicalJson(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

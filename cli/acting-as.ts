import type { Command } from 'commander'
import type { Host } from '../host/host.js'
import type { Caller } from '../host/libraries/caller.js'
import type { Permission } from '../host/libraries/roles.js'

/** Who a command acts as. */
export interface ActingOptions {
  readonly as?: string
  readonly group?: readonly string[]
  readonly organisation?: readonly string[]
}

/** Adds `--as`: without it whoever can open the store may do everything. */
export function actingAs(command: Command): Command {
  return command
    .option('--as <user>', 'act as this person, with the roles they have in libraries')
    .option('--group <name...>', 'groups that they are in')
    .option('--organisation <name...>', 'organisations that they belong to')
}

/** The person that a command acts as; undefined for whoever opened the store. */
export function actorOf(host: Host, { as, group, organisation }: ActingOptions): Caller | undefined {
  if (as === undefined) return undefined
  return host.callers.named(as, {
    ...(group && { groups: group }),
    ...(organisation && { organisations: organisation }),
    isAuthor: true,
  })
}

/** Refuses a person whom a command acts as, as pages and the API do. @throws CompositorError see `Permissions.allow` */
export async function allowActing(
  host: Host,
  options: ActingOptions,
  permission: Permission,
  named: string,
): Promise<void> {
  const actor = actorOf(host, options)
  if (actor) await host.permissions.allow(undefined, actor, permission, named)
}

/** What is said of a change of a draft, by the person whom a command acts as; who may not change it is refused. @throws CompositorError see `Permissions.allow` */
export async function actingWords<W extends { readonly author?: string }>(
  host: Host,
  options: ActingOptions,
  named: string,
  words: W,
  permission: Permission = 'edit',
): Promise<W & { readonly author?: string }> {
  const actor = actorOf(host, options)
  if (!actor) return words
  await host.permissions.allow(undefined, actor, permission, named)
  return { ...words, author: words.author ?? actor.person.id }
}

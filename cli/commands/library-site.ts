import { text } from 'node:stream/consumers'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { libraryKinds, libraryRoles, type LibraryKind, type LibraryRole } from '../../content/index.js'
import type { SiteStanding } from '../../host/libraries/site-libraries.js'
import { actingAs, actorOf, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'

interface SettingOptions extends SharedOptions, ActingOptions {
  readonly title?: string
  readonly description?: string
  readonly licence?: string
  readonly language?: string
  readonly kind?: LibraryKind
}

interface DeleteOptions extends SharedOptions, ActingOptions {
  readonly uses?: number
}

interface AccessOptions extends SharedOptions, ActingOptions {
  readonly publicReading?: boolean
  readonly publicLearning?: boolean
  readonly mayRefer?: readonly string[]
  readonly anybodyRefers?: true
  readonly give?: readonly string[]
  readonly take?: readonly string[]
  readonly origin?: string
  readonly originToken?: boolean
}

/** `library create`, `list`, `show`, `change`, `archive`, `restore`, `delete` and `access`: libraries as a whole. */
export function addSiteCommands(library: Command): void {
  withSettings(shared(library.command('create <key>')))
    .description('make a library with nothing in it, such as lib:ORG:SLUG')
    .action(async (key: string, options: SettingOptions) => {
      const made = await onHost(options, async (host) => {
        const actor = actorOf(host, options)
        if (actor) await host.permissions.allowMaking(actor, key)
        await host.siteLibraries.create({ ...settingsOf(options), key }, actor?.person.id)
        return { context: key, ...(await host.libraries.settings(key)) }
      })
      print(options, made, () => `${made.title} (${key})`)
    })

  shared(library.command('list'))
    .description('list the libraries of this site')
    .option('--other-sites', 'those of other sites in their place, of which versions came with courses')
    .action(async (options: SharedOptions & ActingOptions & { readonly otherSites?: boolean }) => {
      const found = await onHost(options, async (host) => {
        const { otherSites = false } = options
        const all = otherSites ? await host.drafts.fromElsewhere() : await host.drafts.contexts()
        const heads = all.filter(({ kind }) => kind === 'library')
        const actor = actorOf(host, options)
        const seen = actor
          ? await host.permissions.among(undefined, actor, 'read', heads, ({ context }) => context)
          : heads
        return Promise.all(
          seen.map(async (head) => {
            const { archived = false } = await host.siteLibraries.standing(head.context)
            return { ...head, archived }
          }),
        )
      })
      print(options, found, () =>
        found
          .map(({ context, title, archived }) => `${context}\t${title}${archived ? '\tarchived' : ''}`)
          .join('\n'),
      )
    })

  shared(library.command('show <key>'))
    .description('show what a library says of itself, what this site says of it, and who uses it')
    .action(async (key: string, options: SharedOptions & ActingOptions) => {
      const told = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', key)
        const settings = await host.libraries.settings(key)
        const standing = await host.siteLibraries.standing(key)
        return { context: key, ...settings, ...standing, uses: await host.siteLibraries.uses(key) }
      })
      print(options, told, () =>
        [
          `${told.title} (${key})`,
          ...standingLines(told),
          `used by ${told.uses.length} courses and libraries`,
          ...told.uses.map(({ context, places }) => `  ${context}\t${places} places`),
        ].join('\n'),
      )
    })

  withSettings(shared(library.command('change <key>')))
    .description('change what a library says of itself, in its draft')
    .action(async (key: string, options: SettingOptions) => {
      const now = await onHost(options, async (host) => {
        await allowActing(host, options, 'edit', key)
        return host.libraries.change(key, settingsOf(options), { author: options.as })
      })
      print(options, { context: key, ...now }, () => `the draft is version ${now.number}, ${now.version}`)
    })

  for (const what of ['archive', 'restore'] as const)
    shared(library.command(`${what} <key>`))
      .description(
        what === 'archive'
          ? 'let a library take no edits and no new references; learners go on'
          : 'take a library out of the archive',
      )
      .action(async (key: string, options: SharedOptions & ActingOptions) => {
        await onHost(options, async (host) => {
          await allowActing(host, options, 'manage', key)
          await host.siteLibraries[what](key)
        })
        print(options, { context: key, archived: what === 'archive' }, () => `${key}: ${what}d`)
      })

  shared(library.command('delete <key>'))
    .description('delete a library; what is published of courses goes on')
    .option('--uses <count>', 'how many courses and libraries use it, as `library show` says', wholeNumber)
    .action(async (key: string, options: DeleteOptions) => {
      const uses = await onHost(options, async (host) => {
        await allowActing(host, options, 'manage', key)
        return host.siteLibraries.delete(key, options.uses ?? -1)
      })
      print(options, { context: key, uses }, () => `${key}: deleted, ${uses.length} used it`)
    })

  shared(library.command('access <key>'))
    .description('say who may do what with a library, and who may refer to it')
    .option('--give <role...>', 'such as user:ada=admin, group:teachers=author, organisation:UNI=read')
    .option('--take <whom...>', 'such as user:ada')
    .option('--public-reading', 'let everybody who writes at this site read it')
    .option('--no-public-reading', 'take that back')
    .option('--public-learning', 'let learners of this site learn from it directly')
    .option('--no-public-learning', 'take that back')
    .option('--may-refer <who...>', 'keys and organisations that alone may refer to it')
    .option('--anybody-refers', 'let whoever reads it refer to it')
    .option('--origin <address>', 'the site that it comes from, https://; none for none')
    .option('--origin-token', 'take a token for that site from standard input, which nothing shows again')
    .action(async (key: string, options: AccessOptions) => {
      const { publicReading, publicLearning, mayRefer, anybodyRefers, give = [], take = [] } = options
      const roles = grantsOf(give, take)
      const address = options.origin === 'none' ? null : options.origin
      const token = options.originToken ? (await text(process.stdin)).trim() : undefined
      const standing = await onHost(options, async (host) => {
        await allowActing(host, options, 'manage', key)
        return host.siteLibraries.change(key, {
          publicReading,
          publicLearning,
          mayRefer: anybodyRefers ? null : mayRefer,
          roles,
          ...((address !== undefined || token !== undefined) && { origin: { address, token } }),
        })
      })
      print(options, { context: key, ...standing }, () => standingLines(standing).join('\n'))
    })
}

function shared(command: Command): Command {
  return actingAs(withJson(onStore(command)))
}

function withSettings(command: Command): Command {
  return command
    .option('--title <text>', 'what it is called')
    .option('--description <text>', 'what it is for')
    .option('--licence <text>', 'such as CC-BY-4.0')
    .option('--language <tag>', 'such as en or pt-BR')
    .addOption(new Option('--kind <kind>', 'what it may hold').choices(libraryKinds))
}

function settingsOf({ title, description, licence, language, kind }: SettingOptions) {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(licence !== undefined && { licence }),
    ...(language !== undefined && { language }),
    ...(kind !== undefined && { kind }),
  }
}

const kinds = { user: 'users', group: 'groups', organisation: 'organisations' } as const

/** Roles by what `--give` and `--take` say. @throws InvalidArgumentError */
function grantsOf(give: readonly string[], take: readonly string[]) {
  const roles: Record<(typeof kinds)[keyof typeof kinds], Record<string, LibraryRole | null>> = {
    users: {},
    groups: {},
    organisations: {},
  }
  for (const text of give) {
    const [, kind, name = '', role] = /^(user|group|organisation):(.+)=(\w+)$/s.exec(text) ?? []
    const known = libraryRoles.find((one) => one === role)
    if (kind === undefined || known === undefined)
      throw new InvalidArgumentError(`'${text}' is none; user:NAME=${libraryRoles.join('|')} is.`)
    roles[kinds[kind as keyof typeof kinds]][name] = known
  }
  for (const text of take) {
    const [, kind, name = ''] = /^(user|group|organisation):(.+)$/s.exec(text) ?? []
    if (kind === undefined) throw new InvalidArgumentError(`'${text}' is nobody; user:NAME is.`)
    roles[kinds[kind as keyof typeof kinds]][name] = null
  }
  return roles
}

function standingLines({
  archived,
  publicReading,
  publicLearning,
  mayRefer,
  roles,
  origin,
}: SiteStanding): string[] {
  return [
    ...(archived ? ['archived'] : []),
    ...(publicReading ? ['read by everybody who writes at this site'] : []),
    ...(publicLearning ? ['learned from directly'] : []),
    ...(mayRefer ? [`referred to by ${mayRefer.join(', ') || 'nobody'} alone`] : []),
    ...(origin.address === null
      ? []
      : [`from ${origin.address}, ${origin.hasToken ? 'with' : 'without'} a token`]),
    ...Object.entries(kinds).flatMap(([kind, list]) =>
      Object.entries(roles[list]).map(([name, role]) => `${kind}:${name}\t${role}`),
    ),
  ]
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

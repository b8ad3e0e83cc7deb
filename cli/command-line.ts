import { InvalidArgumentError, Option, type Command } from 'commander'
import type { EventDestination } from '../host/event-destinations.js'
import type { Host } from '../host/host.js'

/** Options that every command takes. */
export interface SharedOptions {
  /** A folder, or a `postgres://` address. */
  readonly store: string
  readonly json?: boolean
  /** The name of this site. */
  readonly domain?: string
  readonly plugin?: readonly string[]
  readonly discover?: string | true
  readonly events?: readonly string[]
  readonly eventStates?: boolean
  /** Whether jobs of others are done meanwhile. */
  readonly runsJobs?: boolean
}

/** The store used when neither `--store` nor UNIT_COMPOSITOR_STORE names one. */
const defaultStore = '.unit-compositor'

/** Adds the options that every command on a store takes. */
export function onStore(command: Command): Command {
  return command
    .addOption(storeOption())
    .addOption(eventsOption())
    .option('--event-states', 'send every field that changes, too, wherever events go')
    .option('--no-event-states', 'send none; if neither is said, files are sent them')
    .option('--plugin <module...>', 'further plugins, by package name, folder or module')
    .option('--discover [dir]', 'plugins among the dependencies of the package.json here, or in a folder')
}

/** Adds the name of the site that the store is of. */
export function namedSite(command: Command): Command {
  return command.option(
    '--domain <name>',
    'the name of this site, such as edx.org, which keys of its libraries leave with; the store keeps it',
  )
}

/** Help names the variable, never what is in it: an address may hold a password. */
function storeOption(): Option {
  return new Option('--store <address>', 'the store: a folder, or postgres://USER:PASSWORD@HOST/DATABASE')
    .env('UNIT_COMPOSITOR_STORE')
    .default(defaultStore)
    .argParser((address) => {
      if (address.trim() !== '') return address
      throw new InvalidArgumentError('It must name a folder or the address of a database.')
    })
}

function eventsOption(): Option {
  return new Option(
    '--events <place...>',
    'where events of learners go: files, addresses of HTTP, - for standard output, or none; events.jsonl in the store’s folder if not said',
  ).env('UNIT_COMPOSITOR_EVENTS')
}

/** Where events go by what a command was given, as a host takes it. */
export function eventsOf({ events, eventStates }: SharedOptions): {
  events?: readonly EventDestination[]
} {
  if (!events) return {}
  const states = eventStates === undefined ? {} : { states: eventStates }
  const places = events
    .flatMap((text) => text.split(/\s+/))
    .filter((place) => place !== '' && place !== 'none')
  const destination = (place: string): EventDestination => {
    if (place === '-') return { stdout: true, ...states }
    return /^https?:\/\//.test(place)
      ? { url: place, ...states }
      : { file: place, rotateAt: eventFileSize, ...states }
  }
  return { events: places.map(destination) }
}

/** Bytes above which a file of events is put aside. */
const eventFileSize = 100 * 1024 * 1024

/** The plugins a command was given, as a host takes them. */
export function pluginsOf({ plugin = [], discover }: SharedOptions): {
  plugins: readonly string[]
  discover?: string
} {
  return { plugins: plugin, ...(discover !== undefined && { discover: discover === true ? '.' : discover }) }
}

/** Adds `--json`: one document on stdout. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document')
}

/** Runs `work` on the host of a command's store and closes it, whatever happens. */
export async function onHost<T>(options: SharedOptions, work: (host: Host) => Promise<T>): Promise<T> {
  // Loaded when needed: commands that need no store answer at once.
  const { openHost } = await import('../host/open-host.js')
  const host = await openHost({
    store: options.store,
    jobs: options.runsJobs ?? false,
    ...(options.domain !== undefined && { domain: options.domain }),
    ...eventsOf(options),
    ...pluginsOf(options),
  })
  // What was asked for was not all there; which plugin is missing, and why, is in the log.
  if (host.pluginDiagnostics.length > 0) process.exitCode = 1
  try {
    return await work(host)
  } finally {
    await host.close()
  }
}

/** Prints an answer: the JSON document when asked for, else text for people. */
export function print(options: Pick<SharedOptions, 'json'>, value: unknown, text: () => string): void {
  process.stdout.write(`${options.json ? JSON.stringify(value, null, 2) : text()}\n`)
}

import { CompositorError } from '../runtime/index.js'
import type { HostOptions } from './host-options.js'

/** All there are. */
const known: Readonly<Record<keyof HostOptions, 'function' | 'other'>> = {
  access: 'function',
  author: 'function',
  base: 'other',
  bearer: 'function',
  blockDeadline: 'other',
  brand: 'other',
  catalogues: 'other',
  closeDeadline: 'other',
  composeDeadline: 'other',
  contact: 'other',
  discover: 'other',
  domain: 'other',
  embedding: 'other',
  events: 'other',
  fileLimits: 'other',
  frameAncestors: 'other',
  handlerLimit: 'other',
  hosts: 'other',
  jobs: 'other',
  learner: 'function',
  libraryTypes: 'other',
  log: 'other',
  memberships: 'function',
  now: 'function',
  operations: 'other',
  otherPlugins: 'other',
  overrides: 'other',
  people: 'other',
  pluginQuota: 'other',
  plugins: 'other',
  python: 'other',
  scriptOrigins: 'other',
  services: 'function',
  settings: 'other',
  signIn: 'other',
  signatureSlot: 'other',
  store: 'other',
  threads: 'other',
  uploadLimit: 'other',
  uploadsAtOnce: 'other',
}

/**
 * Refuses options that no host can be opened with, before anything is opened: who writes JavaScript is told what types tell others.
 * @param warn told of options that there are none of
 * @throws CompositorError `host-options`
 */
export function checkOptions(options: HostOptions, warn: (message: string) => void): void {
  const { store, base = '', threads = 0 } = options
  if (typeof store !== 'string' || store.trim() === '')
    throw unfit(
      '`store` is missing. Give the folder of the store, or the `postgres://` address of its database.',
    )
  if (typeof base !== 'string' || !/^(?:\/[^?#\s]*)?$/.test(base))
    throw unfit(`\`base\` is '${base}'. Give a path that begins with a slash, such as '/learn'.`)
  if (!Number.isInteger(threads) || threads < 0)
    throw unfit(`\`threads\` is ${threads}. Give a whole number, or leave it out.`)
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name as keyof HostOptions] : undefined
    if (kind === undefined) warn(`There is no option \`${name}\` of hosts: it does nothing.`)
    else if (kind === 'function' && value !== undefined && typeof value !== 'function')
      throw unfit(`\`${name}\` is no function.`)
  }
}

function unfit(message: string): CompositorError {
  return new CompositorError('host-options', message)
}

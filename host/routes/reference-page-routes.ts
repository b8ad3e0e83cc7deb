import type { ChosenLibrary, ReferenceChange, ReferenceState } from '../../content/index.js'
import {
  CompositorError,
  Fragment,
  parseSourceBlock,
  parseSourceLibrary,
  parseUsageKey,
  type UsageKey,
} from '../../runtime/index.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { chosenTogether, type AskedBlocks } from '../pages/libraries/reference-choosing.js'
import { askedIn, queryOf } from './asked-blocks.js'
import { referenceAddress } from '../pages/libraries/reference-page-address.js'
import { referencePage, titleOf } from '../pages/libraries/reference-page.js'
import { toSay } from '../words/index.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'clientFiles' | 'drafts' | 'permissions' | 'references' | 'visitors'
>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  made: toSay('The reference is made. Choose a library, then its blocks.'),
  saved: toSay('Saved in the draft. Learners see it when you publish.'),
  same: toSay('There was nothing to change.'),
}

/** Where authors make references step by step. */
export function referencePageRoutes(host: Parts): RouteTable {
  return {
    async 'POST /author/blocks/:key/references'(request, { key = '' }) {
      refuseForeign(request)
      const parent = parseUsageKey(key)
      const { id: author } = await host.permissions.author(request, 'edit', contextOf(parent))
      const { usage } = await host.references.create({ parent }, { author })
      return seeOther(`${referenceAddress(host.base, usage.toString())}?news=made`)
    },
    'GET /author/blocks/:key/reference': (request, { key = '' }) => shown(host, request, parseUsageKey(key)),
    async 'POST /author/blocks/:key/reference'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const { id: author } = await host.permissions.author(request, 'edit', contextOf(usage))
      const form = new URLSearchParams(await request.text())
      try {
        const change = changeOf(form, await host.references.state(usage))
        await allowLibraries(host, request, change)
        const expected = form.get('draft') || undefined
        const made = await host.references.configure(usage, change, { author, expected })
        const told = made.changed ? 'saved' : 'same'
        return seeOther(`${referenceAddress(host.base, made.usage.toString())}?${askedAgain(form, told)}`)
      } catch (thrown) {
        return shown(host, request, usage, refusedWith(thrown))
      }
    },
  }
}

async function shown(
  host: Parts,
  request: HostRequest,
  usage: UsageKey,
  refused?: string,
): Promise<HostResponse> {
  const context = contextOf(usage)
  const author = await host.permissions.author(request, 'read', context)
  const caller = await host.callers.ofPage(request)
  const state = await host.references.state(usage)
  const [mayEdit] = await host.permissions.among(request, caller, 'edit', [context], (one) => one)
  const heads = (await host.drafts.titles()).filter(({ kind }) => kind === 'library')
  const readable = await host.permissions.among(request, caller, 'read', heads, (head) => head.context)
  const keys = new Set(readable.map((head) => head.context))
  const own = state.libraries.filter(({ library }) => keys.has(library.toString()))
  const versions = await Promise.all(
    own.map(async ({ library }) => [library.toString(), await host.references.versions(library)] as const),
  )
  const asked = askedIn(
    request.query,
    own.map(({ library }) => library.toString()),
  )
  const { query } = request
  const words = host.visitors.wordsOf(author)
  const told = news[query.get('news') ?? '']
  const content = referencePage({
    words,
    base: host.base,
    contextTitle: (await host.drafts.head(context)).title,
    state,
    mayEdit: mayEdit !== undefined,
    libraries: readable
      .filter((head) => head.context !== context)
      .map((head) => ({ key: head.context, title: head.title })),
    versions: new Map(versions),
    asked,
    offered: await offeredOf(host, state, asked),
    learners: [query.get('one')?.trim() || 'Ada', query.get('other')?.trim() || 'Ben'],
    news: told && words.say(told),
    refused: refused && words.gettext(refused),
  })
  const script = `${host.base}/client/${host.clientFiles.own('reference-order.js')}`
  const page = new Fragment(content).addJavascript(script)
  const status = refused === undefined ? 200 : 409
  return authorPage(host, author, request, titleOf(words, state), page, status, { width: 'wide', words })
}

async function offeredOf(host: Parts, state: ReferenceState, asked: AskedBlocks) {
  const chosen = state.libraries.find(({ library }) => library.toString() === asked.library)
  if (!chosen?.version) return undefined
  const query = queryOf(asked)
  const { library, version } = chosen
  return host.references.offered(library, { version, query, from: asked.from, limit: chosenTogether })
}

/** What a form says of a reference. @throws CompositorError `field-value`, `key-malformed` */
function changeOf(form: URLSearchParams, state: ReferenceState): ReferenceChange {
  const pool = poolIn(form, state)
  for (const name of ['up', 'down', 'take'] as const) {
    const key = form.get(name)
    if (key !== null)
      return name === 'take'
        ? { pool: pool.filter((one) => one.toString() !== key) }
        : { order: moved(pool, key, name) }
  }
  const libraries = state.libraries.map(({ library, pinned }): ChosenLibrary => ({
    library,
    version: pinned,
  }))
  const drop = form.get('drop')
  if (drop !== null) return { libraries: libraries.filter(({ library }) => library.toString() !== drop) }
  switch (form.get('what')) {
    case 'library':
      return {
        libraries: [
          ...libraries.map(({ library }) => ({ library })),
          { library: parseSourceLibrary(form.get('library') ?? '') },
        ],
      }
    case 'versions':
      return {
        libraries: libraries.map(({ library, version }) => {
          const chosen = form.get(`version ${library.toString()}`)
          return chosen === null || chosen === version ? { library } : { library, version: chosen }
        }),
      }
    case 'order':
      return { order: pool }
    case 'add': {
      const ticked = form.getAll('block').map(parseSourceBlock)
      if (ticked.length === 0) throw new CompositorError('field-value', 'Nothing is ticked.')
      return { pool: [...pool, ...ticked] }
    }
    case 'subset': {
      const said = (name: string) => form.get(`asked-${name}`) ?? ''
      return {
        query: queryOf({
          words: said('words'),
          type: said('type'),
          tag: said('tag'),
          collection: said('collection'),
        }),
      }
    }
    case 'clear':
      return { pool: [], query: null }
    case 'draw': {
      const random = form.get('draw') === 'random'
      const count = Number(form.get('count') ?? '')
      if (random && !Number.isInteger(count))
        throw new CompositorError('field-value', 'How many is a whole number, or -1 for all.')
      return { random, ...(random && { count }) }
    }
    default:
      throw new CompositorError('field-value', 'The form does not say what is to be done.')
  }
}

/** The pool in the order that the page has it, and behind it what the page does not list. */
function poolIn(form: URLSearchParams, { pool }: ReferenceState) {
  const known = new Map(pool.map(({ block }) => [block.toString(), block]))
  const listed = form.getAll('pool').flatMap((key) => known.get(key) ?? [])
  const said = new Set(listed.map(String))
  return [...listed, ...[...known].flatMap(([key, block]) => (said.has(key) ? [] : [block]))]
}

function moved<Key extends { toString(): string }>(
  pool: readonly Key[],
  key: string,
  way: 'up' | 'down',
): Key[] {
  const at = pool.findIndex((one) => one.toString() === key)
  const to = way === 'up' ? at - 1 : at + 1
  const order = [...pool]
  const [one, other] = [order[at], order[to]]
  if (one && other) [order[at], order[to]] = [other, one]
  return order
}

/** What was looked for, so that the list stands as it did. */
function askedAgain(form: URLSearchParams, told: string): string {
  const again = new URLSearchParams({ news: told })
  const names = { library: 'of', words: 'words', type: 'type', tag: 'tag', collection: 'collection' }
  for (const [name, as] of Object.entries(names)) {
    const value = form.get(`asked-${name}`) ?? ''
    if (value !== '') again.set(as, value)
  }
  return again.toString()
}

async function allowLibraries(
  host: Parts,
  request: HostRequest,
  { libraries = [] }: ReferenceChange,
): Promise<void> {
  const caller = await host.callers.ofPage(request)
  for (const { library, version } of libraries)
    if (version !== undefined) await host.permissions.allow(request, caller, 'read', library.toString())
}

function refusedWith(thrown: unknown): string {
  const { code, message, remedy } = CompositorError.from(thrown, 'host-failed')
  if (code === 'draft-changed')
    return toSay('Somebody changed the course meanwhile. Look at what is here now, and send it again.')
  if (code.startsWith('library-') || code === 'version-unknown') return `${message} ${remedy}`
  return refusalOf(thrown)
}

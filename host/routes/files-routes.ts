import { assetLimits, fileMentions, namedFiles, type DraftOperation } from '../../content/index.js'
import { CompositorError, Fragment, html, parseUsageKey, type SafeHtml } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { sentForm, type SentFile } from '../http/sent-form.js'
import { contextKeyOf } from '../libraries/context-of-key.js'
import { blockAddress } from '../pages/authors/author-pages.js'
import { filesSection } from '../pages/libraries/files-page.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { libraryHead, undoable, type LibraryPlace } from '../pages/libraries/library-head.js'
import { typeName } from '../pages/type-names.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'drafts' | 'libraries' | 'types'>

/** Files of one form, and bytes of all of them together: they are held in memory until they are stored. */
export const filesOfForm = { files: 20, together: 100_000_000 }

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  add: toSay('Added to the draft.'),
  replace: toSay('Replaced in the draft.'),
  rename: toSay('Renamed, and the text calls it so.'),
  delete: toSay('Deleted from the draft.'),
  undone: toSay('Taken back.'),
}

/** Where authors see and change the static files of a library and of its components. */
export function filesRoutes(host: Parts): RouteTable {
  const ofLibrary = (library: string) => ({ library, usage: library })
  const ofBlock = (key: string) => {
    const usage = parseUsageKey(key).toString()
    return { library: contextKeyOf(usage), usage }
  }
  return {
    'GET /author/libraries/:library/files': (request, { library = '' }) =>
      shown(host, request, ofLibrary(library)),
    'GET /author/blocks/:key/files': (request, { key = '' }) => shown(host, request, ofBlock(key)),
    'POST /author/libraries/:library/files': (request, { library = '' }) =>
      changed(host, request, ofLibrary(library)),
    'POST /author/blocks/:key/files': (request, { key = '' }) => changed(host, request, ofBlock(key)),
  }
}

/** Whose files they are: a component of a library, or the whole. */
interface FilesOf {
  readonly library: string
  readonly usage: string
}

async function changed(host: Parts, request: HostRequest, of: FilesOf): Promise<HostResponse> {
  refuseForeign(request)
  const { library, usage } = of
  const author = await host.permissions.author(request, 'edit', library)
  const files = new Map<string, Buffer>()
  let size = 0
  const bound = { file: assetLimits.bytes, files: filesOfForm.files }
  try {
    const sent = await sentForm(request, bound, async (file) => {
      const bytes = await bytesOf(file, filesOfForm.together - size)
      size += bytes.length
      files.set(file.name, bytes)
    })
    const steps = await stepsOf(host, of, sent, files)
    const about = [usage, ...steps.flatMap((step) => ('name' in step ? (step.name ?? []) : []))]
    const made = await overDraft(
      host.content,
      library,
      { expected: sent.get('draft') ?? '', about },
      (expected) => host.drafts.operate(library, steps, { author: author.id, expected }),
    )
    const address = addressOf(host.base, of)
    if ('clash' in made) {
      if (files.size === 0)
        return clashAnswer(host, author, request, { ...made, page: toSay('Files'), sent, back: address })
      const why = host.visitors
        .wordsOf(author)
        .say(
          'Somebody else changed this block or its files meanwhile. Look at them as they are by now, and upload again.',
        )
      return shown(host, request, of, why, 409)
    }
    const query = new URLSearchParams({ news: sent.get('do') ?? 'add' })
    if (made.undo !== undefined) query.set('undo', made.undo)
    return seeOther(`${address}?${query.toString()}`)
  } catch (thrown) {
    return shown(host, request, of, refusalOf(thrown))
  }
}

/** What was sent as a file. @param room bytes that it may have at most @throws CompositorError `asset-refused` */
export async function bytesOf(file: SentFile, room: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of file.pieces) {
    size += piece.byteLength
    if (size > room)
      throw tooMuch(file, `all files of one upload together have ${filesOfForm.together} bytes at most`)
    pieces.push(piece)
  }
  if (file.isCut()) throw tooMuch(file, `it has more than ${assetLimits.bytes} bytes, which are the most`)
  return Buffer.concat(pieces)
}

function tooMuch({ name }: SentFile, why: string): CompositorError {
  return new CompositorError('asset-refused', `The static file '${name.slice(0, 200)}' is refused: ${why}.`)
}

/** What a form asks for. @throws CompositorError `field-value` for what is not chosen, or would replace a file unasked */
async function stepsOf(
  host: Parts,
  { library, usage }: FilesOf,
  sent: URLSearchParams,
  files: ReadonlyMap<string, Buffer>,
): Promise<readonly DraftOperation[]> {
  const name = sent.get('name') ?? ''
  const what = sent.get('do')
  if (what === 'rename') return [{ do: 'rename-file', usage, name, to: (sent.get('to') ?? '').trim() }]
  if (what === 'delete') return [{ do: 'remove-file', usage, name }]
  const [first] = files.values()
  if (!first) throw new CompositorError('field-value', 'No file was chosen.')
  if (what === 'replace') return [{ do: 'put-file', usage, name, bytes: first }]
  const there = new Set((await host.libraries.files(library, usage)).map((file) => file.name))
  const taken = [...files.keys()].filter((one) => there.has(one.trim().normalize('NFC')))
  if (taken.length > 0 && !sent.has('over')) {
    const message = `There ${taken.length === 1 ? 'is a file' : 'are files'} of that name: ${taken.join(', ')}. Tick “Replace files of the same name” to have them replaced; nothing was stored.`
    throw new CompositorError('asset-refused', message)
  }
  return [...files].map(([one, bytes]) => ({ do: 'put-file', usage, name: one, bytes }))
}

async function shown(
  host: Parts,
  request: HostRequest,
  of: FilesOf,
  refused?: string,
  status = refused === undefined ? 200 : 400,
): Promise<HostResponse> {
  const { library, usage } = of
  const { author, place } = await libraryPlace(host, request, library, news)
  const isWhole = usage === library
  const files = await host.libraries.files(
    library,
    isWhole ? (await host.content.view(library, 'draft')).root : usage,
  )
  const names = files.map(({ name }) => name)
  const [mentions, named] = isWhole
    ? [undefined, []]
    : await Promise.all([
        fileMentions(host.content, library, usage, names),
        namedFiles(host.content, host.types, library, usage),
      ])
  const { words } = place
  const section = filesSection({
    words,
    base: host.base,
    context: place.context,
    usage,
    address: addressOf(host.base, of),
    draft: place.draft,
    mayEdit: place.may.edit && place.isV2,
    files: files.map((file) => ({ ...file, mentions: mentions?.get(file.name) })),
    missing: named.flatMap(({ name, file }) => (file ? [] : [name])),
    limits: { bytes: assetLimits.bytes, files: filesOfForm.files },
  })
  const head = isWhole
    ? html`${libraryHead(place, 'files', { heading: words.say('Files'), refused })}<p>${words.say('Files of the library itself. Those of a block stand on its own page.')}</p>`
    : await blockHead(host, of, { ...place, refused })
  const heading = words.say('Files of {title}', { title: place.title })
  return authorPage(host, author, request, heading, new Fragment(html`${head}${section}`), status, { words })
}

async function blockHead(
  host: Parts,
  { library, usage }: FilesOf,
  place: Parameters<typeof undoable>[0] &
    Pick<LibraryPlace, 'words'> & { readonly refused: string | undefined },
): Promise<SafeHtml> {
  const block = await (await host.content.view(library, 'draft')).block(usage)
  const name = block?.settings['display_name']
  const { words } = place
  const title = typeof name === 'string' && name !== '' ? name : typeName(words, block?.type ?? usage)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${blockAddress(host.base, usage)}">${words.ofCourse(title)}</a></nav>
<h1>${words.say('Files of {title}', { title })}</h1>
${undoable(place, `files:${usage}`, words)}
${place.refused !== undefined && html`<p role="alert" class="refused">${place.refused}</p>`}`
}

function addressOf(base: string, { library, usage }: FilesOf): string {
  return `${usage === library ? libraryAddress(base, library) : blockAddress(base, usage)}/files`
}

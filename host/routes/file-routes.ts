import { transcriptToVtt } from '../../blocks/video/index.js'
import { CompositorError, type Publication, type PublishedAsset } from '../../runtime/index.js'
import { libraryName } from '../course-scripts.js'
import type { Host } from '../host.js'
import { hasCurrent } from '../http/compression.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'

/** Static files of courses and libraries, and what blocks bring for browsers. */
export function fileRoutes(host: Host): RouteTable {
  /** A file whose address names its very content never changes; another is asked for again each time. */
  const clientFile = (request: HostRequest, name: string, folder?: string): HostResponse => {
    const { file, isExact } = host.clientFiles.find(name, folder)
    const { bytes, type, etag } = file
    const headers = {
      ...host.embedding?.corsHeaders(request),
      etag,
      'cache-control': isExact ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    }
    if (hasCurrent(request, etag)) return { status: 304, headers, body: '' }
    return { status: 200, headers: { ...headers, 'content-type': type }, body: bytes }
  }

  return {
    'GET /client/:name': (request, { name = '' }) => clientFile(request, name),
    'GET /client/:folder/:name': (request, { folder, name = '' }) => clientFile(request, name, folder),
    'GET /assets/:context/:name*': (request, { context = '', name = '' }) => {
      host.learnerOf(request)
      return assetFile(host, request, context, name)
    },
  }
}

/** A static file of a course or library. @throws CompositorError `context-not-published`, `file-not-found` */
export async function assetFile(
  host: Host,
  request: HostRequest,
  context: string,
  name: string,
): Promise<HostResponse> {
  const { assets } = (await host.published(context)).publication
  const asset = ownAsset(assets, name)
  const bytes = asset && (await host.units.asset(asset.hash))
  if (!asset || !bytes) {
    throw new CompositorError('file-not-found', `'${context}' has no static file '${name.slice(0, 200)}'.`)
  }
  const asVtt = request.query.get('format') === 'vtt'
  const page = request.query.has('jsinput') && asset.mimeType.startsWith('text/html')
  const script = page ? host.clientFiles.find('js-input-page.js').file : undefined
  const variant = script ? `-${script.etag.slice(1, -1)}` : asVtt ? '-vtt' : ''
  const etag = `"${asset.hash}${variant}"`
  const headers = { ...containing(asset.mimeType), etag, 'cache-control': 'private, max-age=300' }
  if (hasCurrent(request, etag)) return { status: 304, headers, body: '' }
  if (asVtt) {
    const body = transcriptToVtt(name, Buffer.from(bytes).toString('utf8'))
    if (body === undefined)
      throw new CompositorError('file-not-found', `'${name.slice(0, 200)}' is no transcript.`)
    return { status: 200, headers: { ...headers, 'content-type': 'text/vtt; charset=utf-8' }, body }
  }
  if (script) {
    const body = callablePage(bytes, script.bytes)
    return { status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body }
  }
  return ranged(request, bytes, { ...headers, 'content-type': asset.mimeType })
}

/**
 * An author's page that a problem shows as an input (blocks/problem/inputs/js-input.ts), with what lets the problem
 * call its functions: the page has no origin, so nobody can reach into it.
 */
export function callablePage(page: Uint8Array, script: Uint8Array): string {
  const [text, code] = [page, script].map((bytes) => Buffer.from(bytes).toString('utf8'))
  return `${text}\n<script type="module">${code?.replace(/\n\/\/# sourceMappingURL=.*/, '')}</script>\n`
}

/**
 * A file by its name; a library block's file under its key, or under its plain name where only that is known. The
 * Python library of scripts is none.
 */
function ownAsset(assets: Publication['assets'], name: string): PublishedAsset | undefined {
  if (name.split('/').at(-1) === libraryName) return undefined
  if (Object.hasOwn(assets, name)) return assets[name]
  return name.startsWith('lb:') ? ownAsset(assets, name.slice(name.indexOf('/') + 1)) : undefined
}

/**
 * Course files are an author's: opened as pages they have an origin of their own, so their scripts have none of this
 * site's rights. Browsers show no PDF in a sandbox, and a PDF has none of those rights (decision 0008).
 */
function containing(mimeType: string): Readonly<Record<string, string>> {
  const nosniff = { 'x-content-type-options': 'nosniff' }
  return mimeType === 'application/pdf'
    ? nosniff
    : { ...nosniff, 'content-security-policy': 'sandbox allow-scripts' }
}

/** The whole file, or the part a video player asks for. */
function ranged(
  request: HostRequest,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): HostResponse {
  const whole: HostResponse = { status: 200, headers: { ...headers, 'accept-ranges': 'bytes' }, body: bytes }
  const wanted = /^bytes=(\d*)-(\d*)$/.exec(request.header('range') ?? '')
  if (!wanted || (wanted[1] === '' && wanted[2] === '')) return whole
  const size = bytes.length
  const first = wanted[1] === '' ? Math.max(0, size - Number(wanted[2])) : Number(wanted[1])
  const last = wanted[1] === '' || wanted[2] === '' ? size - 1 : Math.min(Number(wanted[2]), size - 1)
  if (first > last || first >= size) {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: '' }
  }
  return {
    status: 206,
    headers: { ...headers, 'accept-ranges': 'bytes', 'content-range': `bytes ${first}-${last}/${size}` },
    body: bytes.subarray(first, last + 1),
  }
}

import { createHash } from 'node:crypto'
import { transcriptToVtt } from '../../blocks/video/index.js'
import { CompositorError } from '../../runtime/index.js'
import { hasCurrent } from './compression.js'
import type { HostRequest, HostResponse } from './exchange.js'

/** A static file that came with course content. */
export interface ContentFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mimeType: string
  /** Hash of the bytes. */
  readonly hash: string
}

/** The client file that lets problems call the functions of authors' pages. */
export const jsInputScript = 'js-input-page.js'

/**
 * A file of course content, whole or the part that a player asks for; a transcript as WebVTT where the request says
 * `format=vtt`.
 * @param caching what caches may do with it
 * @param script gives {@link jsInputScript}, for a page that a problem shows as an input
 * @throws CompositorError `file-not-found` for what is no transcript
 */
export function fileAnswer(
  request: HostRequest,
  { name, bytes, mimeType, hash }: ContentFile,
  caching: string,
  script: () => Uint8Array,
): HostResponse {
  const asVtt = request.query.get('format') === 'vtt'
  const code = request.query.has('jsinput') && mimeType.startsWith('text/html') ? script() : undefined
  const variant = code ? `-${createHash('sha256').update(code).digest('base64url')}` : asVtt ? '-vtt' : ''
  const etag = `"${hash}${variant}"`
  const headers = { ...containing(mimeType), etag, 'cache-control': caching }
  if (hasCurrent(request, etag)) return { status: 304, headers, body: '' }
  if (code) {
    const body = callablePage(bytes, code)
    return { status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body }
  }
  if (!asVtt) return ranged(request, bytes, { ...headers, 'content-type': mimeType })
  const body = transcriptToVtt(name, bytes)
  if (body === undefined) {
    throw new CompositorError('file-not-found', `'${name.slice(0, 200)}' is no transcript.`)
  }
  return { status: 200, headers: { ...headers, 'content-type': 'text/vtt; charset=utf-8' }, body }
}

/** What a file of a course may do as a page: all that a frame of course content may, without an origin. */
export const fileSandbox = 'sandbox allow-scripts allow-forms allow-popups allow-presentation allow-downloads'

/**
 * Course files are an author's: opened as pages they have an origin of their own, so their scripts have none of this
 * site's rights. Browsers show no PDF in a sandbox, and a PDF has none of those rights (decision 0008).
 */
function containing(mimeType: string): Readonly<Record<string, string>> {
  const nosniff = { 'x-content-type-options': 'nosniff' }
  return mimeType === 'application/pdf' ? nosniff : { ...nosniff, 'content-security-policy': fileSandbox }
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

/**
 * An author's page that a problem shows as an input (blocks/problem/inputs/js-input.ts), with what lets the problem
 * call its functions: the page has no origin, so nobody can reach into it.
 */
export function callablePage(page: Uint8Array, script: Uint8Array): string {
  const [text, code] = [page, script].map((bytes) => Buffer.from(bytes).toString('utf8'))
  return `${text}\n<script type="module">${code?.replace(/\n\/\/# sourceMappingURL=.*/, '')}</script>\n`
}

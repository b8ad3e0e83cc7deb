import { createHash } from 'node:crypto'
import { transcriptToVtt } from '../../blocks/video/index.js'
import { CompositorError, type StoredFile } from '../../runtime/index.js'
import { hasCurrent } from './compression.js'
import type { HostRequest, HostResponse } from './exchange.js'
import { rangedAnswer } from './ranged-answer.js'

/** A static file that came with course content. */
export interface ContentFile {
  readonly name: string
  readonly file: StoredFile
  readonly mimeType: string
  /** Hash of the bytes. */
  readonly hash: string
}

/** Most bytes of a file that is read whole: pages that problems show, and transcripts. */
const textLimit = 16 * 1024 * 1024

/** The client file that lets problems call the functions of authors' pages. */
export const jsInputScript = 'js-input-page.js'

/**
 * A file of course content, whole or the part that a player asks for; a transcript as WebVTT where the request says
 * `format=vtt`.
 * @param caching what caches may do with it
 * @param script gives {@link jsInputScript}, for a page that a problem shows as an input
 * @throws CompositorError `file-not-found` for what is no transcript
 */
export async function fileAnswer(
  request: HostRequest,
  { name, file, mimeType, hash }: ContentFile,
  caching: string,
  script: () => Uint8Array,
): Promise<HostResponse> {
  const isText = file.size <= textLimit
  const asVtt = request.query.get('format') === 'vtt'
  const isInput = isText && request.query.has('jsinput') && mimeType.startsWith('text/html')
  const code = isInput ? script() : undefined
  const variant = code ? `-${createHash('sha256').update(code).digest('base64url')}` : asVtt ? '-vtt' : ''
  const etag = `"${hash}${variant}"`
  const headers = { ...containing(mimeType), etag, 'cache-control': caching }
  if (hasCurrent(request, etag)) return { status: 304, headers, body: '' }
  if (code) {
    const body = callablePage(await file.bytes(), code)
    return { status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body }
  }
  if (!asVtt) return rangedAnswer(request, file, { ...headers, 'content-type': mimeType })
  const body = isText ? transcriptToVtt(name, await file.bytes()) : undefined
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

/**
 * An author's page that a problem shows as an input (blocks/problem/inputs/js-input.ts), with what lets the problem
 * call its functions: the page has no origin, so nobody can reach into it.
 */
export function callablePage(page: Uint8Array, script: Uint8Array): string {
  const [text, code] = [page, script].map((bytes) => Buffer.from(bytes).toString('utf8'))
  return `${text}\n<script type="module">${code?.replace(/\n\/\/# sourceMappingURL=.*/, '')}</script>\n`
}

import { FileAnswer } from '../view/file-answer.js'
import type { HandlerResponse } from '../view/handler-request.js'

/** What browsers show without running anything that is in it. SVG is no picture here: it runs scripts. */
const shown = /^(?:image\/(?!svg)[\w.+-]+|(?:audio|video)\/[\w.+-]+|application\/pdf)$/

const mediaType = /^[a-z0-9][\w.+-]*\/[\w.+-]+(?:; ?charset=[\w-]+)?$/

/** A file that is opened as a page after all has no origin and runs nothing. Browsers show no PDF in a sandbox. */
const contained = "sandbox; default-src 'none'"

/** How an answer of bytes is sent: named, as what it says it is and nothing else, and saved unless it may be shown. */
export function sentFileAnswer({ content, as, hash }: FileAnswer): HandlerResponse {
  const type = as.type.trim().toLowerCase()
  const contentType = mediaType.test(type) ? type : 'application/octet-stream'
  const isShown = as.isInline === true && shown.test(contentType)
  const headers = {
    'content-disposition': disposition(isShown ? 'inline' : 'attachment', as.name),
    'x-content-type-options': 'nosniff',
    ...(contentType !== 'application/pdf' && { 'content-security-policy': contained }),
  }
  const answer = { status: 200, contentType, headers }
  if (content instanceof Uint8Array) return { ...answer, body: content }
  if (content instanceof ReadableStream) return { ...answer, body: '', stream: content }
  return { ...answer, body: '', file: { stored: content, ...(hash !== undefined && { hash }) } }
}

/** A header as RFC 6266 writes it: plain letters for old programs, and the whole name for all others. */
function disposition(kind: string, name: string): string {
  const whole =
    name
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_')
      .slice(0, 200) || 'file'
  const plain = whole.replaceAll(/[^ -~]|["\\%]/g, '_')
  const encoded = encodeURIComponent(whole).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"${plain === whole ? '' : `; filename*=UTF-8''${encoded}`}`
}

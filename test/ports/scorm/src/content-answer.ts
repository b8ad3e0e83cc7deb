import type { HandlerResponse, StoredFile } from 'unit-compositor'

/** Media types by how names end; all else is bytes of no kind. */
const types: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'text/html html htm',
    'application/xhtml+xml xhtml',
    'text/css css',
    'text/javascript js mjs',
    'application/json json',
    'application/xml xml',
    'text/plain txt',
    'text/vtt vtt',
    'image/svg+xml svg',
    'image/png png',
    'image/jpeg jpg jpeg',
    'image/gif gif',
    'image/webp webp',
    'audio/mpeg mp3',
    'audio/mp4 m4a',
    'audio/ogg ogg oga',
    'audio/wav wav',
    'video/mp4 mp4 m4v',
    'video/webm webm',
    'application/pdf pdf',
    'font/woff woff',
    'font/woff2 woff2',
    'font/ttf ttf',
    'font/otf otf',
  ].flatMap((line) => {
    const [type = '', ...endings] = line.split(' ')
    return endings.map((ending) => [ending, type])
  }),
)

/** What a package may do: run its scripts, in an origin of its own that has no cookie, and load nothing but itself. */
const held = [
  'sandbox allow-scripts allow-forms allow-modals allow-popups',
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "form-action 'none'",
].join('; ')

/** A file of a package as it is sent; pages get the script that stands for the API first of all. */
export function contentAnswer(
  name: string,
  content: StoredFile | Uint8Array,
  script: string,
): HandlerResponse {
  const contentType = types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
  const headers = {
    'content-security-policy': held,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  }
  const answer = { status: 200, contentType, headers }
  if (!(content instanceof Uint8Array)) return { ...answer, body: '', file: { stored: content } }
  return { ...answer, body: /html/.test(contentType) ? withScript(content, script) : content }
}

/** Most bytes of a page that are looked at for its head. */
const headLength = 20_000

function withScript(page: Uint8Array, script: string): Uint8Array {
  const start = Buffer.from(page.subarray(0, headLength)).toString('latin1')
  const found =
    /<head\b[^>]*>/i.exec(start) ?? /<html\b[^>]*>/i.exec(start) ?? /^\s*<!doctype[^>]*>/i.exec(start)
  const at = found ? found.index + found[0].length : 0
  return Buffer.concat([
    page.subarray(0, at),
    Buffer.from(`<script src="${script}"></script>`),
    page.subarray(at),
  ])
}

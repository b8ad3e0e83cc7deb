import { CompositorError, type PublishedAsset, scriptLibrary } from '../../runtime/index.js'
import type { PublishedContext } from '../../compositor/index.js'
import type { HostParts } from '../host-parts.js'
import { hasCurrent, unchanged } from '../http/compression.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { fileAnswer, jsInputScript } from '../http/file-answer.js'
import type { RouteTable } from '../http/router.js'
import { stampOf } from '../stamped-files.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'clientFiles' | 'embedding' | 'units' | 'visitors'>

/** Static files of courses and libraries, and what blocks bring for browsers. */
export function fileRoutes(host: Parts): RouteTable {
  /** A file whose address names its very content never changes; another is asked for again each time. */
  const clientFile = (request: HostRequest, name: string, folder?: string): HostResponse => {
    const { file, isExact } = host.clientFiles.find(name, folder)
    const { bytes, type, etag } = file
    const headers: Record<string, string> = {
      ...host.embedding?.corsHeaders(request),
      etag,
      'cache-control': isExact ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-type': type,
    }
    return hasCurrent(request, etag) ? unchanged({ headers }) : { status: 200, headers, body: bytes }
  }

  return {
    'GET /client/:name': (request, { name = '' }) => clientFile(request, name),
    'GET /client/:folder/:name': (request, { folder, name = '' }) => clientFile(request, name, folder),
    'GET /assets/:context/:name*': async (request, { context = '', name = '' }) => {
      const { published } = await host.visitors.visit(request, context)
      return assetFile(host, request, published, name)
    },
  }
}

/** A static file of a course or library. @throws CompositorError `file-not-found` */
export async function assetFile(
  host: Pick<HostParts, 'clientFiles' | 'units'>,
  request: HostRequest,
  published: PublishedContext,
  name: string,
): Promise<HostResponse> {
  const { context } = published.publication
  return storedFile(host, request, await ownAsset(published, name), { context, name })
}

/** A file of the store. @param of whose it is, and what it is called there @throws CompositorError `file-not-found` */
export async function storedFile(
  host: Pick<HostParts, 'clientFiles' | 'units'>,
  request: HostRequest,
  asset: PublishedAsset | undefined,
  { context, name }: { readonly context: string; readonly name: string },
): Promise<HostResponse> {
  const file = asset && (await host.units.assetFile(asset.hash))
  if (!asset || !file) {
    throw new CompositorError('file-not-found', `'${context}' has no static file '${name.slice(0, 200)}'.`)
  }
  return fileAnswer(
    request,
    { ...asset, name, file },
    request.query.get('v') === stampOf(asset.hash)
      ? 'private, max-age=31536000, immutable'
      : 'private, max-age=300',
    () => host.clientFiles.find(jsInputScript).file.bytes,
  )
}

/**
 * A file by one of its names; a library block's file under its key, or under its plain name where only that is known.
 * The Python library of scripts is none.
 */
async function ownAsset(published: PublishedContext, asked: string): Promise<PublishedAsset | undefined> {
  const [, plain] = /^lb:[^/]*\/(.*)$/s.exec(asked) ?? []
  for (const name of plain === undefined ? [asked] : [asked, plain]) {
    const exact = await published.asset(name)
    const kept = exact ? name : await published.assetName(name)
    if (kept === undefined) continue
    return kept.split('/').at(-1) === scriptLibrary ? undefined : (exact ?? (await published.asset(kept)))
  }
  return undefined
}

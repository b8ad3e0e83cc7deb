import { CompositorError } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { hasCurrent, unchanged } from '../http/compression.js'
import type { RouteTable } from '../http/router.js'

/** The picture of the site, by an address that names what is in it. */
export function brandRoutes({ brand: { file } }: Pick<HostParts, 'brand'>): RouteTable {
  if (!file) return {}
  const etag = `"${file.name}"`
  const headers = {
    etag,
    'content-type': file.type,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  }
  return {
    'GET /brand/:name': (request, { name = '' }) => {
      if (name !== file.name)
        throw new CompositorError('file-not-found', `This site has no picture '${name.slice(0, 100)}'.`)
      if (hasCurrent(request, etag)) return unchanged({ headers })
      return { status: 200, headers, body: file.bytes }
    },
  }
}

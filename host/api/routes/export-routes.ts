import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { storedFile } from '../../routes/file-routes.js'
import { apiRoute, streamed } from '../api-route.js'
import { askedVersion, contextKey, ofContext } from '../api-values.js'

const tag = 'files'

const types = { 'tar.gz': 'application/gzip', zip: 'application/zip' } as const

const archive = apiRoute({
  id: 'exportContext',
  tag,
  summary: 'The files of a version as an archive: what nobody touched is byte for byte what was imported',
  method: 'GET',
  path: '/contexts/:context/export',
  may: 'read',
  parts: ofContext,
  query: z.object({
    version: askedVersion.default('draft'),
    format: z.enum(['tar.gz', 'zip']).default('tar.gz'),
    libraries: z
      .enum(['all', 'needed', 'none'])
      .default('none')
      .describe(
        'What of the libraries it refers to goes with it; whoever asks must be let read each of them',
      ),
    history: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .describe('All other versions beside it, so that an import elsewhere has its history, too'),
  }),
  answers: { 200: { download: Object.values(types) } },
  refuses: [
    'context-unknown',
    'version-unknown',
    'version-ambiguous',
    'version-collected',
    'store-full',
    'library-role',
  ],
  async run({ host, parts, query, request, caller }) {
    const { format, version, libraries, history } = query
    const mayRead = (library: string) => host.permissions.allow(request, caller, 'read', library)
    const folder = await mkdtemp(join(tmpdir(), 'unit-compositor-export-'))
    const cleared = () => rm(folder, { recursive: true, force: true })
    try {
      const path = join(folder, `export.${format}`)
      const outcome = await host.authoring.export(parts.context, path, {
        version,
        libraries,
        history,
        mayRead,
      })
      const name = `${parts.context.replace(/[^\w.+-]+/g, '-')}-${outcome.number}.${format}`
      return streamed(200, {
        status: 200,
        headers: {
          'content-type': types[format],
          'content-length': String((await stat(path)).size),
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'no-store',
          etag: `"${outcome.version}"`,
        },
        body: '',
        stream: fileStream(path, cleared),
      })
    } catch (thrown) {
      await cleared()
      throw thrown
    }
  },
})

/** @param after is done when the file was read to its end, or is not read any more */
function fileStream(path: string, after: () => Promise<void>): ReadableStream<Uint8Array> {
  const pieces = createReadStream(path)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (!done) return controller.enqueue(value)
        controller.close()
        await after()
      },
      async cancel() {
        await pieces.return?.()
        await after()
      },
    },
    { highWaterMark: 0 },
  )
}

const asset = apiRoute({
  id: 'downloadStaticFile',
  tag,
  summary: 'A static file of a draft, or of a library block that it refers to, by its name after `/static/`',
  method: 'GET',
  path: '/contexts/:context/static/:name*',
  may: 'read',
  parts: z.object({ context: contextKey, name: z.string().min(1).max(2000) }),
  answers: { 200: { download: ['*/*'] } },
  refuses: ['context-unknown', 'file-not-found'],
  async run({ host, request, parts }) {
    const found = await host.draftAssets.find(parts.context, parts.name)
    return streamed(200, await storedFile(host, request, found, parts))
  },
})

/** Files of courses and libraries, out of the store. */
export const exportRoutes = [archive, asset]

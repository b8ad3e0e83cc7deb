import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { authorsWordsFile, CompositorError, wordsFile } from '../runtime/index.js'
import { clientTypes } from '../host/client-files.js'
import { jsonAnswer, type HostResponse } from '../host/http/exchange.js'
import type { Catalogue } from './stage-door.js'

/**
 * A file of a plugin's client folder, as it is now.
 * @param type a block type of the plugin; empty for the host's own pages
 */
export async function clientFile(
  { clientFolders, words }: Catalogue,
  type: string,
  name: string,
): Promise<HostResponse> {
  const { all, authors } = (Object.hasOwn(words, type) ? words[type] : undefined) ?? {}
  const ofType = name === wordsFile ? all : name === authorsWordsFile ? authors : undefined
  if (ofType) return jsonAnswer(ofType, 200, { 'cache-control': 'no-store' })
  const contentType = clientTypes[extname(name)]
  const folder = Object.hasOwn(clientFolders, type) ? clientFolders[type] : undefined
  if (contentType && folder !== undefined && /^[\w.-]+$/.test(name)) {
    try {
      const body = await readFile(new URL(name, folder))
      return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new CompositorError('file-not-found', `No plugin brings a file '${`${type}/${name}`.slice(0, 100)}'.`)
}

/** The accessibility checker that pages run. */
export async function axe(): Promise<HostResponse> {
  return {
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=86400' },
    body: await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js')),
  }
}

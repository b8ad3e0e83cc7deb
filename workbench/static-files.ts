import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { mimeType } from '../content/olx/mime-types.js'
import { CompositorError, FileInMemory } from '../runtime/index.js'
import type { HostRequest, HostResponse } from '../host/http/exchange.js'
import { fileAnswer, jsInputScript } from '../host/http/file-answer.js'
import type { Catalogue } from './stage-door.js'

/** A static file of a scenario, as it is now. @throws CompositorError `file-not-found` */
export async function staticFile(
  { staticFolders, clientFolders }: Catalogue,
  request: HostRequest,
  scenario: string,
  name: string,
): Promise<HostResponse> {
  const folder = Object.hasOwn(staticFolders, scenario) ? staticFolders[scenario] : undefined
  const path = folder === undefined ? '' : join(folder, name)
  if (folder !== undefined && path.startsWith(folder + sep)) {
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const file = { name, file: new FileInMemory(bytes), mimeType: mimeType(name), hash }
      const script = () => readFileSync(new URL(jsInputScript, clientFolders['']))
      return fileAnswer(request, file, 'no-cache', script)
    }
  }
  throw new CompositorError('file-not-found', `The scenario has no static file '${name.slice(0, 200)}'.`)
}

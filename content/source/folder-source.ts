import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { isJunk } from './entry-path.js'
import { decodeText, type OlxSource } from './olx-source.js'
import { SourceMeter, sourceLimits, type SourceLimits } from './source-limits.js'

/**
 * A folder as a source. It is listed once, when opened; files are read when asked for. Symbolic links to
 * files and folders inside are followed; what is neither file nor folder is passed over.
 */
export class FolderSource implements OlxSource {
  private readonly files: ReadonlyMap<string, number>

  /** @throws CompositorError `archive-unsafe` for a link that leads outside, `archive-too-large` */
  constructor(
    readonly name: string,
    limits: SourceLimits = sourceLimits,
  ) {
    this.files = listFiles(name, limits)
  }

  paths(): readonly string[] {
    return [...this.files.keys()]
  }

  exists(path: string): boolean {
    return this.files.has(path)
  }

  size(path: string): number | undefined {
    return this.files.get(path)
  }

  bytes(path: string): Buffer | undefined {
    if (!this.files.has(path)) return undefined
    try {
      return readFileSync(join(this.name, path))
    } catch (cause) {
      throw new CompositorError(
        'archive-unreadable',
        `'${path}' of ${this.name} cannot be read: ${messageOf(cause)}`,
        {
          location: { file: path },
          cause,
        },
      )
    }
  }

  text(path: string): string | undefined {
    const bytes = this.bytes(path)
    return bytes && decodeText(bytes)
  }
}

function listFiles(root: string, limits: SourceLimits): Map<string, number> {
  const meter = new SourceMeter(root, limits)
  const realRoot = realpathSync(root)
  const files = new Map<string, number>()
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (isJunk(path)) continue
      const full = join(root, path)
      if (lstatSync(full).isSymbolicLink()) checkLink(root, realRoot, path)
      const found = statSync(full)
      meter.entry(path, found.isFile() ? found.size : 0)
      if (found.isDirectory()) open.push(path)
      else if (found.isFile()) {
        meter.unpacked(found.size)
        files.set(path, found.size)
      }
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function checkLink(root: string, realRoot: string, path: string): void {
  const refuse = (why: string, cause?: unknown) =>
    new CompositorError('archive-unsafe', `${root} holds the symbolic link '${path}', which ${why}.`, {
      cause,
    })
  let target: string
  try {
    target = realpathSync(join(root, path))
  } catch (cause) {
    throw refuse('leads nowhere', cause)
  }
  if (!target.startsWith(realRoot + sep)) throw refuse('leads outside')
  const parent = realpathSync(join(root, path, '..'))
  if (`${parent}${sep}`.startsWith(target + sep)) throw refuse('leads back to a folder it stands in')
}

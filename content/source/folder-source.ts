import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { isJunk } from './entry-path.js'
import { decodeBytes } from './decode-text.js'
import { isLeftOut, type LeftOut } from './left-out.js'
import type { OlxSource } from './olx-source.js'
import { SourceMeter, sourceLimits, type SourceLimits } from './source-limits.js'

/**
 * A folder as a source. It is listed once, when opened; files are read when asked for. Symbolic links to
 * files and folders inside are followed; what is neither file nor folder is passed over.
 */
export class FolderSource implements OlxSource {
  readonly leftOut: LeftOut[] = []
  private readonly files: ReadonlyMap<string, number>

  /** @throws CompositorError `archive-unsafe` for a link that leads outside and is no static file's; `archive-too-large` */
  constructor(
    readonly name: string,
    limits: SourceLimits = sourceLimits,
  ) {
    this.files = listFiles(name, limits, this.leftOut)
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
    return bytes && decodeBytes(bytes).text
  }
}

function listFiles(root: string, limits: SourceLimits, leftOut: LeftOut[]): Map<string, number> {
  const meter = new SourceMeter(root, limits)
  const realRoot = realpathSync(root)
  const files = new Map<string, number>()
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (isJunk(path)) continue
      const full = join(root, path)
      const why = lstatSync(full).isSymbolicLink() ? whyNotFollowed(root, realRoot, path) : undefined
      if (why !== undefined) {
        meter.entry(path, 0)
        if (!isLeftOut(path)) {
          const message = `${root} holds the symbolic link '${path}', which ${why}.`
          throw new CompositorError('archive-unsafe', message)
        }
        leftOut.push({ path, why })
        continue
      }
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

function whyNotFollowed(root: string, realRoot: string, path: string): string | undefined {
  let target: string
  try {
    target = realpathSync(join(root, path))
  } catch {
    return 'leads nowhere'
  }
  if (!target.startsWith(realRoot + sep)) return 'leads outside'
  const parent = realpathSync(join(root, path, '..'))
  return `${parent}${sep}`.startsWith(target + sep) ? 'leads back to a folder it stands in' : undefined
}

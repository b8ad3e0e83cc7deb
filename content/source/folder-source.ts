import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { isJunk } from './entry-path.js'
import { isLeftOut, type LeftOut } from './left-out.js'
import { ListedSource } from './listed-source.js'
import { SourceMeter, sourceLimits, type SourceLimits } from './source-limits.js'

/**
 * A folder as a source. It is listed once, when opened; files are read when asked for. Symbolic links to
 * files and folders inside are followed; what is neither file nor folder is passed over.
 */
export class FolderSource extends ListedSource<number> {
  /** @throws CompositorError `archive-unsafe` for a link that leads outside and is no static file's; `archive-too-large` */
  constructor(name: string, limits: SourceLimits = sourceLimits) {
    const leftOut: LeftOut[] = []
    const files = listFiles(name, limits, leftOut)
    super(name, files, { size: (size) => size, bytes: (_size, path) => readIn(name, path) }, leftOut)
  }
}

function readIn(folder: string, path: string): Buffer {
  try {
    return readFileSync(join(folder, path))
  } catch (cause) {
    const message = `'${path}' of ${folder} cannot be read: ${messageOf(cause)}`
    throw new CompositorError('archive-unreadable', message, { location: { file: path }, cause })
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
  return files
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

import { readdir, stat } from 'node:fs/promises'
import { CompositorError } from '../../runtime/errors/index.js'

/** @throws CompositorError `export-refused` where something is there already that is no empty folder, or is to be an archive */
export async function refuseTaken(path: string, isArchive: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return
  const isFree = !isArchive && found.isDirectory() && (await readdir(path)).length === 0
  if (isFree) return
  const what = found.isDirectory() ? 'a folder that is not empty' : 'a file'
  throw new CompositorError('export-refused', `${path} is ${what} already. Nothing was written.`)
}

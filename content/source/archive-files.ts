import { CompositorError } from '../../runtime/errors/index.js'

/**
 * Takes a file of an archive. One that stands there twice with the same bytes is taken once.
 * @throws CompositorError `archive-unsafe` for two files of one name: which of them counts would depend on who reads it
 */
export function addFile(archive: string, files: Map<string, Buffer>, path: string, bytes: Buffer): void {
  const before = files.get(path)
  if (before && !before.equals(bytes)) {
    throw new CompositorError(
      'archive-unsafe',
      `${archive} holds '${path}' twice, with different content. Pack it again with one of them.`,
    )
  }
  if (!before) files.set(path, bytes)
}

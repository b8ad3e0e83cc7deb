import type { OlxRoot, RootFile } from '../source/index.js'
import type { AuthoredContext } from './authored-block.js'
import { readCourse } from './course.js'
import { OlxFiles } from './olx-files.js'
import { readPathway } from './pathway.js'
import { readV1Library } from './v1-library.js'
import { readV2Library } from './v2-library.js'
import type { ReadOptions } from './read-options.js'

const readers: Readonly<
  Record<RootFile, (files: OlxFiles, options: ReadOptions) => Promise<AuthoredContext>>
> = {
  'course.xml': readCourse,
  'library.xml': readV1Library,
  'package.toml': readV2Library,
  'pathway.xml': readPathway,
}

/**
 * Reads a whole course or library; what is wrong with single blocks goes to `options.findings`.
 * @throws CompositorError where the whole cannot be read: `olx-unreadable`, `olx-malformed`,
 *   `olx-file-missing`, `olx-too-large`, `olx-too-deep`
 */
export function readOlx({ source, rootFile }: OlxRoot, options: ReadOptions): Promise<AuthoredContext> {
  const files = new OlxFiles(source, (finding) => options.findings.add(finding))
  return readers[rootFile](files, options)
}

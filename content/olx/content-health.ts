import type { BlockTypes } from '../../runtime/block/index.js'
import type { OlxSource } from '../source/index.js'
import type { AuthoredContext } from './authored-block.js'
import { checkLinks } from './course-links.js'
import type { Findings } from './findings.js'
import { reportNotShown } from './not-shown.js'
import { OlxFiles } from './olx-files.js'

/** What looks at content once all of it is read. */
export interface HealthOptions {
  readonly types: BlockTypes
  readonly findings: Findings
}

/** Reports where learners would miss something: blocks that nobody can show, files and links that lead nowhere. */
export function checkHealth(
  source: OlxSource,
  authored: AuthoredContext,
  { types, findings }: HealthOptions,
): void {
  // What is odd in the files was said when they were read.
  const files = new OlxFiles(source, () => undefined)
  reportNotShown(authored, types, findings)
  checkLinks(authored, files, types, findings)
}

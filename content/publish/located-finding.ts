import type { Finding } from '../../runtime/errors/index.js'
import type { ContentVersion } from '../version/index.js'

/** A finding with the place in the import of the block it speaks of, where it has none. */
export function locatedFinding(finding: Finding, { blocks }: ContentVersion): Finding {
  const { usage } = finding
  const at = usage !== undefined && Object.hasOwn(blocks, usage) ? blocks[usage]?.at : undefined
  if (finding.file !== undefined || at === undefined) return finding
  const [file, line, column] = at
  return { ...finding, file, line, column }
}

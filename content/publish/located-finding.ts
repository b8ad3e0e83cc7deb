import type { Finding } from '../../runtime/errors/index.js'
import type { VersionBlock } from '../version/index.js'

/** What blocks are looked up in. */
interface Blocks {
  block(usage: string): Promise<VersionBlock | undefined>
}

/** A finding with the place in the import of the block it speaks of, where it has none. */
export async function locatedFinding(finding: Finding, blocks: Blocks): Promise<Finding> {
  const { usage } = finding
  return usage === undefined ? finding : placedFinding(finding, await blocks.block(usage))
}

/** The same of a block that is at hand. */
function placedFinding(finding: Finding, block: VersionBlock | undefined): Finding {
  const at = block?.at
  if (finding.file !== undefined || at === undefined) return finding
  const [file, line, column] = at
  return { ...finding, file, line, column }
}

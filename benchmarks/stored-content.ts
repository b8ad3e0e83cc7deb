import { Findings } from '../content/olx/findings.js'
import { readOlx } from '../content/olx/read-olx.js'
import { findRoot, MemorySource } from '../content/source/index.js'
import { treeOf } from '../content/version/index.js'
import type { AuthoringStore } from '../content/index.js'
import type { BlockTypes } from '../runtime/index.js'

/** Imports OLX that is in memory: as files, the large library would take longer to write than all benchmarks. */
export async function stored(
  texts: Iterable<readonly [string, string]>,
  authoring: AuthoringStore,
  types: BlockTypes,
) {
  const files = [...texts].map(([path, text]) => [path, Buffer.from(text)] as const)
  const source = new MemorySource('stress', files)
  const findings = new Findings()
  const authored = await readOlx(findRoot(source), { types, findings, draft: false })
  const made = await authoring.make(authored, source, await treeOf(source), { variant: 'published' })
  await authoring.save(made)
  return { context: authored.context, version: made.view.name }
}

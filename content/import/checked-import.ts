import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoredContext } from '../olx/authored-block.js'
import type { Findings } from '../olx/findings.js'
import { AuthoredView } from '../publish/authored-view.js'
import { DraftGroups } from '../publish/draft-groups.js'
import { drawsWithOthers } from '../publish/draws-together.js'
import { checkReferences, type CheckOptions } from '../publish/index.js'
import { locatedFinding } from '../publish/located-finding.js'
import { OutlineLines } from '../publish/outline-lines.js'
import { releaseFindings } from '../publish/release-findings.js'
import { policyFindings } from '../values/policy-findings.js'
import type { TreeFile } from '../version/index.js'

/** What was found out of an import as a whole. */
export interface CheckedImport {
  /** References to libraries that lead nowhere yet. */
  readonly references: readonly Finding[]
  /** Number of units. */
  readonly units: number
}

/** Finds what is to be said of a course or library as a whole: of references, dates, policies and groups that draw together. @param at epoch milliseconds: what opens later is told */
export async function checkedImport(
  authored: AuthoredContext,
  tree: ReadonlyMap<string, TreeFile>,
  { findings, ...looked }: CheckOptions & { readonly findings: Findings; readonly at: number },
): Promise<CheckedImport> {
  const view = new AuthoredView(authored, tree)
  for (const finding of await releaseFindings(view, looked.at)) findings.add(finding)
  for (const finding of policyFindings(authored, looked.types))
    findings.add(await locatedFinding(finding, view))
  const isGrouped = [...authored.blocks.values()].some(({ key, type, settings }) => {
    const block = { key, type, definition: '', content: {}, settings, children: [] }
    return drawsWithOthers(block, looked.types)
  })
  for (const finding of isGrouped ? await new DraftGroups(view, looked).findings() : [])
    findings.add(await locatedFinding(finding, view))
  const referring: string[] = []
  for (const { key, type } of authored.blocks.values())
    if (looked.types.get(type)?.capabilities.references) referring.push(key)
  const references = await checkReferences(view, referring, looked)
  const units = authored.kind === 'library' ? topCount(authored) : await unitCount(view)
  return { references, units }
}

async function unitCount(view: AuthoredView): Promise<number> {
  let count = 0
  for await (const { isUnit } of new OutlineLines(view, undefined).all()) if (isUnit) count++
  return count
}

/** The units of a library: what stands at its top, see {@link OutlineLines}. */
function topCount({ root, blocks }: AuthoredContext): number {
  return new Set(blocks.get(root)?.children.filter((key) => blocks.has(key))).size
}

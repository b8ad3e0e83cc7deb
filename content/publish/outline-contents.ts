import type { LineContents, OutlineLine } from '../../runtime/unit/index.js'
import type { PublicationMaps } from './publication-maps.js'

type Maps = Pick<PublicationMaps, 'outline' | 'units'>

/**
 * Notes at lines what learners find below them, from the units up to the course, so that nobody who looks at a line reads what is below it.
 * It costs what stands beside what changed.
 * @param changed keys of lines that are other ones, or with units that are
 */
export async function noteContents(maps: Maps, changed: Iterable<string>): Promise<void> {
  const depths = await depthsOf(maps, changed)
  for (let depth = Math.max(0, ...depths.values()); depth >= 0; depth--)
    for (const [key, at] of depths) if (at === depth) await noteLine(maps, key)
}

/** Lines and those above them that are no units, with how far below the top they stand. */
async function depthsOf({ outline }: Maps, changed: Iterable<string>): Promise<Map<string, number>> {
  const lines = new Map<string, OutlineLine>()
  for (let open = new Set(changed); open.size > 0;) {
    const found = await outline.getMany(open)
    open = new Set()
    for (const [key, line] of found) {
      lines.set(key, line)
      if (line.parent !== undefined && !lines.has(line.parent)) open.add(line.parent)
    }
  }
  const depths = new Map<string, number>()
  for (const { key, isUnit } of lines.values()) {
    let depth = 0
    for (let parent = lines.get(key)?.parent; parent !== undefined && depth < lines.size; depth++)
      parent = lines.get(parent)?.parent
    if (!isUnit) depths.set(key, depth)
  }
  return depths
}

async function noteLine({ outline, units }: Maps, key: string): Promise<void> {
  const line = (await outline.getMany([key])).get(key)
  if (!line) return
  const found = await outline.getMany(line.children)
  const entries = await units.getMany(line.children)
  const total = { units: 0, activities: 0, seconds: 0 }
  const dues: NonNullable<LineContents['dues']>[number][] = []
  for (const child of line.children) {
    const below = found.get(child)
    if (!below || below.staffOnly || below.hideFromToc) continue
    const due = below.isUnit ? undefined : below.release?.['due']
    if (due !== undefined && due !== null) dues.push({ key: child, due })
    dues.push(...(below.contents?.dues ?? []))
    const counts = below.isUnit ? { units: 1, ...entries.get(child)?.counts } : below.contents
    total.units += counts?.units ?? 0
    total.activities += counts?.activities ?? 0
    total.seconds += counts?.seconds ?? 0
  }
  // What all sections say of dates is read with them.
  const isTop = line.parent === undefined
  outline.set(key, { ...line, contents: { ...total, ...(!isTop && dues.length > 0 && { dues }) } })
}

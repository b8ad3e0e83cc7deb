/** An import of one file by another. */
export interface Import {
  readonly from: string
  readonly to: string
}

/** The circles that imports make, each by a shortest way from one of its files back to itself: `a.ts -> b.ts -> a.ts`. */
export function importCircles(imports: Iterable<Import>): string[] {
  const importedBy = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const known = importedBy.get(from) ?? new Set()
    importedBy.set(from, known.add(to))
  }
  const named = new Set<string>()
  return [...importedBy.keys()].sort().flatMap((file) => {
    const circle = named.has(file) ? undefined : wayBack(file, importedBy)
    for (const one of circle ?? []) named.add(one)
    return circle ? [circle.join(' -> ')] : []
  })
}

function wayBack(start: string, imported: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const before = new Map<string, string>()
  const open = [start]
  for (const file of open) {
    for (const next of imported.get(file) ?? []) {
      if (next === start) {
        const way = [start]
        for (let one = file; one !== start; one = before.get(one) ?? start) way.unshift(one)
        return [start, ...way]
      }
      if (before.has(next)) continue
      before.set(next, file)
      open.push(next)
    }
  }
  return undefined
}

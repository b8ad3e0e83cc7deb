import { errorTable, remedyOf, type Finding } from '../runtime/index.js'

/** How many findings of one kind are listed. */
const mostListed = 5

const levels = ['error', 'warning', 'note'] as const

/** What findings come to, for people: how many of each level, then by kind, worst first, some of each with their place. */
export function findingSummary(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const byKind = new Map<string, Finding[]>()
  for (const finding of findings) {
    const kind = `${finding.level} ${finding.code}`
    const group = byKind.get(kind) ?? []
    if (group.length === 0) byKind.set(kind, group)
    group.push(finding)
  }
  const kinds = [...byKind.values()].sort(
    (one, other) => rank(one) - rank(other) || places(other) - places(one) || other.length - one.length,
  )
  const totals = levels.flatMap((level) => {
    const count = places(findings.filter((one) => one.level === level))
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? '' : 's'}`]
  })
  return [totals.join(', '), ...kinds.flatMap(kindLines)]
}

/** Findings as `--json` gives them; `diagnostics` is their older name. */
export function findingsJson(findings: readonly Finding[]) {
  const all = findings.map((finding) => ({ ...finding, remedy: remedyOf(finding) }))
  return { findings: all, diagnostics: all }
}

function kindLines(group: readonly Finding[]): string[] {
  const [first] = group
  if (first === undefined) return []
  const { level, code } = first
  const more = group.length - mostListed
  const remedies = new Set(group.map(remedyOf))
  return [
    `${level} ${code} (${places(group)}): ${errorTable[code].meaning}`,
    ...group.slice(0, mostListed).map((finding) => `  ${placeOf(finding)}${finding.message}`),
    ...(more > 0 ? [`  and ${more} more; --json lists all`] : []),
    ...(remedies.size === 1 ? [`  To do: ${remedyOf(first)}`] : []),
  ]
}

function placeOf({ file, line, column }: Finding): string {
  if (file === undefined) return ''
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: `
}

function places(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count = 1 }) => sum + count, 0)
}

function rank([first]: readonly Finding[]): number {
  return levels.indexOf(first?.level ?? 'note')
}

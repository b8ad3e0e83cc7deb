/** What stands in a copy of a container, or is to stand there. */
export interface CopyMember {
  /** Usage key in the course, as text; none of what is to join. */
  readonly usage?: string
  /** Usage key of the library block that it is linked to, as text; null for what is the course's own. */
  readonly of: string | null
}

/** What becomes of the members of a copy. */
export interface MergedMembers {
  /** All that stand there then, in order. */
  readonly members: readonly CopyMember[]
  /** Those that leave, as the library has them there no more. */
  readonly gone: readonly CopyMember[]
}

/**
 * Brings the members of a copy to the library's, and leaves what the course made of them: what it added stays behind what it stands
 * behind, what it took away stays away, and where it put members into an order of its own, that holds, with what is new behind what precedes it
 * in the library.
 * @param before keys of the members that the library had when the copy was last brought there; undefined where nobody knows: then what
 *   is linked here was
 */
export function mergedMembers(
  here: readonly CopyMember[],
  before: readonly string[] | undefined,
  theirs: readonly string[],
): MergedMembers {
  const ours = here.flatMap(({ of }) => of ?? [])
  const [was, is] = [new Set(before ?? ours), new Set(theirs)]
  const isGone = ({ of }: CopyMember) => of !== null && was.has(of) && !is.has(of)
  const joining = new Set(theirs.filter((key) => !was.has(key) && !ours.includes(key)))
  const groups = grouped(
    here.filter((one) => !isGone(one)),
    is,
  )
  const order = before !== undefined && isReordered(ours, before) ? groups.map(({ of }) => of) : theirs
  const sorted = order.flatMap((key) => groups.find(({ of }) => of !== null && of === key) ?? [])
  const first = groups.filter(({ of }) => of === null)
  return { members: joined([...first, ...sorted], theirs, joining), gone: here.filter(isGone) }
}

/** A member that the library has, too, with what stands behind it and is the course's own. */
interface Group {
  readonly of: string | null
  readonly members: CopyMember[]
}

function grouped(here: readonly CopyMember[], theirs: ReadonlySet<string>): readonly Group[] {
  const groups: Group[] = []
  const known = new Set<string>()
  for (const one of here) {
    const last = groups.at(-1)
    const key = one.of !== null && theirs.has(one.of) && !known.has(one.of) ? one.of : null
    if (key !== null) known.add(key)
    if (key === null && last) last.members.push(one)
    else groups.push({ of: key, members: [one] })
  }
  return groups
}

/** Whether the course has members in another order than the library had. */
function isReordered(ours: readonly string[], before: readonly string[]): boolean {
  const common = ours.filter((key) => before.includes(key))
  return before.filter((key) => common.includes(key)).join('\n') !== common.join('\n')
}

function joined(
  groups: readonly Group[],
  theirs: readonly string[],
  joining: ReadonlySet<string>,
): readonly CopyMember[] {
  const all = [...groups]
  for (const [place, key] of theirs.entries()) {
    if (!joining.has(key)) continue
    const placed = new Map(all.map(({ of }, index) => [of, index]))
    const preceding = theirs.slice(0, place).findLast((one) => placed.has(one))
    const at = preceding === undefined ? -1 : (placed.get(preceding) ?? -1)
    const isFirst = all[0]?.of === null && at < 0
    all.splice(isFirst ? 1 : at + 1, 0, { of: key, members: [{ of: key }] })
  }
  return all.flatMap(({ members }) => members)
}

import { movedChildren } from '../history/moved-children.js'
import type { DraftOperation } from '../version/index.js'
import type { Copy } from './copy-tree.js'

/** Steps by which members come and go, and what leaves the course by them. */
export interface MemberSteps {
  readonly steps: readonly DraftOperation[]
  /** Usage keys, as text. */
  readonly leaving: readonly string[]
}

/**
 * The steps that bring the members of one copy, and of those that stand in it, to what they are to be: what left one of them for another
 * is moved there under its key, what is new comes as a linked copy, and what the library has no more leaves.
 */
export function memberSteps(copies: readonly Copy[]): MemberSteps {
  const merged = copies.flatMap(({ usage, members }) => (members ? [{ usage, ...members }] : []))
  const leaving = merged.flatMap(({ gone }) => gone)
  const standing = new Map(merged.map(({ usage, here }) => [usage, here.map((one) => one.usage ?? '')]))
  const steps: DraftOperation[] = []
  for (const { usage: parent, here, members } of merged) {
    const was = here.map(({ usage }) => usage ?? '')
    const moved = new Set(
      movedChildren(
        was,
        members.map(({ usage }) => usage ?? ''),
      ),
    )
    let before: string | undefined
    for (const { usage, of } of members) {
      const [isHere, known] = [usage !== undefined, usage ?? takenFrom(leaving, of)]
      const key = known ?? `+ ${of}`
      if (!isHere || moved.has(key)) {
        for (const [above, keys] of standing)
          standing.set(
            above,
            keys.filter((one) => one !== key),
          )
        const keys = standing.get(parent) ?? []
        const index = before === undefined ? 0 : keys.indexOf(before) + 1
        standing.set(parent, keys.toSpliced(index, 0, key))
        const target = { parent, index }
        steps.push(
          known === undefined
            ? { do: 'paste', usage: of ?? '', ...target }
            : { do: 'move', usage: known, ...target },
        )
      }
      before = key
    }
  }
  const gone = leaving.map(({ usage }) => usage ?? '')
  return { steps: [...steps, ...gone.map((usage) => ({ do: 'delete', usage }) as const)], leaving: gone }
}

/** The usage key of a member that leaves another place, and so needs not leave the course. */
function takenFrom(
  leaving: { readonly usage?: string; readonly of: string | null }[],
  of: string | null,
): string | undefined {
  const at = leaving.findIndex((one) => one.of === of)
  return at < 0 ? undefined : leaving.splice(at, 1)[0]?.usage
}

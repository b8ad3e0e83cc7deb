import type { RootDatabase } from 'lmdb'

/** Changes that are remembered, for those who look less often than others change heads. */
const remembered = 1000

const lastKey = 'heads'
const changeKey = (number: number) => `changed ${String(number).padStart(15, '0')}`

/** Which heads changed, in order, so that other processes can be told: a short log in the environment of the heads. */
export class HeadChanges {
  constructor(private readonly db: RootDatabase<string, string>) {}

  /** The number of the last change. */
  get last(): number {
    return Number(this.db.get(lastKey) ?? 0)
  }

  /** Notes a change, within the transaction that makes it. @returns its number */
  note(names: readonly string[]): number {
    const number = this.last + 1
    this.db.putSync(changeKey(number), JSON.stringify(names))
    this.db.putSync(lastKey, String(number))
    if (number > remembered) this.db.removeSync(changeKey(number - remembered))
    return number
  }

  /** The names in the changes after one, with their numbers; undefined where some are forgotten. */
  after(
    number: number,
  ): readonly { readonly number: number; readonly names: readonly string[] }[] | undefined {
    const { last } = this
    if (number < last - remembered) return undefined
    const changes = []
    for (let one = number + 1; one <= last; one++) {
      const names = JSON.parse(this.db.get(changeKey(one)) ?? '[]') as string[]
      changes.push({ number: one, names })
    }
    return changes
  }
}

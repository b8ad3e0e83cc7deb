import { HeadListeners } from '../head-listeners.js'

/** A head as a table keeps it: one that was removed has no text. */
export interface HeadRow {
  readonly name: string
  readonly text: string | null
  /** The number of the change that made it so. */
  readonly changed: number
}

/** What this process knows of all heads, and who is told when that changes. */
export class HeadsCopy {
  #heads = new Map<string, HeadRow>()
  #isRead = false
  readonly listeners = new HeadListeners()

  /** The number of the last change that was read with all before it; -1 before anything was. */
  read = -1

  known(name: string): { readonly text: string | undefined } | undefined {
    return this.#isRead ? { text: this.#heads.get(name)?.text ?? undefined } : undefined
  }

  /** Takes in all heads, in place of what was known of them. */
  replace(rows: readonly HeadRow[]): void {
    const isFirst = !this.#isRead
    this.#heads = new Map(rows.map((row) => [row.name, row]))
    this.#isRead = true
    this.read = newest(rows, 0)
    if (!isFirst) this.listeners.tell([undefined])
  }

  /** Takes in every change since the last one that was read. */
  follow(rows: readonly HeadRow[]): void {
    this.take(rows)
    this.read = newest(rows, this.read)
  }

  /** Takes in some changes, those left out that are older than what is known. */
  take(rows: readonly HeadRow[]): void {
    const newer = rows.filter(({ name, changed }) => changed > (this.#heads.get(name)?.changed ?? -1))
    for (const row of newer) this.#heads.set(row.name, row)
    this.listeners.tell(newer.map(({ name }) => name))
  }
}

function newest(rows: readonly HeadRow[], least: number): number {
  return rows.reduce((most, { changed }) => Math.max(most, changed), least)
}
